"""Checking parameters with aiogram's own models, and saying what is wrong in Telegram's words."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, get_args

from aiogram.methods import TelegramMethod
from aiogram.types import (
    ForceReply,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.gateway.api.registry import Method
from bot.gateway.errors import BadRequestError
from bot.gateway.world.model import JSON

_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "video": "there is no video in the request",
    "audio": "there is no audio in the request",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
    "user_id": "invalid user_id specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}
_UNREADABLE = {
    "reply_markup": "can't parse reply keyboard markup JSON object",
    "reply_parameters": "can't parse reply parameters JSON object",
    "link_preview_options": "can't parse link preview options JSON object",
    "media": "can't parse media JSON object",
    "commands": "can't parse commands JSON object",
    "scope": "can't parse BotCommandScope JSON object",
    "message_ids": "can't parse message_ids JSON object",
}
_WRONG = {
    "reply_markup": "object expected as reply markup",
    "reply_parameters": "object expected as reply parameters",
    "link_preview_options": "object expected as link preview options",
    "message_ids": "expected an Array of message identifiers",
    "commands": "expected an Array of BotCommand",
    "entities": "can't parse MessageEntity",
    "caption_entities": "can't parse MessageEntity",
}
_MARKUPS: dict[str, type[BaseModel]] = {
    "inline_keyboard": InlineKeyboardMarkup,
    "keyboard": ReplyKeyboardMarkup,
    "remove_keyboard": ReplyKeyboardRemove,
    "force_reply": ForceReply,
}
# aiogram wants an upload here; nobody checks certificates on loopback.
_IGNORED = frozenset({"certificate"})


def validate(method: Method, values: dict[str, Any]) -> TelegramMethod[Any]:
    """Build the method's model from what the request said; BadRequestError if that is nothing."""
    structured, textual = _structured_fields(method.model), _text_fields(method.model)
    prepared = {}
    for name, value in values.items():
        if value in ("", None) and name not in {"text", "url"}:
            continue
        if name in structured and isinstance(value, str):
            prepared[name] = _load(name, value)
        elif name in textual and isinstance(value, int | float):
            prepared[name] = json.dumps(value)
        elif name not in _IGNORED:
            prepared[name] = value
    if "reply_markup" in prepared:
        prepared["reply_markup"] = _read_markup(prepared["reply_markup"])
    return _build(method, {k: v for k, v in prepared.items() if v is not None and v != {}})


def _build(method: Method, prepared: JSON) -> TelegramMethod[Any]:
    try:
        return method.model.model_validate(prepared)
    except ValidationError as error:
        raise BadRequestError(_sentence(error.errors()[0])) from None


def _load(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        sentence = _UNREADABLE.get(name, f"can't parse {name} JSON object")
        raise BadRequestError(sentence) from None


def _sentence(first: ErrorDetails) -> str:
    name = str(first["loc"][0])
    if first["type"] == "missing" and len(first["loc"]) == 1:
        return _MISSING.get(name, f'parameter "{name}" is required')
    if name == "reply_markup":
        return "inline keyboard expected"
    if name == "media":
        return f"can't parse InputMedia: {_reason(first)}"
    return _WRONG.get(name, f"can't parse {name}: {_reason(first)}")


def _read_markup(markup: Any) -> BaseModel | None:
    """Choose the kind of markup by what it holds: aiogram's union would take anything."""
    if not isinstance(markup, dict):
        raise BadRequestError(_WRONG["reply_markup"])
    for key, kind in _MARKUPS.items():
        if markup.get(key):
            try:
                return kind.model_validate(_with_button_objects(markup))
            except ValidationError as error:
                raise BadRequestError(_markup_sentence(error.errors()[0], key)) from None
    return None


def _with_button_objects(markup: JSON) -> JSON:
    """Write out the buttons of a reply keyboard that came as mere words."""
    rows = markup.get("keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return markup
    written = [[{"text": b} if isinstance(b, str) else b for b in row] for row in rows]
    return markup | {"keyboard": written}


def _markup_sentence(error: ErrorDetails, key: str) -> str:
    of_inline = key == "inline_keyboard"
    if len(error["loc"]) <= 2:
        owner = " of the InlineKeyboardMarkup" if of_inline else ""
        return f'field "{key}"{owner} must be an Array of Arrays'
    button = "inline keyboard button" if of_inline else "keyboard button"
    return f"can't parse {button}: {_reason(error)}"


def _reason(error: ErrorDetails) -> str:
    field = next((str(each) for each in reversed(error["loc"]) if isinstance(each, str)), "")
    if error["type"] == "missing":
        return f'Can\'t find field "{field}"'
    return f'Field "{field}": {error["msg"]}'


@cache
def _structured_fields(model: type[TelegramMethod[Any]]) -> frozenset[str]:
    """List the fields that arrive as JSON text in a form."""
    return frozenset(
        name for name, field in model.model_fields.items() if _is_structured(field.annotation)
    )


@cache
def _text_fields(model: type[TelegramMethod[Any]]) -> frozenset[str]:
    fields = model.model_fields.items()
    return frozenset(
        name
        for name, field in fields
        if (field.annotation is str or str in get_args(field.annotation))
        and int not in get_args(field.annotation)
    )


def _is_structured(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel | list | dict):
        return True
    origin = getattr(annotation, "__origin__", None)
    return origin in {list, dict} or any(_is_structured(each) for each in get_args(annotation))
