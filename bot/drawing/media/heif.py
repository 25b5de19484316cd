"""Telephones' HEIC pictures, apart from the others because their decoder wants a thread."""

from __future__ import annotations

import pillow_heif

from bot.drawing.media import pictures
from bot.drawing.media.kinds import CleanFile

pillow_heif.register_heif_opener(
    decode_threads=0, thumbnails=False, depth_images=False, aux_images=False
)


def clean(data: bytes) -> CleanFile:
    """Raise `DamagedFileError` or `FileTooLargeError` as for any picture."""
    return pictures.clean(data, ("HEIF",))


def rehearse() -> None:
    """Let Pillow load what it needs; the decoder came whole with its import."""
    pictures.rehearse()
