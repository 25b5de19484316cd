"""The webhook lets in who knows the secret, and says 200 only after the effect."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from bot.chat.source.intake import UpdateIntake
from bot.chat.source.webhook import SECRET_HEADER, Webhook
from tests.chat.recording import raw_message
from tests.chat.source.conftest import Desk

SECRET = "a-secret-of-good-length"
KNOWN = {SECRET_HEADER: SECRET}
Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(intake: UpdateIntake) -> AsyncIterator[Client]:
    application = web.Application()
    Webhook(intake, SecretStr(SECRET)).mount(application, "/public")
    async with TestClient(TestServer(application)) as client:
        yield client


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {SECRET_HEADER: ""},
        {SECRET_HEADER: SECRET[:-1]},
        {SECRET_HEADER: "秘密"},
        {"X-Other": SECRET},
    ],
)
async def test_who_does_not_know_the_secret_is_refused(
    client: Client, desk: Desk, headers: dict[str, str]
) -> None:
    answer = await client.post("/public", json=raw_message(1, 5), headers=headers)
    assert answer.status == 401
    assert desk.heard == []


async def test_a_secret_that_is_no_text_is_refused(client: Client, desk: Desk) -> None:
    host, port = client.host, client.port
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(
        b"POST /public HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n"
        + SECRET_HEADER.encode()
        + b": \xff\xfe\r\n\r\n{}"
    )
    status = await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    await writer.wait_closed()
    assert b" 401 " in status


async def test_200_comes_after_the_effect_and_not_before(client: Client, desk: Desk) -> None:
    gate = desk.hold("slow")
    post = asyncio.create_task(
        client.post("/public", json=raw_message(1, 5, "slow"), headers=KNOWN)
    )
    await asyncio.sleep(0.1)
    assert not post.done()
    gate.set()
    answer = await asyncio.wait_for(post, 5)
    assert (answer.status, desk.heard) == (200, ["slow"])


@pytest.mark.parametrize(
    "body", [b"", b"no json", b"[1, 2]", b'"text"', b"\xff\xfe", b"[" * 100_000]
)
async def test_a_body_that_is_no_update_is_counted_and_never_asked_for_again(
    client: Client, intake: UpdateIntake, body: bytes
) -> None:
    answer = await client.post("/public", data=body, headers=KNOWN)
    assert answer.status == 200
    assert intake.counters.malformed == 1


async def test_a_malformed_update_is_confirmed(client: Client, intake: UpdateIntake) -> None:
    answer = await client.post("/public", json={"update_id": 1, "message": 2}, headers=KNOWN)
    assert (answer.status, intake.counters.malformed) == (200, 1)


async def test_an_update_that_comes_in_pieces_is_read_whole(client: Client, desk: Desk) -> None:
    body = json.dumps(raw_message(1, 5, "长" * 4000)).encode()

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 500):
            yield body[start : start + 500]
            await asyncio.sleep(0.002)

    answer = await client.post("/public", data=pieces(), headers=KNOWN)
    assert answer.status == 200
    assert desk.heard == ["长" * 4000]


async def test_a_body_that_is_far_too_large_is_not_read(client: Client, desk: Desk) -> None:
    answer = await client.post("/public", data=io.BytesIO(b"x" * (3 << 20)), headers=KNOWN)
    assert answer.status == 413
    assert desk.heard == []


async def test_one_update_delivered_five_times_is_heard_once(client: Client, desk: Desk) -> None:
    for _ in range(5):
        answer = await client.post("/public", json=raw_message(1, 5, "once"), headers=KNOWN)
        assert answer.status == 200
    assert desk.heard == ["once"]
