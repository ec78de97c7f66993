"""Does the key open what it is kept for? A key that is lost shows only when somebody signs in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kontor_core.foundation.access import second_factor
from kontor_core.foundation.i18n import L
from kontor_core.foundation.vault import KeyState, Vault
from kontor_core.hooks.declarations.health import Finding

if TYPE_CHECKING:
    from kontor_core.foundation.storage.storage import Storage

_WHAT = {
    KeyState.MISSING: L(
        "Der Schlüssel {place} fehlt: {n} {n:zweiter Faktor lässt|zweite Faktoren lassen} sich "
        "nicht öffnen",
        en="The key {place} is missing: {n} second {n:factor|factors} cannot be opened",
    ),
    KeyState.OTHER: L(
        "{place} ist nicht der Schlüssel, der {n} {n:zweiten Faktor|zweite Faktoren} versiegelt "
        "hat",
        en="{place} is not the key that sealed {n} second {n:factor|factors}",
    ),
    KeyState.UNUSABLE: L(
        "{place} ist kein Schlüssel: {n} {n:zweiter Faktor lässt|zweite Faktoren lassen} sich "
        "nicht öffnen",
        en="{place} is no key: {n} second {n:factor|factors} cannot be opened",
    ),
}
_REMEDY = L(
    "Holen Sie den Schlüssel von dort, wo Sie ihn aufbewahren; er steht in keiner Sicherung. "
    "Ist er verloren: „kontor user reset-factor --unreadable“ setzt diese zweiten Faktoren zurück.",
    en="Put the key back from where you keep it; it is in no backup. If it is lost for good: "
    "'kontor user reset-factor --unreadable' resets these second factors.",
)
_USABLE = L(
    "Es sind 32 Byte in Base64, wie sie „openssl rand -base64 32“ gibt.",
    en="It takes 32 bytes in base64, as 'openssl rand -base64 32' gives them.",
)
_FINE = L(
    "der Schlüssel öffnet {n} {n:zweiten Faktor|zweite Faktoren}",
    en="the key opens {n} second {n:factor|factors}",
)


def look_at_key(storage: "Storage", vault: Vault) -> Iterator[Finding]:
    """Tell whether the key opens every second factor; silent where none is kept."""
    state, kept = vault.state(), len(second_factor.kept(storage))
    shut = len(second_factor.unreadable(storage, vault))
    if shut:
        # the latest opens: only those of a former key do not
        state = KeyState.OTHER if state is KeyState.FINE else state
        yield Finding("problem", _WHAT[state].format(place=vault.place, n=shut), _REMEDY)
    elif state is KeyState.UNUSABLE:
        yield Finding("problem", _WHAT[state].format(place=vault.place, n=0), _USABLE)
    elif kept:
        yield Finding("ok", _FINE.format(n=kept))
