"""What a search costs: beside a page of the list it finds records in, and as a company grows."""

from collections.abc import Callable

from bench.data import Company, company, customer_id
from bench.harness import Hold, Measured, compare
from kontor_core.foundation.access.profiles import Level
from kontor_core.resources.verbs import json_rows

CUSTOMERS = 10_000
_ANYBODY = 4711


def rows() -> list[Measured | str]:
    made = company(CUSTOMERS)
    words = indexed(made)
    found: list[Measured | str] = [
        compare(
            f"search for {name} / list page",
            Hold("most", bound),
            subject=search(made, text),
            raw=page(made),
            times=100,
            share_of_raw=False,
        )
        for (name, text), bound in zip(words.items(), (6.0, 40.0), strict=True)
    ]
    made.app.close()
    return found


def growth(small: Company, large: Company) -> list[Measured]:
    """Compare the same search in a small and in a large company; fills the index first."""
    texts = [indexed(made) for made in (small, large)]
    return [
        compare(
            f"search for {name}, {large.customers:,} / {small.customers:,} customers",
            Hold("most", bound),
            subject=search(large, texts[1][name]),
            raw=search(small, texts[0][name]),
            times=50,
            share_of_raw=False,
        )
        for name, bound in zip(texts[0], (2.0, 3.0), strict=True)
    ]


def indexed(made: Company) -> dict[str, str]:
    """Bring the index up to date; gives what to look for: what few have, and what many have."""
    made.app.search.builder.run(stop=lambda: False)
    info = made.app.resources.named("customers")
    record = made.app.resources.get(made.system, info, customer_id(_ANYBODY), ["name"])
    common, number, _ = str(record.values["name"]).split()
    return {"a rare word": number, "a common word": common}


def search(made: Company, text: str) -> Callable[[], object]:
    actor = made.actor(Level.ALL)
    return lambda: made.app.search.find(actor, text)


def page(made: Company) -> Callable[[], object]:
    resources, actor = made.app.resources, made.actor(Level.ALL)
    info = resources.named("customers")
    return lambda: json_rows(resources.page(actor, info, sort="name", limit=50))
