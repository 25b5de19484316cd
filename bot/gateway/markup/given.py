"""Entities that a bot wrote itself instead of a parse mode: checked, reduced to their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from bot.gateway.markup.entities import QUOTES, STYLES, Entity, make_entity, mentioned_user
from bot.gateway.markup.errors import MarkupError
from bot.gateway.markup.links import date_fields, is_custom_emoji_id, link_target

# Telegram finds these by itself, wherever a bot thinks that they are.
_IGNORED: Final = frozenset(
    {
        "bank_card_number",
        "bot_command",
        "cashtag",
        "email",
        "hashtag",
        "mention",
        "phone_number",
        "url",
    }
)


def chosen_entities(entities: Iterable[Entity]) -> list[Entity]:
    """Keep what a bot may choose, in canonical fields; MarkupError for what Telegram refuses."""
    return [_checked(entity) for entity in entities if not _is_found(entity)]


def _is_found(entity: Entity) -> bool:
    kind = entity.get("type")
    return isinstance(kind, str) and kind in _IGNORED


def _checked(entity: Entity) -> Entity:
    kind = _required(entity, "type", str)
    for name in ("offset", "length"):
        _required(entity, name, int)
    if kind in STYLES or kind in QUOTES or kind == "code":
        fields: Entity = {"type": kind}
    elif kind in _CHECKS:
        fields = _CHECKS[kind](entity)
    else:
        raise _unreadable("Unsupported type specified")
    kind = fields.pop("type")
    return make_entity(kind, entity["offset"], entity["length"], **fields)


def _code_block(entity: Entity) -> Entity:
    language = entity.get("language")
    return {"type": "pre"} | ({"language": language} if language else {})


def _link(entity: Entity) -> Entity:
    url = _required(entity, "url", str)
    target = link_target(url)
    if target is None:
        raise MarkupError(f"Bad Request: entity URL '{url}' is invalid: Wrong HTTP URL")
    return target


def _mention(entity: Entity) -> Entity:
    user_id = _required(_required(entity, "user", dict), "id", int)
    return {"type": "text_mention", "user": mentioned_user(int(user_id))}


def _custom_emoji(entity: Entity) -> Entity:
    emoji_id = str(_required(entity, "custom_emoji_id", str, int))
    if not is_custom_emoji_id(emoji_id):
        raise MarkupError("Bad Request: invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": emoji_id}


def _date(entity: Entity) -> Entity:
    unix_time = _required(entity, "unix_time", int)
    fields = date_fields(str(unix_time), entity.get("date_time_format") or "")
    if fields is None:
        raise _unreadable("Invalid date-time format specified")
    return fields


def _required(holder: dict[str, Any], name: str, *types: type) -> Any:
    value = holder.get(name)
    if value is None:
        raise _unreadable(f'Can\'t find field "{name}"')
    if not isinstance(value, types):
        raise _unreadable(f'Field "{name}" is of a wrong type')
    return value


def _unreadable(reason: str) -> MarkupError:
    return MarkupError(f"Bad Request: can't parse MessageEntity: {reason}")


_CHECKS: Final[dict[str, Callable[[Entity], Entity]]] = {
    "pre": _code_block,
    "text_link": _link,
    "text_mention": _mention,
    "custom_emoji": _custom_emoji,
    "date_time": _date,
}
