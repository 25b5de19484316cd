"""Cleans a text of what Telegram does not store, and moves its entities along."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final

from bot.gateway.markup.entities import Entity, byte_offset, end_of, utf16_length
from bot.gateway.markup.errors import MarkupError

# Carriage returns, line and paragraph separators with the embeddings, and the strokes that
# draw lines through the words around them.
_DROPPED: Final = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_CONTROL: Final = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_BLANK: Final = " \n"
_LARGEST: Final = 1_000_000


def check_entities(text: str, entities: list[Entity]) -> None:
    """Refuse entities that a bot gave and that do not lie within `text` on whole characters."""
    if _SURROGATE.search(text):
        raise MarkupError("Bad Request: strings must be encoded in UTF-8")
    widths = [utf16_length(character) for character in text]
    edges = {at: index for index, at in enumerate(accumulate(widths, initial=0))}
    for entity in entities:
        _check_number("offset", entity["offset"])
        _check_number("length", entity["length"])
        if entity["length"]:
            _check_end(entity, max(edges))
            _check_symbols(text, entity, edges)


def _check_number(name: str, value: int) -> None:
    if not 0 <= value <= _LARGEST:
        raise MarkupError(f"Bad Request: receive an entity with incorrect {name} {value}")


def _check_end(entity: Entity, size: int) -> None:
    begin, end = entity["offset"], end_of(entity)
    if begin > size:
        raise MarkupError(
            f"Bad Request: entity begins after the end of the text at UTF-16 offset {begin}"
        )
    if end > size:
        raise MarkupError(
            f"Bad Request: entity beginning at UTF-16 offset {begin} ends after the end of the "
            f"text at UTF-16 offset {end}"
        )


def _check_symbols(text: str, entity: Entity, edges: dict[int, int]) -> None:
    begin, end = entity["offset"], end_of(entity)
    if begin not in edges:
        raise MarkupError(
            "Bad Request: entity begins in a middle of a UTF-16 symbol at byte offset "
            f"{byte_offset(text, edges[begin + 1])}"
        )
    if end not in edges:
        raise MarkupError(
            f"Bad Request: entity beginning at UTF-16 offset {begin} ends in a middle of a "
            f"UTF-16 symbol at byte offset {byte_offset(text, edges[end + 1])}"
        )


def clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Make control characters spaces and drop carriage returns and the like."""
    offsets = accumulate((utf16_length(character) for character in text), initial=0)
    dropped = [at for at, kind in zip(offsets, text, strict=False) if _DROPPED.match(kind)]

    def moved(offset: int) -> int:
        return offset - bisect_right(dropped, offset - 1)

    cleaned = _CONTROL.sub(" ", _DROPPED.sub("", text))
    return cleaned, [_between(e, moved(e["offset"]), moved(end_of(e))) for e in entities]


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Drop blanks at the end, those at the start up to the first entity, and empty entities."""
    kept = text.rstrip(_BLANK)
    size = utf16_length(kept)
    cut = [_between(e, min(e["offset"], size), min(end_of(e), size)) for e in entities]
    cut = [entity for entity in cut if entity["length"] > 0]
    blanks = len(kept) - len(kept.lstrip(_BLANK))
    lead = min([blanks, *(entity["offset"] for entity in cut)])
    return kept[lead:], [_between(e, e["offset"] - lead, end_of(e) - lead) for e in cut]


def _between(entity: Entity, begin: int, end: int) -> Entity:
    return entity | {"offset": begin, "length": end - begin}
