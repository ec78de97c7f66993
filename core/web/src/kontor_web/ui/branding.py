"""``/branding.css``: the company's accent colours in place of Kontor's; absent without any."""

from collections.abc import Callable
from hashlib import blake2b

from kontor_core.foundation.definition import Branding
from kontor_core.foundation.definition.company import contrast

PATH = "/branding.css"

_ACCENT, _ACCENT_DARK = "#0f6b68", "#2aa39c"  # tokens.css
_SHEET, _SHEET_DARK = "#ffffff", "#161718"
_READABLE = 4.6


def stylesheet(branding: Branding) -> str:
    """Give the tokens that follow from the accents; their text is readable on every surface."""
    light, dark = branding.accent or _ACCENT, branding.accent_dark or _ACCENT_DARK
    soft, soft_dark = mixed(_SHEET, light, 0.11), mixed(_SHEET_DARK, dark, 0.18)
    tokens = {
        "accent": (light, dark),
        "accent-hover": (mixed(light, "#000000", 0.2), mixed(dark, "#ffffff", 0.15)),
        "accent-soft": (soft, soft_dark),
        "accent-text": (
            _readable(light, soft, lambda color: mixed(color, "#000000", 0.06)),
            _readable(dark, soft_dark, lambda color: mixed(color, "#ffffff", 0.06)),
        ),
        "focus": (light, dark),
    }
    lines = (f"--{name}:light-dark({one},{other})" for name, (one, other) in tokens.items())
    return f":root{{{';'.join(lines)}}}\n"


def address(branding: Branding) -> str:
    """Give where the page finds the stylesheet; empty where the company has no colours."""
    if not (branding.accent or branding.accent_dark):
        return ""
    version = blake2b(stylesheet(branding).encode(), digest_size=4).hexdigest()
    return f"{PATH}?v={version}"


def mixed(one: str, other: str, part: float) -> str:
    """Mix two colours, with so much of the other one."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def _readable(color: str, on: str, step: Callable[[str], str]) -> str:
    while contrast(color, on) < _READABLE:
        color = step(color)
    return color
