"""Updates that no phone would make: put into a bot's queue as Telegram might deliver them."""

from __future__ import annotations

import time
from typing import Any

from bot.gateway.world.posting import Draft, post
from bot.gateway.world.updates import Update
from bot.gateway.world.world import World


class RawUpdate(Update):
    """An update that is delivered just as it is."""

    raw: Any = None

    def to_json(self) -> Any:
        return self.raw


def inject(world: World, bot_id: int, raw: dict[str, Any]) -> int:
    """Queue a raw update, whatever it holds, under an id of the gateway's; return the id."""
    queue = world.bots[bot_id].updates
    update_id = queue.last_id + 1
    update = RawUpdate(
        id=update_id, kind="raw", payload={}, order_key="raw", expires_at=time.time() + 3600
    )
    update.raw = {"update_id": update_id, **raw}
    queue._next_id += 1
    queue._pending[update_id] = update
    queue.changed.ring()
    return update_id


def migrate(world: World, old: int, new: int) -> None:
    """Say in a group that Telegram made a supergroup of it."""
    chat = world.groups[old]
    sender = next(world.users[each] for each in chat.statuses if not world.users[each].is_bot)
    content = {"migrate_to_chat_id": new}
    post(world, chat, sender, Draft(content=content, is_service=True))
