"""The holder reads the answers under the words, and every file comes as what it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.drawing.media.kinds import CleanFile, Kind
from tests.phone import words_of
from tests.reports.house import open_house
from tests.reports.station import BOT, Station, open_station
from tests.reports.tipster import photo

ANSWERS = {
    "when": "每周五 <晚上>",
    "spot": "30.401, 112.900",
    "certainty": "heard",
    "official": "yes",
    "minor": "yes",
}


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    async with open_house(tmp_path) as house, open_station(house) as opened:
        yield opened


async def test_the_answers_stand_under_the_words_with_their_labels(station: Station) -> None:
    tip = await station.office.send_tip(answers=ANSWERS)
    await station.worker.serve_once()
    card = await station.li.sees(tip.number, chat=station.group)
    await station.li.tap("接手", message=card)
    await station.li.tap("阅读", message=await station.li.sees("承办：", message=card))
    text = words_of(await station.li.sees("每周五 <晚上>", chat=BOT))
    for line in (
        "时间 · 每周五 <晚上>",
        "怎么知道的 · 听别人说的",
        "涉及公职人员 · 有",
        "位置（约 100 米） · 30.401, 112.900",
        "自称未满 18 岁",
    ):
        assert line in text
    assert "每周五" not in words_of(
        await station.li.sees("承办：", message=card, chat=station.group)
    )


async def test_every_file_comes_protected_and_as_what_it_is(station: Station) -> None:
    files = [
        CleanFile(kind=Kind.PICTURE, media_type="image/jpeg", data=photo()),
        CleanFile(kind=Kind.VIDEO, media_type="video/mp4", data=b"a film"),
        CleanFile(kind=Kind.VIDEO, media_type="video/webm", data=b"another film"),
        CleanFile(kind=Kind.SOUND, media_type="audio/ogg", data=b"a voice"),
        CleanFile(kind=Kind.SOUND, media_type="audio/mpeg", data=b"a song"),
        CleanFile(kind=Kind.DOCUMENT, media_type="application/pdf", data=b"a paper"),
    ]
    tip = await station.office.send_tip(files=files)
    await station.worker.serve_once()
    card = await station.li.sees(tip.number, chat=station.group)
    await station.li.tap("接手", message=card)
    await station.li.tap("阅读", message=await station.li.sees("承办：", message=card))
    await station.li.sees("举报人 ", chat=BOT)
    shown = [each for each in await station.li.messages(BOT) if not each["out"]]
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
