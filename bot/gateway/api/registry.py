"""The methods by name, each with the aiogram model that validates its parameters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from aiogram.methods import TelegramMethod

from bot.gateway.api.context import Context

Handler = Callable[[Context, Any], Awaitable[Any]]
H = TypeVar("H", bound=Callable[..., Awaitable[Any]])


@dataclass(frozen=True, slots=True)
class Method:
    """One implemented method."""

    name: str
    model: type[TelegramMethod[Any]]
    handler: Handler


METHODS: dict[str, Method] = {}


def method(model: type[TelegramMethod[Any]]) -> Callable[[H], H]:
    """Register a handler under the name that its model has in the Bot API."""

    def register(handler: H) -> H:
        name = model.__api_method__
        METHODS[name.lower()] = Method(name, model, handler)
        return handler

    return register
