"""Language, rows, theme and keys, as the reader likes them.

Language and rows are kept with the account. Theme and keys go with the device one sits at: they
stand in cookies that hold nothing else.
"""

from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.models import User
from kontor_core.foundation.access.preferences import COMPACT, keep_preferences
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import LOCALES, L, Label, as_locale, text_of
from kontor_web.calls import LOCALE_COOKIE, Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, redirect
from kontor_web.resources.addresses import own_path
from kontor_web.security.content import FORM_TYPES
from kontor_web.ui import phrases
from kontor_web.ui.shell import flash
from kontor_web.ui.theme import KEYS_COOKIE, THEME_COOKIE, THEMES, single_keys, theme_of
from kontor_web.ui.views import Card, FieldView, FormBlock, FormView, Option, Section, Toast

APPEARANCE = "/me/appearance"
_YEAR = 31_536_000
_SYSTEM = "system"
_USUAL = "normal"
_ON, _OFF = "on", "off"

_LANGUAGES: tuple[tuple[str, Label], ...] = (("de", "Deutsch"), ("en", "English"))
_THEMES: tuple[tuple[str, Label], ...] = (
    (_SYSTEM, L("Wie das Gerät", en="Same as the device")),
    ("light", L("Hell", en="Light")),
    ("dark", L("Dunkel", en="Dark")),
)
_KEYS: tuple[tuple[str, Label], ...] = (
    (_ON, L("An", en="On")),
    (_OFF, L("Aus, nur Tasten mit Strg und Alt", en="Off, only keys with Ctrl and Alt")),
)
_DENSITIES: tuple[tuple[str, Label], ...] = (
    (_USUAL, L("Normal", en="Normal")),
    (COMPACT, L("Eng", en="Compact")),
)
_SAVED = L("Gespeichert.", en="Saved.")
_TITLE = L("Sprache und Darstellung", en="Language and appearance")
_LANGUAGE = L("Sprache", en="Language")
_THEME = L("Erscheinungsbild", en="Theme")
_DENSITY = L("Zeilen in Tabellen", en="Rows in tables")
_DENSITY_HELP = L(
    "Eng zeigt mehr Zeilen auf einmal; auf dem Telefon bleiben sie, wie sie sind.",
    en="Compact shows more rows at once; on a phone they stay as they are.",
)
_SINGLE_KEYS = L("Tasten ohne Strg", en="Single-letter keys")
_KEYS_HELP = L(
    "Aus hilft, wenn Sie diktieren oder versehentlich Tasten treffen. „?“ zeigt alle Tasten.",
    en="Switch them off if you dictate or hit keys by accident. “?” shows every key.",
)


def language(call: Call) -> Reply:
    """Choose a language from where nobody is signed in yet."""
    return _keep(call, LOCALE_COOKIE, LOCALES)


def theme(call: Call) -> Reply:
    return _keep(call, THEME_COOKIE, THEMES)


def change_appearance(call: Call) -> Reply:
    """Keep language and rows with the account, the rest in this browser."""
    chosen = {
        name: _one_of(name, call.request.field(name), options)
        for name, options in (
            ("locale", _LANGUAGES),
            ("theme", _THEMES),
            ("density", _DENSITIES),
            ("keys", _KEYS),
        )
    }
    density = chosen["density"] if chosen["density"] != _USUAL else None
    with call.kontor.unit(SYSTEM) as uow:
        uow.change(User, call.actor.id or "", {"locale": chosen["locale"]})
        keep_preferences(uow, call.actor.id or "", density=density)
    saved = text_of(_SAVED, as_locale(chosen["locale"]))
    reply = flash(redirect("/me"), [Toast(text=saved)], secure=not call.web.settings.dev)
    # without this one a language chosen before signing in would win over the account's
    reply = _with(call, reply, LOCALE_COOKIE, chosen["locale"])
    reply = _with(call, reply, THEME_COOKIE, chosen["theme"], keep=chosen["theme"] != _SYSTEM)
    return _with(call, reply, KEYS_COOKIE, _OFF, keep=chosen["keys"] == _OFF)


def appearance_card(call: Call) -> Card:
    keys = _ON if single_keys(call.request) else _OFF
    fields = (
        _choice(call, "locale", _LANGUAGE, call.locale, _LANGUAGES),
        _choice(call, "theme", _THEME, theme_of(call.request) or _SYSTEM, _THEMES),
        _choice(
            call,
            "density",
            _DENSITY,
            call.actor.density or _USUAL,
            _DENSITIES,
            help=_DENSITY_HELP,
        ),
        _choice(call, "keys", _SINGLE_KEYS, keys, _KEYS, help=_KEYS_HELP),
    )
    form = FormView(
        id="appearance-form",
        title="",
        action=APPEARANCE,
        csrf=call.csrf,
        sections=(Section(fields=fields),),
        submit=text_of(phrases.SAVE, call.locale),
    )
    return Card(id="appearance", title=text_of(_TITLE, call.locale), blocks=(FormBlock(form=form),))


def endpoints() -> list[Endpoint]:
    chosen = [("/ui/language", language), ("/ui/theme", theme)]
    return [
        *(
            Endpoint(
                method="GET",
                path=path,
                run=run,
                audience="public",
                permission="",
                rate="page",
                surface="page",
            )
            for path, run in chosen
        ),
        Endpoint(
            method="POST",
            path=APPEARANCE,
            run=change_appearance,
            audience="staff",
            permission="",
            rate="write",
            surface="page",
            accepts=FORM_TYPES,
        ),
    ]


def _choice(
    call: Call,
    name: str,
    label: Label,
    value: str,
    options: tuple[tuple[str, Label], ...],
    *,
    help: Label = "",
) -> FieldView:
    return FieldView(
        name=name,
        label=text_of(label, call.locale),
        kind="choice",
        value=value,
        required=True,
        prefix="appearance",
        help=text_of(help, call.locale),
        options=tuple(Option(value=v, label=text_of(text, call.locale)) for v, text in options),
    )


def _one_of(name: str, chosen: str, options: tuple[tuple[str, Label], ...]) -> str:
    allowed = tuple(value for value, _ in options)
    if chosen not in allowed:
        told = ", ".join(allowed)
        raise Invalid({name: L(f"Eins von {told}.", en=f"One of {told}.")})
    return chosen


def _keep(call: Call, cookie: str, allowed: tuple[str, ...]) -> Reply:
    chosen = _one_of("to", call.request.query.get("to", ""), tuple((v, v) for v in allowed))
    reply = redirect(own_path(call.request.query.get("next", "/")))
    return _with(call, reply, cookie, chosen)


def _with(call: Call, reply: Reply, cookie: str, value: str, *, keep: bool = True) -> Reply:
    secure = "" if call.web.settings.dev else "; Secure"
    age = _YEAR if keep else 0
    return reply.header(
        "set-cookie", f"{cookie}={value}; Path=/; Max-Age={age}; SameSite=Lax{secure}"
    )
