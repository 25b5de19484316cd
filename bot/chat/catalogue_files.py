"""The message catalogues as files; for what speaks a language without a chat."""

from __future__ import annotations

import functools
import gettext
import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DOMAIN = "messages"


def find_catalogues() -> Path:
    """Return the folder of the catalogues, in a checkout or in an installed package."""
    package = Path(__file__).parent.parent
    installed = package / "locales"
    return installed if installed.is_dir() else package.parent / "locales"


def read_catalogue(locale: str, folder: Path | None = None) -> gettext.GNUTranslations:
    """Read a .po file as it is, so that no compiled catalogue can fall behind."""
    path = (folder or find_catalogues()) / locale / "LC_MESSAGES" / f"{DOMAIN}.po"
    return _compile(path, locale, path.stat().st_mtime_ns)


@functools.cache
def _compile(path: Path, locale: str, _changed: int) -> gettext.GNUTranslations:
    """Compile a catalogue once a process, and once more after each change."""
    with path.open("rb") as source:
        catalogue = read_po(source, locale=locale)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
