"""Edits of one message that wait at the same time become one: the last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aiogram.methods import EditMessageText, TelegramMethod

Message = tuple[Any, Any]


@dataclass(slots=True, eq=False)
class Edit:
    """An edit on its way; `is_outdated` once a later one says all that it says."""

    name: str
    is_outdated: bool = False


class Edits:
    """The edits on their way, by message."""

    def __init__(self) -> None:
        self._waiting: dict[Message, list[Edit]] = {}

    @contextmanager
    def announce(self, method: TelegramMethod[Any]) -> Iterator[Edit]:
        """Outdate those that wait for the same message: a new text tells the buttons as well."""
        edit = Edit(method.__api_method__)
        message = (getattr(method, "chat_id", None), getattr(method, "message_id", None))
        if not edit.name.startswith("edit") or None in message:
            yield edit
            return
        waiting = self._waiting.setdefault(message, [])
        for each in waiting:
            each.is_outdated |= each.name == edit.name or isinstance(method, EditMessageText)
        waiting.append(edit)
        try:
            yield edit
        finally:
            waiting.remove(edit)
            if not waiting:
                self._waiting.pop(message, None)
