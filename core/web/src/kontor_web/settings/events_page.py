"""How far subscribers have come, and what they could not take: look, deliver again, discard."""

import json
from collections.abc import Mapping

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.events.administration import OPERATE
from kontor_core.events.failures import Letter
from kontor_core.events.letters import Letters
from kontor_core.events.log import order
from kontor_core.events.tables import EVENT
from kontor_core.foundation.errors import KontorError, NotFound
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.types import Whole
from kontor_core.hooks.declarations.contexts import RecordRef
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources.addresses import address_of
from kontor_web.settings import ops_words as words
from kontor_web.settings.parts import (
    ROOT,
    Problems,
    back,
    button,
    entry,
    get,
    moment,
    number,
    page,
    post,
    problems_of,
    said,
    table,
    tag,
)
from kontor_web.ui.answers import render
from kontor_web.ui.views import (
    EMPTY,
    MASKED,
    Action,
    Block,
    ButtonBlock,
    Card,
    FactsBlock,
    FormView,
    Section,
    Value,
)

PATH = f"{ROOT}/events"
_SHOWN = 100


class _Seen(msgspec.Struct):
    seq: int


_VISIBLE = select(EVENT.c.seq).where(EVENT.c.seq == bindparam("seq", type_=Whole()))


def events_page(call: Call) -> Reply:
    bus = call.kontor.bus
    counts = Letters(bus, call.actor).counts()
    standings = [
        (
            Value(text=one.id),
            Value(text=one.plugin),
            Value(text=number(call, one.behind) if one.position is not None else ""),
        )
        for one in bus.standings()
    ]
    listed = table(
        call,
        (words.SUBSCRIBER, "Plugin", (words.BEHIND, "int")),
        standings,
        caption=words.SUBSCRIBERS,
        empty=words.NO_SUBSCRIBERS,
    )
    dead, parked = bus.dead_letters(_SHOWN), bus.parked_letters(_SHOWN)
    again: list[Block] = []
    if dead:
        action = Action(label=said(call, words.RETRY_ALL), icon="rotate-cw", post=f"{PATH}/retry")
        again.append(ButtonBlock(action=action))
    cards = [
        Card(
            id="dead",
            title=_titled(call, words.DEAD, counts.get("dead", 0)),
            blocks=(_letters(call, dead, words.DEAD_NONE), *again),
        ),
        Card(
            id="parked",
            title=_titled(call, words.PARKED, counts.get("parked", 0)),
            blocks=(_letters(call, parked, words.PARKED_NONE),),
        ),
        Card(id="subscribers", title=said(call, words.SUBSCRIBERS), blocks=(listed,)),
    ]
    return page(call, words.EVENTS, cards, lead=words.EVENTS_LEAD)


def _titled(call: Call, label: L, n: int) -> str:
    return f"{said(call, label)} ({number(call, n)})" if n else said(call, label)


def _letters(call: Call, letters: list[Letter], empty: L) -> Block:
    rows = [
        (
            Value(text=letter.type),
            Value(text=letter.subscriber),
            Value(text=number(call, letter.attempts)),
            moment(call, letter.next_at or letter.failed_at),
            _error(call, letter),
            button(call, words.RETRY, "rotate-cw", post=f"{PATH}/{letter.id}/retry"),
        )
        for letter in letters
    ]
    when = words.NEXT_AT if letters and letters[0].next_at else words.FAILED_AT
    heads = (
        words.EVENT,
        words.SUBSCRIBER,
        (words.ATTEMPTS, "int"),
        when,
        words.ERROR,
        words.RETRY,
    )
    links = [f"{PATH}/{letter.id}" for letter in letters]
    return table(call, heads, rows, links=links, caption=words.EVENTS, empty=empty)


def _error(call: Call, letter: Letter) -> Value:
    """Show an error to those who may read personal data: it may quote some."""
    if Data.PERSONAL not in call.actor.profile.read_classes:
        return MASKED
    return Value(text=letter.error or "")


def letter_page(call: Call) -> Reply:
    letter, fact = _letter(call)
    label, color = words.STATES[letter.state]
    items = [
        (words.STATE, tag(call, label, color)),
        (words.EVENT, Value(text=letter.type)),
        (words.SUBSCRIBER, Value(text=letter.subscriber)),
        (words.ATTEMPTS, Value(text=number(call, letter.attempts))),
        (words.FAILED_AT, moment(call, letter.failed_at)),
        (words.NEXT_AT, moment(call, letter.next_at)),
    ]
    error = _error(call, letter)
    shown = Value(kind="longtext", text=error.text) if error.text else error
    blocks: list[Block] = [
        FactsBlock(items=tuple((said(call, told), value) for told, value in items)),
        FactsBlock(items=((said(call, words.ERROR), shown),)),
    ]
    url = f"{PATH}/{letter.id}"
    if letter.state != "waiting":
        retry = Action(label=said(call, words.RETRY), icon="rotate-cw", post=f"{url}/retry")
        blocks.append(ButtonBlock(action=retry))
    discard = Action(
        label=said(call, words.DISCARD), icon="trash-2", get=f"{url}/discard", danger=True
    )
    blocks.append(ButtonBlock(action=discard))
    cards = [
        Card(id="letter", title=said(call, words.WHAT_FAILED), blocks=tuple(blocks), span=6),
        Card(
            id="event",
            title=said(call, words.WHAT_HAPPENED),
            blocks=(FactsBlock(items=tuple(_event(call, letter, fact))),),
            span=6,
        ),
    ]
    title = words.LETTER.format(n=letter.id)
    return page(call, title, cards, lead=letter.type, under=[(words.EVENTS, PATH)])


