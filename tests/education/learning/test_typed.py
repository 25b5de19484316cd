"""A pupil who types: a letter is a tap, and any other words lead back to the card."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.education.learning.router.callbacks import LessonCallback
from bot.education.learning.rules.asking import Answer, Asking, Mark, Response
from bot.education.learning.rules.typed import read_typed
from content.schema import Question
from tests.education.learning.telephone import Telephone
from tests.library import library

LESSON = "unseen-danger"


def of_kind(kind: str) -> Asking:
    found: Question = next(
        question
        for course in library().courses
        for lesson in course.lessons
        for question in lesson.questions
        if question.kind == kind and (kind != "true_false" or question.options[0].id == "right")
    )
    return Asking(question=found, seed=1)


def one(option: int, nth: int = 0) -> tuple[Response, ...]:
    return (Answer(position=4, option=option, nth=nth),)


@pytest.mark.parametrize(
    "text", ["B", "b", "Ｂ", "ｂ", " b. ", "B。", "（B）", "选B", "我选 b", "答案：B"]
)
def test_a_letter_is_a_tap_however_it_is_typed(text: str) -> None:
    assert read_typed(of_kind("single"), 4, text) == one(1)


@pytest.mark.parametrize("text", ["", "AB", "E", "Z", "什么意思？", "bad idea", "B吗", "1"])
def test_what_names_no_one_option_is_no_tap(text: str) -> None:
    assert read_typed(of_kind("single"), 4, text) == ()


@pytest.mark.parametrize("text", ["AC", "a c", "Ａ、Ｃ", "A和C", "c,a", "A and C", "选AC"])
def test_several_letters_mark_several_options(text: str) -> None:
    marks = read_typed(of_kind("multiple"), 4, text)
    assert set(marks) == {Mark(position=4, option=each, on=True) for each in (0, 2)}
    assert read_typed(of_kind("multiple"), 4, "AA") == ()


@pytest.mark.parametrize("text", ["对", "正确", "√", "True", "A"])
def test_a_true_statement_may_be_called_so(text: str) -> None:
    assert read_typed(of_kind("true_false"), 4, text) == one(0)


@pytest.mark.parametrize("text", ["错", "不对", "×", "false", "ｂ"])
def test_a_false_statement_may_be_called_so(text: str) -> None:
    asking = of_kind("true_false")
    assert read_typed(asking, 4, text) == one(1)
    after = asking.after(Answer(position=4, option=1))
    expected = one(1, nth=1) if text == "ｂ" else ()
    assert read_typed(after, 4, text) == expected, "now the reason is asked for"


def test_places_of_a_picture_have_numbers_and_steps_come_in_turn() -> None:
    assert read_typed(of_kind("spot"), 4, "２") == one(1)
    assert read_typed(of_kind("order"), 4, "BA") == (*one(1), *one(0, nth=1))


@pytest.fixture
def phone(lend: Callable[[str], Telephone]) -> Telephone:
    return lend("zh-hans")


async def test_in_a_lesson_a_letter_answers_and_other_words_lead_back(phone: Telephone) -> None:
    await phone.tap(LessonCallback(lesson=LESSON).pack())
    await phone.tap(phone.button("你会怎么想"))
    await phone.say("什么意思？")
    said = phone.shown()[0]
    assert "110" in said
    assert re.search("你正在做第 1 题，共 [0-9] 题。", said)
    assert "您" not in said
    assert len(phone.session.asked) == 2, "the card follows anew"
    await phone.say("ａ")
    assert "为什么？选一个理由" in phone.words()
    await phone.say("选B")
    (answered,) = phone.shown()
    assert "第 1 题" in answered
    assert "（你的选择）" in answered
    await phone.say("b")
    said, again = phone.shown()
    assert "你正在做第 1 题" in said, "an answer that was given stands"
    assert again == answered
    await phone.tap(phone.button("继续"))
    await phone.say("A")
    assert "你正在上一节课" in phone.shown()[0], "a card to read has no letters"
    await phone.say("/start")
    await phone.say("A")
    assert "你正在" not in phone.words(), "who went through another door is no pupil"


async def test_words_of_danger_are_no_answer(phone: Telephone) -> None:
    await phone.tap(LessonCallback(lesson=LESSON).pack())
    await phone.say("我不想活了")
    assert not any("你正在" in each for each in phone.shown())


async def test_a_form_of_the_other_house_keeps_its_words(phone: Telephone) -> None:
    await phone.tap(LessonCallback(lesson=LESSON).pack())
    await phone.say("/form")
    await phone.say("A")
    assert phone.typed == ["A"]


async def test_a_guest_is_led_on_from_the_reminders(phone: Telephone) -> None:
    await phone.say("/reminders")
    assert phone.button("学一课")
