"""What learning's buttons carry: places and ids, never what is right."""

from __future__ import annotations

from typing import Literal

from aiogram.filters.callback_data import CallbackData


class LessonCallback(CallbackData, prefix="le"):
    """Start or resume a lesson."""

    lesson: str


class GoOnCallback(CallbackData, prefix="go"):
    """To the next step."""

    attempt: str
    position: int


class ChooseCallback(CallbackData, prefix="ch"):
    """A choice at a moment of the scene, both by their numbers as shuffled for the attempt."""

    attempt: str
    position: int
    node: int
    option: int


class AnswerCallback(CallbackData, prefix="an"):
    """The entry with this number, as shuffled for the attempt; `nth` were picked before it."""

    attempt: str
    position: int
    option: int
    nth: int = 0


class MarkCallback(CallbackData, prefix="ma"):
    """Mark an option of a multiple choice, or take the mark away."""

    attempt: str
    position: int
    option: int
    on: bool


class UndoCallback(CallbackData, prefix="un"):
    """Take the last of `nth` picks back."""

    attempt: str
    position: int
    nth: int


class SubmitCallback(CallbackData, prefix="su"):
    """The marked options are the answer."""

    attempt: str
    position: int


class LookCallback(CallbackData, prefix="lo"):
    """Show the card with its sources, or with its picture in words; changes nothing."""

    attempt: str
    position: int
    at: Literal["sources", "words"]


MoveCallback = (
    GoOnCallback | ChooseCallback | AnswerCallback | MarkCallback | UndoCallback | SubmitCallback
)


class CourseCallback(CallbackData, prefix="co"):
    """Open a course."""

    course: str


class AttemptCallback(CallbackData, prefix="at"):
    """Something about a whole attempt."""

    attempt: str
    action: str


class AgeCallback(CallbackData, prefix="age"):
    """An age band, told at the end of an attempt, or in /mydata of a profile."""

    band: str
    attempt: str
    learner: str = ""


class ProfileCallback(CallbackData, prefix="pr"):
    """Something about a profile."""

    action: str
    learner: str = ""
