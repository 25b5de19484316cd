"""What `humen learning gain` prints of a course."""

from __future__ import annotations

from bot.app.learning_commands import describe
from bot.education.learning.rules.probing import Gain

GAIN = Gain(learners=10, before=0.4, after=0.8)


def test_who_came_back_stands_beside_their_own_result() -> None:
    back = Gain(learners=10, before=0.4, after=0.8, came_back=5, after_of_them=0.9, later=0.7)
    assert describe("junior", GAIN) == "junior: 10 learners, before 40%, after 80%"
    assert describe("junior", back) == (
        "junior: 10 learners, before 40%, after 80%; 5 came back a month later: 70%, "
        "after the course they had 90%"
    )


def test_of_fewer_than_five_nothing_is_told() -> None:
    assert describe("junior", None) == ("junior: fewer than 5 have taken both probes around it")
