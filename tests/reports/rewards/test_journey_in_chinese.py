"""The promise kept to the yuan, in Chinese: from twelve grams to the money on the counter."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.scenes import buttons_of
from tests.phone import words_of
from tests.player import Player
from tests.reports import station
from tests.reports.house import House
from tests.reports.insight.published import CHINESE, check_the_report_shows_it
from tests.reports.rewards.counter import Counter, open_counter
from tests.reports.tipster import Tipster

TWELVE: dict[str, Any] = {
    "seizures": [{"substance": "heroin", "grams": "12"}],
    "flags": ["case_cracked"],
}
FACTORY: dict[str, Any] = {"sites": [{"kind": "factory", "count": 1}]}
TWO_USERS: dict[str, Any] = {"people": [{"role": "user", "count": 2}]}


@pytest.fixture
async def counter(house: House) -> AsyncIterator[Counter]:
    async with open_counter(house, "zh-hans") as opened:
        yield opened


async def reported(counter: Counter, facts: dict[str, Any]) -> tuple[Tipster, str]:
    zhang = await counter.citizen()
    number = await zhang.send_tip()
    await counter.close(number, facts)
    return zhang, number


async def promised(counter: Counter) -> tuple[Tipster, str]:
    """Report, propose and approve 500 yuan."""
    zhang, number = await reported(counter, TWELVE)
    await counter.li.tap("已核对，建议 500 元", chat=counter.group)
    await counter.wang.tap("批准", chat=counter.group)
    await counter.wang.sees("状态：500 元，已批准，举报人可以看到", chat=counter.group)
    return zhang, number


async def claim_code(zhang: Tipster) -> str:
    message = await zhang.player.sees("您的领奖码：")
    assert message["has_protected_content"]
    return words_of(message).split("\n")[1].strip()


async def pay(zhou: Player, number: str, code: str) -> None:
    await zhou.send(station.BOT, f"/pay {number}")
    await zhou.sees("请输入领奖码")
    await zhou.say(code)


async def test_twelve_grams_are_500_yuan_on_the_counter(counter: Counter) -> None:
    zhang, number = await reported(counter, TWELVE)
    card = await counter.li.sees(f"线索 {number} 的奖励", chat=counter.group)
    text = words_of(card)
    assert "建议奖励：500 元" in text
    assert "缴获毒品（第七条第（一）项）" in text
    assert "12 克（10 至 50 档）：500 元" in text
    assert "依据：国家禁毒委员会办公室、公安部、财政部 · 《毒品违法犯罪举报奖励办法》" in text
    assert "请先核对：" in text
    assert "线索与举报人的公职职务无关" in text
    assert "状态：待提出建议" in text
    assert buttons_of(card) == ["✅ 已核对，建议 500 元", "🚫 不予奖励", "🔄 重新计算"]
    await zhang.open_mailbox()
    await zhang.player.sees("进展：已办结，谢谢您的帮助")
    await zhang.player.not_sees("💰")

    await counter.wang.tap("已核对，建议 500 元", message=card, chat=counter.group)
    await counter.wang.sees("您无权操作，或这条线索由别人承办。")
    await counter.li.tap("已核对，建议 500 元", message=card, chat=counter.group)
    card = await counter.li.sees("状态：500 元，已提出，待另一人审批", chat=counter.group)
    assert "理由：按计算结果" in words_of(card)
    assert buttons_of(card) == ["👍 批准", "↩️ 退回"]
    await counter.li.tap("批准", message=card, chat=counter.group)
    await counter.li.sees("您无权操作，或这条线索由别人承办。")
    await counter.wang.tap("批准", message=card, chat=counter.group)
    card = await counter.wang.sees("状态：500 元，已批准，举报人可以看到", chat=counter.group)
    assert "领取期限至 2027-01-21" in words_of(card)

    await zhang.player.tap("再看看")
    await zhang.player.sees("您有 500 元奖励待领取，请在 2027-01-21 前办理。")
    await zhang.player.tap("我的奖励")
    offer = await zhang.player.sees("按奖励规定，领取时要核对有效身份证件。")
    assert "举报和信箱里始终没有您的姓名" in words_of(offer)
    await zhang.player.tap("接受，查看领奖码")
    code = await claim_code(zhang)
    await zhang.player.sees("您已接受 500 元奖励")
    await counter.serve()
    await counter.li.sees("500 元，举报人已接受，凭领奖码发放", chat=counter.group)

    zhou = counter.zhou
    await pay(zhou, number, "AAAA-AAAA-AAAA-AAAA")
    await zhou.sees("领奖码不对，还可以试 4 次。")
    await zhou.say(code)
    await zhou.sees(f"已发放并入账：线索 {number}，500 元。")
    await zhou.not_sees(code)
    await counter.li.sees("状态：500 元，已发放", chat=counter.group)
    assert await counter.balances() == {"available": -500, "paid": 500}
    await pay_again(zhou, number)

    await zhang.player.tap("上一步")
    await zhang.player.tap("再看看")
    await zhang.player.sees("您的奖励 500 元已经发放，谢谢您。")
    await zhang.tap("close")
    await zhang.player.no_longer_sees(code)
    await check_the_report_shows_it(counter.house, counter.li, station.BOT, CHINESE, 500)


async def pay_again(zhou: Player, number: str) -> None:
    await zhou.send(station.BOT, f"/pay {number}")
    await zhou.sees("这个编号目前没有待发放的奖励。")


async def test_a_donation(counter: Counter) -> None:
    zhang, _ = await promised(counter)
    await zhang.open_mailbox()
    await zhang.player.tap("我的奖励")
    await zhang.player.tap("捐出")
    await zhang.player.sees("把 500 元捐给禁毒宣传？捐出后不能撤回。")
    await zhang.player.tap("上一步")
    await zhang.player.tap("捐出")
    await zhang.player.tap("是的")
    await zhang.player.sees("您已把 500 元奖励捐出，谢谢您。")
    await counter.serve()
    await counter.li.sees("500 元，举报人已捐出", chat=counter.group)
    assert await counter.balances() == {"available": -500, "donated": 500}


async def test_a_reward_declined(counter: Counter) -> None:
    zhang, _ = await promised(counter)
    await zhang.open_mailbox()
    await zhang.player.tap("我的奖励")
    await zhang.player.tap("谢绝")
    await zhang.player.tap("是的")
    await zhang.player.sees("您已谢绝奖励，谢谢您的帮助。")
    assert await counter.balances() == {}


async def test_somebody_collects_by_proxy(counter: Counter) -> None:
    zhang, number = await promised(counter)
    await zhang.open_mailbox()
    await zhang.player.tap("我的奖励")
    await zhang.player.tap("请人代领")
    code = await claim_code(zhang)
    await zhang.player.sees("代领人须带本人有效身份证件和您签名的授权委托书。")
    await counter.zhou.send(station.BOT, f"/pay {number}")
    await counter.zhou.sees("由他人代领：请核对代领人的有效身份证件和授权委托书。")
    await counter.zhou.say(code.lower())
    await counter.zhou.sees("已发放并入账")


async def test_what_is_not_collected_lapses(counter: Counter) -> None:
    zhang, number = await promised(counter)
    counter.house.clock.now += timedelta(days=90)
    await zhang.open_mailbox()
    await zhang.player.sees("奖励逾期未领，已经失效。")
    await zhang.player.not_sees("我的奖励")
    await pay_again(counter.zhou, number)


async def test_who_reported_together_share_one_reward(counter: Counter) -> None:
    zhang, number = await promised(counter)
    friend = await counter.citizen()
    friend.receipt = zhang.receipt
    await zhang.open_mailbox()
    await zhang.player.tap("我的奖励")
    await zhang.player.tap("接受，查看领奖码")
    code = await claim_code(zhang)
    await friend.open_mailbox()
    await friend.player.tap("我的奖励")
    await friend.player.tap("查看领奖码")
    assert await claim_code(friend) == code, "one report, one code"
    await pay(counter.zhou, number, code)
    await counter.zhou.sees("已发放并入账")
    await pay_again(counter.zhou, number)
    assert await counter.balances() == {"available": -500, "paid": 500}


async def test_of_two_reporters_the_first_is_paid(counter: Counter) -> None:
    one = await (await counter.citizen()).send_tip()
    two = await (await counter.citizen()).send_tip()
    await counter.link(one, two)
    await counter.close(two, TWELVE)
    card = await counter.li.sees(f"线索 {two} 的奖励", chat=counter.group)
    assert "不予奖励。" in words_of(card)
    assert "同一事实已有人先举报，奖励归最先举报的人" in words_of(card)
    assert buttons_of(card) == ["🔄 重新计算"]
    await counter.close(one, TWELVE)
    card = await counter.li.sees(f"线索 {one} 的奖励", chat=counter.group)
    assert "建议奖励：500 元" in words_of(card)


async def test_of_two_agencies_the_one_that_solved_it_pays(counter: Counter) -> None:
    one = await (await counter.citizen()).send_tip()
    two = await (await counter.citizen()).send_tip()
    await counter.link(one, two)
    await counter.solve_elsewhere(two)
    await counter.close(one, {"seizures": TWELVE["seizures"]})
    await counter.li.sees("案件由其他单位侦破，由该单位发放奖励", chat=counter.group)
    assert await counter.balances() == {}


async def test_within_a_range_the_amount_is_typed_with_a_sealed_note(counter: Counter) -> None:
    _, number = await reported(counter, FACTORY)
    card = await counter.li.sees(
        "建议奖励：20,000 至 200,000 元，具体数额由人确定", chat=counter.group
    )
    assert "✏️ 填写金额" in buttons_of(card)
    await counter.li.tap("填写金额", message=card, chat=counter.group)
    await counter.li.sees("请在私聊里写。")
    await counter.li.sees("可填 20,000 至 200,000", chat=station.BOT)
    await counter.li.say("19999")
    await counter.li.sees("请填写 20,000 至 200,000 元之间的金额")
    await counter.li.say("60000\n核对过扣押清单")
    await counter.li.sees(f"线索 {number}：60,000 元。")
    await counter.li.not_sees("核对过扣押清单")
    await counter.li.tap("已核对，建议 60,000 元")
    await counter.li.sees("已提出，由另一人在值班群里审批。")
    card = await counter.wang.sees("60,000 元，已提出，待另一人审批", chat=counter.group)
    assert "审批：0/2 人" in words_of(card)
    assert "核对过扣押清单".encode() not in counter.house.everything_stored()


async def test_where_nothing_is_known_a_person_decides(counter: Counter) -> None:
    await reported(counter, TWO_USERS)
    card = await counter.li.sees("须由人决定：按已知规定得不出金额。", chat=counter.group)
    assert "聚众吸毒：全国办法中没有查到不足起点人数的奖励标准" in words_of(card)
    assert buttons_of(card) == ["✏️ 填写金额", "🚫 不予奖励", "🔄 重新计算"]


async def test_no_reward_takes_a_reason_and_a_second_person(counter: Counter) -> None:
    await reported(counter, TWELVE)
    await counter.li.tap("不予奖励", chat=counter.group)
    await counter.li.tap("此前已掌握", chat=counter.group)
    card = await counter.li.sees("建议：不予奖励（此前已掌握）", chat=counter.group)
    await counter.wang.tap("退回", message=card, chat=counter.group)
    await counter.wang.tap("请再核对", chat=counter.group)
    await counter.wang.sees("退回：请再核对", chat=counter.group)
    await counter.li.tap("不予奖励", chat=counter.group)
    await counter.li.tap("此前已掌握", chat=counter.group)
    await counter.wang.tap("批准", chat=counter.group)
    await counter.wang.sees("状态：已决定不予奖励", chat=counter.group)


async def test_the_list_and_the_books(counter: Counter) -> None:
    _, number = await promised(counter)
    await counter.zhou.send(station.BOT, "/rewards")
    text = words_of(await counter.zhou.sees("本单位的奖励"))
    assert f"{number} · 500 元，已批准，举报人可以看到" in text
    assert "2026 年预算：可用 −500 元，待发 500 元，已发 0 元" in text
    await counter.zhou.send(station.BOT, "/ledger")
    message = await counter.zhou.sees("本单位账目")
    assert (await counter.zhou.file(message)).startswith(b"PK")
    await counter.li.send(station.BOT, "/pay 1111-1111")
    await counter.li.sees("您无权操作，或这条线索由别人承办。")
