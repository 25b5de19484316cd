"""What the clock promised and what happened agree to the second, over thirty shifts."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from storage.kit import engine
from tests.databases import SQLiteFiles
from tests.drills.conftest import Tell
from tests.drills.shifts import Shifts
from tests.drills.sizes import share_of
from tests.drills.watch_works import Yard


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr("storage.vault.disk.os.fsync", lambda _descriptor: None)
    hasty = partial(engine.create_async_engine, pool_size=1, max_overflow=0)
    monkeypatch.setattr(engine, "create_async_engine", hasty)
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


async def play(folder: Path, seed: int, shifts: int, tips: int) -> Shifts:
    yard = Yard(folder)
    await yard.open()
    try:
        url = await SQLiteFiles(folder).create("reports")
        played = Shifts(yard, url, seed, shifts=shifts, tips=tips)
        await played.play()
    finally:
        await yard.close()
    return played


@pytest.mark.timeout(1800)
def test_thirty_shifts_with_four_hundred_tips_and_three_restarts_each(
    folder: Path, tell: Tell
) -> None:
    shifts, tips = share_of(30), share_of(400)
    played = asyncio.run(play(folder, 7, shifts, tips))
    tell(f"{dict(played.counts)}, {played.hope.passed} passed over")
    assert played.counts["tips"] == tips
    assert played.counts["restarts"] == 3 * shifts
    assert min(played.counts[step] for step in ("before", "due", "supervisor", "above")) > shifts
    assert not played.hope.coming
