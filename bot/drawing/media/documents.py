"""A document's pages drawn anew as pictures, in a new document that holds only these."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from bot.drawing.media.kinds import LARGEST_FILE, CleanFile, Kind
from bot.errors import DamagedFileError, FileError, FileTooLargeError, ProtectedFileError

MOST_PAGES = 30
DPI = 150
POINTS = 72  # To an inch.
LONGEST_SIDE = 2000  # Pixels; an A4 page has 1754.
QUALITY = 80
END = b"%%EOF"
# Neither a title nor dates; Pillow writes them unless it is told not to.
UNSIGNED = dict.fromkeys(("title", "producer", "creationDate", "modDate"))


def clean(data: bytes) -> CleanFile:
    """Draw every page; of forms and notes what is seen on the page stays, scripts never run.

    Raises `ProtectedFileError` for an encrypted document, `FileTooLargeError` for one of more
    than thirty pages, and `DamagedFileError` for one that ends early or cannot be drawn.
    """
    if END not in data:
        raise DamagedFileError
    try:
        cleaned = _bind(_draw(data))
    except FileError:
        raise
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise ProtectedFileError from error
        raise DamagedFileError from error
    except Exception as error:  # A renderer may fail on hostile bytes in any way it likes.
        raise DamagedFileError from error
    if len(cleaned) > LARGEST_FILE:
        raise FileTooLargeError
    return CleanFile(kind=Kind.DOCUMENT, media_type="application/pdf", data=cleaned)


def rehearse() -> None:
    """Draw a page of one dot, so that both libraries have loaded all they need."""
    clean(_bind([Image.new("RGB", (8, 8))]))


def _draw(data: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(data) as document:
        if raw.FPDF_GetSecurityHandlerRevision(document.raw) >= 0:
            raise ProtectedFileError
        if len(document) > MOST_PAGES:
            raise FileTooLargeError
        if not len(document):
            raise DamagedFileError
        return [_draw_page(document[number]) for number in range(len(document))]


def _draw_page(page: pypdfium2.PdfPage) -> Image.Image:
    longer, shorter = max(page.get_size()), min(page.get_size())
    if not 0 < shorter <= longer:
        raise DamagedFileError
    scale = min(DPI / POINTS, LONGEST_SIDE / longer)
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True)
    drawn: Image.Image = bitmap.to_pil()
    copy = drawn.convert("RGB") if drawn.mode != "RGB" else drawn.copy()
    bitmap.close()
    page.close()
    return copy


def _bind(pages: list[Image.Image]) -> bytes:
    stream = io.BytesIO()
    pages[0].save(
        stream,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=DPI,
        quality=QUALITY,
        **UNSIGNED,
    )
    return stream.getvalue()
