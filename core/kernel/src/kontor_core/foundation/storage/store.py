"""What units of work and readers share: the database, its schema and plans, what values may be."""

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.profiles import Action, Profile
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.storage.blobs import Blobs
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.fence import Fence, fenced_dialect
from kontor_core.foundation.storage.read import Plans
from kontor_core.foundation.storage.schema import Schema
from kontor_core.foundation.values import DEFAULT, Conventions, Options

if TYPE_CHECKING:
    from pydantic import BaseModel

Model = TypeVar("Model", bound="BaseModel")


class Store:
    """What units of work and readers of one application stand on."""

    def __init__(
        self,
        database: Database,
        schema: Schema,
        *,
        conventions: Conventions = DEFAULT,
        custom_fields: Mapping[str, Mapping[str, FieldSpec]] | None = None,
        blobs: Blobs | None = None,
        settings: "Iterable[BaseModel]" = (),
    ) -> None:
        self.database = database
        self._settings = {type(found): found for found in settings}
        self._blobs = blobs
        self.schema = schema
        self.conventions = conventions
        self.custom_fields = dict(custom_fields or {})  # by entity, then by name without "custom."
        self.actor_of: Callable[[str], Actor] | None = None  # set once there are roles
        self.system_plans = Plans(database.engine.dialect)
        self._plans: dict[tuple[Profile, Action], Plans] = {}
        self._statements: dict[Hashable, Any] = {}
        self._lock = threading.Lock()

    @property
    def options(self) -> Options:
        """Give the lists of choices that the definition owns."""
        return self.conventions.options

    @property
    def blobs(self) -> Blobs:
        """Give the files beside the database; raises LookupError for a storage without."""
        if self._blobs is None:
            raise LookupError("this storage keeps no files; open it through KontorApp")
        return self._blobs

    def settings(self, model: type[Model]) -> Model:
        """Give the settings that a plugin declared with this model; raises LookupError for none."""
        found = self._settings.get(model)
        if not isinstance(found, model):
            raise LookupError(f"{model.__name__} is not declared: answer kontor_settings with it")
        return found

    def plans(self, profile: Profile, action: Action) -> Plans:
        """Give the compiled statements of a profile."""
        key = (profile, action)
        plans = self._plans.get(key)
        if plans is None:
            dialect = fenced_dialect(
                self.database.engine.dialect, Fence(self.schema, profile, action)
            )
            with self._lock:
                plans = self._plans.setdefault(key, Plans(dialect))
        return plans

    def statement(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Keep a statement that is built from a name, so that its plan is found again."""
        found = self._statements.get(key)
        if found is None:
            found = self._statements.setdefault(key, make())
        return found

    def close(self) -> None:
        self.database.close()
