"""The estimate is near the truth, the same everywhere, and bounded in time."""

from __future__ import annotations

import random

import pytest

from bot.reports.triage.duplicates.minhash import min_hash, resemblance, shingles


def test_a_text_is_every_run_of_three_tokens() -> None:
    assert shingles(["a", "b", "c", "12", "e"]) == {"a b c", "b c 12", "c 12 e"}
    assert shingles(["a", "b"]) == {"a b"}
    assert shingles([]) == frozenset()


@pytest.mark.parametrize("shared", [0, 100, 300, 500, 800, 1000])
def test_the_estimate_is_near_the_share_of_common_runs(shared: int) -> None:
    source = random.Random(shared)
    errors = []
    for _round in range(20):
        both = {f"both {source.random()}" for _ in range(shared)}
        rest = 1000 - shared
        one = both | {f"one {source.random()}" for _ in range(rest // 2)}
        other = both | {f"other {source.random()}" for _ in range(rest - rest // 2)}
        estimate = resemblance(min_hash(one, 64), min_hash(other, 64))
        errors.append(estimate - shared / len(one | other))
    assert max(map(abs, errors)) < 0.25, "four standard errors"
    assert abs(sum(errors)) / len(errors) < 0.05


def test_the_numbers_are_the_same_in_every_process_and_version() -> None:
    numbers = min_hash(shingles("昨晚九点半"), 64)
    assert len(numbers) == 64
    assert list(numbers[:3]) == [4130135058, 3143056786, 2432521305]


def test_nothing_hashes_to_zeros() -> None:
    assert list(min_hash(frozenset(), 4)) == [0, 0, 0, 0]
