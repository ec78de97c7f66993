"""Files and tags of records of any kind: seen, changed and gone exactly as their record."""

from io import BytesIO
from random import Random

import msgspec
from sqlalchemy import select

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.profiles import ANY, Action, Level, Profile
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.subjects import sweep_orphans
from kontor_documents.models import Document, Tagging
from kontor_sdk.flow import RecordRef, Share
from kontor_sdk.testing.kit import Kontor

KEYS = ("transactions",)
DEFINITION = """\
[company]
name = "Archiv"

[plugins]
enabled = ["transactions"]

[database]
url = "{url}"
durability = "normal"
"""
KINDS = ("customer", "contact", "interaction", "notes.note", "tasks.task")
SOLD = ("transactions.order", "transactions.invoice", "transactions.product")


class Kept(msgspec.Struct):
    entity: str
    record_id: str


class Found(msgspec.Struct):
    id: str


def records_of(kontor: Kontor, random: Random, people: list[Actor]) -> list[RecordRef]:
    """Make a few records of every kind, owned by this one and that one."""
    found: list[RecordRef] = []
    for number in range(4):
        owner = random.choice(people)
        scope = {"owner_id": owner.id, "team_id": owner.team_id}
        customer = kontor.create("customer", {"name": f"Firma {number}", **scope})
        contact = kontor.create("contact", {"family_name": f"Abel {number}", **scope})
        if random.random() < 0.5:
            kontor.create("affiliation", {"customer_id": customer, "contact_id": contact})
        found += [
            customer,
            contact,
            kontor.create("interaction", {"customer_id": customer, "channel": "call"}),
            kontor.create("notes.note", {"customer_id": customer, "body": "Notiz"}),
            kontor.create("tasks.task", {"title": "Anrufen", **scope}),
            kontor.create("transactions.product", {"sku": f"S{number}", "name": "Stuhl", **scope}),
            kontor.create(
                "transactions.order",
                {"customer_id": customer, "placed_at": kontor.clock.now(), "number": f"A{number}"},
            ),
        ]
    return found


def keep(kontor: Kontor, record: RecordRef, tag: RecordRef, name: str = "a.txt") -> None:
    """Keep a file with a record and put a tag on it."""
    about = {"subject": record.entity, "subject_id": record.id}
    with kontor.unit() as uow:
        blob = uow.blobs.put(BytesIO(name.encode()))
        uow.create(Document, {**about, "name": name, "size": 1, "media_type": "t", "blob_id": blob})
        uow.create(Tagging, {**about, "tag_id": tag.id})


def swept(kontor: Kontor) -> int:
    with kontor.unit() as uow:
        return sweep_orphans(uow)


def profile_of(random: Random) -> Profile:
    """Give a role that may do this here and that there, as somebody might write it down."""

    def levels() -> dict[Action, Level]:
        read = random.choice(list(Level))
        edit = random.choice([level for level in Level if level <= read])
        return {**dict.fromkeys(Action, Level.NONE), Action.READ: read, Action.EDIT: edit}

    named = random.sample((*KINDS, *SOLD), 5)
    return Profile(levels={ANY: levels(), **{entity: levels() for entity in named}})


def seen(kontor: Kontor, actor: Actor, entity: str, action: Action) -> set[str]:
    """Give the records of an entity that somebody may read, or change."""
    rule = kontor.app.storage.schema.entity(entity)
    assert rule is not None
    with kontor.app.unit(actor) as uow:
        every = kontor.app.storage.system_reader().read(select(rule.table.c.id), Found)
        return {row.id for row in every if uow.sees(rule, row.id, action)}


def test_what_is_kept_is_seen_exactly_where_its_record_is(archive: Kontor) -> None:
    random = Random(41)  # noqa: S311  # rows to try, no secrets
    teams = [archive.team() for _ in range(2)]
    people = [archive.actor(archive.user(team=random.choice(teams))) for _ in range(4)]
    tag = archive.create("documents.tag", {"name": "VIP"})
    records = records_of(archive, random, people)
    for record in records:
        keep(archive, record, tag)
    shared = [record.id for record in records if record.entity == "customer"][:2]
    with archive.unit() as uow:
        uow.replace_shares(shared, [Share(shared[0], str(people[0].id), "read")])
    c, t = columns(Document), columns(Tagging)
    told: set[tuple[int, int]] = set()

    for _ in range(14):
        actor = random.choice(people).with_profile(profile_of(random))
        there = {
            (entity, record)
            for entity in (*KINDS, *SOLD)
            for record in seen(archive, actor, entity, Action.READ)
        }
        reader = archive.app.reader(actor)
        files = reader.read(select(c.subject, c.subject_id), Kept)
        tags = reader.read(select(t.subject, t.subject_id), Kept)

        assert {(one.entity, one.record_id) for one in files} == there
        assert {(one.entity, one.record_id) for one in tags} == there
        told.add((len(files), len(records)))

    assert len(told) > 5  # roles that see nothing, some and all


def test_what_is_kept_is_changed_by_whom_its_record_is(archive: Kontor) -> None:
    random = Random(7)  # noqa: S311  # as above
    people = [archive.actor(archive.user(team=archive.team())) for _ in range(3)]
    tag = archive.create("documents.tag", {"name": "VIP"})
    records = records_of(archive, random, people)
    for record in records:
        keep(archive, record, tag)
    c = columns(Tagging)
    of = {
        one.record_id: one.entity
        for one in archive.app.storage.system_reader().read(select(c.id, c.subject_id), Kept)
    }

    for _ in range(6):
        actor = random.choice(people).with_profile(profile_of(random))
        editable = {
            record
            for entity in (*KINDS, *SOLD)
            for record in seen(archive, actor, entity, Action.EDIT)
        }
        for action in (Action.EDIT, Action.DELETE):
            mine = seen(archive, actor, "documents.tagging", action)
            assert {one for one, tagging in of.items() if tagging in mine} == editable


def test_it_goes_with_its_record_and_with_what_the_database_deletes_along(archive: Kontor) -> None:
    tag = archive.create("documents.tag", {"name": "VIP"})
    customer = archive.customer()
    note = archive.create("notes.note", {"customer_id": customer, "body": "Notiz"})
    other = archive.customer()
    for record in (customer, note, other):
        keep(archive, record, tag)

    archive.delete(customer)

    c = columns(Document)
    left = archive.app.storage.system_reader().read(select(c.subject, c.subject_id), Kept)
    assert [one.record_id for one in left] == [other.id]
    assert swept(archive) == 0


def test_what_lost_its_record_in_any_other_way_is_swept(archive: Kontor) -> None:
    tag = archive.create("documents.tag", {"name": "VIP"})
    customer = archive.customer()
    keep(archive, customer, tag)
    with archive.app.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM core_customer")

    assert swept(archive) == 2
    assert archive.visible("documents.document") == []
