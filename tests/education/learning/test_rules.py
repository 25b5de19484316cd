"""What a tap does to a lesson: nothing beyond the plan, nothing twice, nothing taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.education.learning.rules.asking import Answer, Mark, Submit, Undo
from bot.education.learning.rules.grading import right_answer
from bot.education.learning.rules.plan import (
    CardStep,
    Plan,
    QuestionStep,
    ResultStep,
    SceneStep,
    StoryStep,
    choose_questions,
    lay_out,
)
from bot.education.learning.rules.progress import (
    Choose,
    GoOn,
    Move,
    Progress,
    apply,
    count_correct,
    is_correct,
    is_finished,
    number_of,
    scene_node,
    step_at,
)
from bot.education.learning.rules.remembering import AgeBand, may_remember
from content.schema import Lesson, Question
from content.schema.facts import CHINA
from tests.library import library
from tests.walking import each_of

DAY = date(2026, 11, 21)
LESSONS = [lesson for course in library().courses for lesson in course.lessons]


def plan_of(lesson: Lesson, seed: int = 1, day: date = DAY) -> Plan:
    return lay_out(lesson, choose_questions(lesson, day, seed), seed, day)


def place_of(plan: Plan, kind: str) -> tuple[int, Question]:
    """Return the position of the first question of a kind."""
    return next(
        (number, step.question)
        for number, step in enumerate(plan.steps)
        if isinstance(step, QuestionStep) and step.question.kind == kind
    )


def plan_with(kind: str) -> Plan:
    """Return a plan of the first lesson that asks a question of this kind."""
    plans = (plan_of(LESSONS[0], seed) for seed in range(200))
    return next(p for p in plans if any(q.kind == kind for q in p.questions))


def every_move(plan: Plan, position: int) -> Iterator[Move]:
    """Yield whatever a button could say at a position, also what does not fit there."""
    yield GoOn(position=position)
    yield Submit(position=position)
    for option in range(-1, 6):
        yield Answer(position=position, option=option)
        yield Mark(position=position, option=option, on=True)
        yield Mark(position=position, option=option, on=False)
        for nth in range(1, 5):
            yield Answer(position=position, option=option, nth=nth)
    for nth in range(5):
        yield Undo(position=position, nth=nth)
    for number, node in enumerate(plan.lesson.scene.nodes.values()):
        for option in range(-1, len(node.choices) + 1):
            yield Choose(position=position, node=number, option=option)


moves = st.builds(
    lambda seed, count: (seed, count), st.integers(0, 2**31 - 1), st.integers(1, 120)
)


def play(plan: Plan, seed: int, count: int) -> Iterator[tuple[Progress, Move, Progress]]:
    """Make random moves, most of them from where the attempt stands."""
    source, progress = Random(seed), Progress()
    for _ in range(count):
        stray = source.random() < 0.2
        position = source.randint(-2, len(plan.steps) + 2) if stray else progress.position
        move = source.choice(list(every_move(plan, position)))
        after = apply(plan, progress, move)
        yield progress, move, after
        progress = after


@settings(max_examples=40 * len(LESSONS), deadline=None)
@given(lesson=st.sampled_from(LESSONS), game=moves)
def test_no_moves_lead_beyond_the_plan_or_change_an_answer(
    lesson: Lesson, game: tuple[int, int]
) -> None:
    plan = plan_of(lesson, seed=game[0])
    for before, move, after in play(plan, *game):
        assert 0 <= before.position <= after.position <= before.position + 1
        assert after.position < len(plan.steps)
        assert before.answers.items() <= after.answers.items()
        if move.position != before.position:
            assert after is before


@settings(max_examples=40 * len(LESSONS), deadline=None)
@given(lesson=st.sampled_from(LESSONS), game=moves)
def test_a_repeated_move_has_the_result_it_had(lesson: Lesson, game: tuple[int, int]) -> None:
    plan = plan_of(lesson, seed=game[0])
    for _before, move, after in play(plan, *game):
        again = apply(plan, after, move)
        # A choice that leads back to its own moment of the scene may be made again.
        assert again == after or isinstance(move, Choose)
        assert again.answers == after.answers
        assert again.position == after.position


@settings(max_examples=30 * len(LESSONS), deadline=None)
@given(lesson=st.sampled_from(LESSONS), seed=st.integers(0, 2**31 - 1))
def test_whatever_one_chooses_the_lesson_can_be_finished(lesson: Lesson, seed: int) -> None:
    plan, progress, source = plan_of(lesson, seed), Progress(), Random(seed)
    for _ in range(200):
        if is_finished(plan, progress):
            break
        useful = [
            move
            for move in every_move(plan, progress.position)
            if apply(plan, progress, move) != progress
        ]
        assert useful, "a dead end"
        progress = apply(plan, progress, source.choice(useful))
    # Marks may be set and taken away for ever, so the rest is gone through in a straight line.
    while not is_finished(plan, progress):
        progress = go_straight_on(plan, progress)
    assert set(progress.answers) == {question.id for question in plan.questions}


def go_straight_on(plan: Plan, progress: Progress) -> Progress:
    place = progress.position
    tries: list[Move] = [GoOn(position=place), Submit(position=place)]
    tries += [Mark(position=place, option=0, on=True)]
    tries += [
        Answer(position=place, option=option, nth=nth) for nth in range(5) for option in range(5)
    ]
    step = step_at(plan, progress)
    if isinstance(step, SceneStep):
        here = scene_node(step, progress)
        tries += [
            Choose(position=place, node=number_of(step, here), option=option)
            for option in range(len(step.scene.nodes[here].choices))
        ]
    return next(after for move in tries if (after := apply(plan, progress, move)) != progress)


@each_of("lesson", LESSONS)
def test_a_plan_has_story_question_cards_scene_questions_and_result(lesson: Lesson) -> None:
    plan = plan_of(lesson)
    kinds = [type(step) for step in plan.steps]
    assert kinds[:2] == [StoryStep, QuestionStep]
    assert kinds[-1] is ResultStep
    assert Counter(kinds)[SceneStep] == 1
    assert Counter(kinds)[CardStep] == len(lesson.cards)
    assert kinds.index(SceneStep) > max(n for n, kind in enumerate(kinds) if kind is CardStep)
    numbers = [step.number for step in plan.steps if isinstance(step, QuestionStep)]
    assert numbers == list(range(1, len(lesson.points) + 1))
    assert plan.questions[0].id == lesson.opener
    assert {question.point for question in plan.questions} == {p.id for p in lesson.points}


@each_of("lesson", LESSONS)
def test_each_attempt_asks_one_question_of_a_point_and_another_one_another_time(
    lesson: Lesson,
) -> None:
    asked = {question.id for seed in range(60) for question in plan_of(lesson, seed).questions}
    opener = next(question for question in lesson.questions if question.id == lesson.opener)
    assert asked == {
        question.id
        for question in lesson.questions
        if question.point != opener.point or question is opener
    }


@each_of("lesson", LESSONS)
def test_questions_are_shuffled_by_the_seed_and_stay_so(lesson: Lesson) -> None:
    assert plan_of(lesson, seed=7) == plan_of(lesson, seed=7)
    orders = {tuple(q.id for q in plan_of(lesson, seed).questions) for seed in range(20)}
    assert len(orders) > 5


@each_of("lesson", LESSONS)
def test_the_choices_of_a_scene_are_shuffled_too(lesson: Lesson) -> None:
    for name, node in lesson.scene.nodes.items():
        orders = {tuple(c.id for c in plan_of(lesson, s).choices(name)) for s in range(40)}
        assert len(orders) == (1, 1, 2, 6)[len(node.choices)]


def test_an_expired_fact_takes_its_questions_and_cards_offline() -> None:
    lesson = LESSONS[0]
    facts = {fact for question in lesson.questions for fact in question.facts}
    gone = next(iter(sorted(facts)))
    known = {
        each: fact.model_copy(
            update={"effective_to": DAY - timedelta(days=1)} if each == gone else {}
        )
        for each, fact in library().facts.items()
    }
    plan = plan_of(lesson.with_facts(known))
    assert plan.questions
    assert all(gone not in question.facts for question in plan.questions)
    cards = [step.card for step in plan.steps if isinstance(step, CardStep)]
    assert all(gone not in card.facts for card in cards)
    assert (
        plan_of(lesson.with_facts(known), day=DAY - timedelta(days=1)).questions != plan.questions
    )


def test_a_lesson_without_any_current_question_can_still_be_finished() -> None:
    plan = plan_of(LESSONS[0].with_facts({}))
    assert plan.questions == ()
    progress = Progress()
    while not is_finished(plan, progress):
        progress = go_straight_on(plan, progress)


def test_a_question_whose_fact_ends_at_an_hour_is_withdrawn_at_that_hour() -> None:
    lesson = LESSONS[0]
    opener = next(question for question in lesson.questions if question.id == lesson.opener)
    end = datetime(2026, 11, 21, 15, tzinfo=CHINA)
    known = {
        each: fact.model_copy(update={"effective_to": end} if each in opener.facts else {})
        for each, fact in library().facts.items()
    }
    ending = lesson.with_facts(known)
    begun, ids = end - timedelta(hours=1), choose_questions(ending, end - timedelta(hours=1), 1)
    place = Progress(position=1)
    before = lay_out(ending, ids, 1, begun, end - timedelta(minutes=1))
    after = lay_out(ending, ids, 1, begun, end)
    assert (before.steps, before.withdrawn) == (after.steps, frozenset())
    assert opener.id in after.withdrawn
    move = Answer(position=1, option=0)
    assert apply(before, place, move) is not place
    assert apply(after, place, move) is place, "a late answer changes nothing"
    assert apply(before, place, GoOn(position=1)) is place
    assert apply(after, place, GoOn(position=1)).position == 2
    assert opener not in choose_questions(ending, end, 1)


def test_a_question_that_left_the_library_is_not_asked() -> None:
    lesson = LESSONS[0]
    plan = lay_out(lesson, ["was-there-once", lesson.opener], 1, DAY)
    assert [question.id for question in plan.questions] == [lesson.opener]


@each_of("kind", ["single", "multiple", "true_false", "order", "match", "spot"])
def test_going_on_waits_for_the_answer(kind: str) -> None:
    plan = plan_with(kind)
    place, _question = place_of(plan, kind)
    waiting = Progress(position=place)
    assert apply(plan, waiting, GoOn(position=place)) is waiting


def test_going_on_waits_for_the_end_of_the_scene() -> None:
    plan = plan_of(LESSONS[0])
    place = next(n for n, step in enumerate(plan.steps) if isinstance(step, SceneStep))
    waiting = Progress(position=place)
    assert apply(plan, waiting, GoOn(position=place)) is waiting


def test_a_single_choice_is_settled_by_its_first_answer() -> None:
    plan = plan_with("single")
    place, question = place_of(plan, "single")
    first = apply(plan, Progress(position=place), Answer(position=place, option=1))
    assert first.answers == {question.id: (plan.asking(question).options[1].id,)}
    assert apply(plan, first, Answer(position=place, option=0)) is first
    assert apply(plan, first, Mark(position=place, option=0, on=True)) is first
    assert apply(plan, first, Submit(position=place)) is first


def test_marks_are_set_and_taken_away_and_only_submitting_settles() -> None:
    plan = plan_with("multiple")
    place, question = place_of(plan, "multiple")
    progress = Progress(position=place)
    assert apply(plan, progress, Submit(position=place)) is progress
    assert apply(plan, progress, Answer(position=place, option=0)) is progress
    for option, on in ((0, True), (1, True), (1, True), (0, False), (0, False)):
        progress = apply(plan, progress, Mark(position=place, option=option, on=on))
    chosen = plan.asking(question).options[1].id
    assert (progress.selected, progress.answers) == ((chosen,), {})
    settled = apply(plan, progress, Submit(position=place))
    assert (settled.selected, settled.answers) == ((), {question.id: (chosen,)})


def test_an_answer_is_right_only_if_it_is_wholly_right() -> None:
    question = next(q for q in LESSONS[0].questions if q.kind == "multiple")
    right = [option.id for option in question.options if option.correct]
    wrong = [option.id for option in question.options if not option.correct]
    assert is_correct(question, tuple(reversed(right)))
    assert not is_correct(question, tuple(right[:-1]))
    assert not is_correct(question, (*right, wrong[0]))
    assert not is_correct(question, ())


def test_only_answers_to_questions_of_the_plan_are_counted() -> None:
    plan = plan_of(LESSONS[0])
    right = {question.id: right_answer(question) for question in plan.questions}
    assert count_correct(plan, Progress(answers=right)) == len(plan.questions)
    assert count_correct(plan, Progress(answers={"another": ("a",)})) == 0


@pytest.mark.parametrize(
    ("band", "consented_on", "may"),
    [
        (None, None, False),
        (None, DAY, False),
        (AgeBand.UNDER_14, None, False),
        (AgeBand.UNDER_14, DAY, True),
        (AgeBand.FROM_14_TO_17, None, True),
        (AgeBand.ADULT, None, True),
        ("under-14", None, False),
    ],
)
def test_whom_we_may_remember(band: str | None, consented_on: date | None, may: bool) -> None:  # noqa: FBT001
    assert may_remember(band, consented_on) is may
