"""Compares the message catalogues with the code, or brings them up to date.

    python -m tests.catalogues           adds what is new, drops what is stale
    python -m tests.catalogues --check   changes nothing and fails with a list

The messages are read from the syntax tree: Babel's own reader works on tokens, and misses a call
that stands inside an f-string.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
# The positions of a call's message, and of its plural where it has one.
CALLS = {
    "_": (0,),
    "__": (0,),
    "gettext": (0,),
    "lazy_gettext": (0,),
    "ngettext": (0, 1),
    "lazy_ngettext": (0, 1),
}

MessageId = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotALiteralError(Exception):
    """A message that is put together at run time can never be in a catalogue."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: a message must be a plain string, not an expression"


def find_messages(folder: Path) -> dict[MessageId, str]:
    """Return each message with the place where it first stands."""
    found: dict[MessageId, str] = {}
    for path in sorted(folder.rglob("*.py")):
        for message, line in _messages_in(path):
            found.setdefault(message, f"{path.relative_to(folder.parent)}:{line}")
    return found


def read_catalogues(folder: Path) -> dict[Path, Catalog]:
    """Return every catalogue below the folder by its file."""
    catalogues = {}
    for path in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        with path.open("rb") as source:
            catalogues[path] = read_po(source, locale=path.parts[-3])
    return catalogues


def find_faults(messages: dict[MessageId, str], catalogue: Catalog) -> list[str]:
    """Return what a translator has to do, one line each."""
    known = _entries(catalogue)
    absent = [
        f"{place}: missing: {_first(each)!r}"
        for each, place in messages.items()
        if each not in known
    ]
    stale = [f"stale: {_first(each)!r}" for each in known if each not in messages]
    empty = [
        f"not translated: {_first(each)!r}"
        for each, message in known.items()
        if message.fuzzy or not _is_translated(message)
    ]
    return [*absent, *stale, *empty]


def update(messages: dict[MessageId, str], catalogue: Catalog) -> None:
    """Add what is missing, untranslated except in English, and drop what is stale."""
    known = _entries(catalogue)
    for stale in known.keys() - messages.keys():
        catalogue.delete(_first(stale))
    is_source = catalogue.locale is not None and catalogue.locale.language == "en"
    for message in messages:
        if message not in known:
            catalogue.delete(_first(message))
            catalogue.add(message, message if is_source else None)


def write(path: Path, catalogue: Catalog) -> None:
    with path.open("wb") as target:
        write_po(target, catalogue, width=99, sort_output=True, no_location=True)


def check(root: Path) -> list[str]:
    """Return every fault of every catalogue; an empty list where all is well."""
    messages = find_messages(root / "bot")
    return [
        f"{path.relative_to(root)}: {fault}"
        for path, catalogue in read_catalogues(root / "locales").items()
        for fault in find_faults(messages, catalogue)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, only compare")
    try:
        faults = check(ROOT) if parser.parse_args().check else _update_all(ROOT)
    except NotALiteralError as error:
        faults = [str(error)]
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    return 1 if faults else 0


def _update_all(root: Path) -> list[str]:
    messages = find_messages(root / "bot")
    for path, catalogue in read_catalogues(root / "locales").items():
        update(messages, catalogue)
        write(path, catalogue)
    return []


def _messages_in(path: Path) -> Iterator[tuple[MessageId, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if (places := CALLS.get(node.func.id)) is None:
            continue
        words = [_literal(node.args[place]) for place in places if place < len(node.args)]
        if len(words) < len(places) or None in words:
            raise NotALiteralError(path, node.lineno)
        strings = tuple(word for word in words if word is not None)
        yield (strings if len(strings) > 1 else strings[0]), node.lineno


def _literal(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def _entries(catalogue: Catalog) -> dict[MessageId, Message]:
    """Return the messages by their id, without the header."""
    return {
        each.id if isinstance(each.id, str) else tuple(each.id): each
        for each in catalogue
        if each.id
    }


def _first(message: MessageId) -> str:
    return message if isinstance(message, str) else message[0]


def _is_translated(message: Message) -> bool:
    words = message.string
    return all(words) if isinstance(words, tuple | list) else bool(words)


if __name__ == "__main__":
    sys.exit(main())
