"""Files of every kind are taken, cleaned and counted; what cannot be read is refused and told."""

from __future__ import annotations

import pytest

from bot.reports.tips.messages import file_context
from storage.vault.envelopes import Envelope, open_envelope
from tests.drawing.media import bound
from tests.drawing.media.recorded import Recipe, record
from tests.phone import call
from tests.reports.house import BOT, House
from tests.reports.tipster import TEXT, Tipster

PAPER = bound.sheet(bound.Sheet())


@pytest.fixture
async def zhou(running_house: House) -> Tipster:
    return await Tipster.create(running_house)


async def test_video_sound_and_papers_are_sealed_with_their_kind(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.go_to_review()
    film = record(Recipe(muxer="mp4", video="libx264", sound="aac"))
    await zhou.player.document(None, ("holiday.mov", film))
    await zhou.player.sees("视频：1 个", within=30)
    await zhou.player.voice(None, ("voice.ogg", record(Recipe(muxer="ogg", sound="libopus"))))
    await zhou.player.sees("录音：1 段", within=30)
    await zhou.player.document(None, ("list of names.pdf", PAPER))
    await zhou.player.sees("文档：1 份", within=30)
    assert await zhou.written_by_me() == []
    await zhou.tap("go_on")
    await zhou.tap("forget")
    await zhou.sees("sent")
    (tip,) = await running_house.tips()
    (message,) = await running_house.read(tip)
    kinds = ["video/mp4", "audio/ogg", "application/pdf"]
    assert [file.media_type for file in message.files] == kinds
    assert message.text == TEXT
    key = running_house.keys.unit_key("qianjiang", "2026-11")
    for index, reference in enumerate(message.files):
        envelope = Envelope.from_bytes(running_house.files.get(reference.name))
        context = file_context(tip.id, 1, index)
        data = open_envelope(envelope, context, running_house.staff_keys.private_key(key.id))
        assert data
        assert b"holiday" not in data
    assert b"list of names" not in running_house.everything_stored()


async def test_a_broken_paper_is_refused_and_stays_with_the_person(zhou: Tipster) -> None:
    await zhou.go_to_review()
    await zhou.player.document(None, ("notes.pdf", b"%PDF-1.7 no paper"))
    await zhou.player.sees("读不出照片、视频、录音或 PDF")
    await zhou.player.not_sees("照片：")
    assert await zhou.written_by_me() == ["[file]"]


async def test_a_locked_paper_is_refused_with_advice(zhou: Tipster) -> None:
    await zhou.go_to_review()
    await zhou.player.document(None, ("locked.pdf", bound.encrypted(b"secret")))
    await zhou.player.sees("这个 PDF 有密码")


async def test_a_file_in_the_mailbox_is_added_too(zhou: Tipster, running_house: House) -> None:
    await zhou.send_tip()
    await zhou.open_mailbox()
    await zhou.player.tap("补充线索")
    await zhou.player.voice(None, ("voice.ogg", record(Recipe(muxer="ogg", sound="libopus"))))
    await zhou.player.sees("录音：1 段", within=30)
    await zhou.player.location(None, 30.4, 112.9)
    await zhou.player.sees("📍 30.400, 112.900")
    await zhou.tap("send")
    await zhou.sees("answered")
    (tip,) = await running_house.tips()
    _first, second = await running_house.read(tip)
    assert [file.media_type for file in second.files] == ["audio/ogg"]
    assert second.text == "📍 30.400, 112.900"


async def test_a_file_that_cannot_be_fetched_is_told(zhou: Tipster, running_house: House) -> None:
    await zhou.go_to_review()
    fault = {"kind": "5xx", "bot": BOT, "method": "getFile", "times": 1, "status": 500}
    await call(running_house.base_url, "POST", "/sim/faults", json=fault)
    await zhou.player.document(None, ("notes.pdf", PAPER))
    await zhou.player.sees("文件没有取到")
