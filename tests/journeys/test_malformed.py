"""Malformed input: a clear sentence, no traceback, nothing personal in a log, no change of state."""

from __future__ import annotations

import asyncio
import io
import re
import struct
import zlib
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from aiogram.filters.callback_data import CallbackData
from PIL import Image

from storage.vault.receipts import Receipt
from storage.vault.wordlists import words_for
from tests.injecting import inject
from tests.journeys.conftest import newcomer, open_town
from tests.journeys.malformed import CANARY, FORGED, UPDATES, message
from tests.lessons import begin_lesson, finish_lesson
from tests.phone import words_of
from tests.player import Player
from tests.repeating import tables
from tests.walking import each_of
from tests.whole_app import WholeApp

pytestmark = pytest.mark.asyncio(loop_scope="module")

APOLOGY = "我们这边出了点问题"
MENU = "您想做什么？"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeApp]:
    """Open a town for this file alone, as nobody else may write into its log and tables."""
    async with open_town(tmp_path_factory.mktemp("malformed"), "zh_Hans") as app:
        yield app


@pytest_asyncio.fixture(loop_scope="module")
async def unchanged(town: WholeApp) -> AsyncIterator[WholeApp]:
    """Check after all cases that no row changed, and no word and no id came into the log."""
    before, length = tables(town.folder), len(log_of(town))
    yield town
    assert tables(town.folder) == before
    said = log_of(town)[length:]
    people = [str(user.id) for user in town.world.users.values()]
    assert not [each for each in (CANARY, CANARY[3:], *people) if each in said]
    assert "Traceback" not in said


def log_of(app: WholeApp) -> str:
    return app.log.read_text(encoding="utf-8")


async def quiet(app: WholeApp) -> None:
    queues = [bot.updates for bot in app.world.bots.values()]
    async with asyncio.timeout(30):
        while any(each.pending_count for each in queues):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.03)


@pytest.mark.parametrize("bot", ["public", "desk"])
@each_of("case", UPDATES)
async def test_a_malformed_update_is_passed_over_and_the_next_one_answered(
    unchanged: WholeApp, case: str, bot: str
) -> None:
    bot_id: int = getattr(unchanged, bot)
    inject(unchanged.world, bot_id, UPDATES[case](unchanged))
    await quiet(unchanged)
    player = unchanged.citizen if bot == "public" else unchanged.officer
    await player.send(bot_id, "/start")
    await player.sees(MENU if bot == "public" else "值班")
    await quiet(unchanged)


STAFFS = {"tip", "end"}


async def test_the_buttons_of_every_feature_are_forged() -> None:
    known = {each.__prefix__ for each in _subclasses(CallbackData) if _is_ours(each)}
    assert known - STAFFS - set(FORGED) == set()


def _subclasses(kind: type[CallbackData]) -> list[type[CallbackData]]:
    return [each for sub in kind.__subclasses__() for each in (sub, *_subclasses(sub))]


def _is_ours(kind: type[CallbackData]) -> bool:
    return kind.__module__.startswith(("bot.chat", "bot.education"))


@each_of("data", [data for forged in FORGED.values() for data in forged if data])
async def test_a_forged_button_is_answered_and_changes_nothing(
    unchanged: WholeApp, data: str
) -> None:
    citizen = unchanged.citizen
    card = await citizen.last(unchanged.public)
    if MENU not in words_of(card):
        await citizen.send(unchanged.public, "/start")
        card = await citizen.sees(MENU)
    place = unchanged.world.private[(citizen.id, unchanged.public)]
    place.messages[card["message_id"]].offered_data.add(data)
    body = {"user": citizen.id, "chat": unchanged.public, "message_id": card["message_id"]}
    made = await citizen._post("/sim/tap", unchanged.public, {**body, "data": data, "wait": 10})
    await quiet(unchanged)
    assert made["answer"] is not None, "the button's spinner must end"
    shown = words_of(await citizen.last()) + str(made["answer"]["text"])
    assert APOLOGY not in shown
    assert re.search("[\u4e00-\u9fff]{4}", shown), "a sentence in the person's language"


