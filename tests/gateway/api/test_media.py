"""Photos, documents, voice notes, albums and downloads."""

from __future__ import annotations

import io
import json

import aiohttp
import pytest
from PIL import Image

from bot.gateway.world import World
from tests.gateway.telegram import Bot, RefusedError, picture
from tests.player import Player
from tests.walking import each_of


async def test_a_photo_comes_in_sizes_and_is_downloaded(bot: Bot, mei: Player) -> None:
    await mei.photo(None, picture(2000, 1000), caption="看 #这里1")
    message = (await bot.updates())[0]["message"]
    assert message["caption_entities"] == [{"type": "hashtag", "offset": 2, "length": 4}]
    sizes = [(size["width"], size["height"]) for size in message["photo"]]
    assert sizes == [(90, 45), (320, 160), (800, 400), (1280, 640)]
    data = await bot.download(message["photo"][-1]["file_id"])
    assert Image.open(io.BytesIO(data)).size == (1280, 640)
    assert len(data) == message["photo"][-1]["file_size"]


async def test_a_jpeg_that_fits_is_delivered_with_its_metadata(bot: Bot, mei: Player) -> None:
    exif = Image.Exif()
    exif[0x010F] = "CameraOfMei"
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(buffer, "JPEG", exif=exif)
    await mei.photo(None, buffer.getvalue())
    message = (await bot.updates())[0]["message"]
    assert await bot.download(message["photo"][-1]["file_id"]) == buffer.getvalue()


@each_of(
    "data, sentence",
    [
        (b"this is no picture", "IMAGE_PROCESS_FAILED"),
        (picture()[:200], "IMAGE_PROCESS_FAILED"),
        (b"", "file must be non-empty"),
        (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_what_is_no_photo_is_refused(
    bot: Bot, mei: Player, data: bytes, sentence: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        await bot.upload("sendPhoto", {"photo": data}, chat_id=mei.id)
    assert str(caught.value) == f"Bad Request: {sentence}"
    assert len(await mei.messages()) == 1


async def test_a_document_keeps_its_bytes_and_name(bot: Bot, mei: Player) -> None:
    await mei.document(None, ("证据.txt", "原样".encode()))
    document = (await bot.updates())[0]["message"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("证据.txt", "text/plain")
    assert await bot.download(document["file_id"]) == "原样".encode()
    sent = await bot.upload("sendDocument", {"document": b"back"}, chat_id=mei.id, caption="here")
    assert sent["document"]["file_size"] == 4
    assert await mei.file(await mei.sees("here")) == b"back"


async def test_a_voice_note_travels_both_ways(bot: Bot, mei: Player) -> None:
    await mei.voice(None, b"OggS1")
    voice = (await bot.updates())[0]["message"]["voice"]
    assert (voice["mime_type"], voice["duration"]) == ("audio/ogg", 0)
    sent = await bot("sendVoice", chat_id=mei.id, voice=voice["file_id"], caption="heard")
    assert sent["voice"]["file_unique_id"] == voice["file_unique_id"]
    assert await mei.file(await mei.sees("heard")) == b"OggS1"


async def test_a_place_and_a_contact_arrive(bot: Bot, mei: Player) -> None:
    await mei.location(None, 30.42, 112.9)
    await mei.contact(None, "+8613800000000")
    place, contact = [each["message"] for each in await bot.updates()]
    assert place["location"] == {"latitude": 30.42, "longitude": 112.9}
    assert contact["contact"]["user_id"] == mei.id
    sent = await bot("sendLocation", chat_id=mei.id, latitude=30.5, longitude="112.5")
    assert sent["location"] == {"latitude": 30.5, "longitude": 112.5}


async def test_an_album_of_a_person_is_several_updates(bot: Bot, mei: Player) -> None:
    await mei.photo(None, picture(), picture(), picture(), caption="three")
    messages = [each["message"] for each in await bot.updates()]
    assert len({each["media_group_id"] for each in messages}) == 1
    assert [each.get("caption") for each in messages] == ["three", None, None]


async def test_a_bot_sends_an_album_or_nothing(bot: Bot, mei: Player) -> None:
    files = {"one": picture(), "two": picture(50, 50)}
    media = [{"type": "photo", "media": f"attach://{name}"} for name in files]
    media[0]["caption"] = "album"
    sent = await bot.upload("sendMediaGroup", files, chat_id=mei.id, media=json.dumps(media))
    assert len({each["media_group_id"] for each in sent}) == 1
    assert (await mei.sees("album"))["media_group_id"] == sent[0]["media_group_id"]
    count = len(await mei.messages())
    media[1]["media"] = "attach://three"
    with pytest.raises(RefusedError, match="there is no photo in the request"):
        await bot.upload("sendMediaGroup", files, chat_id=mei.id, media=json.dumps(media))
    assert len(await mei.messages()) == count


async def test_an_impossible_album_is_refused(bot: Bot, mei: Player) -> None:
    photo = {"type": "photo", "media": "attach://one"}
    cases = {
        "there are no messages to send": [],
        "too many messages to send as an album": [photo] * 11,
        "document can't be mixed with other media types": [photo, photo | {"type": "document"}],
    }
    for sentence, media in cases.items():
        with pytest.raises(RefusedError, match=sentence):
            await bot.upload(
                "sendMediaGroup", {"one": picture()}, chat_id=mei.id, media=json.dumps(media)
            )


async def test_a_file_id_is_worth_nothing_to_another_bot(
    bot: Bot, staff_bot: Bot, mei: Player
) -> None:
    await mei.send(staff_bot.id, "/start")
    await mei.photo(bot.id, picture())
    file_id = (await bot.updates())[0]["message"]["photo"][-1]["file_id"]
    assert await bot("sendPhoto", chat_id=mei.id, photo=file_id)
    with pytest.raises(RefusedError, match="wrong file identifier/HTTP URL specified"):
        await staff_bot("sendPhoto", chat_id=mei.id, photo=file_id)
    with pytest.raises(RefusedError, match="invalid file_id"):
        await staff_bot("getFile", file_id=file_id)


async def test_a_file_of_another_kind_or_from_the_internet_is_refused(
    bot: Bot, mei: Player
) -> None:
    await mei.document(None, b"words")
    file_id = (await bot.updates())[0]["message"]["document"]["file_id"]
    with pytest.raises(RefusedError, match="can't use file of type Document as Photo"):
        await bot("sendPhoto", chat_id=mei.id, photo=file_id)
    with pytest.raises(RefusedError, match="failed to get HTTP URL content"):
        await bot("sendPhoto", chat_id=mei.id, photo="https://example.org/a.jpg")


async def test_bots_download_at_most_20_megabytes(bot: Bot, mei: Player, world: World) -> None:
    await mei.document(None, b"\0" * ((20 << 20) + 1))
    file_id = (await bot.updates())[0]["message"]["document"]["file_id"]
    with pytest.raises(RefusedError) as caught:
        await bot("getFile", file_id=file_id)
    assert str(caught.value) == "Bad Request: file is too big"


async def test_an_unknown_path_is_not_found(bot: Bot) -> None:
    address = f"{bot.url}/file/bot{bot.token}/photos/file_0.jpg"
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        assert response.status == 404
