"""Few taps: to the first question, to a tip that is sent, and to help from wherever one is."""

from __future__ import annotations

import pytest
import pytest_asyncio

from tests.journeys.conftest import Place, in_town, newcomer
from tests.journeys.scenes import (
    answer_somehow,
    buttons_of,
    letters_on,
    photo_of_a_van,
    receipt_on,
    words_asked,
)
from tests.journeys.words import Table, words_in
from tests.phone import JSON, words_of
from tests.player import Player
from tests.whole_app import WholeApp

pytestmark = in_town

WORDS: Table = {
    "learn": ("学一课", "Start learning"),
    "lesson": ("开始第 1 课", "Start lesson 1"),
    "think": ("你会怎么想？", "What do you think?"),
    "question": ("第 1 题，共 5 题", "Question 1 of 5"),
    "report": ("举报", "Report"),
    "not_now": ("不是正在发生，继续", "Not now, go on"),
    "not_sure": ("说不准是哪一种", "I am not sure which"),
    "anywhere": ("说不准，或者全市", "Not sure, or the whole city"),
    "write": (
        "请用一条消息写下：什么事、什么时候、在哪儿。",
        "Write in one message: what, when, where.",
    ),
    "tip": (
        "河边的旧仓库，每天半夜有人卸货，味道很刺鼻。",
        "The old warehouse by the river: somebody unloads every night, a sharp smell.",
    ),
    "go_on": ("继续", "Go on"),
    "forget": ("直接发送，不留回执", "Send and forget"),
    "sent": ("已发送，谢谢您。", "Sent. Thank you."),
    "nothing_kept": (
        "这次没有留回执，您不用保存什么。",
        "It was sent without a receipt, so there is nothing to keep.",
    ),
    "help": ("我需要帮助 · 朋友需要帮助", "I need help · a friend needs help"),
    "numbers": ("你不是一个人，这些电话能帮上忙：", "You are not alone. These numbers help:"),
    "whom": ("是朋友", "About my child"),
    "advice": ("先听，别急着骂。", "Talk, don't interrogate."),
    "to_numbers": ("求助电话", "Numbers"),
    "clear": ("清除这条消息", "Clear this message"),
    "menu": ("您想做什么？", "What would you like to do?"),
}


@pytest.fixture
def says(place: Place) -> dict[str, str]:
    return words_in(place.locale, WORDS)


@pytest_asyncio.fixture(loop_scope="session")
async def anna(place: Place) -> Player:
    return await place.newcomer("Anna")


async def test_the_first_question_is_three_taps_from_start(
    anna: Player, says: dict[str, str]
) -> None:
    for button in ("learn", "lesson", "think"):
        await anna.tap(says[button])
    card = await anna.sees(says["question"])
    assert letters_on(card)
    assert anna.taps <= 3


async def test_a_basic_tip_takes_six_taps_and_one_message(
    anna: Player, says: dict[str, str]
) -> None:
    before = anna.sent
    for button in ("report", "not_now", "not_sure", "anywhere"):
        await anna.tap(says[button])
    await anna.sees(says["write"])
    await anna.say(says["tip"])
    for button in ("go_on", "forget"):
        await anna.tap(says[button])
    await anna.sees(says["sent"])
    await anna.sees(says["nothing_kept"])
    assert anna.taps <= 6
    assert anna.sent - before == 1


async def test_help_is_one_tap_from_the_menu_and_can_be_read_and_cleared(
    anna: Player, says: dict[str, str]
) -> None:
    await anna.tap(says["help"])
    card = await anna.sees(says["numbers"])
    assert anna.taps == 1
    for number in ("110", "120", "12356", "12355", "12345"):
        assert number in words_of(card)
    await anna.tap(says["whom"])
    await anna.sees(says["advice"])
    await anna.tap(says["to_numbers"])
    await anna.sees(says["numbers"])
    await anna.tap(says["clear"])
    await anna.no_longer_sees(says["numbers"])
    await anna.sees(says["menu"])


