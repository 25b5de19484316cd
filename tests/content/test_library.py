"""The content that ships: complete, sound and worth a learner's minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from content.errors import ContentNotFoundError
from content.library import Library
from content.loader import ROOT, load
from content.markup import visible
from content.schema import LOCALES, ContentModel, Lesson, LocalText, Question

TODAY = date(2026, 11, 21)
CATEGORIES = {
    "trafficking", "manufacturing", "cultivation", "use-gathering", "venue", "drug-driving",
    "precursor", "parcel", "online", "fugitive", "other", "unsure",
}  # fmt: skip


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


@pytest.fixture(scope="module")
def lessons(library: Library) -> tuple[Lesson, ...]:
    return tuple(lesson for course in library.courses for lesson in course.lessons)


@pytest.fixture(scope="module")
def questions(lessons: tuple[Lesson, ...]) -> list[Question]:
    return [question for lesson in lessons for question in lesson.questions]


def texts_in(value: object) -> Iterator[LocalText]:
    if isinstance(value, LocalText):
        yield value
    elif isinstance(value, ContentModel):
        for name in type(value).model_fields:
            yield from texts_in(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_in(item)


def all_texts(library: Library) -> list[LocalText]:
    shelves = (
        library.courses,
        tuple(library.facts.values()),
        tuple(library.regions.by_id.values()),
        library.help,
        library.tip_form,
        library.campaigns.entries,
    )
    return list(texts_in(shelves))


def test_lessons_stand_in_the_order_of_their_course(library: Library) -> None:
    lessons = [lesson.id for lesson in library.course("junior-secondary").lessons]
    assert lessons == ["unseen-danger", "is-everyone-using", "law-and-help"]
    assert all(course.lessons for course in library.courses)


def test_newcomers_begin_with_junior_secondary(library: Library) -> None:
    assert library.courses[0].id == "junior-secondary"


def test_courses_below_school_belong_to_a_track_of_their_stage(library: Library) -> None:
    for track in library.curriculum.tracks:
        for course in library.courses:
            if course.id == track.id:
                assert course.stage == track.stage
    named = {track.id for track in library.curriculum.tracks}
    grown = [course for course in library.courses if course.stage in {"work", "community"}]
    assert {course.id for course in grown} <= named


def test_each_lesson_has_enough_to_learn_from(lessons: tuple[Lesson, ...]) -> None:
    for lesson in lessons:
        assert 2 <= len(lesson.cards) <= 4
        assert 3 <= len(lesson.scene.nodes) <= 7
        assert {node.ending for node in lesson.scene.nodes.values()} >= {"safe", "learned"}
        assert len(lesson.questions_on(TODAY)) >= 5
        assert len({q.kind for q in lesson.questions_on(TODAY)}) >= 4
        assert {c.way for n in lesson.scene.nodes.values() for c in n.choices} == {
            "tone", "exit", "ally", "risk",
        }  # fmt: skip
        assert lesson.opener_on(TODAY) is not None


def test_the_course_claims_only_confirmed_facts(
    library: Library, lessons: tuple[Lesson, ...], questions: list[Question]
) -> None:
    used = {fact for item in questions for fact in item.facts}
    used |= {fact for lesson in lessons for card in lesson.cards for fact in card.facts}

    assert used
    assert {library.fact(fact).grade for fact in used} == {"confirmed"}


def test_every_text_stands_in_both_languages_and_in_no_other(library: Library) -> None:
    texts = all_texts(library)
    assert len(texts) > 400
    for text in texts:
        assert set(text.root) == set(LOCALES)
        # An English text has Chinese only as a law term in brackets after the English one.
        assert not re.search(r"[一-鿿]", re.sub(r"\([一-鿿]+\)", "", text.to("en"))), text.to("en")
        # A number of a hotline is the same in both languages; every other text has Chinese words.
        assert re.search(r"[一-鿿]|^\d+$", text.to("zh_Hans")), text.to("zh_Hans")


def test_no_text_sends_a_reader_to_an_address(library: Library) -> None:
    for text in all_texts(library):
        for locale in LOCALES:
            assert not re.search(r"https?:|www\.|\.(com|cn|org|net)\b", text.to(locale))


def test_the_same_numbers_stand_in_both_languages(questions: list[Question]) -> None:
    for question in questions:
        for text in texts_in(question):
            figures = [set(re.findall(r"\d[\d.]*\d|\d", text.to(locale))) for locale in LOCALES]
            assert {n for n in figures[0] if len(n) > 2} <= figures[1] | {"2023"}, text


def test_neither_a_long_nor_a_short_answer_gives_itself_away(library: Library) -> None:
    for course in library.courses:
        questions = [question for lesson in course.lessons for question in lesson.questions]
        for kind, part in (("single", "options"), ("spot", "options"), ("true_false", "reasons")):
            lists = [getattr(q, part) for q in questions if q.kind == kind]
            for locale in LOCALES:
                longest = [max(each, key=lambda o: len(o.text.to(locale))) for each in lists]
                shortest = [min(each, key=lambda o: len(o.text.to(locale))) for each in lists]
                for found, most in ((longest, 0.75), (shortest, 0.65)):
                    share = sum(option.correct for option in found) / len(lists)
                    assert share <= most, (course.id, kind, locale, share)


def test_neither_a_verdict_nor_a_count_is_worth_guessing(library: Library) -> None:
    for course in library.courses:
        asked = [question for lesson in course.lessons for question in lesson.questions]
        verdicts = [q.options[0].correct for q in asked if q.kind == "true_false"]
        single_out = [
            sum(not option.correct for option in q.options) == 1
            for q in asked
            if q.kind == "multiple"
        ]
        for found in (verdicts, single_out):
            assert 0.3 <= sum(found) / len(found) <= 0.7, course.id


def test_a_card_of_each_question_fits_a_phone(questions: list[Question]) -> None:
    for question in questions:
        for locale in LOCALES:
            shown = (question.prompt, *(option.text for option in question.options))
            assert sum(len(visible(text.to(locale))) for text in shown) <= 700


def test_look_ups_find_by_id_and_say_what_they_miss(library: Library) -> None:
    assert library.lesson("law-and-help").questions[0].id == "asking-for-help"
    assert library.question("smell-tells").kind == "true_false"
    assert library.course_of("law-and-help").id == "junior-secondary"
    assert library.lesson_of("smell-tells").id == "unseen-danger"
    for look_up in (library.course, library.lesson, library.question, library.fact,
                    library.course_of, library.lesson_of, library.regions.get,
                    library.help.contact, library.tip_form.category):  # fmt: skip
        with pytest.raises(ContentNotFoundError, match="'nothing'"):
            look_up("nothing")


def test_an_unknown_locale_reads_chinese(library: Library) -> None:
    course = library.course("junior-secondary")
    assert course.title.to("fr") == course.title.to("zh_Hans") == "初中禁毒课"


def test_the_regions_are_the_tree_of_one_city(library: Library) -> None:
    regions = library.regions
    assert regions.root_city.id == "429005"
    assert [region.id for region in regions.roots()] == ["420000"]
    assert [r.name.to("zh_Hans") for r in regions.path("429005001")] == [
        "湖北省",
        "潜江市",
        "园林街道",
    ]
    townships = regions.children("429005")
    assert len(townships) == 24
    assert {township.level for township in townships} == {"township"}


def test_help_lists_numbers_in_the_order_of_urgency(library: Library) -> None:
    numbers = [contact.number for contact in library.help.contacts]
    assert numbers == ["110", "120", "12356", "12345", "12355"]
    for page in library.help.pages.values():
        assert "不予处罚" in page.to("zh_Hans")
        assert "not penalised" in page.to("en")
        assert "120" in page.to("zh_Hans")


def test_the_tip_form_has_every_category(library: Library) -> None:
    assert {category.id for category in library.tip_form.categories} == CATEGORIES
    assert library.tip_form.category("drug-driving").urgent
    assert library.tip_form.category("use-gathering").help_first
    assert "110" in library.tip_form.notes.emergency.to("zh_Hans")


def test_no_fact_stands_unused(library: Library) -> None:
    written = "\n".join(
        path.read_text("utf-8") for path in ROOT.rglob("*.yaml") if path.parent.name != "facts"
    )
    assert [fact for fact in library.facts if not re.search(rf"\b{fact}\b", written)] == []
