"""Telegram's text formatting: parse modes to entities, in UTF-16 code units.

`format_text` is the whole way of an outgoing text; the other functions are its steps.
"""

from __future__ import annotations

from bot.gateway.markup.detection import find_entities
from bot.gateway.markup.entities import Entity, utf16_length
from bot.gateway.markup.errors import MarkupError
from bot.gateway.markup.given import chosen_entities
from bot.gateway.markup.html_mode import parse_html
from bot.gateway.markup.markdown import parse_markdown
from bot.gateway.markup.markdown_v2 import parse_markdown_v2
from bot.gateway.markup.nesting import nest
from bot.gateway.markup.trimming import check_entities, clean, trim

__all__ = [
    "Entity",
    "MarkupError",
    "chosen_entities",
    "find_entities",
    "format_text",
    "nest",
    "normalise",
    "parse",
    "parse_html",
    "parse_markdown",
    "parse_markdown_v2",
    "trim",
    "utf16_length",
]

# Far above every limit of a message, so only texts that are refused anyway go unsearched.
_LONGEST_SEARCHED = 20_000

_PARSERS = {
    "html": parse_html,
    "markdown": parse_markdown,
    "markdownv2": parse_markdown_v2,
}


def parse(text: str, parse_mode: str | None) -> tuple[str, list[Entity]]:
    """Give the plain text and its entities, not yet trimmed; no mode leaves the text as it is."""
    if not parse_mode or parse_mode.lower() == "none":
        return text, []
    parser = _PARSERS.get(parse_mode.lower())
    if parser is None:
        raise MarkupError("Bad Request: unsupported parse_mode")
    return parser(text)


def normalise(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Clean and trim as Telegram does, nest the entities and add the automatic ones."""
    check_entities(text, entities)
    text, entities = clean(text, nest(entities))
    text, entities = trim(text, nest(entities))
    return text, nest(entities, find_entities(text) if len(text) <= _LONGEST_SEARCHED else ())


def format_text(
    text: str, parse_mode: str | None = None, entities: list[Entity] | None = None
) -> tuple[str, list[Entity]]:
    """Give what a message shows for `text`; a parse mode wins over a list of entities."""
    if parse_mode:
        return normalise(*parse(text, parse_mode))
    return normalise(text, chosen_entities(entities or []))
