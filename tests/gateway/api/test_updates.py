"""Updates are kept until they are confirmed, and for one poller."""

from __future__ import annotations

import asyncio

import pytest

from bot.gateway.world import ManualClock, World
from tests.gateway.telegram import Bot, RefusedError
from tests.player import Player


async def words(bot: Bot, **parameters: object) -> list[str]:
    return [each["message"]["text"] for each in await bot.updates(**parameters)]


async def test_updates_stay_until_a_higher_offset_confirms_them(bot: Bot, mei: Player) -> None:
    for text in "abc":
        await mei.say(text)
    assert await words(bot, limit=2) == ["a", "b"]
    first, second, _ = await bot.updates()
    assert second["update_id"] == first["update_id"] + 1
    assert await words(bot, offset=first["update_id"]) == ["a", "b", "c"]
    assert await words(bot, offset=second["update_id"]) == ["b", "c"]
    assert await words(bot) == ["b", "c"]


async def test_a_negative_offset_forgets_all_but_the_last(bot: Bot, mei: Player) -> None:
    for text in "abc":
        await mei.say(text)
    assert await words(bot, offset=-2) == ["b", "c"]
    assert await words(bot) == ["b", "c"]


async def test_updates_of_a_day_ago_are_lost(bot: Bot, mei: Player, clock: ManualClock) -> None:
    await mei.say("old")
    clock.advance(86_400 + 1)
    await mei.say("new")
    assert await words(bot) == ["new"]


async def test_a_long_poll_ends_when_something_happens(bot: Bot, mei: Player) -> None:
    poll = asyncio.create_task(words(bot, timeout=30))
    await asyncio.sleep(0.05)
    assert not poll.done()
    await mei.say("news")
    assert await asyncio.wait_for(poll, 5) == ["news"]


async def test_a_second_poller_ends_the_first(bot: Bot, mei: Player) -> None:
    first = asyncio.create_task(bot.updates(timeout=30))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(words(bot, timeout=30))
    with pytest.raises(RefusedError) as caught:
        await first
    assert caught.value.status == 409
    assert str(caught.value) == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    await mei.say("for the second")
    assert await second == ["for the second"]


async def test_a_webhook_ends_and_forbids_polling(bot: Bot) -> None:
    poll = asyncio.create_task(bot.updates(timeout=30))
    await asyncio.sleep(0.1)
    await bot("setWebhook", url="http://127.0.0.1:9/none")
    with pytest.raises(RefusedError, match="Conflict: terminated by setWebhook request"):
        await poll
    with pytest.raises(RefusedError) as caught:
        await bot.updates()
    assert caught.value.status == 409
    assert str(caught.value) == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await bot("deleteWebhook")
    assert await bot.updates() == []


async def test_only_allowed_kinds_are_queued(bot: Bot, mei: Player) -> None:
    await bot.updates(allowed_updates=["callback_query"])
    await mei.say("unheard")
    await bot.updates(allowed_updates=[])
    await mei.say("heard")
    assert await words(bot) == ["heard"]


async def test_an_edit_by_a_person_is_an_update(bot: Bot, mei: Player) -> None:
    said = await mei.say("typo")
    await mei.edit(said, "type")
    kinds = [set(each) - {"update_id"} for each in await bot.updates()]
    assert kinds == [{"message"}, {"edited_message"}]
    assert (await bot.updates())[1]["edited_message"]["text"] == "type"


async def test_stopping_the_server_ends_a_long_poll(world: World) -> None:
    from bot.gateway.server import serve  # noqa: PLC0415

    account = next(iter(world.bots.values()))
    async with serve(world) as url:
        poll = asyncio.create_task(Bot(url, account.token, "").updates(timeout=50))
        await asyncio.sleep(0.1)
    with pytest.raises(RefusedError):
        await asyncio.wait_for(poll, 5)
