"""A Redis that may write to a disk is refused before anything is put there."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from redis.asyncio import Redis

from bot.chat.redis_state.connection import StateRedis
from bot.errors import SettingsError
from tests.chat.redis_state.conftest import SECRET, Connect
from tests.redis_server import FORGETFUL, redis_server

PERSISTENT = [
    ("--save", "900", "1", "--appendonly", "no"),
    ("--save", "", "--appendonly", "yes"),
]


@pytest.mark.parametrize("options", PERSISTENT, ids=["save", "appendonly"])
async def test_a_redis_that_writes_to_a_disk_is_refused(options: tuple[str, ...]) -> None:
    async with redis_server(*options) as url:
        with pytest.raises(SettingsError, match=r"HUMEN_REDIS_URL.*writes to a disk"):
            await StateRedis.open(SecretStr(url), SECRET)
        redis: Redis = Redis.from_url(url)
        async with redis:
            assert await redis.keys("*") == []


async def test_a_redis_that_does_not_say_is_refused() -> None:
    async with redis_server(*FORGETFUL, "--rename-command", "CONFIG", "") as url:
        with pytest.raises(SettingsError, match=r"HUMEN_REDIS_URL.*CONFIG GET"):
            await StateRedis.open(SecretStr(url), SECRET)


async def test_a_user_who_may_not_ask_is_refused() -> None:
    async with redis_server() as url:
        redis: Redis = Redis.from_url(url)
        async with redis:
            await redis.execute_command(
                "ACL", "SETUSER", "default", "on", "nopass", "+@all", "-config"
            )
        with pytest.raises(SettingsError, match="CONFIG GET"):
            await StateRedis.open(SecretStr(url), SECRET)


@pytest.mark.parametrize("url", ["unix:///nowhere/redis.sock", "redis://127.0.0.1:1", "geheim"])
async def test_a_redis_that_is_not_there_gives_a_sentence_without_its_address(url: str) -> None:
    with pytest.raises(SettingsError) as raised:
        await StateRedis.open(SecretStr(url), SECRET)
    assert "HUMEN_REDIS_URL" in str(raised.value)
    assert url not in str(raised.value)


async def test_neither_the_salt_nor_the_secret_alone_gives_the_key(
    connect: Connect, url: str
) -> None:
    one = await connect()
    stranger = await StateRedis.open(
        SecretStr(url), SecretStr("another secret of that length, 32")
    )
    try:
        assert stranger.secrets.salt == one.secrets.salt
        assert stranger.secrets.name("x") != one.secrets.name("x")
        assert one.secrets.open(stranger.secrets.seal(b"x", "place"), "place") is None
    finally:
        await stranger.close()


async def test_the_secrets_show_nothing_of_themselves(connect: Connect) -> None:
    assert repr((await connect()).secrets) == "<StateSecrets>"
