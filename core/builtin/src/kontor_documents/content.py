"""What a file is, told by its bytes; its name is asked only where the bytes are a container."""

from io import BytesIO
from pathlib import PurePath

from kontor_sdk import L, NotFound, Refused

UNKNOWN = "application/octet-stream"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

_INSIDE_ZIP = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_TEXTS = {".csv": "text/csv", ".eml": "message/rfc822", ".vcf": "text/vcard"}
_NAMED = PICTURES | {"application/pdf", "application/zip", "text/plain"}
_ZIP = b"PK\x03\x04"
HEAD = 65_536
"""As many bytes of a file as tell what it is."""
_MARKUP = 16_384
_MOST_PIXELS = 40_000_000
_EDGE = 1200
_TOO_LARGE = L("Dieses Bild ist zu groß für eine Vorschau.", en="Too large for a preview.")


def media_type_of(head: bytes, name: str) -> str:
    """Give the media type that the first bytes of a file show."""
    from puremagic import PureError, from_string  # its table of 1,800 types loads when asked

    ending = PurePath(name).suffix.lower()
    if head.startswith(_ZIP):
        return _INSIDE_ZIP.get(ending, "application/zip")
    start = head[:_MARKUP].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<script")):
        return "text/html"
    if start.startswith((b"<svg", b"<?xml")):
        return "image/svg+xml" if b"<svg" in start else "text/xml"
    if _is_text(head):
        return _TEXTS.get(ending, "text/plain")
    try:
        return str(from_string(head, mime=True)) or UNKNOWN
    except (PureError, ValueError):
        return UNKNOWN


def safe_type(media_type: str) -> str:
    """Give the type a file is handed out as: what no browser ever runs, else bytes and no more."""
    named = media_type in _NAMED or media_type in (*_INSIDE_ZIP.values(), *_TEXTS.values())
    return media_type if named else UNKNOWN


def preview_of(content: bytes) -> bytes:
    """Draw a picture anew, at most 1200 pixels wide: what else its file holds stays behind."""
    from PIL import Image, UnidentifiedImageError  # loads only where a picture is looked at

    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise Refused(_TOO_LARGE)
            picture.thumbnail((_EDGE, _EDGE))
            drawn = BytesIO()
            picture.convert("RGBA").save(drawn, "PNG")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_TOO_LARGE) from None  # Pillow's own bound, told before ours can be asked
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise NotFound("preview", "") from None
    return drawn.getvalue()


def _is_text(head: bytes) -> bool:
    if not head or b"\0" in head or head.startswith(b"%PDF-"):
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4  # the head ends inside a character
    return True
