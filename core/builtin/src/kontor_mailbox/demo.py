"""Messages of people nobody knows yet, so that there is something to sort in the demo company."""

from datetime import timedelta
from email.message import EmailMessage

from kontor_sdk import L
from kontor_sdk.flow import DemoContext

from .filing import set_aside, storing
from .headers import Address
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


def make_demo(ctx: DemoContext) -> None:
    """Let a few strangers have written in the last days."""
    ctx.say(L("E-Mail …", en="E-mail ..."))
    account = Account(name="info", host="imap.example", user="info@hanse.example")
    letters = [tuple(one) for one in ctx.words.get("letters", _LETTERS)]
    for number, (sender, subject, text) in enumerate(letters):
        sent = ctx.clock.now() - timedelta(days=number, hours=3 * number + 1)
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = sender, account.user, subject
        letter["Date"], letter["Message-ID"] = sent, f"<demo-{ctx.seed}-{number}@kontor.example>"
        letter.set_content(text)
        raw = letter.as_bytes()
        mail = read_mail(raw, sent)
        who = mail.sender or Address(sender)
        with storing(ctx.uow.blobs) as stored:
            set_aside(
                ctx.uow,
                stored,
                raw,
                mail,
                Whom(mail, "in", (who,)),
                account,
                received_at=sent,
            )
