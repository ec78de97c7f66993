"""Files that plugins bring in ``static/``, served under the hash of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from kontor_core.hooks.declarations.ui import Asset

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

PATH = "/assets/p/{key:str}/{mark:str}/{name:path}"
_MARK = 12
MEDIA_TYPES: Mapping[str, str] = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""What is served at all: whatever else lies in the folder is not."""
SCRIPTS, STYLES = (".js", ".mjs"), (".css",)


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one plugin; one mark for all, so modules find each other by ``./other.js``."""

    mark: str
    files: Mapping[str, bytes]


class PluginAssets:
    """The files of every plugin that declares an ``Asset``; read once, when Kontor starts."""

    def __init__(self, folders: Mapping[str, Folder]) -> None:
        self._folders = folders

    @classmethod
    def of(cls, kontor: "KontorApp") -> "PluginAssets":
        owners = {owned.owner for owned in kontor.registries.specs(Asset)}
        packages = kontor.registries.packages
        return cls({key: _read(Path(str(files(packages[key]))) / "static") for key in owners})

    def address(self, key: str, path: str) -> str:
        """Give the address of a file: for templates, as ``plugin_asset("loyalty", "card.svg")``."""
        folder = self._folders.get(key)
        if folder is None or path not in folder.files:
            raise LookupError(f"The plugin {key} serves no file static/{path}.")
        return f"/assets/p/{key}/{folder.mark}/{path}"

    def found(self, key: str, mark: str, path: str) -> bytes | None:
        """Give what a file holds; None for what is not there, or not any more."""
        folder = self._folders.get(key)
        return folder.files.get(path) if folder is not None and folder.mark == mark else None


def _read(root: Path) -> Folder:
    found = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.suffix in MEDIA_TYPES
    }
    digest = sha256()
    for name, content in found.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return Folder(digest.hexdigest()[:_MARK], found)
