"""Small pictures with things hidden in every place that their formats have."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

import pillow_heif
from PIL import ExifTags, Image, PngImagePlugin

from tests.drawing.media.canary import CANARY

WORD = CANARY.encode()
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>' + WORD + b"</dc:creator></x:xmpmeta>"
SIZE = (64, 40)


def picture(size: tuple[int, int] = SIZE) -> Image.Image:
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((200, 30, 30), (0, 0, size[0] // 2, size[1] // 2))
    return image


def encoded(image: Image.Image, name: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, name, **options)
    return stream.getvalue()


def exif(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    for tag in (ExifTags.Base.Artist, ExifTags.Base.Make, ExifTags.Base.Software):
        tags[tag] = CANARY
    tags[ExifTags.Base.XPAuthor] = CANARY.encode("utf-16-le")
    gps = tags.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (30.0, 23.0, 55.0)
    gps[ExifTags.GPS.GPSAreaInformation] = WORD
    return tags


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def jpeg(orientation: int, size: tuple[int, int] = SIZE) -> bytes:
    thumbnail = encoded(picture((16, 8)), "JPEG", comment=WORD)
    plain = encoded(
        picture(size),
        "JPEG",
        exif=exif(orientation),
        xmp=XMP,
        comment=WORD,
        icc_profile=WORD,
        progressive=orientation % 2 == 0,
    )
    extra = segment(0xED, b"Photoshop 3.0\0" + WORD) + segment(0xEA, b"JFXX\0" + thumbnail)
    return plain[:2] + extra + plain[2:]


def png(orientation: int, size: tuple[int, int] = SIZE) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", CANARY)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=orientation % 2 == 0)
    info.add(b"prVt", WORD)
    return encoded(picture(size), "PNG", pnginfo=info, exif=exif(orientation), icc_profile=WORD)


def webp(orientation: int, size: tuple[int, int] = SIZE) -> bytes:
    options = {"exif": exif(orientation), "xmp": XMP, "icc_profile": WORD}
    return encoded(picture(size), "WEBP", lossless=orientation % 2 == 0, **options)


def heic(orientation: int, size: tuple[int, int] = SIZE) -> bytes:
    image = pillow_heif.from_pillow(picture(size))
    image.info["exif"] = exif(orientation).tobytes()
    image.info["xmp"] = XMP
    stream = io.BytesIO()
    image.save(stream, quality=60)
    return stream.getvalue()


def gif(orientation: int, size: tuple[int, int] = SIZE) -> bytes:
    frames = [picture(size).convert("P")] * orientation
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], comment=WORD)


def mpo(orientation: int, size: tuple[int, int] = SIZE) -> bytes:
    more = [picture((32, 20))]
    tags = exif(orientation)
    return encoded(picture(size), "MPO", save_all=True, append_images=more, exif=tags)


def bmp(_orientation: int, size: tuple[int, int] = SIZE) -> bytes:
    return encoded(picture(size), "BMP") + WORD


def archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        opened.writestr(f"{CANARY}.txt", WORD)
    return stream.getvalue()
