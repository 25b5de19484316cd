"""The holder reads words, answers and files whole, whatever Telegram thinks of their size."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import SendDocument, SendMessage, SendPhoto, TelegramMethod
from PIL import Image

from bot.drawing.media.kinds import CleanFile, Kind
from storage.reports.tips import Tip
from tests.phone import JSON, words_of
from tests.reports.house import open_house
from tests.reports.staff_bot import BOT, StaffBot, run_staff_bot
from tests.reports.tipster import photo

SECRET = "三号楼储藏间半夜有人敲门取货"
ANSWERS = {
    "when": "每周五 <晚上>",
    "spot": "30.401, 112.900",
    "certainty": "heard",
    "official": "yes",
    "minor": "yes",
}


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        yield opened


async def test_the_answers_stand_under_the_words_with_their_labels(staff_bot: StaffBot) -> None:
    tip = await staff_bot.services.send_tip(answers=ANSWERS)
    await staff_bot.worker.serve_once()
    card = await staff_bot.li.sees(tip.number, chat=staff_bot.group)
    await staff_bot.li.tap("接手", message=card)
    await staff_bot.li.tap("阅读", message=await staff_bot.li.sees("承办：", message=card))
    text = words_of(await staff_bot.li.sees("每周五 <晚上>", chat=BOT))
    for line in (
        "时间 · 每周五 <晚上>",
        "怎么知道的 · 听别人说的",
        "涉及公职人员 · 有",
        "位置（约 100 米） · 30.401, 112.900",
        "自称未满 18 岁",
    ):
        assert line in text
    assert "每周五" not in words_of(
        await staff_bot.li.sees("承办：", message=card, chat=staff_bot.group)
    )


async def test_every_file_comes_protected_and_as_what_it_is(staff_bot: StaffBot) -> None:
    files = [
        CleanFile(kind=Kind.PICTURE, media_type="image/jpeg", data=photo()),
        CleanFile(kind=Kind.VIDEO, media_type="video/mp4", data=b"a film"),
        CleanFile(kind=Kind.VIDEO, media_type="video/webm", data=b"another film"),
        CleanFile(kind=Kind.SOUND, media_type="audio/ogg", data=b"a voice"),
        CleanFile(kind=Kind.SOUND, media_type="audio/mpeg", data=b"a song"),
        CleanFile(kind=Kind.DOCUMENT, media_type="application/pdf", data=b"a paper"),
    ]
    tip = await staff_bot.services.send_tip(files=files)
    await staff_bot.worker.serve_once()
    card = await staff_bot.li.sees(tip.number, chat=staff_bot.group)
    await staff_bot.li.tap("接手", message=card)
    await staff_bot.li.tap("阅读", message=await staff_bot.li.sees("承办：", message=card))
    await staff_bot.li.sees("举报人 ", chat=BOT)
    shown = [each for each in await staff_bot.li.messages(BOT) if not each["out"]]
    kinds = ("photo", "video", "voice", "audio", "document")
    sent = [(kind, each) for each in shown for kind in kinds if kind in each]
    assert [kind for kind, _each in sent] == [
        "photo",
        "video",
        "document",
        "voice",
        "audio",
        "document",
    ]
    for kind, each in sent:
        assert each["has_protected_content"]
        assert bool(each.get("has_media_spoiler")) == (kind in {"photo", "video"})
        assert tip.number in words_of(each)
    assert sent[2][1]["document"]["file_name"] == "document.webm"


def jpeg(width: int, height: int, length: int = 0) -> CleanFile:
    """Return a picture of these sides, filled up to so many bytes."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(buffer, "JPEG")
    data = buffer.getvalue().ljust(length, b"\0")
    return CleanFile(kind=Kind.PICTURE, media_type="image/jpeg", data=data)


async def read(staff_bot: StaffBot, tip: Tip) -> JSON:
    """Let Li take the tip and read it; return the message that ends the trail."""
    await staff_bot.worker.serve_once()
    card = await staff_bot.li.sees(tip.number, chat=staff_bot.group)
    await staff_bot.li.tap("接手", message=card)
    await staff_bot.li.tap("阅读", message=await staff_bot.li.sees("承办：", message=card))
    return await staff_bot.li.sees("最后一次操作 10 分钟后", chat=BOT)


