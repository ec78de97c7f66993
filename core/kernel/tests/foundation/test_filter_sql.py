"""Filters asked of real databases: the same rows on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Column, Connection, Index, MetaData, Table, create_engine, select, text
from sqlalchemy.engine import make_url

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import Choice, Field, FieldSpec, column_type
from kontor_core.foundation.filters import (
    Ago,
    FilterError,
    bind_values,
    json_value,
    parse,
    resolve,
    shape,
    where,
)
from kontor_core.foundation.filters.compile import before
from kontor_core.foundation.filters.sql import Folded, fold
from kontor_core.foundation.ids import new_id
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.storage.types import Json
from kontor_core.foundation.text import search_key

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
# Fixed, because they stand in the names of tests, and those must be the same in every worker.
ME, OTHER = (f"01900000-0000-7000-8000-{number:012}" for number in (1, 2))
CHOICES = (Choice("a_b", "A"), Choice("axb", "B"))
KINDS = {
    "id": Kind.ID,
    "name": Kind.TEXT,
    "name_key": Kind.TEXT,
    "note": Kind.TEXT,
    "roles": Kind.CHOICES,
    "owner_id": Kind.REF,
    "staff": Kind.INT,
    "price": Kind.UNIT_PRICE,
    "revenue": Kind.MONEY,
    "vip": Kind.BOOL,
    "born_on": Kind.DATE,
    "created_at": Kind.DATETIME,
}
CUSTOM = {
    "size": Kind.TEXT,
    "seats": Kind.INT,
    "score": Kind.NUMBER,
    "open": Kind.BOOL,
    "since": Kind.DATE,
    "seen": Kind.DATETIME,
    "tags": Kind.CHOICES,
}


def declared(name: str, kind: Kind) -> Field:
    more = {"ref": "user"} if kind is Kind.REF else {}
    more |= {"choices": CHOICES} if kind is Kind.CHOICES else {}
    more |= {"sort_key": "name_key"} if name == "name" else {}
    return Field(name, "core", "customer", "customer", name, FieldSpec(name, kind, **more))


FIELDS = {name: declared(name, kind) for name, kind in KINDS.items()}
for key, kind in CUSTOM.items():
    spec = FieldSpec(key, kind, choices=CHOICES if kind is Kind.CHOICES else ())
    FIELDS[f"custom.{key}"] = Field(
        f"custom.{key}", "custom", "customer", "customer", "custom", spec, json_key=key
    )


def table() -> Table:
    columns = [Column(name, column_type(kind)) for name, kind in KINDS.items()]
    made = Table("customer", MetaData(), *columns, Column("custom", Json()))
    Index("by_size", json_value(made.c.custom, "size", Kind.TEXT))
    Index("by_seats", json_value(made.c.custom, "seats", Kind.INT))
    Index("by_since", json_value(made.c.custom, "since", Kind.DATE))
    return made


CUSTOMER = table()
ROWS = {
    "full": {
        "name": "Müller & Söhne 100 %",
        "note": "ÄPFEL_1! und Birnen",
        "roles": ["a_b"],
        "owner_id": ME,
        "staff": 10,
        "price": Decimal("0.005"),
        "revenue": 123_456,
        "vip": True,
        "born_on": date(2026, 11, 21),
        "created_at": NOW - timedelta(days=1),
        "custom": {
            "size": "L",
            "seats": 9,
            "score": Decimal("0.5"),
            "open": True,
            "since": date(2026, 1, 1),
            "seen": "2026-11-21T10:00:00.000000Z",
            "tags": ["a_b", "axb"],
        },
    },
    "other": {
        "name": "Straße 1000",
        "note": "",
        "roles": ["axb"],
        "owner_id": OTHER,
        "staff": 9,
        "price": Decimal("1"),
        "revenue": -5,
        "vip": False,
        "born_on": date(1990, 2, 1),
        "created_at": NOW - timedelta(days=400),
        "custom": {"size": "M", "seats": 10, "score": "10", "open": False, "since": "1990-02-01"},
    },
    "bare": {"name": "Zett", "roles": [], "custom": {"size": None}},
}


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    url = make_url(database_url)
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    with engine.connect() as made:
        CUSTOMER.create(made)
        for label, row in ROWS.items():
            values = {"name_key": search_key(str(row["name"])), "id": IDS[label], **row}
            made.execute(CUSTOMER.insert(), values)
        made.commit()
        yield made
    engine.dispose()


IDS = {label: f"01900000-0000-7000-8000-{n:012}" for n, label in enumerate(ROWS, start=10)}


def column(field: Field):
    found = CUSTOMER.c[field.column]
    return json_value(found, field.json_key, field.kind) if field.json_key else found


def statement(node):
    return select(CUSTOMER.c.id).where(where(node, column))


def found(connection: Connection, written: str, **binding) -> set[str]:
    node = resolve(parse(written), FIELDS)
    values = bind_values(node, **{"actor_id": ME, "now": NOW, **binding})
    rows = connection.execute(statement(node), values).scalars()
    labels = {id_: label for label, id_ in IDS.items()}
    return {labels[id_] for id_ in rows}


FULL, OTHERS, BARE = "full", "other", "bare"
ALL = {FULL, OTHERS, BARE}


@pytest.mark.parametrize(
    ("written", "rows"),
    [
        ('name = "Zett"', {BARE}),
        ('name = "zett"', set()),
        ('name contains "SÖHNE"', {FULL}),
        ('name contains "sohne"', {FULL}),
        ('name contains "strasse"', {OTHERS}),
        ('name starts "mull"', {FULL}),
        ('name starts "söhne"', set()),
        ('name contains "100 %"', {FULL}),
        ('name contains "_"', set()),
        ('note contains "äpfel"', {FULL}),
        ('note contains "L_1!"', {FULL}),
        ('note contains "l_1"', {FULL}),
        ('note contains "lx1"', set()),
        ('note contains "%"', set()),
        ('note starts "Äpfel"', {FULL}),
        ('note starts "apfel"', set()),
        ("note is empty", {OTHERS, BARE}),
        ("note is not empty", {FULL}),
        ('note != ""', None),
        ('not note contains "x"', ALL),
        ('note != "x"', ALL),
        ('roles contains "a_b"', {FULL}),
        ('roles in ("a_b", "axb")', {FULL, OTHERS}),
        ('not roles contains "a_b"', {OTHERS, BARE}),
        ("roles is empty", {BARE}),
        ("owner = me()", {FULL}),
        ("owner != me()", {OTHERS, BARE}),
        ("not owner = me()", {OTHERS, BARE}),
        ("not owner != me()", {FULL}),
        ("owner is empty", {BARE}),
        (f'owner in ("{ME}", "{OTHER}")', {FULL, OTHERS}),
        (f'owner not in ("{ME}")', {OTHERS, BARE}),
        (f'id = "{IDS[FULL]}"', {FULL}),
        ("staff > 9", {FULL}),
        ("not staff > 9", {OTHERS, BARE}),
        ("staff in (8, 9, 10)", {FULL, OTHERS}),
        ("staff not in (8, 9)", {FULL, BARE}),
        ("price < 0.01", {FULL}),
        ("price = 1", {OTHERS}),
        ("revenue > 1234.55", {FULL}),
        ("revenue < 0", {OTHERS}),
        ("vip = true", {FULL}),
        ("vip != true", {OTHERS, BARE}),
        ("vip is empty", {BARE}),
        ("born_on = today()", {FULL}),
        ("born_on < 2000-01-01", {OTHERS}),
        ("born_on within 30d", {FULL}),
        ("born_on in (1990-02-01, 1991-02-01)", {OTHERS}),
        ("created_at < 90d", {OTHERS}),
        ("created_at >= 90d", {FULL}),
        ("not (created_at < 90d)", {FULL, BARE}),
        ("created_at within 2d", {FULL}),
        ("created_at within 12h", set()),
        ("created_at within +2d", set()),
        ("not created_at within +2d and created_at <= +2d", {FULL, OTHERS}),
        ("created_at = 2026-11-20", {FULL}),
        ("created_at != 2026-11-20", {OTHERS, BARE}),
        ("created_at > 2026-11-20", set()),
        ("created_at <= 2026-11-20", {FULL, OTHERS}),
        ("created_at < now()", {FULL, OTHERS}),
        ("created_at >= today()", set()),
        ('custom.size = "L"', {FULL}),
        ('custom.size != "L"', {OTHERS, BARE}),
        ('custom.size contains "l"', {FULL}),
        ('custom.size in ("L", "M", "S")', {FULL, OTHERS}),
        ("custom.size is empty", {BARE}),
        ("custom.seats > 9", {OTHERS}),
        ("custom.score >= 0.5 and custom.score < 10", {FULL}),
        ("custom.score = 10", {OTHERS}),
        ("custom.open = true", {FULL}),
        ("custom.open = false", {OTHERS}),
        ("custom.since >= 2026-01-01", {FULL}),
        ("custom.since < 2026-01-01", {OTHERS}),
        ("custom.seen within 1d", {FULL}),
        ("custom.seen > 3h and custom.seen < now()", {FULL}),
        ('custom.tags contains "axb"', {FULL}),
        ("custom.tags is empty", {OTHERS, BARE}),
        ('name = "x" or staff = 9 and vip = false', {OTHERS}),
        ('not (name contains "e" and staff > 1)', {BARE}),
        ('not (name contains "z" or staff > 9)', {OTHERS}),
    ],
)
def test_both_databases_give_the_same_rows(connection, written, rows):
    if rows is None:
        with pytest.raises(FilterError):
            found(connection, written)
    else:
        assert found(connection, written) == rows


def test_a_day_is_the_local_one(connection):
    berlin, auckland = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")

    assert found(connection, "created_at = 2026-11-20", tz=berlin) == {FULL}
    assert found(connection, "created_at = 2026-11-20", tz=auckland) == set()
    assert found(connection, "created_at = 2026-11-21", tz=auckland) == {FULL}
    assert found(connection, "born_on = today()", tz=auckland) == set()


@pytest.mark.parametrize("day", ["9999-12-31", "1000-01-01"])
def test_the_ends_of_time_are_dates_too(connection, day):
    for op in ("=", "!=", "<", "<=", ">", ">="):
        found(connection, f"created_at {op} {day} or born_on {op} {day}")
    found(connection, "created_at < 99999y or created_at > 99999d or born_on within 99999m")


def test_me_needs_somebody(connection):
    with pytest.raises(Invalid, match="somebody signed in"):
        found(connection, "owner = me()", actor_id=None)


def test_values_never_stand_in_the_sql(connection):
    written = 'name = "\'; DROP" or note contains "\'; DROP" or staff in (4711, 4712, 4713)'
    node = resolve(parse(written), FIELDS)

    sql = str(statement(node).compile(connection))

    assert "DROP" not in sql
    assert "471" not in sql
    assert bind_values(node, actor_id=None, now=NOW) == {
        "f0": "'; DROP",
        "f1": "%'; drop%",
        "f2": 4711,
        "f3": 4712,
        "f4": 4713,
        "f5": 4713,
    }


def test_filters_of_one_shape_share_their_sql(connection):
    one = resolve(parse('staff in (1, 2, 3) and not name = "x" and created_at < 3d'), FIELDS)
    two = resolve(parse('staff in (7, 8, 9, 10) and not name = "y" and created_at < 9y'), FIELDS)
    longer = resolve(parse('staff in (1,2,3,4,5) and not name = "x" and created_at < 3d'), FIELDS)

    assert shape(one) == shape(two)
    assert shape(one) != shape(longer)
    assert str(statement(one).compile(connection)) == str(statement(two).compile(connection))


@pytest.mark.parametrize(
    ("written", "index"),
    [
        ('custom.size = "L"', "by_size"),
        ('custom.size in ("L", "M")', "by_size"),
        ("custom.seats > 9", "by_seats"),
        ("custom.since < 2000-01-01", "by_since"),
    ],
)
def test_an_index_over_a_custom_field_is_used(connection, written, index):
    node = resolve(parse(written), FIELDS)
    values = bind_values(node, actor_id=None, now=NOW)
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        connection.execute(text("SET enable_seqscan = off"))
    plan = "EXPLAIN " if postgres else "EXPLAIN QUERY PLAN "
    compiled = statement(node).compile(connection)
    parameters = compiled.construct_params(values)
    bound = {
        name: process(parameters[name]) if (process := compiled._bind_processors.get(name)) else v
        for name, v in parameters.items()
    }
    args = tuple(bound[name] for name in compiled.positiontup) if compiled.positiontup else bound

    rows = connection.exec_driver_sql(plan + compiled.string, args).all()

    assert index in " ".join(str(part) for row in rows for part in row)


@pytest.mark.parametrize("key", ["Size", "a'b", "a b", "", "1a", "a.b", 'a"b', "größe"])
def test_a_key_of_a_custom_field_cannot_carry_sql(key):
    with pytest.raises(ValueError, match="cannot be the name of a custom field"):
        json_value(CUSTOMER.c.custom, key, Kind.TEXT)


@pytest.mark.parametrize(
    ("ago", "moment"),
    [
        (Ago(36, "h"), datetime(2026, 3, 30, tzinfo=UTC)),
        (Ago(1, "d"), datetime(2026, 3, 30, 12, tzinfo=UTC)),
        (Ago(2, "w"), datetime(2026, 3, 17, 12, tzinfo=UTC)),
        (Ago(1, "m"), datetime(2026, 2, 28, 12, tzinfo=UTC)),
        (Ago(4, "m"), datetime(2025, 11, 30, 12, tzinfo=UTC)),
        (Ago(1, "y"), datetime(2025, 3, 31, 12, tzinfo=UTC)),
        (Ago(0, "d"), datetime(2026, 3, 31, 12, tzinfo=UTC)),
        (Ago(99_999, "y"), datetime(1000, 1, 1, tzinfo=UTC)),
        (Ago(10**14, "h"), datetime(1000, 1, 1, tzinfo=UTC)),
        (Ago(-7, "d"), datetime(2026, 4, 7, 12, tzinfo=UTC)),
        (Ago(-1, "m"), datetime(2026, 4, 30, 12, tzinfo=UTC)),
        (Ago(-99_999, "y"), datetime(9000, 1, 1, tzinfo=UTC)),
        (Ago(-(10**14), "h"), datetime(9000, 1, 1, tzinfo=UTC)),
    ],
)
def test_spans_go_back_and_ahead_by_the_calendar(ago, moment):
    assert before(datetime(2026, 3, 31, 12, tzinfo=UTC), ago) == moment


def test_folding_in_python_is_that_of_the_databases(connection):
    everything = "".join(map(chr, range(1, 0x250)))
    expression = Folded(json_value(CUSTOMER.c.custom, "size", Kind.TEXT))
    connection.execute(CUSTOMER.insert(), {"id": new_id(), "custom": {"size": everything}})

    found = connection.execute(select(expression).order_by(CUSTOMER.c.id.desc()).limit(1))

    assert found.scalar() == fold(everything)
