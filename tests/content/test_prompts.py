"""A question's heading says how it is answered, so its prompt does not say it once more."""

from __future__ import annotations

import pytest

from content.loader import load

SAID_BY_THE_HEADING = ("可多选", "多选", "more than one", "choose all")


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
def test_no_prompt_says_that_several_may_be_right(locale: str) -> None:
    lessons = [lesson for course in load().courses for lesson in course.lessons]
    prompts = [question.prompt.to(locale) for lesson in lessons for question in lesson.questions]
    assert prompts
    assert [
        each for each in prompts for words in SAID_BY_THE_HEADING if words in each.lower()
    ] == []
