"""What the staff of the demo company wants to remember about customers.

The company's ``demo.toml`` may say other ``notes``, at least two.
"""

from random import Random

from kontor_sdk import L
from kontor_sdk.flow import DemoContext

from .domain import write_note

_HOW_MANY = (0, 0, 0, 1, 1, 2)

_NOTES = (
    "Anlieferung nur über den Hof, die Schranke öffnet der Empfang.",
    "Bestellt am liebsten telefonisch, am besten vor zehn Uhr.",
    "Aufbau nur freitags nach 14 Uhr, vorher wird gearbeitet.",
    "Rechnungen bitte immer mit Kostenstelle, sonst kommen sie zurück.",
    "Umzug in ein größeres Gebäude im nächsten Jahr denkbar. Nachfragen.",
    "Legt Wert auf Möbel aus der Region und auf wenig Verpackung.",
    "Ausstattung bisher durchgehend in Eiche hell, Gestelle weiß.",
    "Aufzug trägt 630 kg, Innenmaß 110 × 210 cm.",
    "Budget wird jeweils im Oktober für das Folgejahr festgelegt.",
    "Vergleicht grundsätzlich drei Angebote.",
    "Im August ist drei Wochen geschlossen.",
    "Entscheidungen trifft die Geschäftsführung selbst, der Einkauf bereitet vor.",
    "Möchte keine Werbung, nur die Preisliste einmal im Jahr.",
    "Muster vom letzten Besuch stehen noch beim Kunden.",
    "Gute Erfahrung mit unserer Montage, nennt uns gern weiter.",
    "Betriebsrat achtet auf höhenverstellbare Tische.",
)


def make_demo(ctx: DemoContext) -> None:
    """Let half of the customers have a note, some of them two."""
    random = Random(ctx.seed)  # noqa: S311  # plausible rows, no secrets
    ctx.say(L("Notizen …", en="Notes ..."))
    for customer in ctx.customers:
        age = ctx.clock.now() - customer.since
        for body in random.sample(ctx.words.get("notes", _NOTES), random.choice(_HOW_MANY)):
            moment = ctx.office_hours(random, customer.since + age * random.random())
            with ctx.at(max(moment, customer.since), by=customer.owner_id):
                write_note(ctx.uow, customer_id=customer.id, body=body)
