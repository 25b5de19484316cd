"""Parse mode MarkdownV2: nested entities, every reserved character escaped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.gateway.markup.entities import (
    Entity,
    byte_offset,
    in_order,
    make_entity,
    utf16_length,
)
from bot.gateway.markup.errors import MarkupError, unparsable
from bot.gateway.markup.links import emoji_or_date, link_target
from bot.gateway.markup.markdown import code_block_start

_RESERVED: Final = frozenset("_*[]()~`>#+-=|{}.!\n")
_LAST_ESCAPABLE: Final = "~"
_MARKS: Final = {"_": "Italic", "__": "Underline", "*": "Bold", "~": "Strikethrough"} | {
    "||": "Spoiler",
    "[": "TextUrl",
    "![": "CustomEmoji",
    "`": "Code",
    "```": "Pre",
}
_CLOSERS: Final = {kind: mark for mark, kind in _MARKS.items()} | {
    "TextUrl": "]",
    "CustomEmoji": "]",
    "PreCode": "```",
}
_TYPES: Final = {
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
}
_CODES: Final = frozenset({"Code", "Pre", "PreCode"})
_URL_ESCAPE: Final = re.compile(r"\\([\x01-\x7e])")
_URL: Final = re.compile(r"\(((?:\\[\x01-\x7e]|[^)])*)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Opened:
    kind: str
    offset: int
    begin: int
    piece: int
    language: str = ""


class _MarkdownV2Parser:
    """One pass over the text; a block quote lasts to the first line that does not begin with >."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.pieces: list[str] = []
        self.length = 0
        self.open: list[_Opened] = []
        self.entities: list[Entity] = []
        self.in_quote = False
        self.may_start_quote = True

    def parse(self) -> tuple[str, list[Entity]]:
        while self.position < len(self.text):
            self._step()
        if self.in_quote:
            self._close_last_quote()
        if self.open:
            raise self._unclosed()
        return "".join(self.pieces), in_order(self.entities)

    def _step(self) -> None:
        character = self.text[self.position]
        if character == "\\" and "\x01" <= self._peek() <= _LAST_ESCAPABLE:
            self.position += 1
            self._write(self.text[self.position])
        elif character not in self._reserved():
            self._write(character)
            # A line that begins inside code is no place for a quote.
            self.may_start_quote &= character == "\r"
        elif character == "\n" and self.in_quote and self._peek() != ">":
            self._close_quote()
        elif self.open and self._is_closer(self.open[-1].kind):
            self._close()
        else:
            self._begin(character)

    def _peek(self) -> str:
        return self.text[self.position + 1 : self.position + 2]

    def _reserved(self) -> frozenset[str]:
        in_code = self.open and self.open[-1].kind in _CODES
        return frozenset("`") if in_code else _RESERVED

    def _write(self, character: str) -> None:
        self.pieces.append(character)
        self.length += utf16_length(character)
        self.position += 1
        if character != "\r":
            self.may_start_quote = character == "\n"

    def _is_closer(self, kind: str) -> bool:
        if kind == "BlockQuote" or not self.text.startswith(_CLOSERS[kind], self.position):
            return False
        return kind != "Italic" or self._peek() != "_"

    def _begin(self, character: str) -> None:
        if character == "\n":
            self._write(character)
        elif character == ">" and self.may_start_quote:
            self._begin_quote()
        else:
            mark = self._mark(character)
            if mark is None:
                raise unparsable(
                    f"Character '{character}' is reserved and must be escaped "
                    "with the preceding '\\'"
                )
            self._open_entity(mark)

    def _mark(self, character: str) -> str | None:
        longest = self.text[self.position : self.position + 3]
        for mark in (longest, longest[:2], character):
            if mark in _MARKS:
                return mark
        return None

    def _open_entity(self, mark: str) -> None:
        begin, kind, language = self.position, _MARKS[mark], ""
        self.position += len(mark)
        if kind == "Pre":
            language, self.position = code_block_start(self.text, self.position)
            kind = "PreCode" if language else kind
        self.open.append(_Opened(kind, self.length, begin, len(self.pieces), language))

    def _begin_quote(self) -> None:
        if not self.in_quote:
            self.in_quote = True
            self.open.append(_Opened("BlockQuote", self.length, self.position, len(self.pieces)))
        self.position += 1

    def _close(self) -> None:
        opened = self.open.pop()
        self.position += len(_CLOSERS[opened.kind])
        fields = self._fields(opened)
        if fields and self.length > opened.offset:
            self._add(opened, fields)

    def _add(self, opened: _Opened, fields: Entity) -> None:
        kind = fields.pop("type")
        length = self.length - opened.offset
        self.entities.append(make_entity(kind, opened.offset, length, **fields))

    def _fields(self, opened: _Opened) -> Entity | None:
        if opened.kind == "TextUrl":
            address = self._address()
            inner = "".join(self.pieces[opened.piece :])
            return link_target(inner if address is None else address)
        if opened.kind == "CustomEmoji":
            return self._emoji_fields()
        language = {"language": opened.language} if opened.language else {}
        return {"type": _TYPES[opened.kind]} | language

    def _emoji_fields(self) -> Entity:
        address = self._address()
        if address is None:
            raise unparsable("The entity must contain a tg://emoji or tg://time URL")
        fields = emoji_or_date(address)
        if fields is None:
            raise unparsable("Invalid tg://emoji or tg://time URL specified")
        return fields

    def _address(self) -> str | None:
        """Take what stands in parentheses right here; None if nothing does."""
        if not self.text.startswith("(", self.position):
            return None
        match = _URL.match(self.text, self.position)
        if match is None:
            at = byte_offset(self.text, self.position + 1)
            raise unparsable(f"Can't find end of a URL at byte offset {at}")
        self.position = match.end()
        return _URL_ESCAPE.sub(r"\1", match[1])

    def _close_quote(self) -> None:
        quote_type = self._quote_type(self._is_quote_mark(self.position))
        if self.open[-1].kind != "BlockQuote":
            raise self._unclosed()
        self.in_quote = False
        self._write("\n")
        self._add(self.open.pop(), {"type": quote_type})

    def _close_last_quote(self) -> None:
        quote_type = self._quote_type(
            self.open[-1].kind == "Spoiler" and self.open[-1].begin == len(self.text) - 2
        )
        if self.open[-1].kind == "BlockQuote":
            opened = self.open.pop()
            if self.length > opened.offset:
                self._add(opened, {"type": quote_type})

    def _is_quote_mark(self, end: int) -> bool:
        """Tell if two bars that end the quote's last line make it expandable."""
        opened = self.open[-1]
        after_carriage_return = opened.begin == end - 3 and self.pieces[-1:] == ["\r"]
        return opened.kind == "Spoiler" and (opened.begin == end - 2 or after_carriage_return)

    def _quote_type(self, is_expandable: bool) -> str:  # noqa: FBT001
        if is_expandable:
            self.open.pop()
        return "expandable_blockquote" if is_expandable else "blockquote"

    def _unclosed(self) -> MarkupError:
        opened = self.open[-1]
        at = byte_offset(self.text, opened.begin)
        return unparsable(f"Can't find end of {opened.kind} entity at byte offset {at}")


def parse_markdown_v2(text: str) -> tuple[str, list[Entity]]:
    """Give the plain text and its entities; MarkupError where Telegram answers 400."""
    return _MarkdownV2Parser(text).parse()
