"""What the web knows beyond the application: its settings, templates and limits."""

from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BaseLoader, FileSystemLoader

from kontor_core.foundation.access.sessions import IDLE
from kontor_core.foundation.access.throttle import Throttle
from kontor_core.hooks.declarations.entities import CORE
from kontor_web.help.book import Book
from kontor_web.live.names import build_of, names_of
from kontor_web.live.stream import Stream
from kontor_web.live.telling import Telling
from kontor_web.patience import Patience
from kontor_web.security.hosts import LOOPBACK
from kontor_web.security.limits import Limits
from kontor_web.security.visitors import Visitors
from kontor_web.ui import branding
from kontor_web.ui.badges import Badges
from kontor_web.ui.environment import Pages
from kontor_web.ui.plugin_assets import PluginAssets

if TYPE_CHECKING:
    from kontor_core.app import KontorApp
    from kontor_web.lanes import Lane


@dataclass(frozen=True, kw_only=True)
class WebSettings:
    """How this server is reached.

    ``dev`` is plain HTTP on loopback and the only thing that drops the cookie's prefix and its
    Secure; ``proxies`` are the addresses whose X-Forwarded-For is believed.
    """

    hosts: tuple[str, ...] = LOOPBACK
    dev: bool = False
    proxies: tuple[str, ...] = ()
    idle: timedelta = IDLE

    @property
    def cookie(self) -> str:
        return "kontor" if self.dev else "__Host-kontor"


@dataclass(frozen=True)
class Web:
    """Everything a call may reach."""

    kontor: "KontorApp"
    settings: WebSettings
    pages: Pages
    assets: PluginAssets
    visitors: Visitors
    stream: Stream
    lane: "Lane"
    build: str
    patience: Patience
    throttle: Throttle
    help: Book
    limits: Limits = field(default_factory=Limits)
    badges: Badges = field(default_factory=Badges)

    @classmethod
    def of(cls, kontor: "KontorApp", settings: WebSettings, lane: "Lane") -> "Web":
        visitors = Visitors(kontor, cookie=settings.cookie, idle=settings.idle)
        assets, colours = PluginAssets.of(kontor), branding.address(kontor.definition.branding)
        pages = Pages(_templates(kontor), branding=colours, plugin_asset=assets.address)
        telling = Telling(kontor, names_of(kontor), settings.idle)
        patience = Patience(lane, kontor.dispatcher)
        stream = Stream(kontor.bus.wakeup, telling, lane)
        return cls(
            kontor,
            settings,
            pages,
            assets,
            visitors,
            stream,
            lane,
            build_of(kontor),
            patience,
            Throttle(kontor.storage),
            Book.of(kontor),
        )


def _templates(kontor: "KontorApp") -> dict[str, BaseLoader]:
    """Give the template folders of the plugins that have one, by key."""
    found: dict[str, BaseLoader] = {}
    for key, package in kontor.registries.packages.items():
        if key != CORE:
            folder = Path(str(files(package))) / "templates"
            if folder.is_dir():
                found[key] = FileSystemLoader(folder)
    return found
