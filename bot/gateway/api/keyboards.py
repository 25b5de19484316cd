"""Checking the keyboards that come with a message."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.gateway.api.context import as_json
from bot.gateway.errors import BadRequestError
from bot.gateway.world.model import JSON
from bot.gateway.world.posting import buttons

MAX_DATA_BYTES = 64
MAX_BUTTONS = 100
_KINDS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)


def keyboard(markup: Any) -> JSON | None:
    """Return the markup as JSON; BadRequestError if Telegram would not take it."""
    shown: JSON | None = as_json(markup)
    if not shown:
        return None
    if "inline_keyboard" in shown:
        return _inline(shown)
    if "keyboard" in shown and not any(shown["keyboard"]):
        raise BadRequestError("reply keyboard must be non-empty")
    return shown


def inline_only(markup: Any) -> JSON | None:
    shown = keyboard(markup)
    if shown is not None and "inline_keyboard" not in shown:
        raise BadRequestError("inline keyboard expected")
    return shown


def _inline(shown: JSON) -> JSON | None:
    rows = [row for row in shown["inline_keyboard"] if row]
    all_buttons = buttons(shown)
    if len(all_buttons) > MAX_BUTTONS:
        raise BadRequestError("reply markup is too long")
    for button in all_buttons:
        _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: JSON) -> None:
    if not button["text"].strip():
        raise BadRequestError("inline keyboard button text must be non-empty")
    if not any(button.get(kind) not in (None, "") or _is_empty_query(button) for kind in _KINDS):
        raise BadRequestError(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(button.get("callback_data", "").encode()) > MAX_DATA_BYTES:
        raise BadRequestError("BUTTON_DATA_INVALID")
    if button.get("url"):
        _check_url(button["url"])
    if button.get("copy_text") and not 1 <= len(button["copy_text"]["text"]) <= 256:
        raise BadRequestError("BUTTON_COPY_TEXT_INVALID")


def _is_empty_query(button: JSON) -> bool:
    return "switch_inline_query" in button or "switch_inline_query_current_chat" in button


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in {"http", "https", "tg", "ton"}:
        raise BadRequestError(
            f"inline keyboard button URL '{url}' is invalid: unsupported URL protocol"
        )
    if parts.scheme in {"http", "https"} and "." not in (parts.hostname or ""):
        raise BadRequestError(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
