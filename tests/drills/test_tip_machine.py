"""Intake and mailbox under every order of acts: nothing is lost, doubled, misled or in clear.

`make test` takes a few hundred steps, `make drills` a hundred thousand.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.drills.tip_machine import TipMachine, Workshop

STEPS = 100_000


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[TipMachine]]:
    """Give the machine a folder in memory: it is not about the disk."""
    monkeypatch.setattr("storage.vault.disk.os.fsync", lambda _descriptor: None)
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        workshop = Workshop(Path(folder))
        yield TipMachine
        workshop.close()


def run(machine: type[TipMachine], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_few_hundred_steps(machine: type[TipMachine]) -> None:
    run(machine, examples=8, steps=40)
    assert machine.steps > 300


@pytest.mark.drill
@pytest.mark.timeout(7200)
def test_a_hundred_thousand_steps(
    machine: type[TipMachine], capsys: pytest.CaptureFixture[str]
) -> None:
    run(machine, examples=STEPS // 100 + 10, steps=100)
    with capsys.disabled():
        print(f"the tip machine took {machine.steps} steps")  # noqa: T201 - the drill's figure
    assert machine.steps >= STEPS
