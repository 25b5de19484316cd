"""What the drills share: how many steps, quick transactions, and figures told at the end."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from functools import partial
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from storage.kit import engine

# Shared with the processes that xdist starts; who gives it again takes the same steps again.
SEED = os.environ.setdefault("DRILL_SEED", str(secrets.randbits(32)))

FIGURE = "figure"
Tell = Callable[[str], None]


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Note a line for the summary; it stands in the JUnit report too."""
    return lambda line: record_property(FIGURE, line)


@pytest.fixture
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let transactions queue in the pool instead of at SQLite, which polls for milliseconds.

    Every transaction is an immediate one, so that they run one after another either way.
    """
    hasty = partial(engine.create_async_engine, pool_size=1, max_overflow=0)
    monkeypatch.setattr(engine, "create_async_engine", hasty)


def seeds_of(part: int) -> Random:
    """Return what draws the seeds of one part, whatever Hypothesis makes of a CI it detects."""
    return Random(f"{SEED} {part}")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Whatever stands in this folder is a drill."""
    item.add_marker("drill")


def pytest_report_header() -> str:
    return f"drills: DRILL_SEED={SEED}"


def run_machine(
    machine: type[RuleBasedStateMachine], examples: int, steps: int, seeds: Random | None = None
) -> None:
    """Play so many examples of so many steps each, and shrink what fails."""
    run_state_machine_as_test(
        machine if seeds is None else seed(seeds.getrandbits(32))(machine),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        if any(name == FIGURE for name, _line in report.user_properties)
    ]
    if reports:
        terminalreporter.section("figures of the drills")
    for report in reports:
        terminalreporter.write_line(f"{report.nodeid} ({report.duration:.0f} s)")
        for name, line in report.user_properties:
            if name == FIGURE:
                terminalreporter.write_line(f"    {line}")
