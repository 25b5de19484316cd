"""Parse mode HTML: tags and character references as tdlib reads them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.gateway.markup.entities import (
    Entity,
    byte_offset,
    end_of,
    in_order,
    make_entity,
    utf16_length,
)
from bot.gateway.markup.errors import MarkupError, unparsable
from bot.gateway.markup.links import date_fields, is_custom_emoji_id, is_date_format, link_target
from bot.gateway.markup.tags import SPACE, StartTag, TagReader, read_reference

_STYLE_TAGS: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS: Final = frozenset(_STYLE_TAGS) | {
    "a",
    "blockquote",
    "code",
    "pre",
    "tg-emoji",
    "tg-time",
}
_PLAIN: Final = re.compile(r"[^<&]+")
_END_NAME: Final = re.compile(f"[^{SPACE}>]*")
_END_SPACE: Final = re.compile(f"[{SPACE}]*")


@dataclass(frozen=True, slots=True)
class _OpenTag:
    tag: StartTag
    offset: int
    piece: int


class _HTMLParser:
    """One pass over the text; `open` holds the tags that wait for their end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.pieces: list[str] = []
        self.length = 0
        self.open: list[_OpenTag] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self.position < len(self.text):
            if plain := _PLAIN.match(self.text, self.position):
                self._write(plain[0], plain.end())
            elif self.text[self.position] == "&":
                self._write(*read_reference(self.text, self.position))
            elif self.text.startswith("</", self.position):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            name = self.open[-1].tag.name
            raise unparsable(f'Can\'t find end tag corresponding to start tag "{name}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return self._decoded(), in_order(self.entities)

    def _decoded(self) -> str:
        text = "".join(self.pieces)
        if re.search("[\ud800-\udfff]", text):
            raise unparsable(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return text

    def _write(self, piece: str, position: int) -> None:
        self.pieces.append(piece)
        self.length += utf16_length(piece)
        self.position = position

    def _start_tag(self) -> None:
        tag, self.position = TagReader(self.text, self.position).read(_TAGS)
        if tag.name == "span" and tag.attributes.get("class") != "tg-spoiler":
            at = byte_offset(self.text, tag.begin)
            raise unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        self.open.append(_OpenTag(tag, self.length, len(self.pieces)))

    def _end_tag(self) -> None:
        begin = self.position
        if not self.open:
            raise self._fault("Unexpected end tag", begin)
        name = _END_NAME.match(self.text, begin + 2)
        assert name is not None
        space = _END_SPACE.match(self.text, name.end())
        assert space is not None
        if not self.text.startswith(">", space.end()):
            raise self._fault("Unclosed end tag", begin)
        opened = self.open.pop()
        found, expected = name[0].lower(), opened.tag.name
        if found and found != expected:
            fault = self._fault("Unmatched end tag", begin)
            raise MarkupError(f'{fault}, expected "</{expected}>", found "</{found}>"')
        self.position = space.end() + 1
        if self.length > opened.offset:
            self._add_entity(opened)

    def _fault(self, what: str, index: int) -> MarkupError:
        return unparsable(f"{what} at byte offset {byte_offset(self.text, index)}")

    def _add_entity(self, opened: _OpenTag) -> None:
        tag, length = opened.tag, self.length - opened.offset
        if tag.name in {"pre", "code"} and self._joins_code_block(opened):
            return
        fields = self._fields(opened)
        if fields:
            kind = fields.pop("type")
            self.entities.append(make_entity(kind, opened.offset, length, **fields))

    def _fields(self, opened: _OpenTag) -> Entity | None:
        tag = opened.tag
        if tag.name == "a":
            inner = self.pieces[opened.piece :]
            return link_target(tag.attributes.get("href") or "".join(inner))
        if tag.name == "tg-time":
            return _date(tag)
        return _FIELDS[tag.name](tag) if tag.name in _FIELDS else {"type": _STYLE_TAGS[tag.name]}

    def _joins_code_block(self, opened: _OpenTag) -> bool:
        """`<pre><code class="language-x">` in either order is one `pre` with a language."""
        inside = self.entities[-1] if self.entities else None
        partner = {"pre": "code", "code": "pre"}[opened.tag.name]
        if inside is None or inside["type"] != partner:
            return False
        if inside["offset"] != opened.offset or end_of(inside) != self.length:
            return False
        if partner == "pre":
            language = "" if "language" in inside else opened.tag.language
        else:
            language = inside["language"]
        if language:
            inside.update(type="pre", language=language)
        return bool(language)


def _custom_emoji(tag: StartTag) -> Entity:
    emoji_id = tag.attributes.get("emoji-id", "")
    if not is_custom_emoji_id(emoji_id):
        raise unparsable("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": emoji_id}


def _date(tag: StartTag) -> Entity | None:
    date_format = tag.attributes.get("format", "")
    if not is_date_format(date_format):
        raise unparsable("Invalid date format used")
    return date_fields(tag.attributes.get("unix", ""), date_format)


def _quote(tag: StartTag) -> Entity:
    return {"type": "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"}


_FIELDS: Final[dict[str, Callable[[StartTag], Entity]]] = {
    "pre": lambda _: {"type": "pre"},
    "code": lambda tag: {"type": "code", "language": tag.language},
    "blockquote": _quote,
    "tg-emoji": _custom_emoji,
}


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """Give the plain text and its entities; MarkupError where Telegram answers 400."""
    return _HTMLParser(text).parse()