async def test_help_is_one_tap_from_every_screen_of_a_lesson(mei: Player) -> None:
    await mei.tap("学一课")
    await get_help(mei, await mei.sees("初中禁毒课"))
    await mei.tap("开始第 1 课")
    await get_help(mei, await mei.sees("闻着香，就能放心吃吗？"))
    await mei.tap("你会怎么想？")
    for _screen in range(40):
        card = await mei.sees("▰")
        await get_help(mei, card)
        await _go_on(mei, card)
        if "学完啦" in words_of(await mei.last()):
            break
    await get_help(mei, await mei.sees("学完啦"))
    await mei.tap("领证书")
    await get_help(mei, await mei.sees("证书上写什么名字？"))
    await mei.tap("不写名字")
    await get_help(mei, await mei.sees("真棒！"))


async def _go_on(mei: Player, card: JSON) -> None:
    """Take the first way on, and wait until the card has changed."""
    if await answer_somehow(mei, card) is card:
        await mei.tap(buttons_of(card)[0], message=card)
        await mei.no_longer_sees(words_of(card))


async def test_help_is_one_tap_from_every_screen_of_the_tip_form_and_the_mailbox(
    mei: Player,
) -> None:
    await mei.tap("举报")
    await get_help(mei, await mei.sees("举报毒品违法犯罪"))
    await mei.tap("正在发生")
    await get_help(mei, await mei.sees("请现在就打 110。"))
    await mei.tap("我现在安全，继续")
    await get_help(mei, await mei.sees("是哪一类情况？"))
    await mei.tap("其他涉毒情况")
    await get_help(mei, await mei.sees("在什么地方？"))
    await mei.tap("王场镇")
    await get_help(mei, await mei.sees("请用一条消息写下"))
    await mei.photo(None, photo_of_a_van(), caption="有人在桥下发东西，围了好几个学生。")
    await get_help(mei, await mei.sees("请核对要发送的内容。"))
    await mei.tap("继续")
    card = await mei.sees("您的回执：十二个字")
    receipt = receipt_on(card)
    await get_help(mei, card)
    await mei.tap("我抄好了")
    card = await mei.sees("请输入回执的第")
    await get_help(mei, card)
    await mei.say(words_asked(card, receipt))
    await get_help(mei, await mei.sees("对了，可以发送了。"))
    await mei.tap("发送")
    await get_help(mei, await mei.sees("已发送，谢谢您。"))
    await mei.tap("打开我的信箱")
    await get_help(mei, await mei.sees("请输入或粘贴回执上的十二个字。"))
    await mei.say("".join(receipt))
    await get_help(mei, await mei.sees("工作人员暂时没有提问"))
    await mei.tap("补充线索")
    await get_help(mei, await mei.sees("请写下您想说的话。"))
    await mei.say("刚才又来了一辆车。")
    await get_help(mei, await mei.sees("请核对要发送的内容。"))
    await mei.tap("清除")
    await mei.tap("关闭信箱")
    await get_help(mei, await mei.sees("信箱已关闭"))


async def get_help(person: Player, card: JSON) -> None:
    """Tap help on this very card, see it open below, and clear it away again."""
    await person.tap("我需要帮助", message=card)
    opened = await person.sees("你不是一个人，这些电话能帮上忙：")
    assert opened["message_id"] > card["message_id"]
    await person.tap("清除这条消息", message=opened)
    await person.no_longer_sees("你不是一个人")
    assert words_of(card) in [words_of(each) for each in await person.messages()]


async def test_help_opens_by_command_and_by_link_too(town: WholeApp) -> None:
    anybody = await newcomer(town, "路人", "zh-hans")
    await anybody.say("/help")
    await anybody.sees("你不是一个人，这些电话能帮上忙：")
    friend = await Player.create(town.stage.base_url, "同学")
    await friend.send(town.public, "/start help")
    await friend.sees("你不是一个人，这些电话能帮上忙：")
