"""A person's tap on an inline button and the bot's answer to it."""

from __future__ import annotations

from bot.gateway.errors import BadRequestError, SimError
from bot.gateway.world.bots import BotAccount
from bot.gateway.world.callbacks import Tap
from bot.gateway.world.model import JSON, Message, User
from bot.gateway.world.posting import queue_update
from bot.gateway.world.rendering import render_message
from bot.gateway.world.world import World


def tap(world: World, person: User, message: Message, data: str) -> Tap:
    """Press a button that the message has, or once had: a slow phone still shows the old one."""
    if data not in message.offered_data:
        raise SimError("the message never had such a button")
    bot = world.bots.get(message.sender.id)
    if bot is None or message.chat.blocked:
        raise SimError("nobody would receive this tap")
    made = Tap(
        id=world.new_long_id(),
        bot_id=bot.id,
        person=person,
        message=message,
        data=data,
        at=world.clock.now(),
    )
    world.taps.add(made)
    queue_update(world, bot, "callback_query", _payload(world, made), f"taps:{person.id}")
    return made


def answer(world: World, bot: BotAccount, query_id: str, words: JSON) -> None:
    """Show the bot's answer on the phone that tapped; a second answer changes nothing."""
    made = world.taps.find_fresh(bot.id, query_id)
    if made is None:
        raise BadRequestError(
            "query is too old and response timeout expired or query ID is invalid"
        )
    if made.answer is not None:
        return
    made.answer = words
    made.answered.ring()
    data = {
        "chat": made.message.chat.id_for(made.person.id),
        "query_id": query_id,
        "message_id": made.message.id,
        **words,
    }
    world.events.emit(made.person.id, "answer", data)


def _payload(world: World, made: Tap) -> JSON:
    return {
        "id": made.id,
        "from": made.person.to_json(),
        "message": render_message(world.files, made.message, made.bot_id),
        "chat_instance": str(hash((made.message.chat.id, made.bot_id))),
        "data": made.data,
    }
