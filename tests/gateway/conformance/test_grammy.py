"""A bot on a JavaScript library that nobody here wrote, as a process of its own."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from tests.gateway.conformance.conftest import Gateway, Phone

HERE = Path(__file__).parent
READY_WITHIN = 60.0

pytestmark = pytest.mark.node


@pytest.fixture(scope="session")
def bot_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        reason = "node and npm are needed to run the bot on grammY (Debian: nodejs, npm)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("grammy")
    for name in ("package.json", "package-lock.json", "echo_bot.mjs"):
        shutil.copy(HERE / name, folder)
    command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


@asynccontextmanager
async def running(folder: Path, gateway: Gateway, *, webhook: bool) -> AsyncIterator[None]:
    environment = os.environ | {
        "ECHO_BOT_TOKEN": gateway.token,
        "ECHO_BOT_API_ROOT": gateway.url,
        "ECHO_BOT_WEBHOOK": "1" if webhook else "0",
    }
    process = await asyncio.create_subprocess_exec(
        "node",
        "echo_bot.mjs",
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), READY_WITHIN)
        assert line.decode().split(" as ") == [
            "listening" if webhook else "polling",
            f"{gateway.username}\n",
        ]
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        _, complaints = await asyncio.wait_for(process.communicate(), READY_WITHIN)
    assert (process.returncode, complaints.decode()) == (0, "")


@pytest.fixture
async def echo_bot(bot_folder: Path, gateway: Gateway) -> AsyncIterator[None]:
    async with running(bot_folder, gateway, webhook=False):
        yield


@pytest.fixture
async def webhook_bot(bot_folder: Path, gateway: Gateway) -> AsyncIterator[None]:
    async with running(bot_folder, gateway, webhook=True):
        yield


async def test_grammy_formats_and_echoes(echo_bot: None, phone: Phone) -> None:
    await phone.post("send", text="/start")
    welcome = await phone.read("Welcome, send me anything & see")
    assert [(e["type"], e["offset"], e["length"]) for e in welcome["entities"]] == [
        ("bold", 0, 7),
        ("italic", 17, 8),
    ]
    await phone.post("send", text="你好，虎门 🌊")
    assert (await phone.read("你好，虎门 🌊"))["from"]["is_bot"]


async def test_grammy_offers_buttons_and_edits_after_the_tap(echo_bot: None, phone: Phone) -> None:
    await phone.post("send", text="/choose")
    question = await phone.read("Tea or coffee?")
    buttons = question["reply_markup"]["inline_keyboard"][0]
    assert [button["text"] for button in buttons] == ["Tea", "Coffee"]
    tapped = await phone.post("tap", message_id=question["message_id"], text="Coffee", wait=10)
    assert tapped["answer"]["text"] == "coffee it is"
    edited = await phone.read("You chose coffee")
    assert edited["message_id"] == question["message_id"]
    assert edited["edit_date"] >= question["date"]
    assert "reply_markup" not in edited
    assert edited["entities"] == [{"type": "bold", "offset": 10, "length": 6}]


async def test_grammy_downloads_a_photo_and_uploads_it_again(
    echo_bot: None, phone: Phone, picture: bytes
) -> None:
    sent = await phone.upload("photo", "in.png", picture)
    size = sent["photo"][-1]["file_size"]
    back = await phone.read(f"{size} of {size} bytes")
    copy = await phone.read("the same again")
    for message in (back, copy):
        data = await phone.download(message["photo"][-1]["file_id"])
        assert Image.open(io.BytesIO(data)).size == (320, 200)


async def test_grammy_carries_a_document_byte_for_byte(echo_bot: None, phone: Phone) -> None:
    data = bytes(range(256)) * 40
    await phone.upload("document", "清单.bin", data)
    back = await phone.read("清单.bin")
    assert back["document"]["file_name"] == "back.bin"
    assert await phone.download(back["document"]["file_id"]) == data


async def test_grammy_hears_of_an_edit_and_replies_to_it(echo_bot: None, phone: Phone) -> None:
    first = await phone.post("send", text="first")
    await phone.read("first")
    await phone.post("edit", message_id=first["message_id"], text="second")
    answer = await phone.read("now: second")
    assert answer["reply_to_message"]["message_id"] == first["message_id"]


async def test_grammy_reads_telegrams_words_for_a_bad_tag(echo_bot: None, phone: Phone) -> None:
    await phone.post("send", text="/broken")
    await phone.read(
        "400 Bad Request: can't parse entities: "
        'Can\'t find end tag corresponding to start tag "b"'
    )


async def test_grammy_answers_a_webhook_with_the_method_itself(
    webhook_bot: None, phone: Phone
) -> None:
    await phone.post("send", text="/start")
    welcome = await phone.read("Welcome, send me anything & see")
    assert welcome["entities"][0]["type"] == "bold"
    await phone.post("send", text="你好，虎门 🌊")
    assert (await phone.read("你好，虎门 🌊"))["from"]["is_bot"]


async def test_grammy_serves_taps_and_photos_over_a_webhook(
    webhook_bot: None, phone: Phone, picture: bytes
) -> None:
    await phone.post("send", text="/choose")
    question = await phone.read("Tea or coffee?")
    tapped = await phone.post("tap", message_id=question["message_id"], row=0, column=0, wait=10)
    assert tapped["answer"]["text"] == "tea it is"
    await phone.read("You chose tea")
    await phone.upload("photo", "in.png", picture)
    assert (await phone.read("the same again"))["photo"]
