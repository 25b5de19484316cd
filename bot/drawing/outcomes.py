"""How a cleaning child ended, as its exit status says it to the parent.

Any other status, a signal's too, stands for a cleaner that failed.
"""

from __future__ import annotations

from bot.errors import (
    DamagedFileError,
    FileError,
    FileTooLargeError,
    ProtectedFileError,
    UnsupportedFileError,
)

CLEANED = {
    0: "image/jpeg",
    10: "application/pdf",
    11: "video/mp4",
    12: "video/webm",
    13: "video/3gpp",
    14: "audio/mpeg",
    15: "audio/ogg",
    16: "audio/mp4",
    17: "audio/amr",
    18: "audio/3gpp",
    19: "audio/wav",
}
REFUSED: dict[int, type[FileError]] = {
    3: DamagedFileError,
    4: FileTooLargeError,
    5: UnsupportedFileError,
    6: ProtectedFileError,
}
STATUSES = {media_type: status for status, media_type in CLEANED.items()}
REFUSALS = {error: status for status, error in REFUSED.items()}
