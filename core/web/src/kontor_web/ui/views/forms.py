"""Forms: fields with help and errors, conflicts, inline edit, filter conditions, questions."""

from dataclasses import dataclass

from kontor_web.ui.views.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    value: str
    label: str
    color: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What somebody else saved meanwhile: shown beside what the user typed."""

    theirs: str  # formatted
    theirs_raw: str  # as the control takes it
    mine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A control. ``kind`` is one of ``Kind`` or "password", "file", "hidden".

    ``value`` is the raw text of the control: ISO for dates, "1"/"" for a bool, a plain decimal for
    numbers. ``values`` serves choices. A ref with ``search_url`` searches there
    (``?q=`` answers ``[{"value", "text", "hint"}]``) and needs its current value as an option; a
    long text with ``mentions`` asks there in the same way for whom an ``@`` may mean.
    """

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    values: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    help: str = ""
    error: str = ""
    required: bool = False
    readonly: bool = False
    masked: bool = False
    wide: bool = False
    suffix: str = ""  # the currency of money, the unit of a quantity
    placeholder: str = ""
    autocomplete: str = ""
    accept: str = ""
    max_length: int | None = None
    search_url: str | None = None
    mentions: str | None = None
    conflict: Conflict | None = None
    autofocus: bool = False
    prefix: str = "f"  # keeps ids apart where two forms stand on a page

    @property
    def id(self) -> str:
        return f"{self.prefix}-{self.name}".replace(".", "-")

    @property
    def described_by(self) -> str:
        """Give the ids of help and error, for aria-describedby."""
        parts = [f"{self.id}-help"] if self.help else []
        return " ".join([*parts, f"{self.id}-err"] if self.error else parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    fields: tuple[FieldView, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """A form; errors of fields are in the fields, those of the whole in ``errors``.

    A route answers 422 with the same form and ``refused=True``: the summary takes the focus.
    ``partial`` sends it by htmx and swaps the form in place (dialogs, panels, composers).
    """

    id: str
    title: str
    action: str
    csrf: str
    sections: tuple[Section, ...]
    submit: str
    version: int | None = None
    idempotency_key: str = ""
    cancel: str | None = None
    lead: str = ""
    errors: tuple[str, ...] = ()
    refused: bool = False
    partial: bool = False
    danger: bool = False
    upload: bool = False

    @property
    def fields(self) -> tuple[FieldView, ...]:
        return tuple(field for section in self.sections for field in section.fields)

    @property
    def faults(self) -> tuple[FieldView, ...]:
        return tuple(field for field in self.fields if field.error)

    @property
    def conflicts(self) -> bool:
        return any(field.conflict for field in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """A value as it stands in a row or fact: the answer to a saved or cancelled inline edit."""

    label: str
    value: Value
    edit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEdit:
    """The form of one value. Answers: 200 ``parts/cell.html``, 422 and 409 this form again.

    ``field.name`` must be "value". With ``field.conflict`` set, ``version`` is the new one: saving
    again keeps mine, ``cancel`` takes theirs.
    """

    field: FieldView
    action: str
    cancel: str
    csrf: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterForm:
    """One condition to add: sent to the list as ``f.field``, ``f.op`` and ``f.value``.

    The list answers with a redirect to its own address, where the condition is part of the filter.
    """

    url: str
    field: str
    label: str
    ops: tuple[Option, ...]
    control: FieldView
    state: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmView:
    """The question before what cannot be undone: names the thing, the button carries the verb."""

    title: str
    text: str
    submit: str
    action: str
    csrf: str
    consequences: tuple[str, ...] = ()
    version: int | None = None
    idempotency_key: str = ""
    word: str | None = None  # has to be typed
    danger: bool = True
    values: tuple[tuple[str, str], ...] = ()  # what the question was about: ids of a bulk action
    error: str = ""
