"""What the demo company keeps with its customers: words that sort them, and files.

The company's ``demo.toml`` may say other ``tags``, each with its colour, other ``files``, each
with its text, and in ``tags_on`` those of orders, tasks and whatever else plugins have made; a name
that ends in .pdf becomes a page of its text, one in .png a drawing.
"""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING

from kontor_sdk import L
from kontor_sdk.flow import DemoContext, DemoRecord

from .content import media_type_of
from .models import Document, Tag
from .tagging import put_tag

if TYPE_CHECKING:
    from PIL.Image import Image

_TAGS = (
    ("Stammkunde", "c1"),
    ("Rahmenvertrag", "c3"),
    ("Referenz", "c5"),
    ("Messe", "c6"),
    ("Zahlt spät", "c4"),
    ("Keine Werbung", "c8"),
)
_FILES = (
    (
        "Angebot.pdf",
        "Angebot\n\nWir bieten freibleibend an: 12 Schreibtische Linea, 160 × 80 cm,\n"
        "Lieferung und Aufbau frei Verwendungsstelle.\n\nGültig vier Wochen.",
    ),
    ("Grundriss.png", ""),
    (
        "Besuchsbericht.txt",
        "Rundgang durch beide Etagen. Licht gut, Akustik schwierig.\n"
        "Zwei Besprechungsräume kommen im nächsten Jahr dazu.\n",
    ),
    (
        "Stückliste.csv",
        "Artikel;Menge\nSchreibtisch Linea;12\nDrehstuhl Takt;12\nRollcontainer Ordo;6\n",
    ),
    ("Rahmenvertrag.pdf", "Rahmenvertrag\n\nLaufzeit zwei Jahre, Preise fest für zwölf Monate."),
)
_TAGS_ON = {
    "transactions.order": (("Eilig", "c2"), ("Teillieferung", "c6"), ("Montage", "c5")),
    "tasks.task": (("Eilig", "c2"), ("Wartet auf Antwort", "c7")),
}
_NEWEST = 150
"""Records of another plugin that are looked at: the first pages of its list."""
_HOW_MANY_TAGS = (0, 0, 0, 1, 1, 2)
_TAGGED = 0.3
_HOW_MANY_FILES = (0,) * 8 + (1, 2)
_MARGIN, _LINE = 70, 32


def make_demo(ctx: DemoContext) -> None:
    """Tag every second customer and keep files with every fifth; fewer of orders and tasks."""
    random = Random(ctx.seed)  # noqa: S311  # plausible rows, no secrets
    ctx.say(L("Dokumente und Schlagwörter …", en="Documents and tags ..."))
    words = ctx.words.get("tags", _TAGS)
    tags = [ctx.uow.create(Tag, {"name": name, "color": color}).id for name, color in words]
    files = dict(ctx.words.get("files", _FILES))
    contents = {name: _content(name, text) for name, text in files.items()}
    for customer in ctx.customers:
        for tag_id in random.sample(tags, min(len(tags), random.choice(_HOW_MANY_TAGS))):
            put_tag(ctx.uow, tag_id=tag_id, entity="customer", records=[customer.id])
        if customer.stage != "prospect":
            about = DemoRecord(
                "customer", customer.id, since=customer.since, owner_id=customer.owner_id
            )
            _keep(ctx, random, about, contents)
    own = ctx.words.get("tags_on", {} if "tags" in ctx.words else _TAGS_ON)
    for entity in sorted(own):
        _sort(ctx, random, ctx.records(entity, _NEWEST), own[entity], contents)


def _sort(
    ctx: DemoContext,
    random: Random,
    records: Sequence[DemoRecord],
    words: Sequence[tuple[str, str]],
    contents: Mapping[str, bytes],
) -> None:
    """Tag some records that another plugin made, and keep files with fewer."""
    for record in records:
        if random.random() < _TAGGED:
            name, color = random.choice(words)
            tag = ctx.uow.find(Tag, name=name) or ctx.uow.create(
                Tag, {"name": name, "color": color}
            )
            put_tag(ctx.uow, tag_id=tag.id, entity=record.entity, records=[record.id])
        _keep(ctx, random, record, contents)


def _keep(
    ctx: DemoContext, random: Random, about: DemoRecord, contents: Mapping[str, bytes]
) -> None:
    age = ctx.clock.now() - about.since
    number = min(len(contents), random.choice(_HOW_MANY_FILES))
    for name in random.sample(sorted(contents), number):
        content = contents[name]
        kept = ctx.office_hours(random, about.since + age * random.random())
        with ctx.at(max(kept, about.since), by=about.owner_id):
            ctx.uow.create(
                Document,
                {
                    "subject": about.entity,
                    "subject_id": about.id,
                    "name": name,
                    "number": 1,
                    "size": len(content),
                    "media_type": media_type_of(content, name),
                    "author_id": about.owner_id,
                    "blob_id": ctx.blobs.put(BytesIO(content)),
                },
            )


def _content(name: str, text: str) -> bytes:
    ending = name.rpartition(".")[2]
    draw: Mapping[str, Callable[[str], Image]] = {"pdf": _page, "png": _drawing}
    if ending not in draw:
        return text.encode()
    found = BytesIO()
    draw[ending](text).save(found, ending.upper())
    return found.getvalue()


def _page(text: str) -> "Image":
    from PIL import Image, ImageDraw, ImageFont  # loads only where a demo company is made

    page = Image.new("L", (827, 1169), 255)
    heading, *lines = text.split("\n")
    draw = ImageDraw.Draw(page)
    draw.text((_MARGIN, _MARGIN), heading, 0, ImageFont.load_default(30))
    for number, line in enumerate(lines, start=2):
        draw.text((_MARGIN, _MARGIN + number * _LINE), line, 0, ImageFont.load_default(17))
    return page


def _drawing(_: str) -> "Image":
    """Draw two rooms and a corridor."""
    from PIL import Image, ImageDraw

    plan = Image.new("L", (900, 600), 250)
    draw = ImageDraw.Draw(plan)
    for room in ((60, 60, 520, 340), (520, 60, 840, 340), (60, 340, 840, 430), (60, 430, 840, 540)):
        draw.rectangle(room, outline=40, width=5)
    for left in range(100, 480, 95):
        draw.rectangle((left, 110, left + 65, 150), outline=120, width=2)
        draw.rectangle((left, 230, left + 65, 270), outline=120, width=2)
    draw.ellipse((610, 140, 750, 260), outline=120, width=2)
    return plan
