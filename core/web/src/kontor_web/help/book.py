"""All help pages there are: core's and those that plugins declare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from kontor_core.foundation.i18n import Label, Locale, text_of
from kontor_core.foundation.ids import is_id
from kontor_core.foundation.text import words
from kontor_core.hooks.declarations.entities import CORE
from kontor_core.hooks.declarations.ui import HelpPage
from kontor_core.hooks.own_words import in_own_words
from kontor_web.help.reading import Section, sections_of
from kontor_web.help.topics import CORES
from kontor_web.resources.addresses import list_url

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

ADDRESS = "/help"
_MOST_HITS = 12


@dataclass(frozen=True)
class Topic:
    """One page of the help; ``about`` are the addresses that it explains."""

    id: str
    owner: str
    page: HelpPage
    about: tuple[str, ...]
    folder: Traversable

    @property
    def address(self) -> str:
        return f"{ADDRESS}/{self.id}"


@dataclass(frozen=True)
class Hit:
    topic: Topic
    section: Section

    @property
    def address(self) -> str:
        anchor = f"#{self.section.anchor}" if self.section.anchor else ""
        return f"{self.topic.address}{anchor}"


@dataclass(frozen=True)
class Book:
    """The help of one company; texts are read when somebody first asks for them."""

    topics: tuple[Topic, ...]
    own_words: Mapping[str, Label]
    _read: dict[tuple[str, Locale], tuple[Section, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, kontor: "KontorApp") -> "Book":
        own_words = kontor.registries.words
        core = [
            Topic(
                page.id, CORE, in_own_words(page, own_words, {}), page.about, _folder(__package__)
            )
            for page in CORES
        ]
        declared = [
            Topic(
                owned.id,
                owned.owner,
                owned.spec,
                tuple(_addresses(kontor, owned.owner, owned.spec.about)),
                _folder(kontor.registries.packages[owned.owner]),
            )
            for owned in kontor.registries.specs(HelpPage)
        ]
        return cls((*core, *declared), own_words)

    def topic(self, topic_id: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    def address_for(self, path: str) -> str:
        """Give where the page at ``path`` is explained: it or the nearest above it, else all help.

        The id of a record stands as ``{id}`` in what a topic is about.
        """
        parts = ["{id}" if is_id(part) else part for part in path.split("/")]
        while parts:
            topic = self._explained.get("/".join(parts) or "/")
            if topic is not None and (len(parts) > 1 or path == "/"):
                return topic.address
            parts.pop()
        return ADDRESS

    @cached_property
    def _explained(self) -> Mapping[str, Topic]:
        return {address: topic for topic in self.topics for address in topic.about}

    def read(self, topic: Topic, locale: Locale) -> tuple[Section, ...]:
        """Give a topic's text in its parts."""
        known = self._read.get((topic.id, locale))
        if known is None:
            source = (topic.folder / f"{topic.page.id}.{locale}.md").read_text(encoding="utf-8")
            known = self._read[topic.id, locale] = sections_of(source, self.own_words, locale)
        return known

    def find(self, topics: Iterable[Topic], text: str, locale: Locale) -> list[Hit]:
        """Give the parts in which every word begins some word; a heading that fits comes first.

        Words that only a whole topic holds, here one and there another, find the topic.
        """
        asked = words(text)
        if not asked:
            return []
        hits: list[tuple[int, Hit]] = []
        for topic in topics:
            title = text_of(topic.page.title, locale)
            sections = self.read(topic, locale)
            found = [
                (int(not _all_begin(asked, named)), Hit(topic, section))
                for section in sections
                if _all_begin(asked, section.words | (named := _named(title, section)))
            ]
            everything = frozenset().union(*(section.words for section in sections))
            if not found and _all_begin(asked, everything):
                found = [(2, Hit(topic, sections[0]))]
            hits += found
        return [hit for _, hit in sorted(hits, key=lambda one: one[0])][:_MOST_HITS]


def _named(title: str, section: Section) -> frozenset[str]:
    return frozenset(words(f"{title} {section.title}"))


def _all_begin(asked: list[str], known: frozenset[str]) -> bool:
    return all(any(word.startswith(one) for word in known) for one in asked)


def _folder(package: str) -> Traversable:
    return files(package) / ("texts" if package == __package__ else "help")


def _addresses(kontor: "KontorApp", owner: str, about: Iterable[str]) -> Iterable[str]:
    """Resolve what a plugin names: a path, an entity, or one of its pages."""
    for name in about:
        if name.startswith("/"):
            yield name
        elif (info := kontor.resources.of_entity(name)) is not None:
            yield list_url(info)
        else:
            yield f"/x/{owner}/{name}"
