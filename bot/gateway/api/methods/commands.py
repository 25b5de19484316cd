"""Command lists and the menu button."""

from __future__ import annotations

import re
from typing import Any

from aiogram.methods import (
    DeleteMyCommands,
    GetChatMenuButton,
    GetMyCommands,
    SetChatMenuButton,
    SetMyCommands,
)

from bot.gateway.api.context import Context, as_json
from bot.gateway.api.registry import method
from bot.gateway.api.targets import find_chat
from bot.gateway.errors import BadRequestError
from bot.gateway.world.commands import Scope, scope_key
from bot.gateway.world.model import JSON
from bot.gateway.world.posting import tell_commands

MAX_COMMANDS = 100
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")


@method(SetMyCommands)
async def set_my_commands(context: Context, call: SetMyCommands) -> bool:
    if len(call.commands) > MAX_COMMANDS:
        raise BadRequestError("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(each.command, each.description) for each in call.commands]
    scope, language = _key(context, call)
    context.bot.commands.store(scope, language, commands)
    tell_commands(context.world, context.bot)
    return True


@method(GetMyCommands)
async def get_my_commands(context: Context, call: GetMyCommands) -> list[dict[str, str]]:
    return context.bot.commands.exact(*_key(context, call))


@method(DeleteMyCommands)
async def delete_my_commands(context: Context, call: DeleteMyCommands) -> bool:
    scope, language = _key(context, call)
    context.bot.commands.store(scope, language, [])
    tell_commands(context.world, context.bot)
    return True


@method(SetChatMenuButton)
async def set_chat_menu_button(context: Context, call: SetChatMenuButton) -> bool:
    context.bot.menu_buttons[call.chat_id] = as_json(call.menu_button) or {"type": "default"}
    return True


@method(GetChatMenuButton)
async def get_chat_menu_button(context: Context, call: GetChatMenuButton) -> JSON:
    buttons = context.bot.menu_buttons
    return buttons.get(call.chat_id) or buttons.get(None) or {"type": "commands"}


def _command(name: str, description: str) -> dict[str, str]:
    name, description = name.removeprefix("/"), description.strip()
    if not _NAME.fullmatch(name):
        raise BadRequestError("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise BadRequestError("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _key(context: Context, call: Any) -> tuple[Scope, str]:
    language = call.language_code or ""
    if not _LANGUAGE.fullmatch(language):
        raise BadRequestError("invalid language code specified")
    scope = as_json(call.scope)
    if scope and "chat_id" in scope:
        chat = find_chat(context, scope["chat_id"])
        if chat.is_private and scope["type"] != "chat":
            raise BadRequestError("can't use specified scope in private chats")
        scope = scope | {"chat_id": chat.id}
    return scope_key(scope), language
