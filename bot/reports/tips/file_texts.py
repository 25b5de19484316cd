"""How the files of a tip are counted on a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from aiogram.utils.i18n import lazy_gettext as __
from babel.support import LazyProxy

from bot.drawing.media.kinds import CleanFile, Kind

_COUNTED: Mapping[Kind, LazyProxy] = {
    Kind.PICTURE: __("Photos: {count}"),
    Kind.VIDEO: __("Videos: {count}"),
    Kind.SOUND: __("Sounds: {count}"),
    Kind.DOCUMENT: __("Documents: {count}"),
}


def write_files(files: Iterable[CleanFile]) -> str:
    """Count every kind that is there."""
    counts = Counter(file.kind for file in files)
    return " · ".join(
        str(words).format(count=counts[kind]) for kind, words in _COUNTED.items() if counts[kind]
    )
