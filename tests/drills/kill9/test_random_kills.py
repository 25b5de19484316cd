"""kill -9 at random moments, many times on one database: nothing is lost, doubled or broken."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.drills.conftest import Tell
from tests.drills.kill9.stand import ROOT
from tests.drills.sizes import share_of

RUNS = share_of(500)


async def killed(folder: Path, runs: int) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.drills.kill9.killing",
        str(folder),
        str(runs),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        told, _error = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found


def assert_whole(found: dict[str, Any], runs: int) -> None:
    assert (found["runs"], found["unlike_at_once"]) == (runs, 0)
    assert found["killed"] > runs * 0.8, "the victims died at work"
    assert found["repeated"] > runs * 0.5
    assert found["stored"] > runs / 2
    assert (found["lost"], found["doubled"], found["broken"], found["stray_files"]) == (0, 0, 0, 0)


@pytest.mark.timeout(1800)
async def test_five_hundred_kills_lose_and_double_nothing(tmp_path: Path, tell: Tell) -> None:
    found = await killed(tmp_path, RUNS)
    tell(f"kill -9 at random: {found}")
    assert_whole(found, RUNS)
