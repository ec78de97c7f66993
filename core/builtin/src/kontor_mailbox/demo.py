"""Mail of the demo company: strangers to sort, and a conversation with a customer.

The company's ``demo.toml`` may say other ``letters`` (sender, subject, text) and another
``conversation`` (direction, subject, text).
"""

from datetime import datetime, timedelta
from email.message import EmailMessage
from html import escape
from io import BytesIO

from kontor_sdk import L
from kontor_sdk.flow import DemoContext

from .filing import file_message, set_apart, set_aside, storing
from .headers import Address
from .knowing import Known
from .matching import Whom
from .reading import read_mail
from .settings import Account

_LETTERS = (
    (
        "Jule Petersen <jule.petersen@werft-petersen.example>",
        "Anfrage: Verpackung für Ersatzteile",
        "Guten Tag,\n\nwir suchen einen Lieferanten für Transportverpackungen, etwa 400 Stück im "
        "Monat. Wen darf ich dazu anrufen?\n\nViele Grüße\nJule Petersen\nPetersen Werft GmbH",
    ),
    (
        "info@kuehlhaus-nord.example",
        "Rückfrage zu Ihrer Lieferung",
        "Moin,\n\nbei der letzten Lieferung fehlte der Lieferschein. Könnten Sie ihn nachreichen?",
    ),
    (
        "Omar Haddad <omar@haddad-consulting.example>",
        "Referral from a colleague",
        "Hello,\n\na colleague recommended you. Could you send me your price list?\n\nOmar Haddad",
    ),
)


_CONVERSATION = (
    ("in", "Terminvorschlag", "Guten Tag,\n\npasst Ihnen Dienstag um zehn Uhr bei uns?"),
    ("out", "Re: Terminvorschlag", "Guten Tag,\n\nDienstag passt. Wir bringen alles mit."),
    ("in", "Re: Terminvorschlag", "Prima, dann bis Dienstag. Der Parkplatz ist im Hof."),
)
_SIGNATURE = (
    '<p style="color:#5b5bd6"><b>Mit freundlichen Grüßen</b></p>'
    '<p><img src="cid:logo" alt="Logo" width="120" height="30"></p>'
)
_BROKEN = b"From: fax@telefonanlage.example\r\n\r\n"


def make_demo(ctx: DemoContext) -> None:
    """Let a few strangers have written in the last days, and a customer made an appointment."""
    ctx.say(L("E-Mail …", en="E-mail ..."))
    account = Account(name="info", host="imap.example", user="info@hanse.example")
    _strangers(ctx, account)
    _conversation(ctx, account)


def _strangers(ctx: DemoContext, account: Account) -> None:
    letters = [tuple(one) for one in ctx.words.get("letters", _LETTERS)]
    for number, (sender, subject, text) in enumerate(letters):
        sent = ctx.clock.now() - timedelta(days=number, hours=3 * number + 1)
        raw = _letter(ctx, number, sender, account.user, subject, text, sent)
        mail = read_mail(raw, sent)
        found = Whom(mail, "in", (mail.sender or Address(sender),))
        known = Known(ctx.uow, [mail])
        with storing(ctx.uow.blobs) as stored:
            set_aside(ctx.uow, stored, known, raw, mail, found, account, received_at=sent)
    now = ctx.clock.now()
    reason = L(
        "Zu viele oder zu tief verschachtelte Teile.",
        en="Too many parts, or parts nested too deeply.",
    )
    with storing(ctx.uow.blobs) as stored:
        known = Known(ctx.uow, [])
        head = read_mail(_BROKEN, now)
        set_apart(ctx.uow, stored, known, _BROKEN, reason, account, head=head, received=now)


def _conversation(ctx: DemoContext, account: Account) -> None:
    """Let the customer of the longest standing have written, got an answer and written again."""
    looked_after = [one for one in ctx.customers if one.stage == "active"]
    if not looked_after:
        return
    customer = min(looked_after, key=lambda one: (one.since, one.id))
    address = "einkauf@kunde.example"
    steps = [tuple(one) for one in ctx.words.get("conversation", _CONVERSATION)]
    for number, (direction, subject, text) in enumerate(steps):
        sent = ctx.clock.now() - timedelta(days=3, hours=-2 * number)
        between = (address, account.user)
        sender, to = between if direction == "in" else between[::-1]
        before = number - 1 if number else None
        raw = _letter(ctx, 100 + number, sender, to, subject, text, sent, answers=before)
        mail = read_mail(raw, sent)
        found = Whom(mail, direction, (Address(address),), customer_id=customer.id)
        with ctx.at(sent, by=customer.owner_id), storing(ctx.uow.blobs) as stored:
            file_message(ctx.uow, stored, Known(ctx.uow, [mail]), mail, found, account.name)


def _letter(
    ctx: DemoContext,
    number: int,
    sender: str,
    to: str,
    subject: str,
    text: str,
    sent: datetime,
    *,
    answers: int | None = None,
) -> bytes:
    """Write a message; every second one has HTML with a picture of its own."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Date"], letter["Message-ID"] = sent, f"<demo-{ctx.seed}-{number}@kontor.example>"
    if answers is not None:
        letter["In-Reply-To"] = f"<demo-{ctx.seed}-{100 + answers}@kontor.example>"
    letter.set_content(text)
    if number % 2 == 0:
        page = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n")) + _SIGNATURE
        letter.add_alternative(page, subtype="html")
        html = list(letter.iter_parts())[1]
        assert isinstance(html, EmailMessage)  # noqa: S101  # made one line above
        html.add_related(_logo(), "image", "png", cid="<logo>")
    return letter.as_bytes()


def _logo() -> bytes:
    """Draw a picture as a signature has one."""
    from PIL import Image, ImageDraw  # loads only where a demo company is made

    picture = Image.new("RGB", (240, 60), "#e8e8fb")
    draw = ImageDraw.Draw(picture)
    for left in range(20, 220, 40):
        draw.ellipse((left, 15, left + 30, 45), fill="#5b5bd6")
    drawn = BytesIO()
    picture.save(drawn, "PNG")
    return drawn.getvalue()