def _event(call: Call, letter: Letter, fact: Fact | None) -> list[tuple[str, Value]]:
    """Show what the event holds, as far as the reader's role lets them see it."""
    if fact is None:
        return [(said(call, words.CONTENT), Value(text=said(call, words.GONE)))]
    about = fact.customer_id is not None or fact.contact_id is not None
    seen = not about or _sees(call, letter.position)
    if not seen:
        return [(said(call, words.CONTENT), Value(text=said(call, words.HIDDEN)))]
    refs = [
        RecordRef(entity, id_)
        for entity, id_ in (
            ("customer", fact.customer_id),
            ("contact", fact.contact_id),
            (fact.subject, fact.subject_id),
        )
        if entity and id_
    ]
    people = {("user", fact.actor_id)} if fact.actor_id else set()
    titles = call.titles({(ref.entity, ref.id) for ref in refs} | people)
    items = [(said(call, words.OCCURRED), moment(call, fact.occurred_at))]
    if fact.actor_id:
        items.append((said(call, words.BY), Value(text=titles.get(("user", fact.actor_id), "…"))))
    for ref in dict.fromkeys(refs):
        title = titles.get((ref.entity, ref.id))
        if title:
            href = address_of(ref, call.kontor.resources)
            items.append((said(call, words.ABOUT), Value(kind="ref", text=title, href=href)))
    items.append((said(call, words.CONTENT), _json(call, fact.payload)))
    if fact.personal is not None:
        personal = Data.PERSONAL in call.actor.profile.read_classes
        shown = _json(call, fact.personal) if personal else MASKED
        items.append((said(call, words.PERSONAL), shown))
    return items


def _sees(call: Call, position: str) -> bool:
    """Ask the fence for the row itself."""
    return bool(call.reader.read(_VISIBLE, _Seen, {"seq": order(position)[2]}))


def _json(call: Call, values: Mapping[str, object]) -> Value:
    if not values:
        return EMPTY
    written = json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True)
    return Value(kind="longtext", text=written[:5000])


def retry(call: Call) -> Reply:
    Letters(call.kontor.bus, call.actor).retry(_number(call))
    return back(call, PATH, words.RETRIED)


def retry_all(call: Call) -> Reply:
    count = Letters(call.kontor.bus, call.actor).retry_all()
    return back(call, PATH, words.RETRIED_ALL.format(n=number(call, count)))


def ask_discard(call: Call) -> Reply:
    letter, _ = _letter(call)
    return render(call, "core/parts/dialog_form.html", form=_discard_form(call, letter))


def discard(call: Call) -> Reply:
    """Give an event up; asks for the reason."""
    letter, _ = _letter(call)
    try:
        Letters(call.kontor.bus, call.actor).discard(letter.id, call.request.field("reason"))
    except KontorError as error:
        problems, _rest = problems_of(error, "reason")
        form = _discard_form(call, letter, problems)
        return render(call, "core/parts/form.html", 422, form=form)
    return back(call, PATH, words.DISCARDED)


def _discard_form(call: Call, letter: Letter, problems: Problems | None = None) -> FormView:
    field = entry(
        call, "reason", words.REASON, required=True, problems=problems, prefix="discard", most=500
    )
    return FormView(
        id="discard",
        title=said(call, words.DISCARD_TITLE.format(event=letter.type)),
        action=f"{PATH}/{letter.id}/discard",
        csrf=call.csrf,
        sections=(Section(fields=(field,)),),
        submit=said(call, words.DISCARD),
        lead=said(call, words.DISCARD_LEAD.format(subscriber=letter.subscriber)),
        refused=bool(problems),
        partial=True,
        danger=True,
    )


def _letter(call: Call) -> tuple[Letter, Fact | None]:
    return Letters(call.kontor.bus, call.actor).one(_number(call))


def _number(call: Call) -> int:
    text = call.param("letter")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise NotFound("letter", text)
    return int(text)


def endpoints() -> list[Endpoint]:
    one = "/events/{letter:str}"
    return [
        get("/events", events_page, OPERATE),
        post("/events/retry", retry_all, OPERATE, rate="heavy"),
        get(one, letter_page, OPERATE),
        post(f"{one}/retry", retry, OPERATE),
        get(f"{one}/discard", ask_discard, OPERATE, surface="fragment"),
        post(f"{one}/discard", discard, OPERATE),
    ]
