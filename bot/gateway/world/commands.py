"""A bot's command lists by scope and language; the narrowest one that exists wins."""

from __future__ import annotations

from bot.gateway.world.model import JSON, Chat

Command = dict[str, str]
Scope = tuple[str, int | None, int | None]
DEFAULT: Scope = ("default", None, None)


def scope_key(scope: JSON | None) -> Scope:
    """Turn a BotCommandScope with numeric ids into a key."""
    if scope is None:
        return DEFAULT
    return (scope["type"], scope.get("chat_id"), scope.get("user_id"))


class CommandBook:
    """What setMyCommands has stored."""

    def __init__(self) -> None:
        self._lists: dict[tuple[Scope, str], list[Command]] = {}

    def store(self, scope: Scope, language: str, commands: list[Command]) -> None:
        if commands:
            self._lists[scope, language] = commands
        else:
            self._lists.pop((scope, language), None)

    def exact(self, scope: Scope, language: str) -> list[Command]:
        return self._lists.get((scope, language), [])

    def for_user(self, chat: Chat, user_id: int, language_code: str | None) -> list[Command]:
        language = (language_code or "").split("-")[0]
        for scope in _scopes(chat, user_id):
            for code in (language, ""):
                if commands := self._lists.get((scope, code)):
                    return commands
        return []


def _scopes(chat: Chat, user_id: int) -> list[Scope]:
    """List the scopes that apply, in the order of core.telegram.org/bots/api#botcommandscope."""
    of_chat: Scope = ("chat", chat.id, None)
    if chat.is_private:
        return [of_chat, ("all_private_chats", None, None), DEFAULT]
    scopes: list[Scope] = [("chat_member", chat.id, user_id)]
    if chat.is_admin(user_id):
        scopes += [("chat_administrators", chat.id, None), of_chat]
        return [
            *scopes,
            ("all_chat_administrators", None, None),
            ("all_group_chats", None, None),
            DEFAULT,
        ]
    return [*scopes, of_chat, ("all_group_chats", None, None), DEFAULT]
