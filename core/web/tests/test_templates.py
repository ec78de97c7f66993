"""Templates: each renders in both languages, and none needs a hole in the policy."""

import re
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import pytest

from kontor_core.foundation.i18n import LOCALES
from kontor_web import ui
from kontor_web.ui import kit
from kontor_web.ui.environment import TEMPLATES, Pages
from kontor_web.ui.texts import TEXTS

SOURCES = sorted(TEMPLATES.rglob("*.html"))
PACKAGE = Path(ui.__file__).parent
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Page(HTMLParser):
    """Collects what the tests ask about: ids, tags left open, attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(text)
        self.wrong += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
            if name == "id":
                self.ids.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")


@pytest.fixture(scope="module")
def rendered() -> dict[tuple[str, str], str]:
    return {(locale, name): kit.render(locale, name) for locale in LOCALES for name in kit.NAMES}


def test_every_template_is_shown_in_the_kit() -> None:
    shown = {sample.template for sample in kit.SAMPLES.values()}
    whole = {
        f"core/{path.relative_to(TEMPLATES / 'core')}"
        for path in SOURCES
        if path.parent.name != "macros" and path.name not in ("frame.html", "base.html")
    }

    assert whole - shown == set()


def test_rendered_html_is_well_formed(rendered) -> None:
    wrong = {key: Page(text).wrong for key, text in rendered.items()}

    assert {key: tags for key, tags in wrong.items() if tags} == {}


def test_ids_are_unique_on_every_page(rendered) -> None:
    def twice(text: str) -> set[str]:
        ids = Page(text).ids
        return {one for one in ids if ids.count(one) > 1}

    repeated = {key: twice(text) for key, text in rendered.items() if key[1] != "kit"}

    assert {key: ids for key, ids in repeated.items() if ids} == {}


def test_every_reference_to_an_id_leads_somewhere(rendered) -> None:
    names = {"for", "aria-labelledby", "aria-describedby", "popovertarget"}
    lost = set()
    for (_, name), text in rendered.items():
        if name.startswith("parts/"):
            continue
        page = Page(text)
        wanted = {one for _, key, value in page.attributes if key in names for one in value.split()}
        lost |= {(name, one) for one in wanted - set(page.ids)}

    # the title of the shared dialog comes with what is loaded into it
    assert {(name, one) for name, one in lost if one != "dialog-title"} == set()


def test_a_page_says_its_language(rendered) -> None:
    assert '<html lang="de">' in rendered["de", "list"]
    assert '<html lang="en">' in rendered["en", "list"]


def test_no_german_is_left_on_an_english_page(rendered) -> None:
    german = [
        text.de.split("{")[0]
        for text in TEXTS.values()
        if text.de != text.en and len(text.de.split("{")[0]) > 8
    ]
    pages = [text for (locale, _), text in rendered.items() if locale == "en"]

    assert [words for words in german if any(words in page for page in pages)] == []


def test_values_are_escaped() -> None:
    template = '{% import "core/macros/values.html" as v %}{{ v.value(value) }}'
    environment = Pages().environment("de")

    html = environment.from_string(template).render(value={**PLAIN, "text": "<b>&"})

    assert html == "<span>&lt;b&gt;&amp;</span>"


PLAIN = {
    "kind": "text",
    "tags": (),
    "href": None,
    "avatar": None,
    "iso": None,
    "on": None,
    "action": None,
}


def test_json_in_a_page_cannot_end_its_element(rendered) -> None:
    environment = Pages().environment("de")

    assert "</script" not in environment.from_string("{{ x|tojson }}").render(x="</script><b>")


def test_a_bare_template_name_is_never_found() -> None:
    with pytest.raises(jinja2.TemplateNotFound):
        Pages().render("de", "list.html")


def test_a_plugin_brings_templates_under_its_key() -> None:
    pages = Pages(
        {"loyalty": jinja2.DictLoader({"panel.html": "{{ points }} {{ t('form.save') }}"})}
    )

    assert pages.render("en", "loyalty/panel.html", points=12) == "12 Save"


def test_the_theme_is_on_the_page_before_it_is_shown() -> None:
    assert '<html lang="de" data-theme="dark">' in kit.render("de", "login", theme="dark")


# --- what no template may do: the content security policy has no exception for it


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_templates_need_no_hole_in_the_policy(path) -> None:
    text = path.read_text()
    forbidden = {
        "style attribute": r"\sstyle\s*=",
        "style element": r"<style\b",
        "event handler": r"<[^>]*\son\w+\s*=",
        "htmx code": r"\bhx-on\b|hx-vals\s*=\s*.js:|hx-trigger=\"[^\"]*\[",
        "javascript address": r"javascript:",
        "unescaped text": r"\|\s*safe\b|autoescape\s+false",
        "other host": r"(?:src|href)=\"(?:https?:)?//",
        "inline script": r"<script(?![^>]*(?:src=|type=\"application/json\"))",
    }

    assert [name for name, pattern in forbidden.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_htmx_attributes_stand_in_macros_only(path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)

    assert path.name == "hx.html" or re.findall(r"\shx-[\w:]+=", text) == []


def test_rendered_pages_hold_nothing_inline(rendered) -> None:
    found = {
        (key, name)
        for key, text in rendered.items()
        for _, name, _ in Page(text).attributes
        if name == "style" or name.startswith(("on", "hx-on"))
    }

    assert found == set()


def test_only_one_module_calls_text_safe() -> None:
    users = [
        path.name for path in PACKAGE.rglob("*.py") if re.search(r"\bMarkup\(", path.read_text())
    ]

    assert users == ["markup.py"]


class Words(HTMLParser):
    """Collects the words between the tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: set[str] = set()
        self.feed(re.sub(r"\{([#%{]).*?[#%}]\}", "", text, flags=re.DOTALL))

    def handle_data(self, data: str) -> None:
        self.words |= set(re.findall(r"[A-Za-zÄÖÜäöüß]{3,}", data))


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCES if path.parent.name != "macros" and path.name != "kit.html"],
    ids=lambda path: str(path.relative_to(TEMPLATES)),
)
def test_templates_hold_no_text_of_their_own(path) -> None:
    assert Words(path.read_text()).words <= {"Kontor"}
