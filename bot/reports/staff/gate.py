"""The gate of the staff bot: nobody passes who has no post now, and everybody hears the same."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message, TelegramObject
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.reports.staff.access import StaffAccess
from bot.reports.staff.choosing import PostChoice
from bot.reports.staff.refusals import RefusalCounts, refuse, watching

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s|$)")
# Both have a door of their own: one welcomes or takes an invitation, the other wants a code.
OPEN_COMMANDS = frozenset({"start", "bind"})
OTHER = "other"

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The closed lists of what is counted by name: nothing a stranger writes is kept."""

    commands: frozenset[str]
    prefixes: frozenset[str]

    def of(self, event: TelegramObject) -> str:
        if isinstance(event, CallbackQuery):
            prefix = (event.data or "").split(":")[0]
            return f"tap.{prefix if prefix in self.prefixes else OTHER}"
        name = command_in(event)
        if name is None:
            return "message"
        return f"command.{name if name in self.commands else OTHER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffGate(BaseMiddleware):
    """Lets the staff pass, and gives everybody else one answer; both are counted when refused.

    Whoever could mean several units is first asked for which.
    """

    access: StaffAccess
    counts: RefusalCounts
    choice: PostChoice
    kinds: Kinds = field(
        default_factory=lambda: Kinds(commands=OPEN_COMMANDS, prefixes=frozenset())
    )

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, CallbackQuery | Message):
            return await handler(event, data)
        i18n: I18n = data["i18n"]
        with self.access.asking_once(), watching() as attempt:
            post = None
            if not _has_own_door(event):
                post = await self.access.post_of(event, i18n.current_locale)
                if post is None:
                    handler = _turn_away
                elif await self.choice.is_wanted(event, self._known_command(event)):
                    handler = self.choice.ask
            result = await handler(event, data)
            if attempt.is_refused:
                staff_id = "" if post is None else post.staff_id
                await self.counts.add(self.kinds.of(event), staff_id)
            return result

    def _known_command(self, event: CallbackQuery | Message) -> str | None:
        name = command_in(event)
        return name if name in self.kinds.commands else None


def behind_gate(gate: StaffGate, routers: Sequence[Router]) -> Router:
    """Return one router that holds the others, so that all they do is behind the gate."""
    parent = Router(name="behind_gate")
    parent.include_routers(*routers)
    parent.message.outer_middleware(gate)
    parent.callback_query.outer_middleware(gate)
    return parent


def kinds_of(routers: Sequence[Router]) -> Kinds:
    """Read off the routers which commands and buttons there are."""
    commands = {name for router in routers for name in _commands(router)}
    prefixes = {each.__prefix__ for each in _data_classes(CallbackData)}
    return Kinds(commands=frozenset(commands), prefixes=frozenset(prefixes))


def command_in(event: TelegramObject) -> str | None:
    """Return the command that a message begins with, in small letters."""
    text = event.text if isinstance(event, Message) else None
    found = COMMAND.match(text or "")
    return found[1].lower() if found else None


def _has_own_door(event: CallbackQuery | Message) -> bool:
    if isinstance(event, CallbackQuery):
        return False
    if event.migrate_to_chat_id is not None or event.migrate_from_chat_id is not None:
        return True
    name = command_in(event)
    return name == "bind" or (name == "start" and event.chat.type == "private")


async def _turn_away(event: TelegramObject, data: dict[str, Any]) -> None:
    """Answer a button, a command or a reply; talk among members of a group is none of ours."""
    del data
    assert isinstance(event, CallbackQuery | Message)
    if isinstance(event, CallbackQuery) or command_in(event) is not None:
        await refuse(event)
    elif event.chat.type == "private":
        await event.answer(_("This went nowhere and was not kept."))
    elif _answers_the_bot(event):
        await refuse(event)


def _answers_the_bot(message: Message) -> bool:
    replied = message.reply_to_message
    assert message.bot is not None
    is_topic_start = replied is not None and replied.forum_topic_created is not None
    return (
        replied is not None
        and not is_topic_start
        and replied.from_user is not None
        and replied.from_user.id == message.bot.id
    )


def _commands(router: Router) -> Iterator[str]:
    for each in router.chain_tail:
        for handler in each.message.handlers:
            for found in handler.filters or ():
                if isinstance(found.callback, Command):
                    yield from (str(name) for name in found.callback.commands)


def _data_classes(parent: type[CallbackData]) -> Iterator[type[CallbackData]]:
    for each in parent.__subclasses__():
        if hasattr(each, "__prefix__"):
            yield each
        yield from _data_classes(each)
