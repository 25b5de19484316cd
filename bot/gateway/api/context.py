"""What a method is given besides its parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiogram.client.default import Default

from bot.gateway.api.calls import Upload
from bot.gateway.api.pollers import Pollers
from bot.gateway.world.bots import BotAccount
from bot.gateway.world.world import World

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The bot that calls, the world it calls in, and the files it sent along."""

    world: World
    bot: BotAccount
    pollers: Pollers
    files: dict[str, Upload] = field(default_factory=dict)


def given(value: T | Default | None) -> T | None:
    """Return a parameter's value; aiogram's models put a Default where none was sent."""
    return None if isinstance(value, Default) else value


def as_json(model: Any) -> Any:
    """Return a validated parameter as plain JSON, without the fields that were not sent."""
    if model is None or isinstance(model, Default):
        return None
    if isinstance(model, list):
        return [as_json(each) for each in model]
    return model.model_dump(exclude_unset=True, exclude_none=True)
