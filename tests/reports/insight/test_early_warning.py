"""A week stands out by EARS C2, and quiet places do not cry wolf."""

from __future__ import annotations

import pytest

from bot.reports.insight.rules.early_warning import find_signal

QUIET = [0] * 9
USUAL = [4, 5, 6, 5, 4, 5, 6, 5, 5]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_one_or_two_tips_never_raise_a_signal(count: int) -> None:
    assert find_signal([*QUIET, count]) is None


def test_three_tips_where_there_were_none_are_worth_a_look() -> None:
    signal = find_signal([*QUIET, 3])
    assert signal is not None
    assert (signal.count, signal.mean) == (3, 0)


def test_the_threshold_is_three_deviations_of_the_baseline() -> None:
    # Mean 5, sample deviation below Poisson's: the floor of sqrt(5) decides, 5 + 3 * 2.236 = 11.7.
    assert find_signal([*USUAL, 11]) is None
    signal = find_signal([*USUAL, 12])
    assert signal is not None
    assert signal.deviation == pytest.approx(5**0.5)


def test_a_wide_past_widens_the_threshold() -> None:
    # Mean 8 and sample deviation 8, so that the threshold is 32.
    past = [0, 16, 0, 16, 0, 16, 8, 0, 0]
    assert find_signal([*past, 32]) is None
    assert find_signal([*past, 33]) is not None


def test_the_two_weeks_before_do_not_hide_a_rise() -> None:
    assert find_signal([*USUAL[:7], 14, 14, 14]) is not None


def test_a_past_too_short_says_nothing() -> None:
    assert find_signal([0] * 8 + [50]) is None
