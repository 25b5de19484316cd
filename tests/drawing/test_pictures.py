"""Only pixels leave: every test runs the cleaning both in this process and in the child's."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from bot.drawing.apart import clean_picture_apart
from bot.drawing.pictures import clean_picture
from bot.errors import NotAPictureError, PictureError, PictureTooLargeError

Cleaner = Callable[[bytes], Awaitable[bytes]]
CANARY = b"CANARY-30.3987N-112.8994E"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + CANARY + b"</x:xmpmeta>"
TEXT = CANARY.decode()
ALLOWED_SEGMENTS = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}  # JFIF, tables, the frame and the scan.
RED, BLUE = (250, 10, 10), (10, 10, 250)


@pytest.fixture(params=["here", "apart"])
def clean(request: pytest.FixtureRequest) -> Cleaner:
    async def here(data: bytes) -> bytes:
        return clean_picture(data)

    return here if request.param == "here" else clean_picture_apart


def picture(mode: str = "RGB", size: tuple[int, int] = (64, 32)) -> Image.Image:
    """Make a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def encoded(image: Image.Image, name: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, name, **options)
    return stream.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    tags[ExifTags.Base.Artist] = TEXT
    tags[ExifTags.Base.Make] = TEXT
    gps = tags.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (30.0, 23.0, 55.0)
    gps[ExifTags.GPS.GPSAreaInformation] = CANARY
    return tags


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def segments(jpeg: bytes) -> list[int]:
    """List a JPEG's markers up to the scan, as the standard lays them out."""
    assert jpeg[:2] == b"\xff\xd8"
    found: list[int] = []
    place = 2
    while not found or found[-1] != 0xDA:
        start, marker, length = struct.unpack_from(">BBH", jpeg, place)
        assert start == 0xFF
        found.append(marker)
        place += 2 + length
    return found


def assert_nothing_but_pixels(jpeg: bytes) -> None:
    assert set(segments(jpeg)) <= ALLOWED_SEGMENTS
    assert jpeg.find(b"\xff\xd9") == len(jpeg) - 2
    assert CANARY not in jpeg
    with Image.open(io.BytesIO(jpeg)) as image:
        image.load()
        assert (image.format, image.mode) == ("JPEG", "RGB")
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def pixel(jpeg: bytes, x: float, y: float) -> tuple[int, ...]:
    """Read one pixel; its place is given in parts of the width and the height."""
    with Image.open(io.BytesIO(jpeg)) as image:
        found = image.getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(found, tuple)
    return found


def is_near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=True))


def jpeg_with_everything() -> bytes:
    thumbnail = encoded(picture(size=(16, 8)), "JPEG", comment=CANARY)
    plain = encoded(picture(), "JPEG", exif=exif(), xmp=XMP, comment=CANARY, icc_profile=CANARY)
    extra = segment(0xED, b"Photoshop 3.0\0" + CANARY) + segment(0xE1, b"Exif\0\0" + thumbnail)
    return plain[:2] + extra + plain[2:] + CANARY + thumbnail


def png_with_everything() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", TEXT)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    info.add(b"prVt", CANARY)
    data = encoded(picture("RGBA"), "PNG", pnginfo=info, exif=exif(), icc_profile=CANARY)
    return data + CANARY


def webp_with_everything() -> bytes:
    return encoded(picture(), "WEBP", exif=exif(), xmp=XMP, icc_profile=CANARY, lossless=True)


def animation() -> bytes:
    frames = [picture("P"), Image.new("P", (64, 32))]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], comment=CANARY)


def polyglot() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("secret.txt", CANARY)
    return encoded(picture(), "PNG") + archive.getvalue()


SOUND = {
    "jpeg": jpeg_with_everything,
    "png": png_with_everything,
    "webp": webp_with_everything,
    "gif": animation,
    "bmp": lambda: encoded(picture(), "BMP") + CANARY,
    "mpo": lambda: encoded(picture(), "MPO", save_all=True, append_images=[picture()]),
    "cmyk": lambda: encoded(picture("CMYK"), "JPEG"),
    "palette": lambda: encoded(picture("P"), "PNG"),
    "zip polyglot": polyglot,
}


@pytest.mark.parametrize("make", SOUND.values(), ids=SOUND.keys())
async def test_only_the_pixels_are_left(clean: Cleaner, make: Callable[[], bytes]) -> None:
    cleaned = await clean(make())
    assert_nothing_but_pixels(cleaned)
    assert is_near(pixel(cleaned, 0.25, 0.5), RED)
    assert is_near(pixel(cleaned, 0.75, 0.5), BLUE)


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "red"),
    [(2, (0.75, 0.5)), (3, (0.75, 0.5)), (5, (0.5, 0.25)), (6, (0.5, 0.25)), (8, (0.5, 0.75))],
)
def test_the_picture_is_turned_upright(
    name: str, orientation: int, red: tuple[float, float]
) -> None:
    cleaned = clean_picture(encoded(picture(), name, exif=exif(orientation)))
    assert_nothing_but_pixels(cleaned)
    assert is_near(pixel(cleaned, *red), RED)


async def test_the_child_turns_a_picture_upright_too() -> None:
    data = encoded(picture(), "JPEG", exif=exif(8))
    assert await clean_picture_apart(data) == clean_picture(data)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
