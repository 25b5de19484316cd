"""kill -9 at chosen points, then a restart: nothing submitted is lost or doubled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.drills.kill9.stand import Nursery, Stand, open_nursery, open_stand
from tests.journeys.scenes import receipt_on, words_asked
from tests.lessons import begin_lesson, changed, finish_lesson, next_move, remember
from tests.phone import JSON, inline_buttons, words_of

TIP = "周五晚上八点，老市场后门，两个人从一辆面包车上卸纸箱。"
ANSWER = "白色的，上周五也来过一次。"
TIPS, MAILBOX = "bot.reports.tips.service", "bot.reports.mailbox.service"
TRIAGE, LESSONS = "bot.reports.triage.service", "bot.education.learning.service.lessons"


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with open_nursery() as opened:
        yield opened


@pytest.fixture
async def stand(nursery: Nursery, tmp_path: Path) -> AsyncIterator[Stand]:
    async with open_stand(tmp_path, nursery) as opened:
        yield opened


async def fill_form(stand: Stand) -> None:
    """Fill in the form as far as the review."""
    citizen = stand.citizen
    await citizen.tap("举报")
    await citizen.tap("不是正在发生，继续")
    await citizen.tap("贩卖、运输毒品")
    await citizen.tap("园林街道")
    await citizen.sees("请用一条消息写下")
    await citizen.say(TIP)
    await citizen.sees("请核对要发送的内容。")


async def copy_receipt(stand: Stand) -> list[str]:
    """Go from the review to where Send stands, and return the receipt."""
    citizen = stand.citizen
    await citizen.tap("继续")
    receipt = receipt_on(await citizen.sees("您的回执：十二个字"))
    await citizen.tap("我抄好了")
    await citizen.say(words_asked(await citizen.sees("请输入回执的第"), receipt))
    await citizen.sees("对了，可以发送了。")
    return receipt


async def send_tip(stand: Stand) -> list[str]:
    await fill_form(stand)
    receipt = await copy_receipt(stand)
    await stand.citizen.tap("发送")
    await stand.citizen.sees("已发送，谢谢您。")
    return receipt


async def opens_mailbox(stand: Stand, receipt: list[str]) -> JSON:
    """Tap the receipt check that the bot offers, and open the mailbox."""
    await stand.citizen.tap("查回执")
    await stand.citizen.sees("请输入或粘贴回执上的十二个字。")
    await stand.citizen.say(" ".join(receipt))
    return await stand.citizen.sees("进展：")


async def is_told_that_the_form_is_gone(stand: Stand, words: str = "没有保存") -> None:
    card = await stand.citizen.sees(words, within=15)
    assert "查回执" in "".join(each["text"] for each in inline_buttons(card))


async def cards(stand: Stand) -> list[str]:
    texts = [words_of(each) for each in await stand.officer.messages(stand.stage.admin_chat)]
    return [text for text in texts if "· 未核实" in text]


def cards_waiting(stand: Stand) -> int:
    """Count the cards that are still to be sent; other rows come by the clock."""
    return len(stand.rows("reports", "SELECT id FROM outbox WHERE kind = 'card'"))


async def takes_and_asks(stand: Stand) -> None:
    officer = stand.officer
    await officer.tap("接手", chat=stand.stage.admin_chat, within=15)
    await officer.tap("提问")
    await officer.sees("您想问什么？", chat=stand.stage.staff_bot)
    await officer.say("那辆车是什么颜色？")
    await officer.tap("发送")
    await officer.sees("已提问")


async def reads(stand: Stand) -> str:
    """Let the officer read, and return the whole trail."""
    await stand.officer.tap("阅读", chat=stand.stage.admin_chat)
    return words_of(await stand.officer.sees(TIP, chat=stand.stage.staff_bot, within=15))


async def test_after_the_update_was_fetched_but_before_its_effect(stand: Stand) -> None:
    """The draft lived in memory: the tap comes again and finds its form gone."""
    await stand.citizen.tap("举报")
    await stand.citizen.tap("不是正在发生，继续")
    await stand.citizen.sees("是哪一类情况？")
    stand.arm("fetched")
    await stand.citizen.tap("贩卖、运输毒品")
    await stand.dies()
    await stand.start()
    await is_told_that_the_form_is_gone(stand)
    assert stand.count("reports", "tips") == 0
    await stand.citizen.tap("主菜单")
    await send_tip(stand)
    assert stand.count("reports", "tips") == 1


async def test_in_the_middle_of_the_form(stand: Stand) -> None:
    await fill_form(stand)
    await stand.quiet()
    await stand.kill()
    await stand.start()
    await stand.citizen.tap("继续")
    await is_told_that_the_form_is_gone(stand)
    await stand.citizen.not_sees("面包车")
    assert stand.count("reports", "tips") == cards_waiting(stand) == 0


async def test_words_on_their_way_to_a_form_that_is_gone(stand: Stand) -> None:
    """A message that was not yet in the draft is taken off the screen, and the bot says so."""
    await stand.citizen.tap("举报")
    await stand.citizen.tap("不是正在发生，继续")
    await stand.citizen.tap("贩卖、运输毒品")
    await stand.citizen.tap("园林街道")
    await stand.citizen.sees("请用一条消息写下")
    stand.arm("fetched")
    await stand.citizen.say(TIP)
    await stand.dies()
    await stand.start()
    await is_told_that_the_form_is_gone(stand, "没有保留，也没有发送")
    assert stand.count("reports", "tips") == 0


async def test_between_send_and_its_commit(stand: Stand) -> None:
    await fill_form(stand)
    receipt = await copy_receipt(stand)
    stand.arm(f"before the commit of {TIPS}")
    await stand.citizen.tap("发送")
    await stand.dies()
    await stand.start()
    await is_told_that_the_form_is_gone(stand)
    assert stand.count("reports", "tips") == stand.count("reports", "envelopes") == 0
    await stand.citizen.tap("查回执")
    await stand.citizen.say("".join(receipt))
    await stand.citizen.sees("打不开")


async def test_between_the_commit_of_send_and_its_answer(stand: Stand) -> None:
    await fill_form(stand)
    receipt = await copy_receipt(stand)
    stand.arm(f"after the commit of {TIPS}")
    await stand.citizen.tap("发送")
    await stand.dies()
    assert stand.count("reports", "tips") == 1
    await stand.start()
    await is_told_that_the_form_is_gone(stand)
    await opens_mailbox(stand, receipt)
    await stand.quiet()
    assert stand.count("reports", "tips") == stand.count("reports", "envelopes") == 1
    await stand.officer.sees("状态：待接手", chat=stand.stage.admin_chat, within=15)
    assert len(await cards(stand)) == 1


async def test_after_the_card_was_posted_but_before_its_row_was_finished(stand: Stand) -> None:
    stand.arm("before the card was finished")
    await send_tip(stand)
    await stand.dies()
    assert (cards_waiting(stand), len(await cards(stand))) == (1, 1)
    stand.let_leases_end()
    await stand.start()
    await takes_and_asks(stand)
    async with asyncio.timeout(15):
        while cards_waiting(stand):  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.1)
    assert len(await cards(stand)) == 1


async def test_while_the_officer_takes_the_tip(stand: Stand) -> None:
    await send_tip(stand)
    await stand.officer.sees("状态：待接手", chat=stand.stage.admin_chat, within=15)
    stand.arm(f"after the commit of {TRIAGE}.holding")
    await stand.officer.tap("接手")
    await stand.dies()
    await stand.start()
    await stand.officer.sees("承办：李警官", within=15)
    assert TIP in await reads(stand)


async def test_between_the_commit_of_a_question_and_its_answer(stand: Stand) -> None:
    receipt = await send_tip(stand)
    await stand.officer.tap("接手", chat=stand.stage.admin_chat, within=15)
    await stand.officer.tap("提问")
    await stand.officer.sees("您想问什么？", chat=stand.stage.staff_bot)
    await stand.officer.say("那辆车是什么颜色？")
    await stand.officer.sees("再写一次可以改")
    stand.arm(f"after the commit of {TRIAGE}.writing")
    await stand.officer.tap("发送")
    await stand.dies()
    await stand.start()
    await stand.officer.sees("已经发送过，或者值班台刚重启。", within=15)
    assert stand.count("reports", "envelopes") == 2
    # The card with the number went with the crash; the receipt is all that it takes.
    await stand.citizen.tap("我的回执")
    await stand.citizen.say("".join(receipt))
    await stand.citizen.sees("那辆车是什么颜色？")


@pytest.mark.parametrize(("point", "envelopes"), [("before", 2), ("after", 3)])
async def test_while_an_answer_goes_from_the_mailbox(
    stand: Stand, point: str, envelopes: int
) -> None:
    receipt = await send_tip(stand)
    await takes_and_asks(stand)
    citizen = stand.citizen
    await citizen.tap("打开我的信箱")
    await citizen.say("".join(receipt))
    await citizen.tap("回答")
    await citizen.say(ANSWER)
    await citizen.sees("请核对要发送的内容。")
    stand.arm(f"{point} the commit of {MAILBOX}")
    await citizen.tap("发送")
    await stand.dies()
    await stand.start()
    await is_told_that_the_form_is_gone(stand)
    assert stand.count("reports", "envelopes") == envelopes
    card = await opens_mailbox(stand, receipt)
    if point == "before":
        assert "想向您了解一点情况" in words_of(card)
        return
    assert "您的回答已送达工作人员" in words_of(card)
    await stand.officer.sees("举报人有新的内容", chat=stand.stage.admin_chat, within=15)
    assert (await reads(stand)).count(ANSWER) == 1


async def begin_kept_lesson(stand: Stand) -> JSON:
    """Let the student be one who is kept: a guest's lesson is in memory, and ends with it."""
    await remember(stand.folder / "data", stand.student.id)
    return await begin_lesson(stand.student, stand.public)