async def opens_receipt(app: WholeApp, name: str, language: str = "zh-hans") -> Player:
    player = await newcomer(app, name, language)
    await player.say("/receipt")
    await player.sees(
        "请输入或粘贴回执上的十二个字。" if language == "zh-hans" else "twelve words"
    )
    return player


EN = words_for("en")
RECEIPTS: dict[str, tuple[str, str]] = {
    "eleven words": (" ".join(Receipt.create().words("en")[:11]), "我读到 11 个"),
    "thirteen words": (" ".join([*Receipt.create().words("en"), "abandon"]), "我读到 13 个"),
    "one word": ("abandon", "我读到 1 个"),
    "a word misspelt beyond help": (
        " ".join(["zzzyx", *Receipt.create().words("en")[1:]]),
        "第 1 个",
    ),
    "a receipt that nobody has": (" ".join(Receipt.create().words("zh_Hans")), "打不开信箱"),
    "words in a wrong order": (" ".join(sorted(EN[600:612], reverse=True)), "打不开信箱"),
    "two languages mixed": (
        " ".join([*Receipt.create().words("en")[:6], *Receipt.create().words("zh_Hans")[6:]]),
        "",
    ),
    "SQL": ("' OR 1=1; DROP TABLE tips; --", "我读到"),
    "emoji": ("🔑" * 12, ""),
    "markup": ("<b>" + "&amp;" * 11, ""),
    "numbers": ("1 2 3 4 5 6 7 8 9 10 11 12", ""),
    "four thousand words": ("abandon " * 500, "我读到 500 个"),
}


@each_of("case", RECEIPTS)
async def test_a_receipt_that_is_none_is_told_what_is_wrong_and_taken_off_the_screen(
    unchanged: WholeApp, case: str
) -> None:
    typed, sentence = RECEIPTS[case]
    player = await opens_receipt(unchanged, "打字的人")
    await player.say(typed)
    card = await player.sees("⚠️")
    assert sentence in words_of(card), words_of(card)
    await player.no_longer_sees(typed.strip()[:4096])


async def test_a_wrong_receipt_is_told_so_in_english_too(town: WholeApp) -> None:
    player = await opens_receipt(town, "May", "en")
    await player.say("abandon ability")
    await player.sees("A receipt has twelve words; I read 2.")


def bomb() -> bytes:
    """Return a small PNG that would be 40,000 pixels square."""
    header = struct.pack(">IIBBBBB", 40_000, 40_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1000) * 1000, 9)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def truncated() -> bytes:
    data = io.BytesIO()
    Image.effect_noise((800, 600), 90).save(data, "JPEG")
    return data.getvalue()[:2000]


FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a text named jpg": ("a.jpg", lambda: CANARY.encode() * 50, "读不出照片"),
    "a truncated photo": ("b.jpg", truncated, "⚠️"),
    "a bomb": ("c.png", bomb, "⚠️"),
    "HTML": ("d.jpg", lambda: b"<html><script>alert(1)</script></html>", "读不出照片"),
    "an SVG": ("e.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "读不出照片"),
    "a program": ("f.jpg", lambda: b"\x7fELF" + bytes(500), "读不出照片"),
    "a ZIP": ("g.jpg", lambda: b"PK\x03\x04" + bytes(500), "读不出照片"),
    "only a signature": ("h.jpg", lambda: b"\xff\xd8\xff", "读不出照片"),
    "21 MB": ("i.jpg", lambda: bytes(21 * 1024 * 1024), "20 MB"),
}


async def opens_form(app: WholeApp) -> Player:
    player = await newcomer(app, "写字的人", "zh-hans")
    await player.tap("举报")
    await player.tap("不是正在发生，继续")
    await player.tap("贩卖、运输毒品")
    await player.tap("园林街道")
    await player.sees("请用一条消息写下")
    return player


