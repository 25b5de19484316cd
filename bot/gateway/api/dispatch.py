"""From a call to its result: find the method, validate, run, keep the record."""

from __future__ import annotations

from typing import Any

from bot.gateway.api import methods
from bot.gateway.api.calls import Call
from bot.gateway.api.context import Context
from bot.gateway.api.pollers import Pollers
from bot.gateway.api.registry import METHODS
from bot.gateway.api.validation import validate
from bot.gateway.errors import TelegramError
from bot.gateway.world.bots import BotAccount
from bot.gateway.world.requests import RequestRecord
from bot.gateway.world.world import World

IMPLEMENTED = tuple(sorted(each.name for each in METHODS.values()))
_REGISTERED = methods.__all__


class Dispatcher:
    """Runs method calls in one world, whichever way they came."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.pollers = Pollers()

    def record(self, bot: BotAccount, call: Call) -> RequestRecord:
        known = METHODS.get(call.method.lower())
        name = known.name if known else call.method
        now = self.world.clock.now()
        return self.world.requests.open(bot.username, name, call.recorded(), now)

    async def run(self, bot: BotAccount, call: Call) -> Any:
        """Return the method's result; TelegramError if it fails."""
        method = METHODS.get(call.method.lower())
        if method is None:
            raise TelegramError(404, "Not Found")
        context = Context(world=self.world, bot=bot, pollers=self.pollers, files=call.files)
        return await method.handler(context, validate(method, call.values))

    async def run_recorded(self, bot: BotAccount, call: Call) -> Any:
        record = self.record(bot, call)
        try:
            result = await self.run(bot, call)
        except TelegramError as error:
            record.ok, record.error = False, error.description
            raise
        record.ok = True
        return result
