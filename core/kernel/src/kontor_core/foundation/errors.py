"""The tree of errors: each knows its HTTP status, its code and whom it speaks of.

A message says what is wrong, whose fault it is (field, thing, file, plugin) and what to do next.

KontorError
├── Refused          422  a rule of the business says no; the one way to veto
├── Invalid          422  input that cannot be understood, one message per field
├── NotFound         404  missing and hidden look the same
├── Forbidden        403  the actor's role lacks the right
├── Unauthenticated  401  nobody is signed in
├── Conflict         409  it exists already, or it is in use
├── Stale            412  somebody else changed it first
├── VersionRequired  428  a change without saying which version it changes
├── Busy             503  the writer lock was not free in time
├── Unreachable      503  the database cannot be opened
├── Full             507  there is no room left to write
├── FenceBreach      500  code went past the storage door; the message names the allowed way
├── DefinitionError  ---  kontor.toml, with its line
└── PluginError      ---  a plugin that breaks its contract
"""

from collections.abc import Mapping

from kontor_core.foundation.i18n import L, Label, Locale, text_of


class KontorError(Exception):
    """Something that a user, integrator or plugin author is told in plain words."""

    status = 500
    code = "error"

    def __init__(self, message: Label, *, field: str | None = None) -> None:
        super().__init__(text_of(message, "en"))
        self.message = message
        self.field = field

    def text(self, locale: Locale | None = None) -> str:
        return text_of(self.message, locale)

    def problems(self) -> Mapping[str, Label]:
        """Messages by field; empty when the error belongs to no single field."""
        return {self.field: self.message} if self.field else {}


class Refused(KontorError):
    """A business rule says no; shown to the user at the named field."""

    status = 422
    code = "refused"


class Invalid(KontorError):
    """Input that cannot be taken: ``Invalid({"name": L("Fehlt", en="Is missing")})``."""

    status = 422
    code = "invalid"

    def __init__(self, problems: Mapping[str, Label] | Label, *, field: str | None = None) -> None:
        if isinstance(problems, Mapping):
            english, german = (_in_a_row(problems, locale) for locale in ("en", "de"))
            super().__init__(L(german, en=english), field=field)
            self._problems: Mapping[str, Label] = dict(problems)
        else:
            super().__init__(problems, field=field)
            self._problems = {field: problems} if field else {}

    def problems(self) -> Mapping[str, Label]:
        return self._problems


def _in_a_row(problems: Mapping[str, Label], locale: Locale) -> str:
    told = [f"{key}: {text_of(value, locale)}" for key, value in problems.items()]
    return "; ".join([*(one.removesuffix(".") for one in told[:-1]), *told[-1:]])


class NotFound(KontorError):
    """There is no such record, or its reader may not know that there is."""

    status = 404
    code = "not_found"

    def __init__(self, entity: str, key: object = "", *, meant: str | None = None) -> None:
        name = f"{entity} {key}".strip()
        super().__init__(
            L(
                f"{name} gibt es nicht oder Sie dürfen es nicht sehen."
                + (f" Meinten Sie „{meant}“?" if meant else ""),
                en=f"{name} does not exist or you may not see it."
                + (f' Did you mean "{meant}"?' if meant else ""),
            )
        )
        self.entity = entity


class Forbidden(KontorError):
    """The role of the one who asks does not allow this."""

    status = 403
    code = "forbidden"


class Unauthenticated(KontorError):
    status = 401
    code = "unauthenticated"


class Conflict(KontorError):
    """This does not go together with what is there already."""

    status = 409
    code = "conflict"


class Stale(KontorError):
    """Somebody else has changed the record since it was read."""

    status = 412
    code = "stale"

    def __init__(self, entity: str) -> None:
        super().__init__(
            L(
                f"{entity} wurde inzwischen von jemand anderem geändert. "
                "Laden Sie den neuen Stand und ändern Sie ihn erneut.",
                en=f"{entity} has been changed by somebody else in the meantime. "
                "Reload it and make your change again.",
            )
        )
        self.entity = entity


class VersionRequired(KontorError):
    status = 428
    code = "version_required"


class Busy(KontorError):
    status = 503
    code = "busy"


class Unreachable(KontorError):
    status = 503
    code = "unreachable"


class Full(KontorError):
    status = 507
    code = "full"


class FenceBreach(KontorError):
    code = "fence"


class DefinitionError(KontorError):
    """``kontor.toml`` cannot be used; ``line`` is 1-based, None when no line is to blame."""

    code = "definition"

    def __init__(self, message: Label, *, line: int | None = None, source: str = "kontor.toml"):
        self.line = line
        self.source = source
        place = source if line is None else f"{source}:{line}"
        super().__init__(_after(place, message))


class PluginError(KontorError):
    """A plugin breaks the contract; names plugin and thing."""

    code = "plugin"

    def __init__(self, plugin: str, message: Label) -> None:
        self.plugin = plugin
        super().__init__(_after(f"Plugin {plugin}", message))


def _after(place: str, message: Label) -> L:
    return L(f"{place}: {text_of(message, 'de')}", en=f"{place}: {text_of(message, 'en')}")
