"""A picture made anew from its pixels, so that nothing else of the file goes on."""

from __future__ import annotations

import contextlib
import io

from PIL import ExifTags, Image

from bot.drawing.media.kinds import LARGEST_FILE
from bot.errors import NotAPictureError, PictureError, PictureTooLargeError

FORMATS = ("BMP", "GIF", "JPEG", "PNG", "WEBP")  # MPO is opened as a JPEG of several pictures.
LARGEST_AREA = 50_000_000
LONGEST_SIDE = 4096
QUALITY = 88
WHITE = (255, 255, 255)
UPRIGHT = {  # By the value of the Exif orientation tag.
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def clean_picture(data: bytes, formats: tuple[str, ...] = FORMATS) -> bytes:
    """Decode a picture and encode its pixels, and only them, as a JPEG.

    It is turned upright, transparent parts become white, of an animation the first frame stays,
    and the longer side is reduced to 4096 pixels. Raises `PictureTooLargeError` for more than
    20 MB or 50 megapixels, and `NotAPictureError` for whatever Pillow cannot decode whole.
    """
    if len(data) > LARGEST_FILE:
        raise PictureTooLargeError
    try:
        _verify(data, formats)
        return _encode(_decode(data, formats))
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLargeError from error
    except Exception as error:  # A decoder may fail on hostile bytes in any way it likes.
        raise NotAPictureError from error


def _open(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    image = Image.open(io.BytesIO(data), formats=formats)
    if image.width * image.height > LARGEST_AREA:
        raise PictureTooLargeError
    return image


def _verify(data: bytes, formats: tuple[str, ...]) -> None:
    with _open(data, formats) as image:
        image.verify()


def _decode(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    with _open(data, formats) as image:
        image.load()
        turn = UPRIGHT.get(_orientation(image))
        flat = _flatten(image)
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return flat if turn is None else flat.transpose(turn)


def _orientation(image: Image.Image) -> int:
    """Read how the camera was held; a picture with broken Exif data is still a picture."""
    with contextlib.suppress(Exception):
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    return 1


def _flatten(image: Image.Image) -> Image.Image:
    """Copy the pixels onto a new white page, which knows nothing of the file."""
    if image.mode.startswith("I;16"):
        image = image.point(lambda tone: tone / 256).convert("L")
    page = Image.new("RGB", image.size, WHITE)
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        page.paste(layer, mask=layer)
    else:
        page.paste(image if image.mode == "RGB" else image.convert("RGB"))
    return page


def _encode(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=QUALITY)
    return stream.getvalue()
