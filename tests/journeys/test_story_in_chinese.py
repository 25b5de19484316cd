"""The whole story in Chinese: a lesson and its certificate, a tip and its answer."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.company import Company
from tests.journeys.conftest import newcomer
from tests.journeys.known import KNOWN_IN_CHINESE as KNOWN
from tests.journeys.scenes import (
    answer,
    buttons_of,
    photo_of_a_van,
    question_on,
    receipt_on,
    words_asked,
)
from tests.journeys.settling import settle
from tests.phone import words_of
from tests.player import Player

pytestmark = pytest.mark.asyncio(loop_scope="module")

TIP = "周五晚上八点，老市场后门，两个人从一辆面包车上卸纸箱，有人说里面是毒品。"
MORE = "车牌没看清，尾号好像是 7。"
QUESTION = "那辆车是什么颜色？之前来过吗？"
ANSWER = "白色的，上周五也来过一次。"


async def test_xiaoyu_finishes_a_lesson_and_holds_a_certificate(town: Company) -> None:
    xiaoyu = town.student
    await _reach_the_first_question(xiaoyu)
    await _read_the_cards(xiaoyu)
    await _play_the_scene(xiaoyu)
    await _answer_the_other_questions(xiaoyu)
    code = await _receive_the_certificate(xiaoyu)
    await _verify_as_strangers(town, code)


async def _reach_the_first_question(xiaoyu: Player) -> None:
    await xiaoyu.sees("虎门 · 学会拒绝，找到帮助，安全举报。")
    await xiaoyu.tap("学一课")
    await xiaoyu.sees("初中禁毒课")
    await xiaoyu.sees("▫️ 1. 看不出来的危险 · 4 分钟")
    await xiaoyu.tap("开始第 1 课")
    await xiaoyu.sees("闻着香，就能放心吃吗？")
    await xiaoyu.tap("你会怎么想？")
    card = await xiaoyu.sees("第 1 题，共 7 题")
    assert xiaoyu.taps == 3
    await answer(
        xiaoyu,
        card,
        ["靠得住，有问题的东西味道会怪", "有问题的东西，闻起来味道一定怪"],
        "就选这些",
    )
    card = await xiaoyu.sees("还差一点。")
    assert "▫️ 靠得住，有问题的东西味道会怪（你的选择）" in words_of(card)
    assert "✅ 靠不住，闻不出里面有什么" in words_of(card)
    assert "香味说明不了安全。" in words_of(card)
    await xiaoyu.tap("出处")
    await xiaoyu.sees("出处：国家禁毒委员会办公室，")


async def _read_the_cards(xiaoyu: Player) -> None:
    for title in ("什么是毒品？", "是药，还是毒？", "换了“衣服”的危险", "四个信号，记住就行"):
        await xiaoyu.tap("继续")
        await xiaoyu.sees(title)
    await xiaoyu.tap("继续")


async def _play_the_scene(xiaoyu: Player) -> None:
    await xiaoyu.sees("阿凯递来一支电子烟：“水果味的，又不是烟，来一口？”")
    await xiaoyu.tap("先接过来，再想怎么办")
    await xiaoyu.sees("东西一到手上，“不”字就更难说出口了。没关系，还来得及。")
    await xiaoyu.tap("放回桌上：“我改主意了，不要。”")
    await xiaoyu.sees("随时都可以改主意。什么时候说“不”，都不晚。")


async def _answer_the_other_questions(xiaoyu: Player) -> None:
    for number in range(2, 8):
        await xiaoyu.tap("继续")
        card = await xiaoyu.sees(f"第 {number} 题，共 7 题")
        await answer(xiaoyu, card, KNOWN[question_on(card, KNOWN)], "就选这些")
        await xiaoyu.sees("答对了！")
    await xiaoyu.tap("继续")
    card = await xiaoyu.sees("学完啦：《看不出来的危险》")
    assert "一次答对 6 题，共 7 题。" in words_of(card)
    assert "· 小雨说：“闻着挺香，应该没事。”这样判断靠得住吗？" in words_of(card)
    assert len(await xiaoyu.messages()) == 2, "the lesson is one card, edited in place"


async def _receive_the_certificate(xiaoyu: Player) -> str:
    await xiaoyu.tap("领证书")
    await xiaoyu.sees("证书上写什么名字？直接发给我。名字只画在图上，不会保存。")
    await xiaoyu.say("王小雨")
    certificate = await xiaoyu.sees(
        "真棒！扫图上的二维码、点下面的链接，或者发送这一行，谁都能查验："
    )
    with Image.open(io.BytesIO(await xiaoyu.file(certificate))) as picture:
        picture.load()
        assert min(picture.size) >= 900
    return words_of(certificate).split("/verify ")[1].split()[0]


async def _verify_as_strangers(town: Company, code: str) -> None:
    teacher = await newcomer(town, "班主任", "zh-hans")
    await teacher.say(f"/verify {code}")
    verdict = await teacher.sees("这张证书是真的。")
    assert "看不出来的危险" in words_of(verdict)
    assert "6 / 7" in words_of(verdict)
    assert "王小雨" not in words_of(verdict)
    await teacher.say("/verify AAAA-BBBB-CC")
    await teacher.sees("没有查到这个编号。请对照证书核对后再发")
    mother = await Player.create(town.stage.base_url, "妈妈")
    await mother.send(town.public, f"/start verify-{code}")
    await mother.sees("这张证书是真的。")


async def test_a_tip_goes_to_the_desk_and_its_answer_comes_back(town: Company) -> None:
    zhou, li = town.citizen, town.officer
    await _fill_in_the_form(zhou)
    receipt = await _take_the_receipt(zhou)
    number = await _send(zhou)
    await _take_the_card(li, number)
    await _read_in_private(town, li, number)
    await _ask(town, li, number)
    await _answer_with_nothing_but_the_receipt(town, receipt, number)
    await _read_the_answer_and_close(town, li, number)
    await _see_how_it_ended(zhou, receipt)


async def _fill_in_the_form(zhou: Player) -> None:
    await zhou.sees("虎门 · 学会拒绝，找到帮助，安全举报。")
    await zhou.tap("举报")
    card = await zhou.sees("举报毒品违法犯罪")
    assert "请先打 110" in words_of(card)
    assert "它知道您的账号，也可能看得到您发的内容" in words_of(card)
    await zhou.tap("不是正在发生，继续")
    await zhou.sees("是哪一类情况？")
    await zhou.tap("贩卖、运输毒品")
    await zhou.sees("在什么地方？")
    await zhou.tap("园林街道")
    await zhou.sees("请用一条消息写下：什么事、什么时候、在哪儿。")
    await zhou.sees("大概在哪儿、什么时候、几个人、开什么车，知道多少写多少")
    await zhou.photo(None, photo_of_a_van(), caption=TIP)
    card = await zhou.sees("请核对要发送的内容。")
    assert TIP in words_of(card)
    assert "类别：贩卖、运输毒品" in words_of(card)
    assert "地点：园林街道" in words_of(card)
    assert "照片：1 张" in words_of(card)
    await zhou.say(MORE)
    await zhou.sees("收下了，您的消息已从屏幕上删除。")
    await zhou.sees(MORE)
    await zhou.tap("继续")


async def _take_the_receipt(zhou: Player) -> list[str]:
    receipt = receipt_on(await zhou.sees("您的回执：十二个字"))
    await zhou.tap("我抄好了")
    card = await zhou.sees("请输入回执的第")
    await zhou.say("一")
    await zhou.sees("请只输入这两个字，按顺序。")
    await zhou.say("不 对")
    await zhou.sees("还不对：第")
    await zhou.say(words_asked(card, receipt))
    await zhou.sees("对了，可以发送了。")
    await zhou.sees("领奖须凭本人有效身份证件。")
    return receipt


async def _send(zhou: Player) -> str:
    await zhou.tap("发送")
    card = await zhou.sees("已发送，谢谢您。")
    written = [words_of(each) for each in await zhou.messages() if each["out"]]
    assert written == ["/start"], "what the citizen wrote is off the screen"
    await zhou.not_sees(MORE)
    return words_of(card).split("举报编号：")[1].split()[0]


async def _take_the_card(li: Player, number: str) -> None:
    card = await li.sees(f"线索 {number} · 未核实")
    assert "贩卖、运输毒品 · 潜江市园林街道" in words_of(card)
    assert "状态：待接手" in words_of(card)
    assert buttons_of(card) == ["✋ 接手"]
    await li.tap("接手", message=card)
    card = await li.sees("承办：李警官")
    assert "状态：已接手" in words_of(card)
    await li.tap("阅读", message=card)
    await li.sees("已在私聊里打开。")


async def _read_in_private(town: Company, li: Player, number: str) -> None:
    reading = await li.sees(MORE, chat=town.desk)
    assert TIP in words_of(reading)
    assert reading["has_protected_content"]
    picture = await li.sees(f"线索 {number}：点一下查看照片")
    assert picture["has_protected_content"]
    assert picture["has_media_spoiler"]
    with Image.open(io.BytesIO(await li.file(picture))) as photo:
        photo.load()
        assert photo.size == (1280, 960)


async def _ask(town: Company, li: Player, number: str) -> None:
    await li.tap("提问")
    await li.sees(f"线索 {number}：您想问什么？请不要询问举报人的身份。")
    await li.say(QUESTION)
    await li.sees(f"问 {number} 的举报人：")
    await li.tap("发送")
    await li.sees("已提问。举报人凭回执就能看到；有回复时，卡片会提示。")
    await li.sees("状态：已提问", chat=town.admin_chat)
    for words in (TIP, MORE, QUESTION):
        await li.not_sees(words)


async def _answer_with_nothing_but_the_receipt(
    town: Company, receipt: list[str], number: str
) -> None:
    zhou = await newcomer(town, "别人的手机", "zh-hans")
    await zhou.tap("我的回执")
    await zhou.sees("请输入或粘贴回执上的十二个字。")
    await zhou.say(" ".join(receipt))
    card = await zhou.sees("工作人员想向您了解一点情况")
    assert f"举报 {number}" in words_of(card)
    assert QUESTION in words_of(card)
    await zhou.not_sees(TIP)
    await zhou.not_sees(" ".join(receipt))
    await zhou.tap("回答")
    await zhou.sees("请写下您想说的话。")
    await zhou.say(ANSWER)
    await zhou.sees("请核对要发送的内容。")
    await zhou.sees(ANSWER)
    await zhou.tap("发送")
    await zhou.sees("已发给工作人员，这里的屏幕上已经删除。")
    await zhou.sees("您的回答已送达工作人员")
    await zhou.not_sees(ANSWER)
    await zhou.tap("关闭信箱")
    await zhou.sees("信箱已关闭，这里不再记得您的回执。")


async def _read_the_answer_and_close(town: Company, li: Player, number: str) -> None:
    await li.sees(f"线索 {number}：举报人有新的内容，点“阅读”查看。", chat=town.admin_chat)
    card = await li.sees("状态：已回复")
    await li.tap("阅读", message=card)
    await li.sees(ANSWER, chat=town.desk)
    await li.tap("办结")
    await li.sees(f"线索 {number}：怎么办结？")
    await li.tap("查证属实，刑事立案")
    await li.sees("还没有填写。可以补充查获情况，也可以直接办结。")
    await li.tap("确认办结")
    await li.sees(f"线索 {number}：已办结（查证属实，刑事立案）。")
    card = await li.sees("状态：已办结（查证属实，刑事立案）", chat=town.admin_chat)
    assert buttons_of(card) == ["📖 阅读", "↩️ 撤销办结"]
    await settle(town, li, town.admin_chat)


async def _see_how_it_ended(zhou: Player, receipt: list[str]) -> None:
    await zhou.tap("打开我的信箱")
    await zhou.sees("请输入或粘贴回执上的十二个字。")
    await zhou.say("".join(receipt))
    await zhou.sees("已办结，谢谢您的帮助")
