"""A QR code as one path of an SVG: the content security policy takes no data: pictures."""

import segno

from kontor_web.ui.views import TemplateBlock


def qr_block(text: str, label: str) -> TemplateBlock:
    """Show a text as a QR code; ``label`` says what it is to whoever cannot see it."""
    matrix = segno.make_qr(text).matrix
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    values = {"path": path, "size": len(matrix), "label": label}
    return TemplateBlock(name="core/parts/qr.html", values=values)
