"""Small documents, written byte by byte, with all that a document may hide."""

from __future__ import annotations

import hashlib
import io
import zlib
from dataclasses import dataclass

from PIL import Image

from tests.drawing.media.canary import CANARY
from tests.drawing.media.drawn import XMP, picture

WORD = CANARY.encode()
PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
HELD = ("info", "xmp", "attachment", "notes", "script", "form", "outline", "private")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """How many pages of which size, and what is hidden about them."""

    pages: int = 1
    box: tuple[float, float] = (240, 160)
    hidden: tuple[str, ...] = ()
    packed: bool = False


def stream(body: bytes, extra: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (extra, len(body), body)


def bind(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """Write numbered objects, of which the first is the catalogue, with their table."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    tail = b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n"
    return data + head + table + tail % (count, trailer, len(data))


def sheet(wanted: Sheet) -> bytes:
    """Write pages of a black bar each; objects 3 and 4 are the font and the script."""
    first = 12
    kids = b" ".join(b"%d 0 R" % (first + 2 * it) for it in range(wanted.pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue(wanted.hidden),
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (wanted.pages, kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</S/JavaScript/JS(app.alert\\('%s'\\))>>" % WORD,
        b"<</Title(%s)/Author(%s)/CreationDate(D:20240506070809Z)>>" % (WORD, WORD),
        stream(XMP, b"/Type/Metadata/Subtype/XML"),
        stream(WORD, b"/Type/EmbeddedFile"),
        b"<</Type/Filespec/F(%s)/EF<</F 7 0 R>>>>" % WORD,
        b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/T(%s)/Contents(%s)/F 2>>" % (WORD, WORD),
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(%s)/V(%s)/Rect[0 0 9 9]/F 2>>" % (WORD, WORD),
        b"<</First 11 0 R/Last 11 0 R/Title(%s)/Parent 11 0 R>>" % WORD,
    ]
    for _ in range(wanted.pages):
        objects += page(wanted, len(objects) + 2)
    return bind(objects, b"/Info 5 0 R" if "info" in wanted.hidden else b"")


def catalogue(hidden: tuple[str, ...]) -> bytes:
    parts = {
        "xmp": b"/Metadata 6 0 R",
        "attachment": b"/Names<</EmbeddedFiles<</Names[(%s)8 0 R]>>>>" % WORD,
        "script": b"/OpenAction 4 0 R",
        "form": b"/AcroForm<</Fields[10 0 R]>>",
        "outline": b"/Outlines 11 0 R",
        "private": b"/PieceInfo<</Humen<</Private(%s)>>>>" % WORD,
    }
    return b"".join(body for name, body in parts.items() if name in hidden)


def page(wanted: Sheet, content: int) -> list[bytes]:
    notes = [
        it for name, it in (("notes", b"9 0 R"), ("form", b"10 0 R")) if name in wanted.hidden
    ]
    width, height = wanted.box
    drawing = b"0 0 %f %f re f %% %s" % (width / 2, height / 2, WORD)
    annotations = b"/Annots[%s]" % b" ".join(notes) if notes else b""
    body = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %f %f]/Contents %d 0 R%s>>" % (
        width,
        height,
        content,
        annotations,
    )
    if wanted.packed:
        return [body, stream(zlib.compress(drawing), b"/Filter/FlateDecode")]
    return [body, stream(drawing)]


def scanned(pages: int) -> bytes:
    """Make what a telephone's scanner makes: one picture a page, and a note of who made it."""
    images = [picture((200, 280)) for _ in range(pages)]
    for image in images:
        image.info["comment"] = WORD
    written = io.BytesIO()
    images[0].save(
        written, "PDF", save_all=True, append_images=images[1:], author=CANARY, title=CANARY
    )
    return written.getvalue()


def updated(data: bytes) -> bytes:
    """Append a later revision whose information names its author."""
    place = data.rindex(b"startxref") + 10
    table = int(data[place:].split()[0])
    change = b"5 0 obj\n<</Author(%s)>>\nendobj\n" % WORD
    row = b"xref\n5 1\n%010d 00000 n \n" % len(data)
    tail = b"trailer\n<</Root 1 0 R/Info 5 0 R/Size 99/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return data + change + row + tail % (table, len(data) + len(change))


def encrypted(password: bytes) -> bytes:
    """Encrypt an empty page as PDF 1.3 does (ISO 32000-1, 7.6.3); without a word it opens."""
    owner = rc4(hashlib.md5(PADDING, usedforsecurity=False).digest()[:5], padded(password))
    rights = b"\xfc\xff\xff\xff"
    seed = padded(password) + owner + rights + bytes(16)
    user = rc4(hashlib.md5(seed, usedforsecurity=False).digest()[:5], PADDING)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>"
        % (owner.hex().encode(), user.hex().encode()),
    ]
    code = bytes(16).hex().encode()
    return bind(objects, b"/Encrypt 4 0 R/ID[<%s><%s>]" % (code, code))


def padded(password: bytes) -> bytes:
    return (password + PADDING)[:32]


def rc4(key: bytes, data: bytes) -> bytes:
    state, other = list(range(256)), 0
    for place in range(256):
        other = (other + state[place] + key[place % len(key)]) % 256
        state[place], state[other] = state[other], state[place]
    made, one, other = bytearray(), 0, 0
    for byte in data:
        one = (one + 1) % 256
        other = (other + state[one]) % 256
        state[one], state[other] = state[other], state[one]
        made.append(byte ^ state[(state[one] + state[other]) % 256])
    return bytes(made)


def drawn_page(data: bytes) -> Image.Image:
    """Take the first picture out of a cleaned document, as its bytes stand there."""
    start = data.index(b"\xff\xd8")
    return Image.open(io.BytesIO(data[start : data.index(b"\nendstream", start)]))
