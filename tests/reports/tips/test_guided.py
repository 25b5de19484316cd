"""The guided form: every question may be skipped, answered, changed and taken back."""

from __future__ import annotations

import pytest

from storage.reports.kinds import Urgency
from tests.phone import words_of
from tests.reports.house import House
from tests.reports.tipster import TEXT, Tipster, photo


@pytest.fixture
async def zhou(running_house: House) -> Tipster:
    return await Tipster.create(running_house)


async def sent_fields(zhou: Tipster, house: House) -> dict[str, str]:
    await zhou.tap("go_on")
    await zhou.tap("forget")
    await zhou.sees("sent")
    (tip,) = await house.tips()
    (message,) = await house.read(tip)
    assert message.text == TEXT
    return dict(message.fields)


async def test_every_kind_of_answer_is_sealed_with_the_tip(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.go_to_review()
    await zhou.player.tap("补几个细节")
    await zhou.player.sees("时间 · 第 1 项，共 8 项")
    await zhou.player.say("每周五 <晚上>")
    await zhou.player.sees("具体位置 · 第 2 项")
    await zhou.player.location(None, 30.40123, 112.89987)
    await zhou.player.sees("人 · 第 3 项")
    await zhou.player.tap("跳过")
    await zhou.player.sees("车辆 · 第 4 项")
    await zhou.player.say("鄂N12345")
    await zhou.player.sees("网络账号 · 第 5 项")
    await zhou.player.tap("跳过")
    await zhou.player.sees("有没有危险 · 第 6 项")
    await zhou.player.tap("都没有")
    await zhou.player.sees("怎么知道的 · 第 7 项")
    await zhou.player.tap("听别人说的")
    await zhou.player.sees("涉及公职人员 · 第 8 项")
    await zhou.player.tap("没有")
    card = words_of(await zhou.sees("review"))
    assert "时间：每周五 <晚上>" in card
    assert "具体位置：📍 30.401, 112.900" in card
    assert "怎么知道的：听别人说的" in card
    assert await zhou.written_by_me() == []
    assert await sent_fields(zhou, running_house) == {
        "when": "每周五 <晚上>",
        "spot": "30.401, 112.900",
        "vehicle": "鄂N12345",
        "risk": "no",
        "certainty": "heard",
        "official": "no",
    }


async def test_an_answer_is_changed_and_another_one_taken_out(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.go_to_review()
    await zhou.player.tap("补几个细节")
    await zhou.player.say("昨天")
    await zhou.player.sees("具体位置 · 第 2 项")
    await zhou.player.say("三楼")
    await zhou.player.sees("人 · 第 3 项")
    await zhou.player.tap("回到核对页")
    await zhou.player.sees("具体位置：三楼")
    await zhou.player.tap("补几个细节")
    await zhou.player.tap("✅ 时间")
    await zhou.player.sees("您已填：")
    await zhou.player.say("前天")
    await zhou.player.sees("时间：前天")
    await zhou.player.tap("补几个细节")
    await zhou.player.tap("✅ 具体位置")
    await zhou.player.tap("删掉这条")
    await zhou.player.no_longer_sees("三楼")
    await zhou.player.tap("回到核对页")
    await zhou.sees("review")
    assert await sent_fields(zhou, running_house) == {"when": "前天"}


async def test_back_walks_back_and_every_step_can_erase_everything(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.go_to_review()
    await zhou.player.tap("补几个细节")
    await zhou.player.tap("跳过")
    await zhou.player.sees("具体位置 · 第 2 项")
    await zhou.player.tap("上一步")
    await zhou.player.sees("时间 · 第 1 项")
    await zhou.player.tap("上一步")
    await zhou.sees("review")
    await zhou.player.tap("补几个细节")
    await zhou.player.say("昨天")
    await zhou.player.sees("具体位置 · 第 2 项")
    await zhou.player.tap("全部清除")
    await zhou.player.sees("一点没留")
    assert await running_house.tips() == []


async def test_what_is_no_answer_is_told(zhou: Tipster, running_house: House) -> None:
    await zhou.go_to_review()
    await zhou.player.tap("补几个细节")
    await zhou.player.say("长" * 501)
    await zhou.player.sees("一项最多 500 个字")
    await zhou.player.photo(None, photo())
    await zhou.player.sees("照片收下了")
    await zhou.player.sees("时间 · 第 1 项")
    for _question in range(6):
        await zhou.player.tap("跳过")
    await zhou.player.sees("怎么知道的")
    await zhou.player.say("亲眼")
    await zhou.player.sees("请点上面的按钮")


async def test_whoever_names_an_official_is_told_where_it_goes(zhou: Tipster) -> None:
    await zhou.go_to_review()
    await zhou.player.tap("补几个细节")
    for _question in range(7):
        await zhou.player.tap("跳过")
    await zhou.player.sees("涉及公职人员")
    await zhou.player.tap("有")
    await zhou.player.sees("仍由本单位阅读")


async def test_a_location_sent_before_it_is_asked_for_is_kept(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.go_to_text()
    await zhou.player.location(None, 30.4, 112.9)
    await zhou.player.sees("位置收下了")
    await zhou.player.say(TEXT)
    await zhou.player.sees("📍 30.400, 112.900")
    assert await zhou.written_by_me() == []
    assert await sent_fields(zhou, running_house) == {"spot": "30.400, 112.900"}


@pytest.mark.parametrize(
    ("answer", "urgency"),
    [
        ("有人有生命危险", Urgency.URGENT),
        ("有未成年人", Urgency.URGENT),
        ("都没有", Urgency.ROUTINE),
    ],
)
async def test_a_life_in_danger_or_a_child_makes_a_tip_urgent(
    zhou: Tipster, running_house: House, answer: str, urgency: Urgency
) -> None:
    await zhou.go_to_review()
    await zhou.player.tap("补几个细节")
    for _question in range(5):
        await zhou.player.tap("跳过")
    await zhou.player.sees("有没有危险")
    await zhou.player.tap(answer)
    await zhou.player.sees("怎么知道的")
    await zhou.player.tap("回到核对页")
    card = words_of(await zhou.sees("review"))
    assert ("已标为紧急" in card) == (urgency is Urgency.URGENT)
    await sent_fields(zhou, running_house)
    (tip,) = await running_house.tips()
    assert tip.urgency is urgency
