"""Every hook, in the order a plugin author meets them: this file is the API.

A letter says how a hook is called:

R  registration: once at start, in load order; a failure quarantines the plugin, the rest goes on.
A  act: inside the transaction of the verb that calls it; a failure aborts that verb.

All hooks are synchronous. A registration hook returns a sequence of declarations, an empty one for
nothing; the order inside the answer is kept. An act hook returns None.
"""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import pluggy

from kontor_core.foundation.i18n import Label
from kontor_core.hooks.declarations.actions import Spec
from kontor_core.hooks.declarations.contexts import DemoContext, SeedContext
from kontor_core.hooks.declarations.entities import Entity, Resource
from kontor_core.hooks.declarations.flow import Job, Subscription
from kontor_core.hooks.declarations.health import Check
from kontor_core.hooks.declarations.rights import Permission, RoleTemplate
from kontor_core.hooks.declarations.routes import Route
from kontor_core.hooks.declarations.settings import Settings

if TYPE_CHECKING:
    from kontor_core.events.types import Event

PROJECT = "kontor"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

Form = Literal["analytical", "operative", "communicative", "collaborative", "social"]


class KontorSpec:
    """The hooks of Kontor."""

    @hookspec
    def kontor_entities(self) -> Sequence[Entity]:
        """R: declare tables: ``Entity`` for rows of their own, ``Facet`` for fields of a customer.

        Called first, since fields, rights, forms and the fence follow from the answer. A table
        nobody declares cannot be reached. Nothing to declare: leave the hook out.
        First user: core.
        """
        return ()

    @hookspec
    def kontor_resources(self) -> Sequence[Resource]:
        """R: declare how entities are listed, edited, searched, imported and exposed.

        Each gives a list, a form, ``/api/<name>``, ``kontor import <name>`` and an export. Called
        after all entities are known; a resource of another plugin's table is refused.
        First user: core.
        """
        return ()

    @hookspec
    def kontor_events(self) -> "Sequence[type[Event]]":
        """R: declare event classes, named ``<key>.<noun>.<past verb>``.

        Every field says its data class. Created, changed and deleted of each entity and facet
        exist without being declared. First user: core.
        """
        return ()

    @hookspec
    def kontor_subscriptions(self) -> Sequence[Subscription]:
        """R: declare reactions to events, durable by default.

        A transactional one may refuse the change by raising ``Refused``; any other exception rolls
        it back too. A durable one is retried, then set aside. First user: transactions.
        """
        return ()

    @hookspec
    def kontor_jobs(self) -> Sequence[Job]:
        """R: declare recurring work; each job runs once across all workers.

        A job that fails is shown on the plugin's card and runs again when it is next due.
        First user: transactions.
        """
        return ()

    @hookspec
    def kontor_ui(self) -> Sequence[Spec]:
        """R: declare navigation, pages, panels, tabs, columns, actions and the other slots.

        What they name (entities, fields, permissions) is resolved when all plugins have answered;
        an unknown name quarantines this plugin with the nearest name. First user: core.
        """
        return ()

    @hookspec
    def kontor_routes(self) -> Sequence[Route]:
        """R: declare own endpoints below ``/x/<key>/``.

        A route that another plugin has already quarantines the later of the two.
        First user: documents.
        """
        return ()

    @hookspec
    def kontor_permissions(self) -> Sequence[Permission | RoleTemplate]:
        """R: name rights beyond reading and writing rows, and propose roles.

        A right is granted by a role of ``kontor.toml`` alone. First user: transactions.
        """
        return ()

    @hookspec
    def kontor_settings(self) -> Sequence[Settings]:
        """R: declare typed settings, read from ``[plugin.<key>]`` of ``kontor.toml``.

        At most one. A value the file gets wrong is reported with its line. First user: documents.
        """
        return ()

    @hookspec
    def kontor_checks(self) -> Sequence[Check]:
        """R: declare what ``kontor doctor`` and the health page look at, each with the next step.

        A check reads what the plugin has noted and asks nobody over a network; one that raises is
        a finding itself. First user: mailbox.
        """
        return ()

    @hookspec
    def kontor_seed(self, ctx: SeedContext) -> None:
        """A: make the rows the plugin cannot do without, each found again by a stable key.

        Called by ``enable`` and after every migration, in load order, inside their transaction; it
        must be harmless when called again. First user: tasks.
        """

    @hookspec
    def kontor_demo(self, ctx: DemoContext) -> None:
        """A: make plausible rows for the demo company; the same seed makes the same rows.

        Called once by ``kontor demo``, in load order, in one transaction; a plugin that raises
        does without its rows. ``with ctx.at(moment, by=user):`` lets rows be of the past.
        First user: all bundled plugins.
        """

    @hookspec
    def kontor_addhooks(self) -> Sequence[type]:
        """R: declare own hooks: classes whose methods ``kontor_<key>_*`` are marked ``@hookspec``.

        Called before every other hook. Others implement them with
        ``@hookimpl(optionalhook=True)``, since this plugin may be absent; so arguments are SDK
        types and plain values. First user: transactions.
        """
        return ()


@dataclass(frozen=True)
class PluginInfo:
    """What a plugin says about itself; version and SDK range stand in its distribution's metadata.

    ``summary`` is one sentence for those who choose plugins; left out, that of the distribution.
    ``requires`` must be loaded, ``optional`` only decides the order, ``bridges`` are two or more
    plugins that this one brings together, ``hosts`` the remote hosts it talks to.
    """

    key: str
    title: Label
    _: KW_ONLY
    form: Form | None = None
    summary: Label = ""
    requires: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    bridges: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


class Plugin(KontorSpec):
    """The base class of every plugin: ``info`` and one method per hook, marked ``@hookimpl``."""

    info: ClassVar[PluginInfo]


REGISTRATION: tuple[str, ...] = (
    "kontor_entities",
    "kontor_resources",
    "kontor_events",
    "kontor_permissions",
    "kontor_settings",
    "kontor_subscriptions",
    "kontor_jobs",
    "kontor_ui",
    "kontor_routes",
    "kontor_checks",
)
"""The registration hooks in the order they are called."""
