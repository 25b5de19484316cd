"""How quick `humen --help` is, against importing aiogram."""

from __future__ import annotations

import subprocess
import sys

from tests.benchmarks.timing import median_seconds

ROUNDS = 5


def report() -> None:
    helped = median_seconds(lambda: _run("-m", "bot", "--help"), ROUNDS)
    imported = median_seconds(lambda: _run("-c", "import aiogram"), ROUNDS)
    print(
        f"start-up: humen --help takes {helped / imported:.3f} of the time of `import aiogram` "
        f"(medians of {ROUNDS}: {helped:.2f} s and {imported:.2f} s)"
    )


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
