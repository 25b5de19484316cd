"""Help comes before the form for whoever means himself or his family, and for minors."""

from __future__ import annotations

import pytest

from tests.phone import button_words, words_of
from tests.reports.house import House
from tests.reports.tipster import TEXT, Tipster

REWARD = {"zh-hans": "奖", "en": "reward"}


@pytest.fixture
async def zhou(running_house: House) -> Tipster:
    return await Tipster.create(running_house)


@pytest.mark.parametrize(
    ("button", "said"),
    [("是我自己的事", "主动登记或治疗，不处罚"), ("是家里人的事", "您一定很难")],
)
async def test_help_comes_first_and_the_law_is_told_as_it_is(
    zhou: Tipster, running_house: House, button: str, said: str
) -> None:
    await zhou.open_form()
    await zhou.tap("not_now")
    await zhou.player.tap(button)
    card = words_of(await zhou.player.sees(said))
    for words in ("《禁毒法》第六十二条", "贩卖、运输、制造不在内", "12345", "12356"):
        assert words in card
    await zhou.player.tap("回到举报")
    await zhou.sees("ask_category")
    await zhou.player.tap(button)
    await zhou.player.tap("全部清除")
    await zhou.player.sees("一点没留")
    assert await running_house.tips() == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
async def test_a_minor_meets_an_adult_first_may_send_and_hears_of_no_reward(
    running_house: House, language: str
) -> None:
    tipster = await Tipster.create(running_house, language)
    screens: list[str] = []

    async def look(text: str) -> None:
        screens.append(words_of(await tipster.player.sees(text)))

    await tipster.open_form()
    await tipster.player.tap("我未满 18 岁" if language == "zh-hans" else "I am under 18")
    await look("12355")
    assert "110" in screens[0]
    await tipster.player.tap("继续举报" if language == "zh-hans" else "Go on with the report")
    await look(tipster.says["ask_category"])
    await tipster.tap("category")
    await look(tipster.says["ask_region"])
    await tipster.tap("region")
    await look("只写已经知道的" if language == "zh-hans" else "Only what you know already")
    await tipster.player.say(TEXT)
    await look(tipster.says["review"])
    buttons = await tipster.player.buttons()
    assert not any("细节" in each or "questions" in each for each in buttons)
    await tipster.tap("go_on")
    await look(tipster.says["receipt"])
    await tipster.tap("forget")
    await look(tipster.says["sent"])
    assert not any(REWARD[language] in screen for screen in screens)
    (tip,) = await running_house.tips()
    (message,) = await running_house.read(tip)
    assert (message.text, message.fields) == (TEXT, {"minor": "yes"})


async def test_a_minor_who_speaks_of_his_family_is_asked_to_watch_nobody(zhou: Tipster) -> None:
    await zhou.open_form()
    await zhou.player.tap("我未满 18 岁")
    await zhou.player.tap("继续举报")
    await zhou.player.tap("是家里人的事")
    card = words_of(await zhou.player.sees("你不用盯着谁"))
    assert "12355" in card
    assert "大人" in card
    await zhou.player.tap("回到举报")
    await zhou.sees("ask_category")


async def test_who_says_so_only_at_the_family_screen_is_heard_too(zhou: Tipster) -> None:
    await zhou.open_form()
    await zhou.tap("not_now")
    await zhou.player.tap("是家里人的事")
    await zhou.player.sees("您一定很难")
    await zhou.player.tap("我未满 18 岁")
    await zhou.player.sees("你不用盯着谁")


async def test_a_slip_of_the_finger_is_taken_back(zhou: Tipster) -> None:
    await zhou.open_form()
    await zhou.player.tap("我未满 18 岁")
    await zhou.player.sees("你未满 18 岁")
    await zhou.player.tap("我已满 18 岁")
    await zhou.player.sees("请先打 110")
    assert any("未满 18" in each for each in button_words(await zhou.player.view()))
