"""Intake and mailbox under every order of acts: nothing is lost, doubled, misled or in clear.

`make test` takes a few hundred steps, `make drills` a hundred thousand, in parts that may run
side by side.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from storage.kit import engine
from tests.drills.conftest import Tell
from tests.drills.tip_machine import ACTS, TipMachine
from tests.drills.tip_works import Workshop

# A machine of another speed may be given fewer; `make drills` and CI take them all.
STEPS = int(os.environ.get("DRILL_STEPS", "100_000"))
PARTS, EPISODE = 4, 100


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[TipMachine]]:
    """Give the machine a folder in memory: it is not about the disk."""
    monkeypatch.setattr("storage.vault.disk.os.fsync", lambda _descriptor: None)
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        TipMachine.workshop = Workshop(Path(folder))
        TipMachine.steps.clear()
        yield TipMachine
        TipMachine.workshop.close()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let transactions queue in the pool instead of at SQLite, which polls for milliseconds.

    Every transaction is an immediate one, so that they run one after another either way.
    """
    one_connection = partial(engine.create_async_engine, pool_size=1, max_overflow=0)
    monkeypatch.setattr(engine, "create_async_engine", one_connection)


def run(machine: type[TipMachine], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_few_hundred_steps(machine: type[TipMachine]) -> None:
    run(machine, examples=8, steps=40)
    assert machine.steps.total() > 250


@pytest.mark.drill
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("part", range(PARTS))
def test_a_hundred_thousand_steps(
    hasty: None, machine: type[TipMachine], part: int, tell: Tell
) -> None:
    """Each part draws a seed of its own; a restart of the application is no step."""
    while (taken := machine.steps.total() - machine.steps["restart"]) < STEPS / PARTS:
        run(machine, examples=max(3, round(STEPS / PARTS - taken) // EPISODE), steps=EPISODE)
    tell(f"part {part}: {taken} steps and restarts between them, {dict(machine.steps)}")
    assert set(machine.steps) == ACTS
