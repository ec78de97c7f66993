"""Setting up a second factor, on the way in and on one's own account: the picture and the code.

The secret travels sealed in the form until its first code was right: nothing is kept before.
"""

from collections.abc import Sequence

from kontor_core.events.administration import UserSecondFactorSet
from kontor_core.foundation.access import second_factor
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import Label, text_of
from kontor_core.foundation.vault import Unreadable
from kontor_core.hooks.declarations.contexts import RecordRef
from kontor_web.calls import Call
from kontor_web.ui import entering_words as words
from kontor_web.ui.qr import qr_block
from kontor_web.ui.views import Block, FactsBlock, FieldView, TemplateBlock, Value

_SECRET = "secret"  # noqa: S105  # the name of a field


def code_field(call: Call, error: Label = "", *, help: Label = "") -> FieldView:
    return FieldView(
        name="code",
        label=text_of(words.CODE, call.locale),
        required=True,
        autocomplete="one-time-code",
        help=text_of(help, call.locale) if help else "",
        max_length=40,
        autofocus=True,
        wide=True,
        error=text_of(error, call.locale) if error else "",
    )


def to_scan(call: Call, user_id: str, email: str, *, again: bool) -> tuple[list[Block], FieldView]:
    """Give picture and key, and the hidden field that brings the secret back.

    ``again`` keeps the secret of the form that was refused: the phone has scanned it. Raises
    KeyLost while nothing can be sealed.
    """
    secret = _secret(call, user_id) if again else None
    secret = secret or second_factor.new_secret()
    company = call.kontor.definition.company.name
    uri = second_factor.address(secret, email=email, company=company)
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    by_hand = (text_of(words.BY_HAND, call.locale), Value(kind="longtext", text=spaced))
    blocks: list[Block] = [
        qr_block(uri, text_of(words.PICTURE, call.locale)),
        FactsBlock(items=(by_hand,)),
    ]
    sealed = call.kontor.vault.seal(secret, _about(user_id))
    return blocks, FieldView(name=_SECRET, label="", kind="hidden", value=sealed)


def set_up(call: Call, user_id: str) -> list[str]:
    """Take the app whose code was typed; gives the recovery codes. Raises Invalid."""
    secret = _secret(call, user_id)
    if secret is None:
        raise Invalid({"code": words.OLD_PAGE})
    with call.kontor.unit(SYSTEM) as uow:
        codes = second_factor.enrol(
            uow, call.kontor.vault, user_id, secret, call.request.field("code")
        )
    told(call, user_id)
    return codes


def told(call: Call, user_id: str) -> None:
    """Tell the log that somebody has a second factor or new codes."""
    with call.kontor.unit(call.kontor.actor(user_id)) as uow:
        uow.publish(UserSecondFactorSet(subject=RecordRef("user", user_id)))


def codes_block(call: Call, codes: Sequence[str]) -> Block:
    values = {"codes": tuple(codes), "label": text_of(words.CODES_TITLE, call.locale)}
    return TemplateBlock(name="core/parts/codes.html", values=values)


def _secret(call: Call, user_id: str) -> str | None:
    try:
        return call.kontor.vault.open(call.request.field(_SECRET), _about(user_id))
    except Unreadable:
        return None


def _about(user_id: str) -> str:
    return f"to set up {user_id}"
