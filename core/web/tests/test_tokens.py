"""Colours: every text can be read on every surface it stands on, in both themes."""

import itertools
import re
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[1] / "frontend" / "src"
TOKENS: dict[str, tuple[str, str]] = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", (SOURCES / "tokens.css").read_text()
    )
}
THEMES = {"light": 0, "dark": 1}
SURFACES = ("canvas", "sheet", "raised", "sunken", "hover")
COLOURS = range(1, 9)


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def too_low(pairs, least: float) -> list[str]:
    return [
        f"{ink} on {surface}, {theme}: {ratio:.2f}"
        for (ink, surface), (theme, at) in itertools.product(pairs, THEMES.items())
        if (ratio := contrast(TOKENS[ink][at], TOKENS[surface][at])) < least
    ]


def test_text_is_legible_on_every_surface() -> None:
    inks = ("ink", "ink-2", "ink-3", "accent-text", "neg")

    assert too_low(itertools.product(inks, SURFACES), 4.5) == []


def test_text_on_the_active_surface_is_legible() -> None:
    # ink-3 is too light there, so the sheets use ink-2
    assert too_low([("ink", "active"), ("ink-2", "active"), ("accent-text", "active")], 4.5) == []


def test_text_on_tinted_surfaces_is_legible() -> None:
    pairs = [
        ("accent-ink", "accent"),
        ("accent-ink", "accent-hover"),
        ("ink", "accent-soft"),
        ("ink-2", "accent-soft"),
        ("accent-text", "accent-soft"),
        ("pos", "pos-soft"),
        ("warn", "warn-soft"),
        ("neg", "neg-soft"),
        ("inverse-ink", "inverse"),
        *((f"c{n}", f"c{n}s") for n in COLOURS),
        *((f"c{n}", surface) for n in COLOURS for surface in ("sheet", "raised")),
    ]

    assert too_low(pairs, 4.5) == []


def test_controls_focus_and_charts_stand_out() -> None:
    shapes = ("line-ctl", "focus", *(f"ch{n}" for n in COLOURS))

    assert too_low(itertools.product(shapes, ("sheet", "raised", "sunken")), 3.0) == []


@pytest.mark.parametrize("path", sorted(SOURCES.rglob("*.css")), ids=lambda path: path.name)
def test_colours_are_written_in_the_token_file_only(path) -> None:
    if path.name == "tokens.css":
        return
    text = path.read_text()

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[\s;,)])", text) == []
    assert "rgb(" not in text


@pytest.mark.parametrize("path", sorted(SOURCES.rglob("*.css")), ids=lambda path: path.name)
def test_sizes_of_text_are_relative_and_at_least_eleven_pixels(path) -> None:
    text = path.read_text()

    assert re.findall(r"font-size:\s*[\d.]+px", text.replace("font-size: 16px", "")) == []
    assert [
        size for size in re.findall(r"font-size:\s*([\d.]+)rem", text) if float(size) < 0.6875
    ] == []


def test_the_font_scale_starts_at_eleven_pixels() -> None:
    scale = re.findall(r"--fs-\w+: ([\d.]+)rem", (SOURCES / "tokens.css").read_text())

    assert min(float(size) for size in scale) * 16 == 11


def test_style_sheets_use_no_unknown_token() -> None:
    text = "\n".join(path.read_text() for path in SOURCES.rglob("*.css"))
    declared = set(re.findall(r"(--[\w-]+):", text))

    assert set(re.findall(r"var\((--[\w-]+)", text)) - declared == set()
