"""What the staff of the demo company has to do.

The company's ``demo.toml`` may say other ``tasks``, at least two.
"""

from datetime import timedelta
from random import Random

from kontor_sdk import L
from kontor_sdk.flow import DemoContext

from .domain import complete_task, create_task

_TASKS = (
    "Angebot nachfassen",
    "Muster zurückholen",
    "Liefertermin bestätigen",
    "Preisliste schicken",
    "Termin für Aufmaß vereinbaren",
    "Reklamation klären",
    "Ansprechpartner im Einkauf herausfinden",
    "Jahresgespräch vorbereiten",
    "Wartungsvertrag anbieten",
    "Rechnungsadresse prüfen",
)
_HOW_MANY = (0, 0, 1, 1, 2)
_RULES = (None,) * 8 + ("FREQ=MONTHLY", "FREQ=WEEKLY;INTERVAL=2")


def make_demo(ctx: DemoContext) -> None:
    """Give every second customer a task or two: some done, some overdue, most in days to come."""
    random = Random(ctx.seed)  # noqa: S311  # plausible rows, no secrets
    ctx.say(L("Aufgaben …", en="Tasks ..."))
    today = ctx.clock.now()
    for customer in ctx.customers:
        if customer.owner_id is None:
            continue
        for title in random.sample(ctx.words.get("tasks", _TASKS), random.choice(_HOW_MANY)):
            given = ctx.office_hours(random, today - timedelta(days=random.randint(1, 30)))
            given = max(given, customer.since)
            due = today + timedelta(days=random.choice((-20, -9, -2, 0, 0, 1, 3, 5, 12, 30)))
            values = {
                "title": title,
                "due_on": max(due, given).date(),
                "customer_id": customer.id,
                "assignee_id": customer.owner_id,
                "priority": random.choice(("normal", "normal", "normal", "high", "low")),
                "recurrence": random.choice(_RULES),
            }
            with ctx.at(given, by=customer.owner_id):
                task = create_task(ctx.uow, values)
            over = due.date() < today.date()
            if over and random.random() < 0.7:
                with ctx.at(max(ctx.office_hours(random, due), given), by=customer.owner_id):
                    complete_task(ctx.uow, task.id)
