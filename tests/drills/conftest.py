"""The figures of the drills, gathered from all processes and told at the end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FIGURE = "figure"
Tell = Callable[[str], None]


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Note a line for the summary; it stands in the JUnit report too."""
    return lambda line: record_property(FIGURE, line)


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
