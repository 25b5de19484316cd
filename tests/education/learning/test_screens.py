"""Every screen of every lesson in both languages: short, helpful, and silent about what is right."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest

from bot.chat.cards import Card
from bot.chat.entries import EntryCallback
from bot.chat.i18n import KNOWN_LOCALES, Catalogues
from bot.chat.keyboards import HELP
from bot.education.learning.router.results import result_card
from bot.education.learning.router.screens import Screens, cite
from bot.education.learning.rules.plan import QuestionStep, choose_questions, lay_out
from bot.education.learning.rules.progress import Progress, apply, is_finished, step_at
from bot.education.learning.service.lessons import LessonView
from content.library import Library
from content.loader import load
from content.markup import find_fault, visible
from content.schema import Lesson, Question
from tests.education.conftest import moves_on

DAY = date(2026, 11, 21)
LIBRARY = load()
LESSONS = [lesson for course in LIBRARY.courses for lesson in course.lessons]
I18N = Catalogues()
MOST_READ = 900
every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
every_locale = pytest.mark.parametrize("locale", KNOWN_LOCALES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A screen and the attempt it was drawn from."""

    view: LessonView
    card: Card


def draw(view: LessonView, locale: str, library: Library = LIBRARY) -> Card:
    with I18N.context(), I18N.use_locale(locale):
        return Screens(view=view, library=library, locale=locale).card()


def begin(lesson: Lesson, seed: int = 3) -> LessonView:
    plan = lay_out(lesson, choose_questions(lesson, DAY, seed), seed, DAY)
    # As long as the ids of attempts are.
    return LessonView(attempt_id="x" * 12, plan=plan, progress=Progress(), is_remembered=False)


def play(lesson: Lesson, locale: str, *, right: bool, seed: int = 3) -> Iterator[Shown]:
    """Yield each screen from the story to the result."""
    view = begin(lesson, seed)
    while True:
        yield Shown(view=view, card=draw(view, locale))
        if is_finished(view.plan, view.progress):
            return
        for move in moves_on(view, right=right):
            view = replace(view, progress=apply(view.plan, view.progress, move))
            yield Shown(view=view, card=draw(view, locale))


def every_scene_screen(lesson: Lesson, locale: str) -> Iterator[Shown]:
    """Yield the scene at each of its moments, after each choice that leads there."""
    view = begin(lesson)
    place = next(n for n, step in enumerate(view.plan.steps) if type(step).__name__ == "SceneStep")
    for name, node in lesson.scene.nodes.items():
        for choice in node.choices:
            progress = Progress(
                position=place, scene_node=choice.to, scene_choice=f"{name}.{choice.id}"
            )
            at = replace(view, progress=progress)
            yield Shown(view=at, card=draw(at, locale))


def every_screen(lesson: Lesson, locale: str) -> Iterator[Shown]:
    yield from play(lesson, locale, right=True)
    yield from play(lesson, locale, right=False)
    yield from every_scene_screen(lesson, locale)


def callbacks(card: Card) -> list[str]:
    return [str(each.callback_data) for row in card.keyboard.inline_keyboard for each in row]


@every_lesson
@every_locale
def test_a_screen_fits_a_message_and_a_glance(lesson: Lesson, locale: str) -> None:
    for shown in every_screen(lesson, locale):
        text = shown.card.text
        assert len(text.encode("utf-16-le")) // 2 <= 4096
        limit = MOST_READ if locale == "zh_Hans" else 2 * MOST_READ
        assert len(visible(text)) <= limit, visible(text)
        assert find_fault(text) is None


@every_lesson
@every_locale
def test_buttons_fit_and_help_stands_on_every_screen(lesson: Lesson, locale: str) -> None:
    for shown in every_screen(lesson, locale):
        data = callbacks(shown.card)
        assert EntryCallback(name=HELP).pack() in data
        assert all(0 < len(each.encode()) <= 64 for each in data)
        assert len(data) == len(set(data))
        buttons = [b for row in shown.card.keyboard.inline_keyboard for b in row]
        assert all(button.text.strip() for button in buttons)
        assert all(len(row) <= 4 for row in shown.card.keyboard.inline_keyboard)


def inverted(question: Question) -> Question:
    """Return the question with right and wrong exchanged, and other reasons."""
    options = tuple(o.model_copy(update={"correct": not o.correct}) for o in question.options)
    return question.model_copy(update={"options": options})


