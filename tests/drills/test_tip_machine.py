"""Intake and mailbox under every order of acts: nothing is lost, doubled, misled or in clear.

`make test` takes a few hundred steps, `make drills` a hundred thousand, in parts that may run
side by side.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.conftest import Tell, run_machine, seeds_of
from tests.drills.sizes import PARTS, STEPS
from tests.drills.tip_ends import WholeTipMachine
from tests.drills.tip_machine import ACTS, TipMachine
from tests.drills.tip_works import Workshop

EPISODE = 100


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[TipMachine]]:
    """Give the machine a folder in memory: it is not about the disk."""
    monkeypatch.setattr("storage.vault.disk.os.fsync", lambda _descriptor: None)
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        TipMachine.workshop = Workshop(Path(folder))
        TipMachine.steps.clear()
        yield WholeTipMachine
        TipMachine.workshop.close()


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("part", range(PARTS))
def test_a_hundred_thousand_steps(
    one_connection: None, machine: type[TipMachine], part: int, tell: Tell
) -> None:
    """Each part draws a seed of its own; a restart of the application is no step."""
    seeds = seeds_of(part)
    while (taken := machine.steps.total() - machine.steps["restart"]) < STEPS / PARTS:
        run_machine(
            machine,
            examples=max(3, round(STEPS / PARTS - taken) // EPISODE),
            steps=EPISODE,
            seeds=seeds,
        )
    tell(f"part {part}: {taken} steps and restarts between them, {dict(machine.steps)}")
    assert set(machine.steps) == ACTS