def refuse_calls(staff_bot: StaffBot, refuse: Callable[[TelegramMethod[Any]], str | None]) -> None:
    """Let Telegram answer 400 with these words wherever there are any."""

    async def answer(
        request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        if words := refuse(method):
            raise TelegramBadRequest(method=method, message=f"Bad Request: {words}")
        return await request(bot, method)

    staff_bot.staff.workflow["triage"].bot.session.middleware.register(answer)


@pytest.mark.parametrize(
    "picture", [jpeg(184, 4096), jpeg(60, 60, 11 << 20)], ids=["tall", "heavy"]
)
async def test_a_picture_that_is_no_photo_for_telegram_comes_as_a_document(
    staff_bot: StaffBot, picture: CleanFile
) -> None:
    tip = await staff_bot.services.send_tip(files=[picture])
    await read(staff_bot, tip)
    shown = [each for each in await staff_bot.li.messages(BOT) if "document" in each]
    assert [each["document"]["file_name"] for each in shown] == ["document.jpg"]
    assert shown[0]["has_protected_content"]
    assert tip.number in words_of(shown[0])
    assert await staff_bot.li.file(shown[0]) == picture.data


async def test_what_telegram_takes_in_no_way_is_named_and_the_rest_is_shown(
    staff_bot: StaffBot,
) -> None:
    def refuse(method: TelegramMethod[Any]) -> str | None:
        return "PHOTO_INVALID" if isinstance(method, SendPhoto | SendDocument) else None

    refuse_calls(staff_bot, refuse)
    voice = CleanFile(kind=Kind.SOUND, media_type="audio/ogg", data=b"a voice")
    tip = await staff_bot.services.send_tip(text=SECRET, files=[jpeg(60, 60), voice])
    end = words_of(await read(staff_bot, tip))
    assert SECRET in end
    assert "第 1 个文件（共 2 个，image/jpeg）" in end
    assert len([each for each in await staff_bot.li.messages(BOT) if "voice" in each]) == 1


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        ("字" * 3990, {"when": "昨" * 200}),
        ("w" * 4000, {"minor": "yes", "when": "<&>" * 160}),
        ('"&<' * 1333, {}),
        ("长长的一行\n" * 660 + "尾" * 30, {"when": "夜" * 500}),
    ],
    ids=["letters", "answers", "escaped", "lines"],
)
async def test_words_that_outgrow_one_message_come_whole_in_several(
    staff_bot: StaffBot, words: str, answers: dict[str, str]
) -> None:
    tip = await staff_bot.services.send_tip(text=words, answers=answers)
    await read(staff_bot, tip)
    shown = [each for each in await staff_bot.li.messages(BOT) if not each["out"]]
    start = next(n for n, each in enumerate(shown) if f"线索 {tip.number}" in words_of(each))
    whole = "".join(words_of(each) for each in shown[start:]).replace("\n", "")
    assert words.replace("\n", "") in whole
    for answer in answers.values():
        assert answer == "yes" or answer in whole
    assert all(each["has_protected_content"] for each in shown[start:])


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        ("chat not found", "请先打开与我的私聊，点“开始”，再点一次。"),
        ("message is odd", "这条线索暂时显示不出来，请再点一次“阅读”。"),
    ],
)
async def test_only_a_shut_private_chat_is_answered_by_how_to_open_it(
    staff_bot: StaffBot, refusal: str, said: str
) -> None:
    def refuse(method: TelegramMethod[Any]) -> str | None:
        is_trail = isinstance(method, SendMessage) and SECRET in method.text
        return refusal if is_trail else None

    tip, card = await staff_bot.tip_with_card(SECRET)
    await staff_bot.li.tap("接手", message=card)
    refuse_calls(staff_bot, refuse)
    await staff_bot.li.tap("阅读", message=await staff_bot.li.sees("承办：", message=card))
    await staff_bot.li.sees(said)
    hints = [
        m for m in await staff_bot.li.messages(staff_bot.group) if "要阅读和书写" in words_of(m)
    ]
    assert len(hints) == (1 if refusal == "chat not found" else 0)
    async with staff_bot.services.house.work() as work:
        assert await work.shown.list_of_tip(tip.id) == []
