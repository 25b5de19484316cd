"""Texts and captions: parse modes, entities and lengths."""

from __future__ import annotations

from typing import Any

from bot.gateway.api.context import as_json, given
from bot.gateway.errors import BadRequestError, TelegramError
from bot.gateway.markup import MarkupError, format_text
from bot.gateway.world.model import JSON
from bot.gateway.world.world import World

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_RAW = 1 << 15


def formatted(
    world: World, text: str | None, parse_mode: Any, entities: Any
) -> tuple[str, list[JSON]]:
    """Return the plain text and its entities, whichever way the bot gave them."""
    if len((text or "").encode("utf-8", "surrogatepass")) > MAX_RAW:
        raise BadRequestError("text is too long")
    try:
        plain, found = format_text(text or "", given(parse_mode), as_json(entities))
    except MarkupError as error:
        raise TelegramError(400, str(error)) from None
    return plain, [_with_user(world, each) for each in found]


def text_content(world: World, method: Any, *, too_long: str = "message is too long") -> JSON:
    """Build the content of a text message; lengths count characters, not UTF-16 units."""
    if not method.text:
        raise BadRequestError("message text is empty")
    text, entities = formatted(world, method.text, method.parse_mode, method.entities)
    if not text:
        raise BadRequestError("text must be non-empty")
    if len(text) > MAX_TEXT:
        raise BadRequestError(too_long)
    content: JSON = {"text": text} | ({"entities": entities} if entities else {})
    options = as_json(given(method.link_preview_options))
    return content | ({"link_preview_options": options} if options else {})


def caption_content(
    world: World, method: Any, *, too_long: str = "message caption is too long"
) -> JSON:
    """Build the caption fields of any method or media that has them."""
    text, entities = formatted(world, method.caption, method.parse_mode, method.caption_entities)
    if len(text) > MAX_CAPTION:
        raise BadRequestError(too_long)
    content: JSON = {"caption": text} if text else {}
    if entities:
        content["caption_entities"] = entities
    if given(method.show_caption_above_media if hasattr(method, _ABOVE) else None):
        content[_ABOVE] = True
    return content


_ABOVE = "show_caption_above_media"


def _with_user(world: World, entity: JSON) -> JSON:
    if entity["type"] != "text_mention":
        return entity
    user = world.users.get(entity["user"]["id"])
    return entity | {"user": user.to_json() if user else entity["user"]}
