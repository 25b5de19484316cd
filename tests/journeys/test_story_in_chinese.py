"""The whole story in Chinese: a lesson and its certificate, a tip and its answer."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.company import Company
from tests.journeys.conftest import newcomer
from tests.journeys.scenes import (
    answer,
    buttons_of,
    photo_of_a_van,
    question_on,
    receipt_on,
    words_asked,
)
from tests.phone import words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

TIP = "周五晚上八点，老市场后门，两个人从一辆面包车上卸纸箱，有人说里面是毒品。"
KNOWN = {
    "“闻着挺香，应该没事。”这样判断靠得住吗？": ["靠不住，闻不出里面有什么"],
    "下面哪些东西，你应该不吃、不喝、也不带？": [
        "网上刚认识的人免费寄来的“提神糖”",
        "没有厂名、封口已经拆开的饮料",
        "号称“吃了马上变聪明”的药片",
    ],
    "一样东西是不是毒品，法律主要看什么？": ["国家有没有规定管制，会不会让人上瘾"],
    "考试前，同学分你一颗“让人更专心”的药": ["“谢谢，我不吃别人的药。”"],
    "“水果味的电子烟只是蒸汽，里面不会有毒品。”这句话对吗？": ["不对"],
    "聚会上你去了趟洗手间，回来时饮料还在桌上。": ["换一杯新的"],
    "有同学吃了来路不明的糖，头晕、想吐。": [
        "他要是昏迷、抽搐、喘不上气，马上打 120",
        "马上告诉身边的老师或家长",
        "把剩下的糖和包装留好，交给医生",
    ],
}


async def test_xiaoyu_finishes_a_lesson_and_holds_a_certificate(town: Company) -> None:
    xiaoyu = town.student
    await xiaoyu.sees("虎门 · 学会拒绝，找到帮助，安全举报。")
    await xiaoyu.tap("学一课")
    await xiaoyu.sees("初中禁毒课")
    await xiaoyu.sees("▫️ 1. 看不出来的危险 · 4 分钟")
    await xiaoyu.tap("开始第 1 课")
    await xiaoyu.sees("闻着香，就能放心吃吗？")
    await xiaoyu.tap("你会怎么想？")
    card = await xiaoyu.sees("第 1 题，共 7 题")
    assert xiaoyu.taps == 3
    await answer(xiaoyu, card, ["靠得住，有问题的东西味道会怪"], "就选这些")
    card = await xiaoyu.sees("还差一点。")
    assert "▫️ 靠得住，有问题的东西味道会怪（你的选择）" in words_of(card)
    assert "✅ 靠不住，闻不出里面有什么" in words_of(card)
    assert "香味说明不了安全。" in words_of(card)
    assert "出处：国家禁毒委员会办公室，" in words_of(card)
    for title in ("什么是毒品？", "是药，还是毒？", "换了“衣服”的危险", "四个信号，记住就行"):
        await xiaoyu.tap("继续")
        await xiaoyu.sees(title)
    await xiaoyu.tap("继续")
    await xiaoyu.sees("阿凯递来一支电子烟：“水果味的，又不是烟，来一口？”")
    await xiaoyu.tap("先接过来，再想怎么办")
    await xiaoyu.sees("东西一到手上，“不”字就更难说出口了。没关系，还来得及。")
    await xiaoyu.tap("放回桌上：“我改主意了，不要。”")
    await xiaoyu.sees("随时都可以改主意。什么时候说“不”，都不晚。")
    for number in range(2, 8):
        await xiaoyu.tap("继续")
        card = await xiaoyu.sees(f"第 {number} 题，共 7 题")
        await answer(xiaoyu, card, KNOWN[question_on(card, KNOWN)], "就选这些")
        card = await xiaoyu.sees("答对了！")
        assert "出处：" in words_of(card)
    await xiaoyu.tap("继续")
    card = await xiaoyu.sees("学完啦：《看不出来的危险》")
    assert "一次答对 6 题，共 7 题。" in words_of(card)
    assert "· 小雨说：“闻着挺香，应该没事。”这样判断靠得住吗？" in words_of(card)
    assert len(await xiaoyu.messages()) == 2, "the lesson is one card, edited in place"

    await xiaoyu.tap("领证书")
    await xiaoyu.sees("证书上写什么名字？直接发给我。名字只画在图上，不会保存。")
    await xiaoyu.say("王小雨")
    certificate = await xiaoyu.sees("真棒！谁都可以用 /verify")
    code = words_of(certificate).split("/verify ")[1].split()[0]
    with Image.open(io.BytesIO(await xiaoyu.file(certificate))) as picture:
        picture.load()
        assert min(picture.size) >= 900

    stranger = await newcomer(town, "陌生人", "zh-hans")
    await stranger.send(town.public, f"/verify {code}")
    verdict = await stranger.sees("这张证书是真的。")
    assert "看不出来的危险" in words_of(verdict)
    assert "6 / 7" in words_of(verdict)
    assert "王小雨" not in words_of(verdict)
    await stranger.say(f"/start verify-{code}")
    assert (await stranger.sees("这张证书是真的。"))["message_id"] != verdict["message_id"]
    await stranger.say("/verify AAAA-BBBB-CC")
    await stranger.sees("没有查到这个编号。请对照证书核对后再发")


async def test_a_tip_goes_to_the_desk_and_its_answer_comes_back(town: Company) -> None:
    zhou, li = town.citizen, town.officer
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
    await zhou.say("车牌没看清，尾号好像是 7。")
    await zhou.sees("收下了，您的消息已从屏幕上删除。")
    await zhou.sees("尾号好像是 7")
    await zhou.tap("继续")
    card = await zhou.sees("您的回执：十二个字")
    receipt = receipt_on(card)
    await zhou.tap("我抄好了")
    card = await zhou.sees("请输入回执的第")
    await zhou.say("不对")
    await zhou.sees("还不对：第")
    await zhou.say(words_asked(card, receipt))
    await zhou.sees("对了，可以发送了。")
    await zhou.tap("发送")
    card = await zhou.sees("已发送，谢谢您。")
    number = words_of(card).split("举报编号：")[1].split()[0]
    assert [m for m in await zhou.messages() if m["out"] and m["text"] != "/start"] == []
    await zhou.not_sees("尾号")

    card = await li.sees(f"线索 {number} · 未核实")
    assert "贩卖、运输毒品 · 潜江市 园林街道" in words_of(card)
    assert "状态：待接手" in words_of(card)
    assert buttons_of(card) == ["✋ 接手"]
    await li.tap("接手", message=card)
    card = await li.sees("承办：李警官")
    assert "状态：已接手" in words_of(card)
    await li.tap("阅读", message=card)
    await li.sees("已在私聊里打开。")
    reading = await li.sees("车牌没看清，尾号好像是 7。", chat=town.desk)
    assert TIP in words_of(reading)
    assert reading["has_protected_content"]
    picture = await li.sees(f"线索 {number}：点一下查看照片")
    assert picture["has_protected_content"]
    assert picture["has_media_spoiler"]
    with Image.open(io.BytesIO(await li.file(picture))) as photo:
        photo.load()
        assert photo.size == (1280, 960)
    await li.tap("提问", message=reading)
    await li.sees(f"线索 {number}：您想问什么？请不要询问举报人的身份。")
    await li.say("那辆车是什么颜色？之前来过吗？")
    await li.sees(f"问 {number} 的举报人：")
    await li.tap("发送")
    await li.sees("已提问。举报人凭回执就能看到；有回复时，卡片会提示。")
    await li.sees("状态：已提问", chat=town.admin_chat)
    assert TIP[:6] not in await li.transcript(town.admin_chat)

    traveller = await newcomer(town, "网吧里的人", "zh-hans")
    await traveller.tap("我的回执")
    await traveller.sees("请输入或粘贴回执上的十二个字。")
    await traveller.say(" ".join(receipt))
    card = await traveller.sees("工作人员想向您了解一点情况")
    assert f"举报 {number}" in words_of(card)
    assert "那辆车是什么颜色？之前来过吗？" in words_of(card)
    assert "卸纸箱" not in await traveller.transcript()
    assert "".join(receipt) not in (await traveller.transcript()).replace(" ", "")
    await traveller.tap("回答")
    await traveller.sees("请写下您想说的话。")
    await traveller.say("白色的，上周五也来过一次。")
    card = await traveller.sees("请核对要发送的内容。")
    assert "白色的，上周五也来过一次。" in words_of(card)
    await traveller.tap("发送")
    await traveller.sees("已发给工作人员，这里的屏幕上已经删除。")
    await traveller.sees("您的回答已送达工作人员")
    await traveller.not_sees("白色的")
    await traveller.tap("关闭信箱")
    await traveller.sees("信箱已关闭，这里不再记得您的回执。")

    await li.sees(f"线索 {number}：举报人有新的内容，点“阅读”查看。", chat=town.admin_chat)
    card = await li.sees("状态：已回复")
    await li.tap("阅读", message=card)
    await li.sees("白色的，上周五也来过一次。", chat=town.desk)
    await li.tap("办结")
    await li.sees(f"线索 {number}：怎么办结？")
    await li.tap("查证属实")
    await li.sees(f"线索 {number}：已办结（查证属实）。")
    card = await li.sees("状态：已办结（查证属实）", chat=town.admin_chat)
    assert buttons_of(card) == ["📖 阅读"]

    await zhou.tap("打开我的信箱")
    await zhou.say("".join(receipt))
    await zhou.sees("已办结，谢谢您的帮助")
