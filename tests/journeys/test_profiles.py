"""Who learns: asked after the first win only, with consent where the law wants it, and siblings."""

from __future__ import annotations

from tests.journeys.conftest import in_town, newcomer
from tests.journeys.scenes import answer_somehow, buttons_of
from tests.phone import JSON, words_of
from tests.player import Player
from tests.whole_app import WholeApp

pytestmark = in_town

AGES = {"未满14岁", "14–17岁", "18岁以上"}


async def finish_the_lesson(student: Player, heading: str) -> JSON:
    """Take what stands first on each screen until the result shows; age is never asked before."""
    # The list of lessons has the heading too; only a lesson has the bar.
    await student.sees("▱")
    await student.sees(heading)
    for _step in range(60):
        card = await student.last()
        if "学完啦" in words_of(card):
            return card
        assert AGES.isdisjoint(buttons_of(card))
        if await answer_somehow(student, card) is card:
            await student.tap(buttons_of(card)[0], message=card)
            await student.no_longer_sees(words_of(card))
    raise AssertionError("the lesson has no end")


async def test_the_age_band_is_asked_after_the_first_lesson_and_once(mei: Player) -> None:
    await mei.tap("学一课")
    await mei.tap("开始第 1 课")
    result = await finish_the_lesson(mei, "看不出来的危险")
    assert "要我记住你学到哪儿了吗？选一下年龄段就行。" in words_of(result)
    assert set(buttons_of(result)) >= AGES
    await mei.tap("14–17岁")
    result = await mei.sees("好的，我会记住你学过哪些课。不保存姓名和生日")
    assert "学完啦" in words_of(result), "the result is still there"
    assert AGES.isdisjoint(buttons_of(result))
    await mei.tap("下一课", message=result)
    result = await finish_the_lesson(mei, "大家都在用吗？")
    assert "年龄段" not in words_of(result)
    assert AGES.isdisjoint(buttons_of(result))
    await mei.say("/learn")
    card = await mei.sees("初中禁毒课")
    assert "✅ 1. 看不出来的危险" in words_of(card)
    assert "✅ 2. 大家都在用吗？" in words_of(card)
    assert buttons_of(card)[2] == "▶️ 开始第 3 课"


async def test_below_fourteen_a_guardian_agrees_first(mei: Player) -> None:
    await mei.tap("学一课")
    await mei.tap("第 2 课")
    await finish_the_lesson(mei, "大家都在用吗？")
    await mei.tap("未满14岁")
    card = await mei.sees("法律要求先征得爸爸妈妈或其他监护人同意")
    assert "不同意也能学所有的课，只是什么都不写进硬盘" in words_of(card)
    await mei.tap("先不用")
    card = await mei.sees("学完啦")
    assert AGES.isdisjoint(buttons_of(card)), "it is not asked twice"
    await mei.tap("记住我的进度")
    await mei.sees("要我记住你学到哪儿了吗？")
    await mei.tap("未满14岁")
    await mei.tap("家长（监护人）就在旁边")
    await mei.sees("《个人信息保护法》第三十一条")
    await mei.tap("我是监护人，继续")
    await mei.sees("请家长（监护人）看")
    await mei.say("我是监护人 我同意")
    card = await mei.sees("好的，我会记住你学过哪些课。")
    assert AGES.isdisjoint(buttons_of(card))
    await mei.tap("下一课")
    await mei.sees("法律怎么说，怎么求助")


async def test_a_lesson_left_open_goes_on_where_it_stood(mei: Player) -> None:
    await mei.tap("学一课")
    await mei.tap("开始第 1 课")
    await mei.tap("你会怎么想？")
    question = await mei.sees("第 1 题，共 5 题")
    await mei.tap("主菜单", message=question)
    await mei.tap("学一课")
    await mei.tap("接着学第 1 课")
    await mei.sees("第 1 题，共 5 题")


async def test_brothers_and_sisters_share_a_phone(town: WholeApp) -> None:
    mother = await newcomer(town, "妈妈", "zh-hans")
    await mother.tap("谁在学")
    await mother.sees("还没有人。不用登记，直接就能开始学。")
    await mother.tap("换个人学")
    await mother.sees("起个昵称吧，最多 12 个字，请不要用真名。")
    await mother.say("我家那个每天放学都要先看一集动画片的老大")
    await mother.sees("昵称要在 1 到 12 个字之间，请再发一次。")
    await mother.say("大熊")
    await mother.sees("▶️ 大熊")
    await mother.say("/learn")
    await mother.tap("开始第 1 课")
    await finish_the_lesson(mother, "看不出来的危险")
    await mother.say("/profile")
    await mother.tap("换个人学")
    await mother.sees("起个昵称吧，最多 12 个字，请不要用真名。")
    await mother.say("小不点")
    card = await mother.sees("▶️ 小不点")
    assert "▫️ 大熊" in words_of(card)
    await mother.say("/learn")
    await mother.sees("▫️ 1. 看不出来的危险")
    await mother.tap("大熊", message=card)
    await mother.sees("▶️ 大熊")
    await mother.say("/learn")
    await mother.sees("✅ 1. 看不出来的危险")


async def test_a_learner_deletes_everything(town: WholeApp) -> None:
    mei = await newcomer(town, "小林", "zh-hans")
    await mei.tap("学一课")
    await mei.tap("开始第 1 课")
    await finish_the_lesson(mei, "看不出来的危险")
    await mei.say("/profile")
    await mei.tap("删除我的记录")
    await mei.sees("要删除当前学习者的全部课程和答题记录吗？删除后无法恢复。")
    await mei.tap("确认删除")
    await mei.sees("已删除。发过的证书仍可凭编号查验")
    await mei.say("/learn")
    await mei.sees("▫️ 1. 看不出来的危险")
