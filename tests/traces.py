"""Looks for what must not be left: a text, a number or a key, in every form that a disk may hold."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

# A shorter form turns up by chance: 300 forms of 4 bytes in 5 MB of sealed bytes, one time in three.
SHORTEST = 6
SHORTEST_NUMBER = 4
SHORTEST_SECRET = 5


def forms_of_bytes(data: bytes) -> Iterator[bytes]:
    """Yield bytes as they are, in hexadecimal, and in base64 wherever they may begin in it."""
    yield data
    yield data.hex().encode()
    yield data.hex().upper().encode()
    for offset in range(3):
        coded = base64.b64encode(bytes(offset) + data)
        inner = coded[-(-offset * 8 // 6) : (offset + len(data)) * 8 // 6]
        yield inner
        yield inner.translate(bytes.maketrans(b"+/", b"-_"))


def forms_of_text(text: str) -> Iterator[bytes]:
    for spelling in {text, text.lower(), text.upper()}:
        for coding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
            yield from forms_of_bytes(spelling.encode(coding))
        yield json.dumps(spelling)[1:-1].encode()
        yield quote(spelling).encode()


def forms_of_number(number: int) -> Iterator[bytes]:
    """Yield the digits in all forms of a text, and the number itself in binary.

    The shortest binary form stands within every longer one, so it covers 4, 6 and 8 bytes.
    """
    yield from forms_of_text(str(number))
    yield f"{number:x}".encode()
    yield f"{number:X}".encode()
    size = max(SHORTEST_NUMBER, (number.bit_length() + 7) // 8)
    for order in ("big", "little"):
        for width in {size, 8}:
            yield from forms_of_bytes(number.to_bytes(width, order))


@dataclass(frozen=True)
class Traces:
    """Labelled things to look for; a label never quotes the thing.

    `seen` keeps, of everything found below a folder, in which form and where in its file.
    """

    forms: dict[str, set[bytes]] = field(default_factory=dict)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)

    def text(self, label: str, *texts: str) -> None:
        for text in texts:
            self._add(label, forms_of_text(text))

    def number(self, label: str, number: int) -> None:
        self._add(label, forms_of_number(number), SHORTEST_NUMBER)

    def secret(self, label: str, data: bytes) -> None:
        self._add(label, forms_of_bytes(data), SHORTEST_SECRET)

    def _add(self, label: str, forms: Iterable[bytes], shortest: int = SHORTEST) -> None:
        known = self.forms.setdefault(label, set())
        known |= {form for form in forms if len(form) >= shortest}

    def found_in(self, data: bytes) -> set[str]:
        """Return the labels of what the data holds."""
        return {
            label for label, forms in self.forms.items() if any(form in data for form in forms)
        }

    def found_under(self, folder: Path) -> set[tuple[str, str]]:
        """Return label and place of everything found in names and contents of a folder's files."""
        found = set()
        for path in sorted(folder.rglob("*")):
            data = _name_and_content(path)
            for label in self.found_in(data):
                found.add(place := (label, str(path.relative_to(folder))))
                form = next(form for form in self.forms[label] if form in data)
                at = data.index(form) - len(path.name.encode()) - 1
                self.seen[place] = f"{label} in {place[1]} at {at}: {form!r}"
        return found

    def explain(self, found: Iterable[tuple[str, str]], *expected: str) -> str:
        """Return file, place and form of what was found, but for the labels that may be there."""
        return "\n".join(self.seen[each] for each in sorted(found) if each[0] not in expected)


def words_in(text: str) -> set[str]:
    """Return the words that a text is told apart by: Latin ones, and three characters at a time."""
    latin = set(re.findall(r"[A-Za-z0-9]{5,}", text))
    runs = re.findall(r"[\u3400-\u9fff]+", text)
    return latin | {run[i : i + 3] for run in runs for i in range(len(run) - 2)}


def _name_and_content(path: Path) -> bytes:
    return path.name.encode() + b"\n" + (path.read_bytes() if path.is_file() else b"")
