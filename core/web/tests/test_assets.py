"""Assets: only what was built, compressed as the browser likes, forever."""

import gzip
import re

import brotli
import pytest

from kontor_web.ui.assets import DIST, AssetsMissing, asset, manifest, read_built, resolve
from kontor_web.ui.icons import UnknownIcon, check_icon, icon

STYLES = manifest()["kontor.css"]
FONT = next(name for name in manifest().values() if name.endswith(".woff2"))


def test_an_asset_is_addressed_by_its_hash() -> None:
    assert re.fullmatch(r"/assets/kontor-[A-Z0-9]{8}\.css", asset("kontor.css"))


def test_an_unknown_name_says_which_names_there_are() -> None:
    with pytest.raises(AssetsMissing, match=r"No asset is called 'kontr\.css'.*kontor\.css"):
        asset("kontr.css")


def test_a_missing_build_names_the_command(tmp_path) -> None:
    with pytest.raises(AssetsMissing, match="Run `kontor ui build`"):
        read_built("manifest.json", tmp_path)


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("BR", "br"),
        ("*", "br"),
        ("*, br;q=0", "gzip"),
    ],
)
def test_the_best_encoding_the_browser_takes_is_sent(accept, encoding) -> None:
    found = resolve(STYLES, accept)

    assert found is not None
    assert found.headers.get("Content-Encoding") == encoding


def test_every_encoding_holds_the_same_file() -> None:
    plain, zipped, brotlied = (resolve(STYLES, accept) for accept in ("", "gzip", "br"))

    assert plain
    assert zipped
    assert brotlied
    assert gzip.decompress(zipped.content) == plain.content
    assert brotli.decompress(brotlied.content) == plain.content


def test_a_hashed_file_is_kept_forever() -> None:
    found = resolve(STYLES)

    assert found is not None
    assert found.media_type == "text/css; charset=utf-8"
    assert found.headers == {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }


def test_a_font_is_compressed_already() -> None:
    found = resolve(FONT, "br, gzip")

    assert found is not None
    assert "Content-Encoding" not in found.headers


@pytest.mark.parametrize(
    "name", ["manifest.json", "icons.json", f"{STYLES}.br", "../assets.py", "", "kontor.css"]
)
def test_what_the_manifest_does_not_name_is_not_served(name) -> None:
    assert resolve(name) is None


def test_plugins_import_the_same_module_instance_as_the_page() -> None:
    shim = resolve("kontor.js")

    assert shim is not None
    assert shim.content.decode() == f'export * from "{asset("kontor.js")}";\n'
    assert shim.headers["Cache-Control"] == "no-cache"
    assert shim.headers["ETag"] == shim.etag


def test_every_named_file_is_there() -> None:
    assert [name for name in manifest().values() if not (DIST / name).is_file()] == []


def test_an_icon_is_hidden_from_screen_readers_and_has_its_size() -> None:
    markup = icon("building-2", 14)

    assert markup.startswith('<svg width="14" height="14"')
    assert 'aria-hidden="true"' in markup
    assert "style=" not in markup


def test_an_unknown_icon_names_those_that_come_close() -> None:
    with pytest.raises(UnknownIcon, match=r"no icon 'phonee'.*phone"):
        check_icon("phonee")
