"""The lexer of parse mode HTML: start tags with their attributes, character references."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from bot.gateway.markup.entities import byte_offset
from bot.gateway.markup.errors import MarkupError, unparsable

# Telegram's own notion of white space; NUL belongs to it.
SPACE: Final = r" \t\r\n\v\0"

_NAME: Final = re.compile(f"[^{SPACE}>]*")
_SPACES: Final = re.compile(f"[{SPACE}]*")
_ATTRIBUTE: Final = re.compile(f"[^{SPACE}=>/\"']*")
_TOKEN: Final = re.compile(r"[A-Za-z0-9.-]*")
_REFERENCE: Final = re.compile(r"&(?:#x([0-9A-Fa-f]*)|#([0-9]*)|([A-Za-z]*));?")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LONGEST_NUMBER: Final = 10
_LAST_CODE: Final = 0x10FFFF
_LANGUAGE: Final = "language-"


@dataclass(frozen=True, slots=True)
class StartTag:
    """A start tag: its name in lower case and its attributes; `begin` is the index of its `<`."""

    name: str
    attributes: dict[str, str]
    begin: int

    @property
    def language(self) -> str:
        value = self.attributes.get("class", "")
        return value.removeprefix(_LANGUAGE) if value.startswith(_LANGUAGE) else ""


def read_reference(text: str, begin: int) -> tuple[str, int]:
    """Give the character that the reference at `begin` means and the index behind it, or `&`."""
    match = _REFERENCE.match(text, begin)
    assert match is not None
    if match[3] is not None:
        known = _NAMED.get(match[3])
        return (known, match.end()) if known else ("&", begin + 1)
    if len(match[0].removesuffix(";")) >= _LONGEST_NUMBER:
        return "&", begin + 1
    code = int(match[1] or "0", 16) if match[1] is not None else int(match[2] or "0")
    return (chr(code), match.end()) if 0 < code < _LAST_CODE else ("&", begin + 1)


class TagReader:
    """Reads the one start tag that begins at `begin`."""

    def __init__(self, text: str, begin: int) -> None:
        self.text = text
        self.begin = begin
        self.position = begin + 1

    def read(self, known: Container[str]) -> tuple[StartTag, int]:
        """Give the tag and the index behind its `>`."""
        name = self._take(_NAME).lower()
        if self._at_end():
            raise self._fault("Unclosed start tag")
        if name not in known:
            raise self._fault(f'Unsupported start tag "{name}"')
        attributes: dict[str, str] = {}
        while True:
            self._take(_SPACES)
            if self._here() == ">":
                return StartTag(name, attributes, self.begin), self.position + 1
            key, value = self._attribute(name)
            attributes[key] = value

    def _attribute(self, tag: str) -> tuple[str, str]:
        key = self._take(_ATTRIBUTE)
        if not key:
            raise self._fault(f'Empty attribute name in the tag "{tag}"')
        self._take(_SPACES)
        if self._here() != "=":
            if self._at_end():
                raise self._fault(f'Unclosed start tag "{tag}"')
            return key, ""
        self.position += 1
        self._take(_SPACES)
        if self._at_end():
            raise self._fault(f'Unclosed start tag "{tag}"')
        value = self._quoted() if self._here() in {"'", '"'} else self._token()
        if self._at_end():
            raise self._fault("Unclosed start tag")
        return key, value

    def _token(self) -> str:
        begin = self.position
        value = self._take(_TOKEN).lower()
        if self._here() != ">" and not re.match(f"[{SPACE}]|$", self._here()):
            at = byte_offset(self.text, begin)
            raise unparsable(f"Unexpected end of name token at byte offset {at}")
        return value

    def _quoted(self) -> str:
        quote = self._here()
        self.position += 1
        pieces = []
        while not self._at_end() and self._here() != quote:
            if self._here() == "&":
                piece, self.position = read_reference(self.text, self.position)
            else:
                piece, self.position = self._here(), self.position + 1
            pieces.append(piece)
        self.position += not self._at_end()
        return "".join(pieces)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.position)
        assert match is not None
        self.position = match.end()
        return match[0]

    def _here(self) -> str:
        return self.text[self.position : self.position + 1]

    def _at_end(self) -> bool:
        return self.position >= len(self.text)

    def _fault(self, what: str) -> MarkupError:
        return unparsable(f"{what} at byte offset {byte_offset(self.text, self.begin)}")
