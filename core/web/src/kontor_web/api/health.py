"""``/health``: does the database answer, does the event log get delivered, do the plugins run."""

from typing import Any

import msgspec
from sqlalchemy import literal, select

from kontor_core.hooks.states import State
from kontor_web.calls import Call
from kontor_web.messages import Reply, as_json

_WELL = frozenset({State.ENABLED, State.AVAILABLE, State.DISABLED, State.REMOVED})
_LAGGING = 5_000
_MOST_DEAD = 100


class _One(msgspec.Struct):
    one: int


_PING = select(literal(1))


def health(call: Call) -> Reply:
    """200 while Kontor can work, 503 when it cannot; a plugin that fails only degrades it.

    Says nothing that a stranger could use: no versions, no messages.
    """
    kontor = call.kontor
    database = _answers(lambda: kontor.storage.system_reader().one(_PING, _One))
    standings = _answers(kontor.bus.standings)
    dead = _answers(lambda: len(kontor.bus.dead_letters(_MOST_DEAD)))
    plugins = {
        key: state.state.value for key, state in kontor.loaded.states.items() if key != "core"
    }
    troubled = [key for key, state in kontor.loaded.states.items() if state.state not in _WELL]
    up = database is not None and standings is not None
    behind = max((one.behind for one in standings or ()), default=0)
    degraded = bool(troubled or dead) or behind > _LAGGING
    return as_json(
        {
            "status": "down" if not up else "degraded" if degraded else "ok",
            "database": "ok" if database is not None else "down",
            "events": {"behind": behind, "dead": dead},
            "plugins": plugins,
        },
        200 if up else 503,
    )


def _answers(ask: Any) -> Any:
    try:
        return ask()
    except Exception:  # noqa: BLE001  # whatever is wrong with it, it does not answer
        return None
