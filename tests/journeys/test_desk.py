"""At the desk: who may, who is too late, and that nothing goes nowhere silently."""

from __future__ import annotations

from tests.journeys.conftest import in_town, newcomer
from tests.journeys.scenes import buttons_of, new_card, seen_by
from tests.phone import JSON, call, words_of
from tests.player import Player
from tests.whole_app import WholeApp, invite

pytestmark = in_town

REFUSED = "您无权操作，或这条线索由别人承办。"
SECRET = "三号楼的储藏间半夜总有人敲门取东西。"


async def report(town: WholeApp, words: str = SECRET) -> JSON:
    """Let somebody send a tip, and return its card in the admin chat."""
    person, seen = (
        await newcomer(town, "路人", "zh-hans"),
        await seen_by(town.officer, town.admin_chat),
    )
    for button in ("举报", "不是正在发生，继续", "容留吸毒的场所", "泰丰街道"):
        await person.tap(button)
    await person.sees("请用一条消息写下")
    await person.say(words)
    await person.tap("继续")
    await person.tap("直接发送，不留回执")
    await person.sees("已发送，谢谢您。")
    return await new_card(town.officer, town.admin_chat, seen)


async def test_a_second_officer_comes_too_late(town: WholeApp) -> None:
    li, wang = town.officer, await invite(town, "王警官")
    card = await report(town)
    await li.tap("接手", message=card)
    card = await li.sees("承办：李警官", message=card)
    await wang.tap_data(_take(card), card, chat=town.admin_chat)
    await wang.sees("别人先接手了。")
    await wang.tap("阅读", message=card)
    await wang.sees(REFUSED)
    await wang.tap("提问", message=card)
    await wang.sees(REFUSED)
    await wang.tap("退回", message=card)
    await wang.sees(REFUSED)
    await li.sees("承办：李警官", message=card)
    await li.tap("退回", message=card)
    await li.sees("已退回待接手。")
    card = await wang.sees("状态：待接手", message=card)
    await wang.tap("接手", message=card)
    await wang.sees("承办：王警官", message=card)


async def test_whoever_shut_the_private_chat_is_told_how_to_open_it(town: WholeApp) -> None:
    zhao = await invite(town, "赵警官")
    await zhao.block(town.desk)
    card = await report(town)
    await zhao.tap("接手", message=card, chat=town.admin_chat)
    card = await zhao.sees("承办：赵警官", message=card)
    await zhao.tap("阅读", message=card)
    await zhao.sees("请先打开与我的私聊，点“开始”，再点一次。")
    await zhao.unblock(town.desk)
    await zhao.send(town.desk, "/start")
    await zhao.sees("您已上岗。您要阅读的内容会在这里打开，只有您能看到。")
    await zhao.tap("阅读", message=card, chat=town.admin_chat)
    await zhao.sees(SECRET, chat=town.desk)


async def test_a_stranger_reads_nothing_and_learns_nothing(town: WholeApp) -> None:
    card = await report(town)
    li = town.officer
    await li.tap("接手", message=card)
    card = await li.sees("承办：李警官", message=card)
    await li.tap("阅读", message=card)
    reading = await li.sees(SECRET, chat=town.desk)
    stranger = await Player.create(town.stage.base_url, "看热闹的")
    await stranger.send(town.desk, "/start")
    door = await stranger.sees("这里是工作人员的值班台")
    await stranger.say("我也想看看")
    await stranger.sees("这条消息没有发给任何人，也没有保存。")
    for data in {*_callbacks(card), *_callbacks(reading)} - {f"tip:clear:{_tip(card)}"}:
        await forge(town, stranger, door, data)
        await stranger.sees(REFUSED, chat=town.desk)
    await stranger.not_sees(SECRET)
    await li.sees("状态：已接手", message=card, chat=town.admin_chat)


