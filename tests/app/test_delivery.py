"""Who delivers: beside the public bot where the keys lie, in a process of its own, or nobody."""

from __future__ import annotations

import asyncio
import builtins
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import AnyHttpUrl

from bot.app.application import Application, open_application
from bot.app.delivery import DeliveryWorker
from bot.app.keys import is_delivery_here
from bot.errors import SettingsError
from bot.gateway.server import serve
from bot.gateway.world.world import World
from bot.settings import Settings, load_settings
from storage.vault.keys import Argon2Cost, create_keys
from storage.vault.layout import Role

TOKEN = "700100200:abcdefghijklmnopqrstuvwxyzABCDEF"
CHEAP = Argon2Cost(opslimit=1, memlimit=8 * 1024 * 1024)


@pytest.fixture
async def api() -> AsyncIterator[str]:
    world = World()
    world.add_bot(TOKEN, "humen_test_bot", "虎门")
    async with serve(world) as base_url:
        yield base_url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a data folder with every role's keys."""
    create_keys(
        tmp_path / "keys",
        units=["qianjiang"],
        months=["2026-11"],
        passphrase=b"a passphrase",
        cost=CHEAP,
    )
    return tmp_path


def settings_for(folder: Path, api: str, **more: Any) -> Settings:
    return load_settings(bot_token=TOKEN, telegram_api=AnyHttpUrl(api), data_dir=folder, **more)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Application]:
    async with open_application(settings) as application:
        task = asyncio.create_task(application.run())
        try:
            yield application
        finally:
            application.stop()
            await task


def delivers(application: Application) -> bool:
    return any(isinstance(part, DeliveryWorker) for part in application._parts)


@pytest.mark.parametrize(
    ("delivery", "has_keys", "is_here"),
    [
        ("with", True, True),
        ("with", False, False),
        ("apart", True, False),
        ("alone", True, True),
    ],
)
def test_delivery_is_where_the_settings_and_the_keys_say(
    folder: Path, delivery: str, *, has_keys: bool, is_here: bool
) -> None:
    if not has_keys:
        shutil.rmtree(folder / "keys" / Role.DELIVERY)
    settings = settings_for(folder, "http://127.0.0.1:1", delivery=delivery)
    assert is_delivery_here(settings) is is_here


def test_delivery_alone_needs_the_public_bots_token(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"HUMEN_DELIVERY.*HUMEN_BOT_TOKEN"):
        load_settings(data_dir=tmp_path, delivery="alone")


async def test_a_process_whose_delivery_is_apart_never_opens_its_keys(
    folder: Path, api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    real = builtins.open
    read = Path.read_bytes
    monkeypatch.setattr(
        builtins, "open", lambda *a, **k: opened.append(str(a[0])) or real(*a, **k)
    )
    monkeypatch.setattr(Path, "read_bytes", lambda path: opened.append(str(path)) or read(path))
    async with running(settings_for(folder, api, delivery="apart")) as application:
        assert not delivers(application)
    assert any("key_list.json" in each for each in opened), "reading is seen"
    assert not [each for each in opened if "/delivery/" in each]


async def test_delivery_alone_needs_no_other_roles_keys_and_asks_for_no_updates(
    folder: Path, api: str
) -> None:
    for role in Role:
        if role is not Role.DELIVERY:
            shutil.rmtree(folder / "keys" / role)
    async with running(settings_for(folder, api, delivery="alone")) as application:
        assert delivers(application)
        await asyncio.sleep(0.2)
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{api}/sim/requests", params={"method": "getUpdates"}) as answer,
    ):
        assert (await answer.json())["requests"] == []


async def test_with_is_both_in_one_process(folder: Path, api: str) -> None:
    async with running(settings_for(folder, api)) as application:
        assert delivers(application)
