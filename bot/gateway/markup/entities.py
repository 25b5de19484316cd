"""Entities as Bot API dictionaries, measured in UTF-16 code units, and their canonical order."""

from __future__ import annotations

from typing import Any, Final

Entity = dict[str, Any]

STYLES: Final = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
QUOTES: Final = frozenset({"blockquote", "expandable_blockquote"})
OPAQUE: Final = frozenset({"code", "pre", "date_time"})

# Of two entities that cover the same text the lower rank stands outside (tdlib, MessageEntity).
_RANKS: Final = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 10,
    "code": 20,
    "date_time": 30,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
_FOUND_RANK: Final = 50
_OUTSIDE_BMP: Final = 0xFFFF


def utf16_length(text: str) -> int:
    """Measure `text` in UTF-16 code units, as Telegram counts."""
    return len(text) + sum(ord(character) > _OUTSIDE_BMP for character in text)


def byte_offset(text: str, index: int) -> int:
    """Count the bytes of UTF-8 before character `index`, as Telegram's error sentences do."""
    return len(text[:index].encode("utf-8", "surrogatepass"))


def make_entity(kind: str, offset: int, length: int, **extra: Any) -> Entity:
    return {"type": kind, "offset": offset, "length": length, **extra}


def mentioned_user(user_id: int) -> dict[str, Any]:
    """Stand in for a user of whom only the id is known; the world puts in the real one."""
    return {"id": user_id, "is_bot": False, "first_name": ""}


def end_of(entity: Entity) -> int:
    return int(entity["offset"]) + int(entity["length"])


def in_order(entities: list[Entity]) -> list[Entity]:
    """Sort by offset, the longer first, then by rank of type."""
    return sorted(
        entities,
        key=lambda entity: (
            entity["offset"],
            -entity["length"],
            _RANKS.get(entity["type"], _FOUND_RANK),
        ),
    )
