"""Behaves like careless plugin code: every probe shows nothing foreign, or is refused."""

import contextlib
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from sqlalchemy import (
    DDL,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    String,
    Table,
    Text,
    alias,
    bindparam,
    case,
    cast,
    column,
    delete,
    desc,
    distinct,
    exists,
    extract,
    func,
    insert,
    inspect,
    intersect,
    lateral,
    literal,
    literal_column,
    select,
    table,
    text,
    true,
    tuple_,
    type_coerce,
    union_all,
    update,
    values,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, aliased, make_transient, make_transient_to_detached
from sqlalchemy.schema import CreateTable, DropTable
from sqlalchemy.sql import quoted_name
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.types import UserDefinedType

from kontor_core.contacts.domain import affiliate, create_contact
from kontor_core.contacts.models import Affiliation, Contact, ContactPoint
from kontor_core.contacts.points import add_point
from kontor_core.customers.domain import change_customer, create_customer
from kontor_core.customers.models import Customer
from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.models import Session as SignIn
from kontor_core.foundation.access.models import User
from kontor_core.foundation.access.profiles import Action, Level
from kontor_core.foundation.access.shares import Share
from kontor_core.foundation.errors import (
    Conflict,
    FenceBreach,
    Forbidden,
    Invalid,
    NotFound,
    Refused,
    Unauthenticated,
)
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.interactions.domain import record_interaction
from kontor_core.interactions.models import Interaction

HIDDEN = "Zugesperrt"

c, k, a = columns(Customer), columns(Contact), columns(Affiliation)
p, i, u, s = columns(ContactPoint), columns(Interaction), columns(User), columns(SignIn)
_two = aliased(Customer)
_c2 = Customer.__table__.alias("other")
_cte = select(c.name).cte("named")
_sub = select(c.name, c.id).subquery()


class Injected(UserDefinedType[str]):
    """A type whose column specification is SQL of its own."""

    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "TEXT) FROM core_customer --"


class Smuggler(ColumnElement[str]):
    """An element of the plugin's own that renders what it likes."""

    inherit_cache = False


@compiles(Smuggler)
def _render_smuggler(element: Smuggler, compiler: object, **kw: object) -> str:
    return "(SELECT max(name) FROM core_customer)"


_foreign_metadata = MetaData()
_look_alike = Table(
    "core_customer", _foreign_metadata, Column("id", LargeBinary), Column("name", Text)
)

READS: dict[str, Callable[[], Any]] = {
    "select an entity": lambda: select(Customer),
    "select columns": lambda: select(c.name),
    "select a core table": lambda: select(Customer.__table__),
    "ask by the hidden id": lambda: select(c.name).where(
        c.id == bindparam("hidden", type_=c.id.type)
    ),
    "join from a child": lambda: select(c.name, i.subject).join_from(
        Interaction.__table__, Customer.__table__, i.customer_id == c.id
    ),
    "outer join": lambda: select(i.subject, c.name).select_from(
        Interaction.__table__.outerjoin(Customer.__table__, true())
    ),
    "self join of aliases": lambda: select(c.name, _c2.c.name).where(c.id != _c2.c.id),
    "self join of aliased entities": lambda: select(Customer, _two).where(c.id != _two.id),
    "cross join": lambda: select(_two.name, i.subject).join_from(_two, Interaction, true()),
    "alias of a table": lambda: select(alias(Customer.__table__, "x").c.name),
    "maximum": lambda: select(func.max(c.name)),
    "minimum of a hidden kind": lambda: select(func.min(k.family_name)),
    "group by": lambda: select(c.name, func.count()).group_by(c.name),
    "having": lambda: select(c.name).group_by(c.name).having(func.max(c.name) != ""),
    "distinct": lambda: select(c.name).distinct(),
    "distinct in an aggregate": lambda: select(func.max(distinct(c.name))),
    "order by a case": lambda: select(c.name).order_by(desc(case((c.name != "", 1), else_=0))),
    "cte": lambda: select(_cte.c.name),
    "recursive cte": lambda: select(
        select(c.name, literal(1).label("n"))
        .cte("r", recursive=True)
        .union_all(select(c.name, literal(2)).where(c.name == ""))
        .c.name
    ),
    "subquery": lambda: select(_sub.c.name),
    "scalar subquery": lambda: select(select(func.max(c.name)).scalar_subquery()),
    "scalar subquery beside a table": lambda: select(
        i.subject, select(func.max(c.name)).scalar_subquery()
    ),
    "correlated subquery": lambda: select(
        i.subject,
        select(c.name).where(c.id == i.customer_id).correlate(i.id.table).scalar_subquery(),
    ),
    "union": lambda: union_all(select(c.name), select(k.name), select(i.subject)),
    "intersect": lambda: intersect(select(c.name), select(c.name)),
    "union in a subquery": lambda: select(
        union_all(select(c.name), select(p.value)).subquery().c[0]
    ),
    "window function": lambda: select(
        c.name, func.first_value(c.name).over(order_by=c.name.desc())
    ),
    "window over all": lambda: select(func.max(c.name).over()),
    "exists": lambda: select(literal(HIDDEN)).where(
        exists(select(1).select_from(Customer.__table__).where(c.name.like(f"{HIDDEN}%")))
    ),
    "in a subquery": lambda: select(i.subject).where(
        i.customer_id.in_(select(c.id).where(c.name.like(f"{HIDDEN}%")))
    ),
    "tuple in": lambda: select(c.name).where(
        tuple_(c.id, c.name).in_(select(_c2.c.id, _c2.c.name))
    ),
    "contacts": lambda: select(k.name, k.family_name),
    "contacts through affiliations": lambda: select(k.name, a.role).where(a.contact_id == k.id),
    "contact points": lambda: select(p.value),
    "contact points of a contact": lambda: select(p.value).join_from(
        ContactPoint.__table__, Contact.__table__, true()
    ),
    "ask by an event": lambda: select(
        table("core_event", column("customer_id")).c.customer_id
    ).where(column("customer_id") == bindparam("hidden", type_=c.id.type)),
    "table of another metadata": lambda: select(_look_alike.c.name),
    "lower case table": lambda: select(table("core_customer", column("name")).c.name),
    "type coerce": lambda: select(type_coerce(c.name, Text)),
    "cast": lambda: select(cast(c.name, Text)),
    "concatenation": lambda: select(c.name + c.number),
    "replace": lambda: select(func.replace(c.name, "x", "y")),
}
POSTGRES_READS: dict[str, Callable[[], Any]] = {
    "lateral": lambda: select(
        i.subject, lateral(select(c.name).where(c.id == i.customer_id), "l").c.name
    ),
    "distinct on": lambda: select(c.name).ext(postgresql.distinct_on(c.name)),
    "for update": lambda: select(c.name).with_for_update(),
    "values beside a table": lambda: select(c.name).join_from(
        Customer.__table__, values(column("n", Integer), name="v").data([(1,), (2,)]), true()
    ),
}

HARMLESS_OR_REFUSED: dict[str, Callable[[], Any]] = {
    "name without quotes": lambda: select(
        column(quoted_name("(SELECT max(name) FROM core_customer)", False))
    ).select_from(Customer.__table__),
    "label without quotes": lambda: select(
        c.id.label(quoted_name("x, (SELECT max(name) FROM core_customer)", False))
    ),
}

REFUSED: dict[str, Callable[[], Any]] = {
    "text": lambda: text("SELECT name FROM core_customer"),
    "text as a column": lambda: select(text("name")).select_from(Customer.__table__),
    "text as a condition": lambda: select(c.name).where(text("1=1) OR (1=1")),
    "text in order by": lambda: select(c.name).order_by(text("(SELECT name FROM core_customer)")),
    "text as columns": lambda: text("SELECT name FROM core_customer").columns(c.name),
    "literal column": lambda: select(literal_column("(SELECT max(name) FROM core_customer)")),
    "operator": lambda: select(c.name.op("|| (SELECT max(name) FROM core_customer) ||")("")),
    "boolean operator": lambda: select(c.id).where(c.name.bool_op("OR 1=1 OR")("x")),
    "prefix": lambda: select(c.id).prefix_with("(SELECT name FROM core_customer),"),
    "suffix": lambda: select(c.id).suffix_with("UNION SELECT name FROM core_customer"),
    "statement hint": lambda: select(c.id).with_statement_hint("UNION SELECT 1"),
    "table hint": lambda: select(c.id).with_hint(Customer.__table__, "INDEXED BY x"),
    "user-defined type in a cast": lambda: select(cast(literal("x"), Injected())),
    "length of a type": lambda: select(cast(c.name, String("1) FROM core_customer --"))),  # type: ignore[arg-type]
    "collation of a type": lambda: select(
        cast(c.name, String(collation='x" FROM core_customer--'))
    ),
    "extract": lambda: select(extract("epoch FROM now()), (SELECT 1", c.created_at)),
    "element of its own": lambda: select(Smuggler()),
    "element of its own in a condition": lambda: select(c.id).where(Smuggler() != ""),
    "system table": lambda: select(table("sqlite_master", column("sql")).c.sql),
    "catalogue": lambda: select(table("pg_class", column("relname")).c.relname),
    "schema": lambda: select(table("core_customer", column("name"), schema="public").c.name),
    "undeclared table": lambda: select(table("core_counter", column("value")).c.value),
    "books of the core": lambda: select(s.token_hash),
    "join with the books of the core": lambda: select(u.name, s.csrf_token).where(
        s.user_id == u.id
    ),
    "alembic's table": lambda: select(table("core_alembic_version", column("version_num")).c[0]),
    "load_extension": lambda: select(func.load_extension("x")),
    "query_to_xml": lambda: select(func.query_to_xml("SELECT 1", True, True, "")),
    "dblink": lambda: select(func.dblink("SELECT 1")),
    "pg_read_file": lambda: select(func.pg_read_file("/etc/passwd")),
    "function in a package": lambda: select(func.pg_catalog.lower(c.name)),
    "pragma function": lambda: select(func.pragma_table_info("core_customer").table_valued("name")),
    "table function": lambda: select(func.json_each("[1]").table_valued("value")),
    "sequence": lambda: select(Sequence("core_customer_number").next_value()),
    "insert": lambda: insert(Customer).values(name="x"),
    "insert returning": lambda: insert(Customer).values(name="x").returning(c.name),
    "insert from select": lambda: insert(Customer).from_select(["name"], select(c.name)),
    "update": lambda: update(Customer).values(name="x"),
    "update returning": lambda: update(Customer).values(name="x").returning(c.name),
    "update with a subquery": lambda: update(Customer).values(
        phase=select(func.max(k.name)).scalar_subquery()
    ),
    "delete": lambda: delete(Customer),
    "delete of a child": lambda: delete(Interaction).where(i.customer_id == literal("x")),
    "upsert on sqlite": lambda: sqlite.insert(Customer).values(name="x").on_conflict_do_nothing(),
    "upsert on postgresql": lambda: (
        postgresql.insert(Customer)
        .values(name="x")
        .on_conflict_do_update(index_elements=["id"], set_={"name": "y"})
    ),
    "write in a cte": lambda: select(delete(Customer).returning(c.name).cte("gone").c.name),
    "write in an added cte": lambda: select(c.name).add_cte(
        update(Customer).values(name="x").cte("changed")
    ),
    "create table": lambda: CreateTable(Table("x", MetaData(), Column("id", Integer))),
    "drop table": lambda: DropTable(Customer.__table__),
    "ddl": lambda: DDL("DROP TABLE core_customer"),
}


def _result(uow: UnitOfWork, statement: Any, params: dict[str, Any] | None = None) -> str:
    rows = uow.session.execute(statement, params or {}).all()
    return repr([tuple(row) for row in rows])


def _shown(company: Any, actor: Actor, probes: dict[str, Callable[[], Any]]) -> dict[str, str]:
    shown = {}
    with company.storage.unit(actor) as uow:
        for name, probe in probes.items():
            statement = probe()
            asks = ":hidden" in str(statement)
            shown[name] = _result(uow, statement, {"hidden": company.hidden} if asks else {})
    return shown


def _foreign(company: Any, text_: str) -> bool:
    return HIDDEN in text_ or company.hidden in text_


def test_reading_shows_nothing_foreign(company: Any) -> None:
    mine = _shown(company, company.me, READS)
    all_ = _shown(company, SYSTEM, READS)

    leaks = [name for name, shown in mine.items() if _foreign(company, shown)]
    found = [name for name, shown in all_.items() if _foreign(company, shown)]
    assert leaks == []
    # a control: those who may see it do, but for what answers with the smallest name
    assert set(READS) - set(found) == {"minimum of a hidden kind", "ask by an event"}


def test_reading_the_postgresql_way_shows_nothing_foreign(company: Any) -> None:
    if company.storage.database.is_sqlite:
        pytest.skip("Only PostgreSQL knows these forms.")

    shown = _shown(company, company.me, POSTGRES_READS)

    assert [name for name, text_ in shown.items() if "Offen" not in text_] == []
    assert [name for name, text_ in shown.items() if _foreign(company, text_)] == []


def test_what_goes_past_the_fence_is_refused(company: Any) -> None:
    passed = []
    with company.storage.unit(company.me) as uow:
        for name, probe in REFUSED.items():
            statement = probe()
            for _ in range(2):  # a hit in the compiled cache must not let it pass
                part = uow.session.begin_nested()
                try:
                    uow.session.execute(statement, {})
                except FenceBreach:
                    pass
                except SQLAlchemyError as error:  # SQLAlchemy itself does not take it
                    if "syntax" in str(error).lower() or HIDDEN in str(error):
                        passed.append(name)
                else:
                    passed.append(name)
                part.rollback()

    assert passed == []
    with company.storage.unit(SYSTEM) as uow:
        assert uow.get(Customer, company.hidden).name == f"{HIDDEN} GmbH"


def test_names_are_quoted_whatever_they_ask_for(company: Any) -> None:
    for probe in HARMLESS_OR_REFUSED.values():
        shown = ""
        with (
            contextlib.suppress(FenceBreach, SQLAlchemyError),
            company.storage.unit(company.me) as uow,
        ):
            shown = _result(uow, probe())

        assert not _foreign(company, shown)


class _Row(msgspec.Struct):
    value: Any


def test_the_read_door_refuses_the_same(company: Any) -> None:
    passed = []
    for name, probe in REFUSED.items():
        try:
            company.storage.reader(company.me).read(probe(), _Row, {})
        except (FenceBreach, SQLAlchemyError):
            continue
        passed.append(name)

    assert passed == []


def test_asking_for_several_ids_at_once_shows_what_is_mine(company: Any) -> None:
    wanted = select(Customer.id).where(columns(Customer).id.in_(bindparam("ids", expanding=True)))

    found = company.storage.reader(company.me).read(
        wanted, _Row, {"ids": [company.mine, company.hidden]}
    )

    assert [row.value for row in found] == [company.mine]


def test_driver_strings_are_refused(company: Any) -> None:
    statements = (
        "SELECT name FROM core_customer",
        "DELETE FROM core_customer",
        "SAVEPOINT a; DELETE FROM core_customer",
        "ROLLBACK TO SAVEPOINT a; DELETE FROM core_customer",
        "BEGIN IMMEDIATE; DELETE FROM core_customer",
        "PRAGMA table_info(core_customer)",
        "ATTACH DATABASE 'x' AS x",
    )
    with company.storage.unit(company.me) as uow:
        for statement in statements:
            with pytest.raises(FenceBreach):
                uow.session.connection().exec_driver_sql(statement)


def test_reflection_is_refused(company: Any) -> None:
    with company.storage.unit(company.me) as uow:
        connection = uow.session.connection()
        with pytest.raises(FenceBreach):
            MetaData().reflect(bind=connection)
        with pytest.raises(FenceBreach):
            inspect(connection).get_table_names()


def test_reflected_copy_of_a_table_is_fenced_by_its_name(company: Any) -> None:
    reflected = MetaData()
    reflected.reflect(bind=company.storage.database.engine, only=["core_customer"])

    with company.storage.unit(company.me) as uow:
        shown = _result(uow, select(reflected.tables["core_customer"]), {})

    assert "Offen" in shown
    assert HIDDEN not in shown


def test_second_session_on_the_connection_is_fenced_too(company: Any) -> None:
    with company.storage.unit(company.me) as uow:
        second = Session(bind=uow.session.connection())
        shown = repr(second.execute(select(c.name)).all())
        with pytest.raises(FenceBreach):
            second.execute(text("SELECT name FROM core_customer"))
        second.expunge_all()

    assert "Offen" in shown
    assert HIDDEN not in shown


def test_second_session_cannot_write(company: Any) -> None:
    def write(uow: UnitOfWork) -> None:
        second = Session(bind=uow.session.connection(), join_transaction_mode="create_savepoint")
        second.add(_forged(ids.new_id()))
        second.flush()

    with pytest.raises(FenceBreach), company.storage.unit(company.me) as uow:
        write(uow)


def test_lazy_and_refreshed_rows_stay_fenced(company: Any) -> None:
    with company.storage.unit(company.me) as uow:
        assert uow.session.get(Customer, company.hidden) is None
        mine = uow.get(Customer, company.mine)
        uow.session.refresh(mine)
        uow.session.expire(mine)

        assert mine.name == "Offen GmbH"


def test_nobody_acting_is_refused_not_everybody(company: Any) -> None:
    plan = company.storage.plans(company.me.profile, Action.READ).plan(select(c.name))

    with pytest.raises(Unauthenticated):
        plan.bound({})


# ---- writing


def _forged(record_id: str) -> Customer:
    now = clock.now()
    row = Customer(id=record_id, name="Gekapert", version=1, number="X")
    row.created_at = row.updated_at = now
    return row


def test_forged_object_of_a_hidden_row_cannot_be_written(company: Any) -> None:
    def detached(uow: UnitOfWork) -> None:
        row = _forged(company.hidden)
        make_transient_to_detached(row)
        uow.session.add(row)
        row.name = "Gekapert!"
        uow.session.flush()

    def merged(uow: UnitOfWork) -> None:
        uow.session.merge(_forged(company.hidden))
        uow.session.flush()

    def merged_without_loading(uow: UnitOfWork) -> None:
        row = _forged(company.hidden)
        make_transient_to_detached(row)
        copy = uow.session.merge(row, load=False)
        copy.name = "Gekapert!"
        uow.session.flush()

    def deleted(uow: UnitOfWork) -> None:
        row = _forged(company.hidden)
        make_transient_to_detached(row)
        uow.session.add(row)
        uow.session.delete(row)
        uow.session.flush()

    def renamed(uow: UnitOfWork) -> None:
        row = uow.get(Customer, company.mine)
        row.id = company.hidden
        uow.session.flush()

    def made_again(uow: UnitOfWork) -> None:
        row = uow.get(Customer, company.mine)
        make_transient(row)
        row.id = ids.new_id()
        uow.session.add(row)
        uow.session.flush()

    def added(uow: UnitOfWork) -> None:
        uow.session.add(_forged(ids.new_id()))
        uow.session.flush()

    def in_bulk(uow: UnitOfWork) -> None:
        uow.session.bulk_save_objects([_forged(ids.new_id())])

    def bulk_update(uow: UnitOfWork) -> None:
        uow.session.bulk_update_mappings(
            inspect(Customer), [{"id": company.hidden, "name": "x", "version": 1}]
        )

    def by_query(uow: UnitOfWork) -> None:
        uow.session.query(Customer).update({"name": "x"}, synchronize_session=False)

    for attempt in (
        detached,
        merged,
        merged_without_loading,
        deleted,
        renamed,
        made_again,
        added,
        in_bulk,
        bulk_update,
        by_query,
    ):
        with (
            pytest.raises((NotFound, FenceBreach, Forbidden)),
            company.storage.unit(company.me) as uow,
        ):
            attempt(uow)

    with company.storage.unit(SYSTEM) as uow:
        names = sorted(row.name for row in uow.find_all(Customer))
    assert names == ["Offen GmbH", f"{HIDDEN} GmbH"]


def test_sql_expression_is_no_value(company: Any) -> None:
    def assign(uow: UnitOfWork) -> None:
        row = uow.get(Customer, company.mine)
        row.phase = select(func.max(k.family_name)).scalar_subquery()
        uow.session.flush()

    with pytest.raises(FenceBreach), company.storage.unit(company.me) as uow:
        assign(uow)


def test_hidden_rows_are_not_found_by_any_verb(company: Any) -> None:
    attempts: list[Callable[[UnitOfWork], object]] = [
        lambda uow: uow.get(Customer, company.hidden),
        lambda uow: uow.change(Customer, company.hidden, {"name": "x"}),
        lambda uow: uow.get(Interaction, company.hidden_touch),
        lambda uow: uow.get(ContactPoint, company.hidden_point),
        lambda uow: uow.get(Contact, company.hidden_contact),
        lambda uow: record_interaction(uow, {"customer_id": company.hidden, "channel": "call"}),
        lambda uow: add_point(
            uow, {"scheme": "phone", "value": "030 123456", "customer_id": company.hidden}
        ),
        lambda uow: add_point(
            uow, {"scheme": "phone", "value": "030 123456", "contact_id": company.hidden_contact}
        ),
        lambda uow: create_contact(uow, {"family_name": "X", "customer_id": company.hidden}),
        lambda uow: uow.change(Interaction, _my_touch(uow), {"customer_id": company.hidden}),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound), company.storage.unit(company.me) as uow:
            attempt(uow)


def _my_touch(uow: UnitOfWork) -> str:
    found = uow.find(Interaction)
    assert found is not None
    return found.id


def test_affiliation_cannot_open_a_hidden_contact(company: Any) -> None:
    with pytest.raises(NotFound), company.storage.unit(company.me) as uow:
        affiliate(uow, {"customer_id": company.mine, "contact_id": company.hidden_contact})

    with pytest.raises(NotFound), company.storage.unit(company.me) as uow:
        record_interaction(
            uow,
            {
                "customer_id": company.mine,
                "contact_id": company.hidden_contact,
                "channel": "call",
            },
        )


def test_affiliation_gives_no_more_rights_than_one_has(company_for: Any) -> None:
    rights = {"read": Level.ALL, **dict.fromkeys(("create", "edit", "delete"), Level.OWN)}
    company = company_for({**rights, "assign": Level.NONE, "export": Level.NONE})

    with pytest.raises(Forbidden), company.storage.unit(company.me) as uow:
        affiliate(uow, {"customer_id": company.mine, "contact_id": company.hidden_contact})


def test_reading_all_does_not_mean_writing_all(company_for: Any) -> None:
    company = company_for({**dict.fromkeys(("create", "edit", "delete", "assign"), Level.OWN)})
    attempts: list[Callable[[UnitOfWork], object]] = [
        lambda uow: change_customer(uow, company.hidden, {"name": "x"}),
        lambda uow: uow.delete(uow.get(Customer, company.hidden)),
        lambda uow: record_interaction(uow, {"customer_id": company.hidden, "channel": "call"}),
        lambda uow: add_point(
            uow, {"scheme": "phone", "value": "030 123456", "customer_id": company.hidden}
        ),
        lambda uow: uow.delete(uow.get(ContactPoint, company.hidden_point)),
        lambda uow: uow.delete(uow.get(Interaction, company.hidden_touch)),
    ]
    for attempt in attempts:
        with pytest.raises(Forbidden), company.storage.unit(company.me) as uow:
            attempt(uow)


def test_row_is_given_away_with_the_right_to_assign_only(company: Any) -> None:
    for values_ in (
        {"owner_id": company.other.id},
        {"team_id": company.other_team},
        {"owner_id": company.other.id, "team_id": company.other_team},
    ):
        with pytest.raises(Refused), company.storage.unit(company.me) as uow:
            change_customer(uow, company.mine, values_)
        with pytest.raises(Refused), company.storage.unit(company.me) as uow:
            create_customer(uow, {"name": "Neu", **values_})


def test_new_owner_reaches_every_child_however_it_was_set(company: Any) -> None:
    with company.storage.unit(SYSTEM) as uow:
        row = uow.get(Customer, company.mine)
        row.owner_id = company.other.id  # past uow.change, as careless code does
        row.team_id = company.other_team

    with company.storage.unit(company.other) as uow:
        subjects = {row.subject for row in uow.find_all(Interaction)}
        roles = {row.role for row in uow.find_all(Affiliation)}
    with company.storage.unit(company.me) as uow:
        left = (uow.find(Interaction), uow.find(Affiliation), uow.find(ContactPoint))

    assert subjects == {HIDDEN, "Offen"}
    assert roles == {HIDDEN, "Einkauf"}
    assert left == (None, None, None)


def test_owner_of_a_child_follows_its_customer(company: Any) -> None:
    with pytest.raises(Refused), company.storage.unit(SYSTEM) as uow:
        uow.change(Interaction, company.hidden_touch, {"owner_id": company.me.id})


def test_open_tables_are_written_by_those_who_may_write_all(company: Any) -> None:
    attempts: list[Callable[[UnitOfWork], object]] = [
        lambda uow: uow.create(User, {"name": "Eve", "email": "eve@kontor.example"}),
        lambda uow: uow.change(User, company.me.id, {"email": "eve@kontor.example"}),
        lambda uow: uow.delete(uow.get(User, company.other.id)),
    ]
    for attempt in attempts:
        with pytest.raises(Forbidden), company.storage.unit(company.me) as uow:
            attempt(uow)


def test_books_of_the_core_have_no_row_for_anybody(company: Any) -> None:
    with pytest.raises(FenceBreach), company.storage.unit(SYSTEM) as uow:
        uow.session.add(SignIn(id=ids.new_id()))
    with pytest.raises(FenceBreach), company.storage.unit(SYSTEM) as uow:
        uow.find(SignIn)


def test_unit_of_work_is_not_ended_from_inside(company: Any) -> None:
    def end(uow: UnitOfWork, verb: str) -> None:
        change_customer(uow, company.mine, {"name": "Halb"})
        getattr(uow.session, verb)()

    for verb in ("commit", "rollback", "close"):
        with pytest.raises(FenceBreach), company.storage.unit(company.me) as uow:
            end(uow, verb)

    with company.storage.unit(company.me) as uow:
        assert uow.get(Customer, company.mine).name == "Offen GmbH"


# ---- masks


OPEN_ONLY = frozenset({Data.PUBLIC, Data.INTERNAL})


def test_masked_columns_are_nothing_in_every_place(company_for: Any) -> None:
    company = company_for(Level.ALL, read=OPEN_ONLY)
    probes = {
        "select": select(c.name, k.family_name)
        .select_from(Customer.__table__)
        .join(Contact.__table__, true()),
        "where": select(c.number).where(c.name.like(f"{HIDDEN}%")),
        "not null": select(c.number).where(c.name.is_not(None)),
        "max": select(func.max(c.name)),
        "group": select(c.name, func.count()).group_by(c.name),
        "window": select(func.max(c.name).over()),
        "entity": select(Customer.name),
    }
    with company.storage.unit(company.me) as uow:
        shown = {name: _result(uow, statement, {}) for name, statement in probes.items()}
        numbers = [row.number for row in uow.find_all(Customer)]
        by_name = _result(uow, select(c.number).order_by(c.name, c.number), {})

    assert all(HIDDEN not in text_ for text_ in shown.values())
    assert (shown["where"], shown["not null"], shown["max"]) == ("[]", "[]", "[(None,)]")
    assert shown["group"] == "[(None, 2)]"
    assert by_name == repr([(number,) for number in sorted(numbers)])


def test_masked_columns_cannot_be_written_nor_lost(company_for: Any) -> None:
    company = company_for(Level.ALL, read=OPEN_ONLY)

    with pytest.raises(Forbidden), company.storage.unit(company.me) as uow:
        uow.change(Customer, company.mine, {"name": "x"})
    with pytest.raises(Forbidden), company.storage.unit(company.me) as uow:
        uow.change(Customer, company.mine, {"custom.size": "x"})
    with company.storage.unit(company.me) as uow:
        uow.change(Customer, company.mine, {"phase": "active"})

    with company.storage.unit(SYSTEM) as uow:
        mine = uow.get(Customer, company.mine)
    assert (mine.name, mine.phase) == ("Offen GmbH", "active")


def test_read_only_class_is_shown_and_not_written(company_for: Any) -> None:
    company = company_for(Level.ALL, edit=OPEN_ONLY)

    with company.storage.unit(company.me) as uow:
        shown = uow.get(Customer, company.mine).name
    with pytest.raises(Forbidden), company.storage.unit(company.me) as uow:
        uow.change(Customer, company.mine, {"name": "x"})

    assert shown == "Offen GmbH"


# ---- shares


def _share(company: Any, level: str, principal: str) -> None:
    with company.storage.unit(SYSTEM) as uow:
        uow.replace_shares([company.hidden], [Share(company.hidden, principal, level)])


def test_share_to_read_opens_a_customer_with_its_children(company: Any) -> None:
    _share(company, "read", company.me.id)

    with company.storage.unit(company.me) as uow:
        names = [row.name for row in uow.find_all(Customer)]
        opened = (
            uow.get(Interaction, company.hidden_touch).subject,
            uow.get(ContactPoint, company.hidden_point).scheme,
            uow.get(Contact, company.hidden_contact).family_name,
        )
    attempts: list[Callable[[UnitOfWork], object]] = [
        lambda uow: change_customer(uow, company.hidden, {"name": "x"}),
        lambda uow: uow.change(Interaction, company.hidden_touch, {"subject": "x"}),
        lambda uow: uow.change(Contact, company.hidden_contact, {"family_name": "x"}),
        lambda uow: record_interaction(uow, {"customer_id": company.hidden, "channel": "call"}),
        lambda uow: uow.delete(uow.get(Customer, company.hidden)),
    ]
    for attempt in attempts:
        with pytest.raises(Forbidden), company.storage.unit(company.me) as uow:
            attempt(uow)

    assert sorted(names) == ["Offen GmbH", f"{HIDDEN} GmbH"]
    assert opened == (HIDDEN, "email", HIDDEN)


def test_share_to_edit_lets_a_team_work_on_it_but_not_give_it_away(company: Any) -> None:
    _share(company, "edit", company.me.team_id)

    with company.storage.unit(company.me) as uow:
        change_customer(uow, company.hidden, {"phase": "active"})
        touch = record_interaction(uow, {"customer_id": company.hidden, "channel": "call"})
        scope = (touch.owner_id, touch.team_id)
    with pytest.raises((Refused, Forbidden)), company.storage.unit(company.me) as uow:
        change_customer(uow, company.hidden, {"owner_id": company.me.id})

    assert scope == (company.other.id, company.other_team)


def test_ended_share_closes_the_record_again(company: Any) -> None:
    _share(company, "edit", company.me.id)
    with company.storage.unit(SYSTEM) as uow:
        uow.replace_shares([company.hidden], [])

    with company.storage.unit(company.me) as uow:
        assert uow.find(Customer, id=company.hidden) is None
        assert uow.find(Interaction, id=company.hidden_touch) is None


def test_nobody_shares_what_they_may_not_edit(company: Any) -> None:
    with pytest.raises(NotFound), company.storage.unit(company.me) as uow:
        uow.replace_shares([company.hidden], [Share(company.hidden, company.me.id, "edit")])


def test_unknown_owner_is_no_owner(company: Any) -> None:
    with pytest.raises(Invalid), company.storage.unit(SYSTEM) as uow:
        change_customer(uow, company.mine, {"owner_id": company.mine})


def test_same_contact_point_is_told_within_sight_only(company: Any) -> None:
    with company.storage.unit(company.me) as uow:
        mine = add_point(
            uow,
            {
                "scheme": "email",
                "value": f"{HIDDEN}@kontor.example",
                "customer_id": company.mine,
            },
        )
        with pytest.raises(Conflict):
            add_point(
                uow,
                {"scheme": "email", "value": mine.value.upper(), "customer_id": company.mine},
            )


def test_actor_is_the_one_of_the_unit_whatever_else_is_open(company: Any, staff: Any) -> None:
    boss: Actor = staff.user(Level.ALL)
    reader = company.storage.reader(company.me)

    before = reader.read(select(c.name), _Row)
    company.storage.reader(boss).read(select(c.name), _Row)

    assert [row.value for row in before] == ["Offen GmbH"]
    assert [row.value for row in reader.read(select(c.name), _Row)] == ["Offen GmbH"]


def test_threads_actors_and_profiles_never_mix(company_for: Any) -> None:
    """Shapes are compiled once per profile, ids are bound per actor: neither may cross."""
    companies = [company_for(level) for level in (Level.OWN, Level.TEAM, Level.OWN, Level.TEAM)]
    storage = companies[0].storage
    expected = {company.me: {company.mine} for company in companies}
    expected[SYSTEM] = {record for one in companies for record in (one.mine, one.hidden)}
    statements = [select(c.id), select(_sub.c.id), select(_c2.c.id).order_by(_c2.c.name)]
    wrong: list[str] = []

    def ask(seed: int) -> None:
        draw = random.Random(seed)  # noqa: S311  # no secret hangs on it
        for _ in range(100):
            actor = draw.choice(list(expected))
            rows = storage.reader(actor).read(draw.choice(statements), _Row)
            if {row.value for row in rows} != expected[actor]:
                wrong.append(actor.name)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(4)))

    assert wrong == []
