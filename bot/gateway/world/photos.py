"""Making the sizes of a photo, as Telegram does with a picture sent as one."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.gateway.errors import BadRequestError

if TYPE_CHECKING:
    from PIL import Image

MAX_PHOTO_BYTES = 10 << 20
LONGEST_SIDES = (90, 320, 800, 1280)


@dataclass(frozen=True, slots=True)
class Picture:
    """One size as JPEG."""

    data: bytes
    width: int
    height: int


def make_sizes(data: bytes) -> list[Picture]:
    """Scale a picture down, smallest first; slow, so call it in a thread.

    A JPEG that fits the largest size stays as it is, metadata included: nothing stops a client
    from uploading it so, and a bot that relies on Telegram to clean pictures ought to be caught.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415  slow to import

    _ensure_size(data)
    try:
        with Image.open(io.BytesIO(data)) as opened:
            _ensure_dimensions(*opened.size)
            as_it_is = opened.format == "JPEG" and max(opened.size) <= LONGEST_SIDES[-1]
            width, height = opened.size
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
    ) as error:
        raise BadRequestError("IMAGE_PROCESS_FAILED") from error
    longest = max(upright.size)
    sides = [side for side in LONGEST_SIDES if side < longest] + [min(longest, LONGEST_SIDES[-1])]
    pictures = [_scaled(upright, side) for side in sorted(set(sides))]
    return [*pictures[:-1], Picture(data, width, height)] if as_it_is else pictures


def _ensure_size(data: bytes) -> None:
    if len(data) > MAX_PHOTO_BYTES:
        raise BadRequestError(
            f"file of size {len(data)} bytes is too big for a photo; "
            f"the maximum size is {MAX_PHOTO_BYTES} bytes"
        )


def _ensure_dimensions(width: int, height: int) -> None:
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise BadRequestError("PHOTO_INVALID_DIMENSIONS")


def _scaled(image: Image.Image, longest: int) -> Picture:
    copy = image.copy()
    copy.thumbnail((longest, longest))
    buffer = io.BytesIO()
    copy.save(buffer, "JPEG", quality=87)
    return Picture(buffer.getvalue(), copy.width, copy.height)
