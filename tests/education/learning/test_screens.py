"""Every screen of every lesson in both languages: short, helpful, and silent about what is right."""

from __future__ import annotations

import functools
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.chat.cards import Card
from bot.chat.entries import EntryCallback
from bot.chat.i18n import KNOWN_LOCALES, Catalogues
from bot.chat.keyboards import HELP
from bot.education.learning.router.results import result_card
from bot.education.learning.router.screens import Screens, cite
from bot.education.learning.rules.asking import LETTERS
from bot.education.learning.rules.plan import (
    CardStep,
    QuestionStep,
    SceneStep,
    choose_questions,
    lay_out,
)
from bot.education.learning.rules.progress import Progress, apply, is_finished, step_at
from bot.education.learning.service.lessons import LessonView
from content.markup import find_fault, visible
from content.schema import Lesson, Question
from tests.education.learning.answering import moves_on
from tests.library import library
from tests.walking import each_of

DAY = date(2026, 11, 21)
LIBRARY = library()
LESSONS = [lesson for course in LIBRARY.courses for lesson in course.lessons]
I18N = Catalogues()
MOST_READ = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A screen and the attempt it was drawn from."""

    view: LessonView
    card: Card


def draw(view: LessonView, locale: str, *, sources: bool = False) -> Card:
    with I18N.context(), I18N.use_locale(locale):
        return Screens(view=view, library=LIBRARY, locale=locale, sources=sources).card()


def begin(lesson: Lesson, seed: int = 3) -> LessonView:
    plan = lay_out(lesson, choose_questions(lesson, DAY, seed), seed, DAY)
    # As long as the ids of attempts are.
    return LessonView(attempt_id="x" * 12, plan=plan, progress=Progress(), is_remembered=False)


def play(lesson: Lesson, locale: str, *, right: bool, seed: int = 3) -> tuple[Shown, ...]:
    """Return each screen from the story to the result; every way is gone once a process."""
    return _played(lesson.id, locale, right, seed)


@functools.cache
def _played(lesson_id: str, locale: str, right: bool, seed: int) -> tuple[Shown, ...]:  # noqa: FBT001
    return tuple(_play(LIBRARY.lesson(lesson_id), locale, right=right, seed=seed))


def _play(lesson: Lesson, locale: str, *, right: bool, seed: int) -> Iterator[Shown]:
    view = begin(lesson, seed)
    while True:
        yield Shown(view=view, card=draw(view, locale))
        if is_finished(view.plan, view.progress):
            return
        for move in moves_on(view.plan, view.progress, right=right):
            view = replace(view, progress=apply(view.plan, view.progress, move))
            yield Shown(view=view, card=draw(view, locale))


def every_scene_screen(lesson: Lesson, locale: str) -> Iterator[Shown]:
    """Yield the scene at each of its moments, after each choice that leads there."""
    view = begin(lesson)
    place = next(n for n, step in enumerate(view.plan.steps) if type(step).__name__ == "SceneStep")
    for name, node in lesson.scene.nodes.items():
        for choice in node.choices:
            made = f"{name}.{choice.id}"
            progress = Progress(
                position=place, scene_node=choice.to, scene_choice=made, selected=(made,)
            )
            at = replace(view, progress=progress)
            yield Shown(view=at, card=draw(at, locale))


def every_screen(lesson: Lesson, locale: str) -> Iterator[Shown]:
    for seed in range(3, 7):
        yield from play(lesson, locale, right=seed % 2 == 0, seed=seed)
    yield from every_scene_screen(lesson, locale)


def callbacks(card: Card) -> list[str]:
    return [str(each.callback_data) for row in card.keyboard.inline_keyboard for each in row]


@each_of("lesson,locale", itertools.product(LESSONS, KNOWN_LOCALES))
def test_a_screen_fits_a_message_and_a_glance(lesson: Lesson, locale: str) -> None:
    for shown in every_screen(lesson, locale):
        text = shown.card.text
        assert len(text.encode("utf-16-le")) // 2 <= 4096
        limit = MOST_READ if locale == "zh_Hans" else 2 * MOST_READ
        assert len(visible(text)) <= limit, visible(text)
        assert find_fault(text) is None


@each_of("lesson,locale", itertools.product(LESSONS, KNOWN_LOCALES))
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
    """Return the question with another right answer of every kind."""
    options = tuple(o.model_copy(update={"correct": not o.correct}) for o in question.options)
    reasons = tuple(o.model_copy(update={"correct": not o.correct}) for o in question.reasons)
    return question.model_copy(
        update={
            "options": options,
            "reasons": reasons,
            "steps": question.steps[::-1],
            "pairs": question.pairs[::-1],
        }
    )


@each_of("lesson,locale", itertools.product(LESSONS, KNOWN_LOCALES))
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


@each_of("lesson,locale", itertools.product(LESSONS, KNOWN_LOCALES))
def test_reasons_and_explanations_come_only_after_the_answer(lesson: Lesson, locale: str) -> None:
    for shown in play(lesson, locale, right=False):
        step = step_at(shown.view.plan, shown.view.progress)
        if not isinstance(step, QuestionStep):
            continue
        question = step.question
        is_answered = question.id in shown.view.progress.answers
        assert (question.explanation.to(locale) in shown.card.text) is is_answered
        parts = (*question.options, *question.reasons, *question.steps, *question.pairs)
        told = [part.why.to(locale) for part in parts if part.why.to(locale) in shown.card.text]
        assert not told or is_answered


@each_of("lesson,locale", itertools.product(LESSONS, KNOWN_LOCALES))
def test_buttons_tell_no_option_by_its_name(lesson: Lesson, locale: str) -> None:
    for shown in play(lesson, locale, right=True):
        step = step_at(shown.view.plan, shown.view.progress)
        if isinstance(step, QuestionStep):
            question, data = step.question, json.dumps(callbacks(shown.card))
            parts = (*question.options, *question.reasons, *question.steps, *question.pairs)
            assert not any(f":{part.id}" in data for part in parts)
        if isinstance(step, SceneStep):
            choices = [c.id for node in step.scene.nodes.values() for c in node.choices]
            assert not any(f":{each}" in json.dumps(callbacks(shown.card)) for each in choices)


@each_of("lesson,locale", itertools.product(LESSONS, KNOWN_LOCALES))
def test_issuer_document_and_date_are_one_tap_away_and_no_address(
    lesson: Lesson, locale: str
) -> None:
    for shown in play(lesson, locale, right=False):
        step = step_at(shown.view.plan, shown.view.progress)
        sourced = draw(shown.view, locale, sources=True).text
        assert not re.search(r"https?://|www\.", sourced)
        facts: tuple[str, ...] = ()
        if isinstance(step, QuestionStep) and step.question.id in shown.view.progress.answers:
            facts = step.question.facts
        elif isinstance(step, CardStep):
            facts = step.card.facts
        assert any(each.startswith("lo:") for each in callbacks(shown.card)) is bool(
            facts
        ) or is_picture_asked(shown)
        for each in facts:
            source = LIBRARY.fact(each).source
            for part in (source.issuer.to(locale), source.document.to(locale), source.dated):
                assert part in sourced


def is_picture_asked(shown: Shown) -> bool:
    step = step_at(shown.view.plan, shown.view.progress)
    is_open = (
        isinstance(step, QuestionStep) and step.question.id not in shown.view.progress.answers
    )
    return is_open and isinstance(step, QuestionStep) and step.question.picture is not None


@each_of("lesson,locale", itertools.product(LESSONS, KNOWN_LOCALES))
def test_sources_tell_nothing_before_the_answer(lesson: Lesson, locale: str) -> None:
    for shown in play(lesson, locale, right=True):
        step = step_at(shown.view.plan, shown.view.progress)
        if isinstance(step, QuestionStep) and step.question.id not in shown.view.progress.answers:
            assert draw(shown.view, locale, sources=True) == shown.card


def test_a_source_is_issuer_document_and_date() -> None:
    source = next(iter(LIBRARY.facts.values())).source
    with I18N.context(), I18N.use_locale("zh_Hans"):
        told = cite(source, "zh_Hans")
    places = [
        told.index(part)
        for part in (source.issuer.to("zh_Hans"), source.document.to("zh_Hans"), source.dated)
    ]
    assert places == sorted(places)


@each_of("lesson,locale", itertools.product(LESSONS, KNOWN_LOCALES))
def test_what_was_right_is_marked_after_the_answer(lesson: Lesson, locale: str) -> None:
    for right in (True, False):
        for shown in play(lesson, locale, right=right):
            step = step_at(shown.view.plan, shown.view.progress)
            if isinstance(step, QuestionStep) and step.question.id in shown.view.progress.answers:
                arranged = step.question.kind in {"order", "match"}
                assert ("✅" in shown.card.text) is (right or not arranged)
                if step.question.kind != "spot":
                    asking = shown.view.plan.asking(step.question)
                    for half in (asking.options, asking.reasons):
                        for letter, option in zip(LETTERS, half, strict=False):
                            mark = "✅" if option.correct else "▫️"
                            assert f"{mark} {letter}. {option.text.to(locale)}" in shown.card.text


@each_of("lesson,locale", itertools.product(LESSONS, KNOWN_LOCALES))
def test_a_scene_says_what_came_of_a_choice_and_at_its_end_what_helped(
    lesson: Lesson, locale: str
) -> None:
    signs = {"tone": "🗣", "exit": "🚪", "ally": "🤝", "risk": "⚠️"}
    for shown in every_scene_screen(lesson, locale):
        made = shown.view.progress.scene_choice
        assert made
        node, choice_id = made.split(".")
        [choice] = [c for c in lesson.scene.nodes[node].choices if c.id == choice_id]
        assert signs[choice.way] in shown.card.text
        assert choice.reaction.to(locale) in shown.card.text
        if lesson.scene.nodes[choice.to].ending:
            assert all(signs[way] in shown.card.text for way in ("tone", "exit", "ally"))


def finished(lesson: Lesson, *, right: bool, remembered: bool) -> LessonView:
    *_, last = play(lesson, "zh_Hans", right=right)
    return replace(last.view, is_remembered=remembered)


@each_of("locale,remembered", itertools.product(KNOWN_LOCALES, [True, False]))
def test_the_result_asks_for_an_age_band_only_if_nobody_is_remembered(
    locale: str, *, remembered: bool
) -> None:
    view = finished(LESSONS[0], right=True, remembered=remembered)
    with I18N.context(), I18N.use_locale(locale):
        card = result_card(view, LIBRARY, locale)
    assert any(each.startswith("age:") for each in callbacks(card)) is not remembered


@each_of("lesson", LESSONS)
def test_the_result_leads_to_the_next_lesson_or_nowhere(lesson: Lesson) -> None:
    view = finished(lesson, right=False, remembered=True)
    with I18N.context(), I18N.use_locale("en"):
        card = result_card(view, LIBRARY, "en")
    leads = [each for each in callbacks(card) if each.startswith("le:")]
    course = LIBRARY.course_of(lesson.id)
    is_last = course.lessons[-1].id == lesson.id
    assert (leads == []) is is_last
    assert lesson.id not in "".join(leads)


@each_of("lesson", LESSONS)
def test_an_english_screen_is_wholly_english(lesson: Lesson) -> None:
    for shown in every_screen(lesson, "en"):
        # A law term may have the Chinese one beside it, in brackets.
        assert not re.search(r"[一-鿿]", re.sub(r"\([一-鿿]+\)", "", shown.card.text))