async def test_a_picture_with_broken_exif_is_still_a_picture(clean: Cleaner) -> None:
    plain = encoded(picture(), "JPEG")
    broken = plain[:2] + segment(0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff" + CANARY) + plain[2:]
    assert_nothing_but_pixels(await clean(broken))


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparent_parts_become_white(mode: str) -> None:
    cleaned = clean_picture(encoded(Image.new(mode, (8, 8)), "PNG"))
    assert is_near(pixel(cleaned, 0.5, 0.5), (255, 255, 255))


def test_a_grey_picture_of_16_bits_keeps_its_tones() -> None:
    cleaned = clean_picture(encoded(Image.new("I;16", (8, 8), 128 << 8), "PNG"))
    assert is_near(pixel(cleaned, 0.5, 0.5), (128, 128, 128))


async def test_the_longer_side_is_reduced(clean: Cleaner) -> None:
    cleaned = await clean(encoded(picture(size=(6000, 600)), "PNG"))
    with Image.open(io.BytesIO(cleaned)) as image:
        assert image.size == (4096, 410)


async def test_the_largest_picture_fits_the_childs_memory() -> None:
    cleaned = await clean_picture_apart(
        encoded(Image.new("RGBA", (7000, 7000)), "PNG", compress_level=1)
    )
    assert_nothing_but_pixels(cleaned)


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width: int, height: int, *chunks: bytes) -> bytes:
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + png_chunk(b"IEND", b"")


def deflated(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()


def huge_gif() -> bytes:
    screen = b"GIF89a" + b"\xff\xff" * 2 + bytes(3)
    return screen + b"," + bytes(4) + b"\xff\xff" * 2 + b"\0\2\2\x4c\1\0;"


def bad_checksum() -> bytes:
    data = bytearray(encoded(picture(), "PNG"))
    data[data.index(b"IDAT") + 8] ^= 0xFF
    return bytes(data)


def hostile_zip() -> bytes:
    return polyglot()[len(encoded(picture(), "PNG")) :]


def huge_text() -> bytes:
    text = b"XML:com.adobe.xmp\0\1\0\0\0" + deflated(64 << 20)
    pixels = zlib.compress((b"\0" + bytes(192)) * 64)
    return png_of(64, 64, png_chunk(b"iTXt", text), png_chunk(b"IDAT", pixels))


HOSTILE: dict[str, tuple[Callable[[], bytes], type[PictureError]]] = {
    "empty": (lambda: b"", NotAPictureError),
    "text": ("不是图片".encode, NotAPictureError),
    "noise": (lambda: random.Random(7).randbytes(50_000), NotAPictureError),
    "pdf": (lambda: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF", NotAPictureError),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', NotAPictureError),
    "html": (lambda: b"<!doctype html><script>alert(1)</script>", NotAPictureError),
    "zip": (hostile_zip, NotAPictureError),
    "zip dressed as jpeg": (lambda: b"\xff\xd8\xff\xe0" + hostile_zip(), NotAPictureError),
    "tiff": (lambda: encoded(picture(), "TIFF"), NotAPictureError),
    "eps": (lambda: encoded(picture(), "EPS"), NotAPictureError),
    "icon": (lambda: encoded(picture(), "ICO"), NotAPictureError),
    "avif": (lambda: encoded(picture(), "AVIF"), NotAPictureError),
    "truncated jpeg": (lambda: encoded(picture(), "JPEG")[:-200], NotAPictureError),
    "truncated png": (lambda: encoded(picture(), "PNG")[:-30], NotAPictureError),
    "truncated webp": (lambda: encoded(picture(), "WEBP")[:-30], NotAPictureError),
    "truncated gif": (lambda: encoded(picture("P"), "GIF")[:60], NotAPictureError),
    "bad checksum": (bad_checksum, NotAPictureError),
    "header only": (lambda: png_of(64, 64), NotAPictureError),
    "huge text chunk": (huge_text, NotAPictureError),
    "bomb": (
        lambda: png_of(9000, 9000, png_chunk(b"IDAT", deflated(243 << 20))),
        PictureTooLargeError,
    ),
    "bomb past the warning": (lambda: png_of(11_000, 11_000), PictureTooLargeError),
    "100000 x 100000": (lambda: png_of(100_000, 100_000), PictureTooLargeError),
    "gif of 65535 x 65535": (huge_gif, PictureTooLargeError),
    "too many bytes": (lambda: bytes(20 * 1024 * 1024 + 1), PictureTooLargeError),
}


@pytest.mark.parametrize(("make", "error"), HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_file_is_a_typed_error(
    clean: Cleaner, make: Callable[[], bytes], error: type[PictureError]
) -> None:
    with pytest.raises(error):
        await clean(make())


def test_every_picture_cut_or_flipped_at_random_is_cleaned_or_refused() -> None:
    chance = random.Random(26)
    originals = [make() for make in SOUND.values()]
    for _ in range(300):
        data = bytearray(chance.choice(originals))
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        damaged = bytes(data[: chance.randint(1, len(data))])
        try:
            cleaned = clean_picture(damaged)
        except PictureError:
            continue
        assert_nothing_but_pixels(cleaned)
