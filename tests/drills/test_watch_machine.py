"""The queue under every order of acts: no tip without a unit, no reading without its entry.

`make test` takes some hundred steps, `make drills` a hundred thousand on SQLite and some thousand
on PostgreSQL, where people really act at the same time.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Backend, PostgreSQLServer, SQLiteFiles
from tests.drills.conftest import Tell
from tests.drills.sizes import PARTS, STEPS, share_of
from tests.drills.watch_machine import WatchMachine
from tests.drills.watch_works import Yard

EPISODE = 1000
AT_ONCE = share_of(6_000, least=1_900)
SEEDS = 10_000
# What the staff do that the drills are about; each happens, and is not only tried.
HAPPENS = ("taken", "read", "handed_over", "transferred", "returned", "closed", "removed")


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the machine a folder in memory: it is about order, not about the disk."""
    monkeypatch.setattr("storage.vault.disk.os.fsync", lambda _descriptor: None)
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


async def play(folder: Path, backend: Backend, first: int, steps: int) -> WatchMachine:
    """Play episodes until so many steps are taken, and return the last with all counts."""
    yard, taken, kinds = Yard(folder), Counter[str](), Counter[str]()
    await yard.open()
    try:
        for seed in range(first, first + SEEDS):
            url = await backend.create("reports")
            machine = WatchMachine(yard, url, seed, taken, kinds)
            await machine.play(min(EPISODE, steps - taken.total()))
            await backend.drop(url)
            if taken.total() >= steps:
                break
    finally:
        await yard.close()
    return machine


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("part", range(PARTS))
def test_a_hundred_thousand_steps(
    folder: Path, one_connection: None, part: int, tell: Tell
) -> None:
    played = asyncio.run(play(folder, SQLiteFiles(folder), part * SEEDS, STEPS // PARTS))
    _tell(played, f"part {part}", tell)
    assert played.steps.total() >= STEPS // PARTS
    _assert_all_happens(played)


@pytest.mark.timeout(3600)
def test_thousands_of_steps_at_the_same_time(
    folder: Path, postgresql_backend: PostgreSQLServer, tell: Tell
) -> None:
    played = asyncio.run(play(folder, postgresql_backend, PARTS * SEEDS, AT_ONCE))
    _tell(played, "PostgreSQL", tell)
    assert played.steps.total() >= AT_ONCE
    _assert_all_happens(played)


def _assert_all_happens(played: WatchMachine) -> None:
    # The rarest, a tip handed over, comes about 21 times in 6,000 steps, give or take 5.
    assert min(played.kinds[kind] for kind in HAPPENS) >= played.steps.total() // 1000


def _tell(played: WatchMachine, where: str, tell: Tell) -> None:
    tell(f"{where}: {played.steps.total()} steps, {dict(played.steps.most_common())}")
    tell(f"{where}: {played.kinds.total()} entries, {dict(played.kinds.most_common())}")