async def test_after_a_move_of_a_lesson_was_fetched_but_before_its_effect(stand: Stand) -> None:
    card = await begin_kept_lesson(stand)
    stand.arm("fetched")
    await stand.student.tap_data(str(next_move(card)), card)
    await stand.dies()
    await stand.start()
    card = await changed(stand.student, stand.public, card)
    assert "第 1 题" in words_of(card)


@pytest.mark.parametrize("point", ["before", "after"])
async def test_between_an_answer_in_a_lesson_its_commit_and_the_reply(
    stand: Stand, point: str
) -> None:
    card = await begin_kept_lesson(stand)
    await stand.student.tap_data(str(next_move(card)), card)
    card = await changed(stand.student, stand.public, card)
    stand.arm(f"{point} the commit of {LESSONS}")
    await stand.student.tap_data(str(next_move(card)), card)
    await stand.dies()
    assert stand.count("education", "answers") + stand.marks() == (point == "after")
    await stand.start()
    await changed(stand.student, stand.public, card)
    assert stand.count("education", "answers") + stand.marks() == 1
    await finish_lesson(stand.student, stand.public)
    assert stand.rows("education", "SELECT count(*) FROM attempts")[0][0] == 1
    assert stand.count("education", "answers") == 5


async def test_between_two_moves_of_a_lesson(stand: Stand) -> None:
    card = await begin_kept_lesson(stand)
    for _ in range(4):
        await stand.student.tap_data(str(next_move(card)), card)
        card = await changed(stand.student, stand.public, card)
    await stand.quiet()
    before = stand.rows("education", "SELECT * FROM attempts")
    await stand.kill()
    await stand.start()
    await stand.student.say("/learn")
    course = await stand.student.sees("初中禁毒课", within=15)
    await stand.student.tap("接着学第 1 课")
    resumed = await changed(stand.student, stand.public, course)
    assert words_of(resumed) == words_of(card)
    assert stand.rows("education", "SELECT * FROM attempts") == before


async def test_while_a_certificate_is_drawn(stand: Stand) -> None:
    await begin_kept_lesson(stand)
    await finish_lesson(stand.student, stand.public)
    await stand.student.tap("领证书")
    await stand.student.sees("证书上写什么名字？")
    stand.arm("drawing")
    await stand.student.say("王小雨")
    await stand.dies()
    ((code,),) = stand.rows("education", "SELECT code FROM certificates")
    await stand.start()
    await stand.student.sees("没有保存", within=15)
    await stand.student.tap("领证书")
    await stand.student.tap("不写名字")
    picture = await stand.student.sees("真棒！", within=15)
    assert code in words_of(picture).replace("-", "")
    assert stand.count("education", "certificates") == 1
