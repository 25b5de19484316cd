"""Where it is, in a whole province: one level a screen, page by page, and nothing but what is offered."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.reports.tips.choices import PLACES_SHOWN
from tests.phone import inline_buttons, words_of
from tests.reports.house import House, running
from tests.reports.province import EAST, LARGE, PROVINCE, WEST, library_of_a_province
from tests.reports.tipster import TEXT, Tipster

NOT_IN_USE = "这个按钮已经失效"


@pytest.fixture
async def zhou(house: House) -> AsyncIterator[Tipster]:
    house.library = library_of_a_province()
    async with running(house):
        tipster = await Tipster.create(house)
        await tipster.open_form()
        await tipster.tap("not_now")
        await tipster.tap("category")
        await tipster.player.sees("东海省")
        yield tipster


async def labels(tipster: Tipster) -> list[str]:
    return [each["text"] for each in inline_buttons(await tipster.player.last())]


async def region_sent(tipster: Tipster, house: House) -> str:
    await tipster.sees("ask_text")
    await tipster.player.say(TEXT)
    await tipster.tap("go_on")
    await tipster.tap("forget")
    await tipster.sees("sent")
    (tip,) = await house.tips()
    return tip.region_id


async def test_the_walk_goes_from_the_province_to_a_township(zhou: Tipster, house: House) -> None:
    assert (await labels(zhou))[:3] == ["东州市", "西州市", "说不准，或者全省"]
    await zhou.player.tap("东州市")
    await zhou.player.sees("东州市。")
    assert (await labels(zhou))[:3] == ["大县", "小县", "说不准，或者全市"]
    await zhou.player.tap("大县")
    await zhou.player.sees("第 1 页，共 3 页")
    assert "说不准，或者全县（区）" in await labels(zhou)
    await zhou.player.tap("大镇7")
    assert await region_sent(zhou, house) == f"{LARGE}007"


async def test_a_level_with_a_single_choice_is_skipped(zhou: Tipster, house: House) -> None:
    await zhou.player.tap("西州市")
    await zhou.player.sees("孤县")
    assert (await labels(zhou))[:3] == ["西镇1", "西镇2", "西镇3"]
    await zhou.player.tap("上一步")
    await zhou.player.sees("东海省")
    await zhou.player.tap("东州市")
    await zhou.player.sees("东州市。")
    await zhou.player.tap("小县")
    assert await region_sent(zhou, house) == "990102001"


async def test_pages_hold_what_a_phone_shows_and_lead_on_and_back(
    zhou: Tipster, house: House
) -> None:
    await zhou.player.tap("东州市")
    await zhou.player.sees("东州市。")
    await zhou.player.tap("大县")
    await zhou.player.sees("第 1 页，共 3 页")
    shown = [each for each in await labels(zhou) if each.startswith("大镇")]
    assert len(shown) == PLACES_SHOWN
    await zhou.player.tap("下一页")
    await zhou.player.sees("第 2 页")
    await zhou.player.tap("下一页")
    await zhou.player.sees("第 3 页")
    assert "下一页 ›" not in await labels(zhou)
    await zhou.player.tap("‹ 上一页")
    await zhou.player.sees("第 2 页")
    await zhou.player.tap(f"大镇{PLACES_SHOWN + 1}")
    assert await region_sent(zhou, house) == f"{LARGE}{PLACES_SHOWN + 1:03}"


@pytest.mark.parametrize(("taps", "region"), [((), PROVINCE), (("东州市",), EAST)])
async def test_a_whole_region_of_any_level_can_be_named(
    zhou: Tipster, house: House, taps: tuple[str, ...], region: str
) -> None:
    for name in taps:
        await zhou.player.tap(name)
        await zhou.player.sees(f"{name}。")
    await zhou.player.tap("说不准")
    assert await region_sent(zhou, house) == region


async def test_back_goes_one_level_up_and_then_to_the_kind(zhou: Tipster) -> None:
    await zhou.player.tap("东州市")
    await zhou.player.sees("东州市。")
    await zhou.player.tap("大县")
    await zhou.player.sees("第 1 页")
    for seen in ("东州市。", "东海省。"):
        await zhou.player.tap("上一步")
        await zhou.player.sees(seen)
    await zhou.player.tap("上一步")
    await zhou.sees("ask_category")


async def forge(house: House, tipster: Tipster, old: str, new: str) -> str:
    """Tap the shown button whose data ends in `old` with `new` in its place; return the answer."""
    player = tipster.player
    card = await player.last()
    data = next(
        each["callback_data"]
        for each in inline_buttons(card)
        if each["callback_data"].endswith(old)
    )
    forged = data.removesuffix(old) + new
    ((_person, chat), place), *_others = house.world.private.items()
    place.messages[card["message_id"]].offered_data.add(forged)
    body = {"message_id": card["message_id"], "data": forged, "wait": 10}
    made = await player._post("/sim/tap", chat, body)
    return str(made["answer"]["text"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"region:{EAST}", "region:420000"),
        (f"region:{EAST}", f"region:{PROVINCE}"),
        (f"region:{EAST}", f"region:{LARGE}"),
        (f"region:{EAST}", "region:nowhere"),
        (f"city:{PROVINCE}", f"city:{WEST}"),
        (f"city:{PROVINCE}", "region_page:7"),
    ],
)
async def test_a_region_that_is_not_offered_is_answered_kindly_and_not_taken(
    zhou: Tipster, house: House, old: str, new: str
) -> None:
    assert NOT_IN_USE in await forge(house, zhou, old, new)
    assert "东海省" in words_of(await zhou.player.last())
    await zhou.player.tap("西州市")
    await zhou.player.sees("孤县。")


async def test_a_city_begins_below_itself_and_cannot_be_left_upwards(house: House) -> None:
    house.library = library_of_a_province(EAST)
    async with running(house):
        zhou = await Tipster.create(house)
        await zhou.open_form()
        await zhou.tap("not_now")
        await zhou.tap("category")
        await zhou.player.sees("东州市")
        assert (await labels(zhou))[:3] == ["大县", "小县", "说不准，或者全市"]
        assert NOT_IN_USE in await forge(house, zhou, f"region:{LARGE}", f"region:{WEST}")
        await zhou.player.tap("上一步")
        await zhou.sees("ask_category")
