"""Every course is two taps away, and no screen has more than eight buttons."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.chat.cards import Card
from bot.chat.i18n import KNOWN_LOCALES, Catalogues
from bot.education.learning.router.callbacks import CourseCallback
from bot.education.learning.router.catalogue import (
    CatalogueCallback,
    catalogue_card,
    stage_labels,
)
from bot.education.learning.router.courses import course_card
from bot.education.learning.service.lessons import CourseView
from content.schema import Stage
from storage.education.kinds import AttemptKind
from tests.library import library

I18N = Catalogues()
MOST = 8
every_locale = pytest.mark.parametrize("locale", KNOWN_LOCALES)


def draw(stage: str, locale: str) -> Card:
    with I18N.context(), I18N.use_locale(locale):
        return catalogue_card(library(), stage, locale)


def data(card: Card) -> list[str]:
    return [str(each.callback_data) for row in card.keyboard.inline_keyboard for each in row]


@every_locale
def test_every_course_is_within_two_taps(locale: str) -> None:
    front = data(draw("", locale))
    reached = set(front)
    for stage in get_args(Stage):
        if CatalogueCallback(stage=stage).pack() in front:
            reached |= set(data(draw(stage, locale)))
    assert reached >= {CourseCallback(course=course.id).pack() for course in library().courses}


@every_locale
def test_no_screen_has_more_than_eight_buttons(locale: str) -> None:
    for stage in ("", *get_args(Stage)):
        assert len(data(draw(stage, locale))) <= MOST
    for course in library().courses:
        view = CourseView(
            course=course,
            finished=frozenset(),
            open_lesson=None,
            nickname=None,
            probe=AttemptKind.PROBE_BEFORE,
        )
        with I18N.context(), I18N.use_locale(locale):
            assert len(data(course_card(view, locale))) <= MOST


def test_every_stage_has_a_name_and_a_strange_one_leads_to_all() -> None:
    with I18N.context(), I18N.use_locale("en"):
        assert set(stage_labels()) == set(get_args(Stage))
    assert draw("nowhere", "en") == draw("", "en")