async def test_who_left_the_admin_chat_is_a_stranger_at_once(town: WholeApp) -> None:
    sun, card = await invite(town, "孙警官"), await report(town)
    await sun.tap("接手", message=card, chat=town.admin_chat)
    card = await sun.sees("承办：孙警官", message=card)
    await sun.tap("阅读", message=card)
    reading = await sun.sees(SECRET, chat=town.desk)
    place = {"chat": town.admin_chat, "user": sun.id}
    await call(town.stage.base_url, "POST", "/sim/leave", json=place)
    await sun.no_longer_sees(SECRET, chat=town.desk)
    await forge(town, sun, await sun.last(town.desk), _data(reading, "提问"))
    await sun.sees(REFUSED)
    await town.officer.sees("状态：待接手", message=card, chat=town.admin_chat)


async def test_a_reply_under_the_card_is_answered_and_goes_nowhere(town: WholeApp) -> None:
    li, card = town.officer, await report(town, "网吧二楼最里面那间总拉着窗帘。")
    await li.tap("接手", message=card)
    await li.sees("承办：李警官", message=card)
    await li.send(town.admin_chat, "您好，请问是几点？", reply_to=card)
    hint = await li.sees("这条回复没有发给任何人。要问举报人或记备注，请点：")
    assert buttons_of(hint) == ["❓ 提问", "📝 备注"]
    await li.send(town.admin_chat, "中午一起吃饭？")
    await li.tap("备注", message=hint)
    await li.sees("要记什么？只有本单位能看到。", chat=town.desk)
    await li.say("已和社区民警联系，周三去看。")
    await li.sees("的备注：")
    await li.tap("发送")
    await li.sees("已记下。")
    await li.tap("阅读", message=card, chat=town.admin_chat)
    reading = await li.sees("网吧二楼最里面那间总拉着窗帘。", chat=town.desk)
    assert "内部备注" in words_of(reading)
    assert "已和社区民警联系，周三去看。" in words_of(reading)
    await li.sees("状态：已接手", message=card, chat=town.admin_chat)


async def test_a_question_can_be_changed_or_cancelled_before_it_goes(town: WholeApp) -> None:
    li, card = town.officer, await report(town)
    await li.tap("接手", message=card)
    await li.sees("承办：李警官", message=card)
    await li.tap("提问", message=card)
    number = words_of(card)[3:12]
    prompt = await li.sees(f"线索 {number}：您想问什么？", chat=town.desk)
    await li.say("几点？")
    await li.sees("几点？\n\n再写一次可以改，或直接发送。")
    await li.say("一般是晚上几点？")
    review = await li.sees("一般是晚上几点？\n\n再写一次可以改，或直接发送。")
    await li.tap("取消", message=review)
    await li.sees("已取消，什么都没有发送。")
    await li.tap("取消", message=prompt)
    await li.no_longer_sees(words_of(prompt))
    await li.sees("状态：已接手", message=card, chat=town.admin_chat)


def _callbacks(message: JSON) -> list[str]:
    rows = message["reply_markup"]["inline_keyboard"]
    return [button["callback_data"] for row in rows for button in row]


def _data(message: JSON, words: str) -> str:
    rows = message["reply_markup"]["inline_keyboard"]
    found = [each for row in rows for each in row if words in each["text"]]
    return str(found[0]["callback_data"])


def _take(card: JSON) -> str:
    """Return what the card's first button carried before it was taken."""
    return f"tip:take:{_tip(card)}"


def _tip(card: JSON) -> str:
    return _callbacks(card)[0].split(":")[2]


async def forge(town: WholeApp, person: Player, message: JSON, data: str) -> None:
    """Tap with data that this message never offered, as a changed client can."""
    chat = town.world.chat_for_person(town.world.users[person.id], town.desk)
    assert chat is not None
    kept = chat.message(message["message_id"])
    assert kept is not None
    kept.offered_data.add(data)
    await person.tap_data(data, message, chat=town.desk)
