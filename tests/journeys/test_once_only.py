"""The same update five times and a tap three times have one effect and the same answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.source import intake
from tests.journeys.conftest import open_town
from tests.journeys.scenes import photo_of_a_van, receipt_on, words_asked
from tests.lessons import begin_lesson, finish_lesson, lesson_card, next_move, remember
from tests.phone import inline_buttons
from tests.repeating import Moment, Repeater

TIP = "周五晚上八点，老市场后门，两个人从一辆面包车上卸纸箱。"
ANSWER = "白色的，上周五也来过一次。"


@pytest.fixture
async def repeater(tmp_path: Path) -> AsyncIterator[Repeater]:
    async with open_town(tmp_path, "zh_Hans") as app:
        yield Repeater(app)


def count(moment: Moment, table: str) -> int:
    return len(moment.tables[table])


async def go_through_a_lesson(repeater: Repeater) -> Moment:
    student, bot = repeater.app.student, repeater.app.public
    await remember(repeater.app.folder, student.id)
    await repeater.tap(student, "学一课")
    await repeater.tap(student, "开始第 1 课")
    kinds = set()
    while (data := next_move(card := await lesson_card(student, bot))) is not None:
        kinds.add(data[:2])
        words = next(b["text"] for b in inline_buttons(card) if b.get("callback_data") == data)
        await repeater.tap(student, words, message=card)
    # Which of its variants a point asks is drawn, and only some are marked and handed in.
    assert {"go", "ch", "an"} <= kinds <= {"go", "ch", "an", "ma", "su"}
    return await repeater.moment(student, bot)


async def test_every_step_of_a_lesson_counts_once(repeater: Repeater) -> None:
    end = await go_through_a_lesson(repeater)
    assert count(end, "education.attempts") == count(end, "education.learners") == 1
    assert count(end, "education.answers") == 5


async def test_every_step_of_a_lesson_counts_once_also_where_only_the_database_remembers(
    repeater: Repeater, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "SETTLED_REMEMBERED", 0)
    end = await go_through_a_lesson(repeater)
    assert count(end, "education.attempts") == 1
    assert count(end, "education.answers") == 5


async def test_a_certificate_an_age_band_and_profiles_count_once(repeater: Repeater) -> None:
    student, bot = repeater.app.student, repeater.app.public
    await begin_lesson(student, bot)
    await finish_lesson(student, bot)
    await repeater.tap(student, "14–17岁", adds=1)
    await repeater.tap(student, "领证书", adds=1)
    end = await repeater.say(student, "王小雨")
    assert count(end, "education.certificates") == 1
    assert [text for text, _ in end.screen if "真棒！" in text] == [end.screen[-1][0]]
    await repeater.tap(student, "领证书", adds=1)
    await repeater.tap(student, "不写名字", adds=1)
    await repeater.say(student, "/profile")
    await repeater.tap(student, "换个人学", adds=1)
    end = await repeater.say(student, "小海豚")
    assert count(end, "education.learners") == 1, "the new profile is in memory alone"
    assert end.screen[-1][0].count("小海豚") == 1
    assert "▶️ 小海豚" in end.screen[-1][0]
    await repeater.tap(student, "没有昵称")
    await repeater.tap(student, "删除我的记录")
    await repeater.tap(student, "确认删除")
    end = await repeater.moment(student, bot)
    assert count(end, "education.learners") == 0


async def test_the_doors_and_the_language_count_once(repeater: Repeater) -> None:
    citizen = repeater.app.citizen
    await repeater.tap(citizen, "我需要帮助", adds=1)
    await repeater.tap(citizen, "是我自己")
    await repeater.tap(citizen, "清除")
    for command in ("/start", "/help", "/learn", "/language", "/verify x", "/profile", "/exit"):
        before = await repeater.moment(citizen, repeater.app.public)
        after = await repeater.say(citizen, command)
        assert len(after.screen) <= len(before.screen) + 1, command
    await repeater.say(citizen, "/language")
    await repeater.tap(citizen, "English")
    end = await repeater.moment(citizen, repeater.app.public)
    assert end.screen[-1][0].startswith("Humen")
    assert not any(rows for name, rows in end.tables.items() if name == "education.learners")


async def test_every_step_of_a_tip_and_its_mailbox_counts_once(repeater: Repeater) -> None:
    app, citizen = repeater.app, repeater.app.citizen
    await repeater.tap(citizen, "举报")
    await repeater.tap(citizen, "正在发生")
    await repeater.tap(citizen, "我现在安全")
    await repeater.tap(citizen, "贩卖、运输毒品")
    await repeater.tap(citizen, "园林街道")
    moment = await repeater.say(citizen, TIP)
    assert "".join(text for text, _ in moment.screen).count(TIP) == 1
    await repeater.photos(citizen, photo_of_a_van(), photo_of_a_van(), photo_of_a_van())
    # They are settled before they are cleaned.
    await citizen.sees("照片：3 张")
    for change, choice in (("改类别", "贩卖、运输毒品"), ("改地点", "园林街道")):
        await repeater.tap(citizen, change)
        await repeater.tap(citizen, choice)
    await repeater.tap(citizen, "修改内容")
    await repeater.say(citizen, TIP)
    await repeater.tap(citizen, "继续")
    receipt = receipt_on(await citizen.sees("您的回执：十二个字"))
    await repeater.tap(citizen, "我抄好了")
    card = await citizen.sees("请输入回执的第")
    moment = await repeater.say(citizen, words_asked(card, receipt))
    assert "对了，可以发送了。" in moment.screen[-1][0]
    await repeater.tap(citizen, "发送")
    end = await repeater.moment(citizen, app.public)
    assert count(end, "reports.tips") == count(end, "reports.envelopes") == 1
    assert count(end, "reports.sealed_files") == len(list((app.folder / "files").iterdir()))
    await staff_steps(repeater)
    await repeater.tap(citizen, "打开我的信箱")
    moment = await repeater.say(citizen, " ".join(receipt))
    assert "想向您了解一点情况" in moment.screen[-1][0]
    await repeater.tap(citizen, "再看看")
    await repeater.tap(citizen, "回答")
    moment = await repeater.say(citizen, ANSWER)
    await repeater.photos(citizen, photo_of_a_van())
    await citizen.sees("照片：1 张")
    await repeater.tap(citizen, "发送")
    end = await repeater.moment(citizen, app.public)
    assert count(end, "reports.envelopes") == 4
    assert "您的回答已送达工作人员" in end.screen[-1][0]
    notices = [t for t, _ in await told(repeater) if "举报人有新的内容" in t]
    assert len(notices) == 1
    await repeater.tap(citizen, "关闭信箱")
    await closing_steps(repeater)


async def staff_steps(repeater: Repeater) -> None:
    """Bind again, take, return, take, read, note and ask."""
    app, officer = repeater.app, repeater.app.officer
    group, desk = app.admin_chat, app.desk
    await repeater.say(officer, "/bind 0000", group)
    await repeater.tap(officer, "接手", chat=group)
    await repeater.tap(officer, "退回", chat=group)
    await repeater.tap(officer, "接手", chat=group)
    before = len((await repeater.moment(officer, desk)).screen)
    await officer.tap("阅读", chat=group)
    adds = len((await repeater.moment(officer, desk)).screen) - before
    assert adds == 4, "three photos and the words"
    for button, words in (("备注", "已联系派出所"), ("提问", "那辆车是什么颜色？")):
        await repeater.tap(officer, button, chat=desk, adds=1)
        await repeater.say(officer, words, desk)
        await repeater.tap(officer, "发送", chat=desk)
    end = await repeater.moment(officer, desk)
    assert count(end, "reports.envelopes") == 3
    assert len([text for text, _ in await told(repeater) if "· 未核实" in text]) == 1


async def closing_steps(repeater: Repeater) -> None:
    officer, desk = repeater.app.officer, repeater.app.desk
    await repeater.tap(officer, "办结", chat=repeater.app.admin_chat)
    await repeater.tap(officer, "查证属实，刑事立案", chat=desk)
    await repeater.tap(officer, "确认办结", chat=desk)
    card = [text for text, _ in await told(repeater) if "状态：" in text]
    assert len(card) == 1
    assert "已办结（查证属实，刑事立案）" in card[0]


async def told(repeater: Repeater) -> list[tuple[str, tuple[str, ...]]]:
    """Return what the admin chat shows."""
    await repeater.quiet()
    return (await repeater.moment(repeater.app.officer, repeater.app.admin_chat)).screen
