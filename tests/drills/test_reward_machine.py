"""Rewards and ledger under every order of acts, with races, strangers' posts and clock jumps.

`make test` takes a few hundred steps, `make drills` a hundred thousand, in parts that may run
side by side.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.reports.rewards.rules.standing import RewardState
from storage.kit.engine import create_engine
from storage.kit.migrate import upgrade
from storage.vault.keys import StaffKeys, create_keys
from tests.drills.conftest import Tell, run_machine, seeds_of
from tests.drills.reward_machine import RewardMachine
from tests.drills.reward_works import ACTS, hire
from tests.drills.sizes import PARTS, STEPS
from tests.keys import CHEAP, PASSPHRASE
from tests.reports.rewards.treasury import UNIT, Treasury

EPISODE = 100


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[RewardMachine]]:
    """Give the machine a folder in memory: it is not about the disk."""
    monkeypatch.setattr("storage.vault.disk.os.fsync", lambda _descriptor: None)
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder = Path(name)
        create_keys(
            folder / "keys", units=[UNIT], months=["2026-03"], passphrase=PASSPHRASE, cost=CHEAP
        )
        RewardMachine.keys = StaffKeys.load(folder / "keys", PASSPHRASE, None)
        RewardMachine.template = folder / "template.sqlite3"
        RewardMachine.posts = asyncio.run(_prepare(RewardMachine.template, RewardMachine.keys))
        RewardMachine.steps.clear()
        RewardMachine.ends.clear()
        yield RewardMachine


async def _prepare(file: Path, keys: StaffKeys) -> dict[tuple[int, str], str]:
    made = create_engine(f"sqlite+aiosqlite:///{file}")
    await upgrade(made, "reports")
    posts = await hire(Treasury(made, keys))
    await made.dispose()
    return posts


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("part", range(PARTS))
def test_a_hundred_thousand_steps(
    one_connection: None, machine: type[RewardMachine], part: int, tell: Tell
) -> None:
    """Each part draws a seed of its own."""
    seeds = seeds_of(part)
    while (taken := machine.steps.total()) < STEPS / PARTS:
        run_machine(
            machine,
            examples=max(3, round(STEPS / PARTS - taken) // EPISODE),
            steps=EPISODE,
            seeds=seeds,
        )
    ends = {state.value: count for state, count in machine.ends.items()}
    tell(f"part {part}: {taken} steps, {dict(machine.steps)}, {ends}")
    assert set(machine.steps) == ACTS
    assert set(machine.ends) == set(RewardState) - {RewardState.NOT_DUE}