@every_lesson
@every_locale
def test_nothing_before_the_answer_depends_on_what_is_right(lesson: Lesson, locale: str) -> None:
    wrong = lesson.model_copy(update={"questions": tuple(inverted(q) for q in lesson.questions)})
    for right, seed in ((True, 3), (True, 4), (False, 5)):
        for shown in play(lesson, locale, right=right, seed=seed):
            step = step_at(shown.view.plan, shown.view.progress)
            is_open = (
                isinstance(step, QuestionStep)
                and step.question.id not in shown.view.progress.answers
            )
            if is_open:
                plan = lay_out(wrong, [q.id for q in shown.view.plan.questions], seed, DAY)
                assert draw(replace(shown.view, plan=plan), locale) == shown.card


@every_lesson
@every_locale
def test_reasons_and_explanations_come_only_after_the_answer(lesson: Lesson, locale: str) -> None:
    for shown in play(lesson, locale, right=True):
        step = step_at(shown.view.plan, shown.view.progress)
        if not isinstance(step, QuestionStep):
            continue
        question = step.question
        is_answered = question.id in shown.view.progress.answers
        assert (question.explanation.to(locale) in shown.card.text) is is_answered
        whys = [option.why.to(locale) for option in question.options]
        assert any(why in shown.card.text for why in whys) is is_answered


@every_lesson
@every_locale
def test_buttons_tell_no_option_by_its_name(lesson: Lesson, locale: str) -> None:
    for shown in play(lesson, locale, right=True):
        step = step_at(shown.view.plan, shown.view.progress)
        if isinstance(step, QuestionStep):
            data = json.dumps(callbacks(shown.card))
            assert not any(f":{option.id}" in data for option in step.question.options)


@every_lesson
@every_locale
def test_an_answer_shows_issuer_document_and_date_and_no_address(
    lesson: Lesson, locale: str
) -> None:
    for shown in play(lesson, locale, right=False):
        step = step_at(shown.view.plan, shown.view.progress)
        assert not re.search(r"https?://|www\.", shown.card.text)
        if isinstance(step, QuestionStep) and step.question.id in shown.view.progress.answers:
            for each in step.question.facts:
                source = LIBRARY.fact(each).source
                for part in (source.issuer.to(locale), source.document.to(locale), source.dated):
                    assert part in shown.card.text


def test_a_source_is_issuer_document_and_date() -> None:
    source = next(iter(LIBRARY.facts.values())).source
    with I18N.context(), I18N.use_locale("zh_Hans"):
        told = cite(source, "zh_Hans")
    places = [
        told.index(part)
        for part in (source.issuer.to("zh_Hans"), source.document.to("zh_Hans"), source.dated)
    ]
    assert places == sorted(places)


@every_lesson
@every_locale
def test_what_was_right_is_marked_after_the_answer(lesson: Lesson, locale: str) -> None:
    for right in (True, False):
        for shown in play(lesson, locale, right=right):
            step = step_at(shown.view.plan, shown.view.progress)
            if isinstance(step, QuestionStep) and step.question.id in shown.view.progress.answers:
                for option in step.question.options:
                    mark = "✅" if option.correct else "▫️"
                    assert f"{mark} {option.text.to(locale)}" in shown.card.text


def finished(lesson: Lesson, *, right: bool, remembered: bool) -> LessonView:
    *_, last = play(lesson, "zh_Hans", right=right)
    return replace(last.view, is_remembered=remembered)


@every_locale
@pytest.mark.parametrize("remembered", [True, False])
def test_the_result_asks_for_an_age_band_only_if_nobody_is_remembered(
    locale: str, *, remembered: bool
) -> None:
    view = finished(LESSONS[0], right=True, remembered=remembered)
    with I18N.context(), I18N.use_locale(locale):
        card = result_card(view, LIBRARY, locale)
    assert any(each.startswith("age:") for each in callbacks(card)) is not remembered


@every_lesson
def test_the_result_leads_to_the_next_lesson_or_nowhere(lesson: Lesson) -> None:
    view = finished(lesson, right=False, remembered=True)
    with I18N.context(), I18N.use_locale("en"):
        card = result_card(view, LIBRARY, "en")
    leads = [each for each in callbacks(card) if each.startswith("le:")]
    course = LIBRARY.course_of(lesson.id)
    is_last = course.lessons[-1].id == lesson.id
    assert (leads == []) is is_last
    assert lesson.id not in "".join(leads)


@every_lesson
def test_an_english_screen_is_wholly_english(lesson: Lesson) -> None:
    for shown in every_screen(lesson, "en"):
        assert not re.search(r"[一-鿿]", shown.card.text)