@each_of("case", FILES)
async def test_a_file_that_is_no_photo_is_not_taken_and_its_sender_told(
    unchanged: WholeApp, case: str
) -> None:
    name, data, sentence = FILES[case]
    player = await opens_form(unchanged)
    await player.document(None, (name, data()))
    await player.sees(sentence, within=30)
    await player.not_sees("照片：1 张")
    assert [m for m in await player.messages() if "document" in m], "it still stands in the chat"


TEXTS = {
    "4096 emoji": ("🔑" * 4096, "4096"),
    "a command": ("/delete everything", "这是一条命令"),
    "a receipt": (" ".join(Receipt.create().words("zh_Hans")), "回执"),
}


@each_of("case", TEXTS)
async def test_a_text_that_a_tip_cannot_hold_is_not_taken_and_its_sender_told(
    unchanged: WholeApp, case: str
) -> None:
    typed, sentence = TEXTS[case]
    player = await opens_form(unchanged)
    await player.say(typed)
    card = await player.sees("⚠️")
    assert sentence in words_of(card), words_of(card)
    await player.not_sees("请核对要发送的内容")


@each_of("kind", ["contact", "dice"])
async def test_what_a_tip_does_not_take_is_said(unchanged: WholeApp, kind: str) -> None:
    player = await opens_form(unchanged)
    if kind == "contact":
        await player.contact(None, "13800000000")
    else:
        raw = message(unchanged, dice={"emoji": "🎲", "value": 3}, message_id=900_001)
        raw["from"], raw["chat"]["id"] = {**player.user, "is_bot": False}, player.id
        inject(unchanged.world, unchanged.public, {"message": raw})
    await player.sees("⚠️")


async def test_markup_in_a_tip_is_shown_as_it_was_written(unchanged: WholeApp) -> None:
    player = await opens_form(unchanged)
    typed = "<b>粗</b> &amp; <script> {0} %s"
    await player.say(typed)
    assert typed in words_of(await player.sees("请核对要发送的内容"))


NAMES = ["名" * 200, "/start now", "名" * 41]


async def test_a_name_that_is_too_long_is_asked_for_again(town: WholeApp) -> None:
    student = await newcomer(town, "小明", "zh-hans")
    await begin_lesson(student, town.public)
    await finish_lesson(student, town.public)
    await student.tap("领证书")
    await student.sees("证书上写什么名字？")
    before = tables(town.folder)
    for name in NAMES:
        await student.say(name)
        await student.sees("1 到 40")
    await student.say("/profile")
    await student.sees("谁在学")
    assert tables(town.folder)["education.certificates"] == before["education.certificates"]


@each_of("nickname", ["海" * 13, "海" * 4096, "海 " * 7])
async def test_a_nickname_that_is_none_is_asked_for_again(
    unchanged: WholeApp, nickname: str
) -> None:
    player = await newcomer(unchanged, "小海", "zh-hans")
    await player.say("/profile")
    await player.tap("换个人学")
    await player.sees("起个昵称")
    await player.say(nickname)
    await player.sees("1 到 12")


@each_of("code", ["", "x" * 4000, "' OR 1=1 --", "🔑", "AAAA-BBBB-CC", "\u202e"])
async def test_a_certificate_code_that_is_none_is_told_so(unchanged: WholeApp, code: str) -> None:
    player = await newcomer(unchanged, "路人", "zh-hans")
    await player.say(f"/verify {code}")
    await player.sees("没有查到这个编号")


@each_of("link", ["verify-", "learn'--", "unknown", "verify-" + "x" * 57, "report_all"])
async def test_a_deep_link_that_leads_nowhere_shows_a_way(unchanged: WholeApp, link: str) -> None:
    player = await newcomer(unchanged, "路人", "zh-hans")
    shown = len(await player.messages())
    await player.say(f"/start {link}")
    await quiet(unchanged)
    assert len(await player.messages()) == shown + 2
