"""Parse mode Markdown, the legacy one: no nesting, few escapes."""

from __future__ import annotations

import re
from typing import Final

from bot.gateway.markup.entities import Entity, byte_offset, make_entity, utf16_length
from bot.gateway.markup.errors import unparsable
from bot.gateway.markup.links import link_target

_PLAIN: Final = re.compile(r"(?:\\[_*`\[]|[^_*`\[])+")
_ESCAPE: Final = re.compile(r"\\([_*`\[])")
# A language is a word that something else than the closing back-ticks follows.
_LANGUAGE: Final = re.compile(r"([^\s`]+)(?=\s)", re.ASCII)
_NEWLINE: Final = re.compile(r"\r\n|\n\r|\n|\r")
_CLOSERS: Final = {"_": "_", "*": "*", "`": "`", "[": "]", "```": "```"}
_KINDS: Final = {"_": "italic", "*": "bold", "`": "code"}


def code_block_start(text: str, begin: int) -> tuple[str, int]:
    """Find the language after the back-ticks that end at `begin`, and where the code begins."""
    language = _LANGUAGE.match(text, begin)
    position = language.end() if language else begin
    newline = _NEWLINE.match(text, position)
    return (language[1] if language else ""), (newline.end() if newline else position)


class _MarkdownParser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.pieces: list[str] = []
        self.length = 0
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self.position < len(self.text):
            if plain := _PLAIN.match(self.text, self.position):
                self.position = plain.end()
                self._write(_ESCAPE.sub(r"\1", plain[0]))
            else:
                self._entity()
        return "".join(self.pieces), self.entities

    def _write(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += utf16_length(piece)

    def _entity(self) -> None:
        begin = self.position
        mark = "```" if self.text.startswith("```", begin) else self.text[begin]
        inside, language = begin + len(mark), ""
        if mark == "```":
            language, inside = code_block_start(self.text, inside)
        end = self.text.find(_CLOSERS[mark], inside)
        if end < 0:
            at = byte_offset(self.text, begin)
            raise unparsable(f"Can't find end of the entity starting at byte offset {at}")
        self.position = end + len(mark)
        offset, inner = self.length, self.text[inside:end]
        self._write(inner)
        address = self._address(inner) if mark == "[" and inner else ""
        if inner and (fields := _fields(mark, language, address)):
            kind = fields.pop("type")
            self.entities.append(make_entity(kind, offset, self.length - offset, **fields))

    def _address(self, inner: str) -> str:
        if not self.text.startswith("(", self.position):
            return inner
        end = self.text.find(")", self.position)
        end = len(self.text) if end < 0 else end
        address = self.text[self.position + 1 : end]
        self.position = end + 1
        return address


def _fields(mark: str, language: str, address: str) -> Entity | None:
    if mark == "[":
        return link_target(address)
    if mark == "```":
        return {"type": "pre"} | ({"language": language} if language else {})
    return {"type": _KINDS[mark]}


def parse_markdown(text: str) -> tuple[str, list[Entity]]:
    """Give the plain text and its entities; MarkupError where Telegram answers 400."""
    return _MarkdownParser(text).parse()
