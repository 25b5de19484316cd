"""Who may delete what, and for how long."""

from __future__ import annotations

import pytest

from bot.gateway.world import ManualClock, World
from tests.gateway.telegram import Bot, RefusedError
from tests.player import Player

HOURS = 3600


async def test_a_bot_deletes_its_own_and_incoming_messages_in_private(
    bot: Bot, mei: Player
) -> None:
    theirs = await mei.say("secret")
    mine = await bot("sendMessage", chat_id=mei.id, text="answer")
    for message in (theirs, mine):
        assert await bot("deleteMessage", chat_id=mei.id, message_id=message["message_id"])
    await mei.no_longer_sees("secret")
    await mei.not_sees("answer")


async def test_after_48_hours_a_message_stays(bot: Bot, mei: Player, clock: ManualClock) -> None:
    early = await bot("sendMessage", chat_id=mei.id, text="early")
    clock.advance(2 * HOURS)
    late = await bot("sendMessage", chat_id=mei.id, text="late")
    clock.advance(46 * HOURS + 1)
    with pytest.raises(RefusedError) as caught:
        await bot("deleteMessage", chat_id=mei.id, message_id=early["message_id"])
    assert str(caught.value) == "Bad Request: message can't be deleted for everyone"
    assert await bot("deleteMessage", chat_id=mei.id, message_id=late["message_id"])
    assert await bot("editMessageText", chat_id=mei.id, message_id=early["message_id"], text="·")


async def test_what_is_gone_cannot_be_deleted_again(bot: Bot, mei: Player) -> None:
    sent = await bot("sendMessage", chat_id=mei.id, text="once")
    await bot("deleteMessage", chat_id=mei.id, message_id=sent["message_id"])
    with pytest.raises(RefusedError) as caught:
        await bot("deleteMessage", chat_id=mei.id, message_id=sent["message_id"])
    assert str(caught.value) == "Bad Request: message to delete not found"


async def test_many_are_deleted_at_once_and_missing_ones_skipped(bot: Bot, mei: Player) -> None:
    ids = [(await mei.say(f"word {n}"))["message_id"] for n in range(3)]
    assert await bot("deleteMessages", chat_id=mei.id, message_ids=[*ids, 999_999])
    await mei.no_longer_sees("word")
    with pytest.raises(RefusedError, match="too many message identifiers specified"):
        await bot("deleteMessages", chat_id=mei.id, message_ids=list(range(1, 102)))
    with pytest.raises(RefusedError, match="message identifiers are not specified"):
        await bot("deleteMessages", chat_id=mei.id, message_ids=[])


async def test_in_a_group_only_an_administrator_deletes_for_others(
    bot: Bot, world: World, group: int, lao_wang: Player, clock: ManualClock
) -> None:
    theirs = await lao_wang.send(group, "hello")
    with pytest.raises(RefusedError, match="message can't be deleted for everyone"):
        await bot("deleteMessage", chat_id=group, message_id=theirs["message_id"])
    world.groups[group].statuses[bot.id] = "administrator"
    clock.advance(100 * HOURS)
    assert await bot("deleteMessage", chat_id=group, message_id=theirs["message_id"])
