"""What a bot is told about itself."""

from __future__ import annotations

from aiogram.methods import Close, GetMe, LogOut

from bot.gateway.api.context import Context
from bot.gateway.api.registry import method
from bot.gateway.world.model import JSON


@method(GetMe)
async def get_me(context: Context, call: GetMe) -> JSON:  # noqa: ARG001  it has no parameters
    bot = context.bot
    return bot.user.to_json() | {
        "can_join_groups": bot.can_join_groups,
        "can_read_all_group_messages": bot.can_read_all_group_messages,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method(LogOut)
async def log_out(context: Context, call: LogOut) -> bool:  # noqa: ARG001  one server is all there is
    return True


@method(Close)
async def close(context: Context, call: Close) -> bool:  # noqa: ARG001  one server is all there is
    return True
