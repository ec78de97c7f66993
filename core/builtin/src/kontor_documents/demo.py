"""What the demo company keeps with its customers: words that sort them, and files.

The company's ``demo.toml`` may say other ``tags``, each with its colour, and other ``files``, each
with its text; a name that ends in .pdf becomes a page of it, one in .png a drawing.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING

from kontor_sdk import L
from kontor_sdk.flow import DemoContext, DemoCustomer

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
_HOW_MANY_TAGS = (0, 0, 0, 1, 1, 2)
_HOW_MANY_FILES = (0,) * 8 + (1, 2)
_MARGIN, _LINE = 70, 32


def make_demo(ctx: DemoContext) -> None:
    """Tag every second customer and keep files with every fifth."""
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
            _keep(ctx, random, customer, contents)


def _keep(
    ctx: DemoContext, random: Random, customer: DemoCustomer, contents: Mapping[str, bytes]
) -> None:
    age = ctx.clock.now() - customer.since
    number = min(len(contents), random.choice(_HOW_MANY_FILES))
    for name in random.sample(sorted(contents), number):
        content = contents[name]
        kept = ctx.office_hours(random, customer.since + age * random.random())
        with ctx.at(max(kept, customer.since), by=customer.owner_id):
            ctx.uow.create(
                Document,
                {
                    "subject": "customer",
                    "subject_id": customer.id,
                    "name": name,
                    "number": 1,
                    "size": len(content),
                    "media_type": media_type_of(content, name),
                    "author_id": customer.owner_id,
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
