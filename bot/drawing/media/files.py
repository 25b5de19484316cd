"""Any file that a tip may hold, made anew according to what its bytes say it is."""

from __future__ import annotations

from bot.drawing.media import documents, heif, pictures, recordings
from bot.drawing.media.kinds import LARGEST_FILE, CleanFile, Family, recognise
from bot.errors import FileTooLargeError, UnsupportedFileError

CLEANERS = {
    Family.PICTURES: pictures.clean,
    Family.HEIF: heif.clean,
    Family.RECORDINGS: recordings.clean,
    Family.DOCUMENTS: documents.clean,
}


def clean_file(data: bytes) -> CleanFile:
    """Clean a file in this process; strangers' files are for `clean_file_apart`.

    Raises `FileTooLargeError` for more than 20 MB and what the cleaners raise, and
    `UnsupportedFileError` for bytes of no kind that is taken.
    """
    if len(data) > LARGEST_FILE:
        raise FileTooLargeError
    signature = recognise(data)
    if signature is None:
        raise UnsupportedFileError
    return CLEANERS[signature.family](data)
