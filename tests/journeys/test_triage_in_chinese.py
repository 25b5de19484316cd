"""Two units, three officers and a long day, in Chinese: with all that a tired officer gets wrong."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.gateway.cast import CHINESE
from tests.journeys.guest import Guest
from tests.journeys.scenes import buttons_of
from tests.journeys.two_units import TwoUnits, open_two_units, sees_button
from tests.phone import JSON, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANSWER = "白色的，上周五也来过一次。"
MORE = "昨晚又来了，这次是两辆车。"
REFUSED = "您无权操作，或这条线索由别人承办。"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desks(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoUnits]:
    async with open_two_units(tmp_path_factory.mktemp("desks"), CHINESE) as opened:
        yield opened


async def test_a_report_goes_all_the_way(desks: TwoUnits) -> None:
    zhou = await Guest.arrive(desks.company, "周先生", "zh-hans")
    card = await _report(desks, zhou)
    number = words_of(card)[3:12]
    await _taken_and_read(desks, zhou, card)
    await _asked(desks, card)
    await _answered(desks, zhou, number)
    await _handed_over_at_the_end_of_the_shift(desks, zhou, number)
    above = await _passed_on_to_the_unit_above(desks, zhou, number)
    await _linked(desks, above, number)
    await _closed(desks, zhou, above, number)
    await _opened_by_new_words(desks, zhou, above, number)


async def _report(desks: TwoUnits, zhou: Guest) -> JSON:
    await zhou.to_review()
    await zhou.finish()
    await desks.li.sees("状态：待接手", chat=desks.city)
    card = await desks.li.sees("· 未核实")
    assert re.match(
        r"线索 [0-9A-Z]{4}-[0-9A-Z]{4} · 未核实\n贩卖、运输毒品 · 潜江市园林街道", words_of(card)
    )
    assert buttons_of(card) == ["✋ 接手"]
    assert zhou.words not in await desks.wang.transcript(desks.city)
    return card


async def _taken_and_read(desks: TwoUnits, zhou: Guest, card: JSON) -> None:
    li = desks.li
    await li.send(desks.city, "这条谁去看一下？", reply_to=card)
    hint = await li.sees("这条回复没有发给任何人。要问举报人或记备注，请点：")
    await li.tap("提问", message=hint)
    await li.sees(REFUSED)
    await li.tap("接手", message=card)
    await li.sees("已由您承办。点“阅读”，内容会在私聊里打开。")
    card = await li.sees("承办：李警官", message=card)
    assert buttons_of(card) == [
        "📖 阅读",
        "❓ 提问",
        "📝 备注",
        "✅ 办结",
        "↩️ 退回",
        "🤝 交接",
        "⋯ 更多",
        "🔇 今天对此人静音",
    ]
    await li.tap("阅读", message=card)
    reading = await li.sees(zhou.words, chat=desks.company.desk)
    assert "· 未核实" in words_of(reading)
    assert "最后一次操作 10 分钟后，这些内容会自动删除。" in words_of(reading)
    assert reading["has_protected_content"]
    await li.say("车牌要问清楚")
    stray = await li.sees("这条消息没有发给任何人，也没有保存。要写到线索")
    assert buttons_of(stray) == ["❓ 提问", "📝 备注"]
    await li.tap("备注", message=stray)
    await li.sees("要记什么？只有本单位能看到。")
    await li.say("车牌要问清楚")
    await li.tap("发送")
    await li.sees("✅ 已记下。")
    await li.sees(zhou.words)


async def _asked(desks: TwoUnits, card: JSON) -> None:
    li = desks.li
    await li.tap("提问", message=card, chat=desks.city)
    prompt = await li.sees("您想问什么？请不要询问举报人的身份。", chat=desks.company.desk)
    await li.say("您叫什么名字，住在哪里？")
    held = await li.sees("✋ 这个问题先拦下了，没有发出。")
    assert "我们承诺过不问身份" in words_of(held)
    assert buttons_of(held) == ["取消"]
    await li.say("能不能再去看一下车还在不在？")
    assert "不要" not in words_of(await li.sees("这句话会让举报人去查看、跟踪或打听"))
    await li.say("能不能假装买家问问价格？")
    await li.sees("这句话会让举报人去购买、付款、尝试或取样")
    await li.tap("车辆", message=prompt)
    await li.sees("有没有车？车牌、车型、颜色，记得多少写多少，请不要追。")
    await li.say("那辆车是什么颜色？之前来过吗？")
    review = await li.sees("那辆车是什么颜色？之前来过吗？\n\n再写一次可以改，或直接发送。")
    await li.tap("发送", message=review)
    await li.sees("✅ 已提问。举报人凭回执就能看到；有回复时，卡片会提示。")
    await li.sees("状态：已提问", chat=desks.city)


async def _answered(desks: TwoUnits, zhou: Guest, number: str) -> None:
    await zhou.opens_mailbox(" ".join(zhou.receipt))
    await zhou.player.sees("那辆车是什么颜色？之前来过吗？")
    await zhou.player.tap("回答")
    await zhou.say(ANSWER)
    await zhou.player.tap("发送")
    await zhou.player.sees("已发给工作人员")
    await desks.li.sees(f"💬 线索 {number}：举报人有新的内容，点“阅读”查看。", chat=desks.city)
    await desks.li.sees("状态：已回复")


async def _handed_over_at_the_end_of_the_shift(desks: TwoUnits, zhou: Guest, number: str) -> None:
    li, wang, desk = desks.li, desks.wang, desks.company.desk
    await li.send(desk, "/shift")
    shift = await li.sees("🔁 交班：由您承办 1 条")
    assert number in words_of(shift)
    await li.tap("王警官 · 0 条", message=shift)
    await li.sees("已发出 1 条。对方接受之前，仍由您承办。")
    card = await li.sees("承办：李警官\n等待接受：王警官", chat=desks.city)
    offer = await wang.sees("等待接受：王警官", chat=desk)
    await wang.tap("阅读", message=card, chat=desks.city)
    await wang.sees(REFUSED)
    await wang.tap("接受", message=offer, chat=desk)
    await wang.sees("承办：王警官", message=offer)
    await li.sees(f"🤝 线索 {number}：同事已接受。", chat=desk)
    await li.no_longer_sees(zhou.words)
    await li.tap("阅读", message=card, chat=desks.city)
    await li.sees(REFUSED)
    await wang.send(desk, "/mine")
    await wang.sees("🗂 由您承办：1 条")
    await wang.tap("阅读", message=card, chat=desks.city)
    await wang.sees(ANSWER, chat=desk)


async def _passed_on_to_the_unit_above(desks: TwoUnits, zhou: Guest, number: str) -> JSON:
    wang, zhao, desk = desks.wang, desks.zhao, desks.company.desk
    await wang.tap("更多", chat=desks.city)
    await wang.sees("承办：王警官", chat=desk)
    await wang.tap("移交单位")
    choice = await wang.sees(f"线索 {number}：应由哪个单位办理？")
    await wang.tap("⬆️ 湖北省（上级单位）", message=choice)
    await wang.sees(f"线索 {number} 将连同内容、备注和附件移交湖北省。")
    await wang.tap("确认移交", message=choice)
    await wang.sees(f"🏢 线索 {number} 已移交湖北省，本单位不能再打开。")
    await wang.no_longer_sees(zhou.words)
    old = await wang.sees(f"线索 {number}\n🏢 已移交湖北省。", chat=desks.city)
    assert buttons_of(old) == []
    await wang.send(desk, f"/find {number}")
    await wang.sees(f"线索 {number}\n🏢 已移交湖北省。")
    card = await zhao.sees(f"线索 {number} · 未核实", chat=desks.province)
    assert "🏢 移交自：潜江市" in words_of(card)
    await zhao.tap("接手", message=card)
    await zhao.sees("承办：赵警官", message=card)
    await zhao.tap("阅读", message=card)
    reading = await zhao.sees(zhou.words, chat=desk)
    for words in ("车牌要问清楚", "那辆车是什么颜色？之前来过吗？", ANSWER):
        assert words in words_of(reading)
    return card


async def _linked(desks: TwoUnits, above: JSON, number: str) -> None:
    """Somebody reports the same with an official in it, which comes to the unit above at once."""
    neighbour = await Guest.arrive(desks.company, "邻居", "zh-hans")
    await neighbour.to_review()
    await neighbour.tap("questions")
    for place in range(1, 8):
        await neighbour.player.sees(f"第 {place} 项，共 8 项")
        await neighbour.tap("skip")
    await neighbour.player.sees("涉及公职人员 · 第 8 项，共 8 项")
    await neighbour.player.tap("有")
    await neighbour.finish()
    zhao, desk = desks.zhao, desks.company.desk
    await zhao.sees("状态：待接手", chat=desks.province)
    cards = [words_of(each) for each in await zhao.messages(desks.province)]
    (other,) = [text[3:12] for text in cards if "状态：待接手" in text]
    await zhao.tap("更多", message=above, chat=desks.province)
    await zhao.sees("承办：赵警官", chat=desk)
    await zhao.tap("关联")
    await zhao.sees(f"线索 {number}：与哪一条是同一件事？请输入编号。")
    await zhao.say("和刚才那条一样")
    await zhao.sees("这不是线索编号。编号的样子是 7K3M-9Q2C，请再核对一下。")
    await zhao.say(other.lower().replace("-", " "))
    await zhao.sees(f"🔗 与线索 {other} 是同一件事")
    await zhao.sees(f"🔗 与线索 {number} 是同一件事", chat=desks.province)


async def _closed(desks: TwoUnits, zhou: Guest, above: JSON, number: str) -> None:
    zhao, desk = desks.zhao, desks.company.desk
    await zhao.tap("办结", message=above, chat=desks.province)
    ending = await zhao.sees(f"线索 {number}：怎么办结？", chat=desk)
    await zhao.tap("无法核实", message=ending)
    await zhao.sees("点错了？10 分钟内可以撤销，之后举报人才会看到。", message=ending)
    await zhou.player.tap("再看看")
    await zhou.player.sees("进展：您的回答已送达工作人员")
    await zhao.tap("撤销办结", message=ending, chat=desk)
    await zhao.sees("已撤销，举报人什么也不会看到。")
    await zhao.sees("状态：已回复", message=above, chat=desks.province)
    await zhao.tap("办结", message=above)
    ending = await zhao.sees(f"线索 {number}：怎么办结？", chat=desk)
    await zhao.tap("查证属实，刑事立案", message=ending)
    review = await _found(desks, ending)
    await zhao.tap("确认办结", message=review)
    await zhao.sees(f"线索 {number}：已办结（查证属实，刑事立案）。", message=review)
    closed = await zhao.sees(f"线索 {number} · 查证属实", chat=desks.province)
    assert buttons_of(closed) == ["📖 阅读", "↩️ 撤销办结"]
    await desks.hasten("settle_close")
    await sees_button(zhao, desks.province, above, "重新打开")
    await zhou.player.tap("再看看")
    await zhou.player.sees("进展：已办结，谢谢您的帮助")


async def _found(desks: TwoUnits, ending: JSON) -> JSON:
    """Put the outcome together, mistyped at first, and change it once."""
    zhao, desk = desks.zhao, desks.company.desk
    await zhao.sees("还没有填写。可以补充查获情况，也可以直接办结。", message=ending)
    await zhao.tap("毒品", message=ending, chat=desk)
    await zhao.tap("海洛因", message=ending)
    await zhao.sees("多少克？请输入数字，例如 12.5", message=ending)
    await zhao.say("一小包")
    await zhao.sees("没能读出数量。\n多少克？请输入数字，例如 12.5")
    await zhao.say("12.50 克")
    review = await zhao.sees("· 海洛因 12.5 克")
    assert "这里只填种类和数量，不填任何人的姓名。" in words_of(review)
    await zhao.tap("人员", message=review)
    await zhao.tap("贩卖、运输、走私", message=review)
    await zhao.tap("3", message=review)
    await zhao.sees("· 贩卖、运输、走私 3 人", message=review)
    await zhao.tap("人员", message=review)
    await zhao.tap("✔︎ 贩卖、运输、走私 · 3", message=review)
    await zhao.tap("2", message=review)
    last = await zhao.sees("· 贩卖、运输、走私 2 人", message=review)
    assert "· 海洛因 12.5 克" in words_of(last)
    return review


async def _opened_by_new_words(desks: TwoUnits, zhou: Guest, above: JSON, number: str) -> None:
    await zhou.player.tap("补充线索")
    await zhou.say(MORE)
    await zhou.player.tap("发送")
    await zhou.player.sees("已发给工作人员")
    zhao = desks.zhao
    await zhao.sees(
        f"🔓 线索 {number} 原已办结，举报人有新的内容，现已重新打开。", chat=desks.province
    )
    await zhao.sees(f"线索 {number} · 未核实", message=above)
    await zhao.tap("阅读", message=above)
    await zhao.sees(MORE, chat=desks.company.desk)
    for player, chat in ((desks.li, desks.city), (zhao, desks.province)):
        everything = await player.transcript(chat)
        for words in (zhou.words, ANSWER, MORE):
            assert words not in everything
