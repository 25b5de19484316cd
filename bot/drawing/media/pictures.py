"""Pictures among the files: encoded anew, as pictures that come alone are."""

from __future__ import annotations

import io

from PIL import ExifTags, Image

from bot.drawing.media.kinds import CleanFile, Kind
from bot.drawing.pictures import FORMATS, clean_picture
from bot.errors import (
    DamagedFileError,
    FileTooLargeError,
    NotAPictureError,
    PictureTooLargeError,
)


def clean(data: bytes, formats: tuple[str, ...] = FORMATS) -> CleanFile:
    """Raise `DamagedFileError` or `FileTooLargeError` where `clean_picture` refuses."""
    try:
        cleaned = clean_picture(data, formats)
    except PictureTooLargeError as error:
        raise FileTooLargeError from error
    except NotAPictureError as error:
        raise DamagedFileError from error
    return CleanFile(kind=Kind.PICTURE, media_type="image/jpeg", data=cleaned)


def rehearse() -> None:
    """Clean a dot of every format, so that Pillow loads now what it will not be able to later."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    for name in ("MPO", *FORMATS):
        dot = io.BytesIO()
        Image.new("RGB", (2, 1)).save(dot, name, exif=exif)
        clean(dot.getvalue())
