"""Help fits one screen, names the numbers, and can be cleared away."""

from __future__ import annotations

import itertools
from typing import get_args

from bot.chat.cards import Card
from bot.chat.i18n import KNOWN_LOCALES, Catalogues
from bot.education.help.router import ENTRY, Help, HelpCallback
from content.markup import find_fault, visible
from content.schema.help import Audience
from tests.library import library
from tests.walking import each_of

LIBRARY = library()
HELP = Help(LIBRARY.help, LIBRARY.facts)
I18N = Catalogues()
PAGES = [*get_args(Audience), "all", "places", "no-such-page"]


def card(page: str, locale: str) -> Card:
    with I18N.context(), I18N.use_locale(locale):
        return HELP.page_card(page, locale)


@each_of("page,locale", itertools.product(PAGES, KNOWN_LOCALES))
def test_a_page_fits_and_can_be_cleared(page: str, locale: str) -> None:
    shown = card(page, locale)
    assert len(shown.text.encode("utf-16-le")) // 2 <= 4096
    assert len(visible(shown.text)) <= (900 if locale == "zh_Hans" else 2600)
    assert find_fault(shown.text) is None
    data = [str(b.callback_data) for row in shown.keyboard.inline_keyboard for b in row]
    assert HelpCallback(page="clear").pack() in data
    assert all(len(each.encode()) <= 64 for each in data)
    assert HelpCallback(page=page).pack() not in data


@each_of("locale", KNOWN_LOCALES)
def test_the_first_screen_names_the_numbers(locale: str) -> None:
    for number in ("120", "110", "12356", "12355"):
        assert f"<b>{number}</b>" in card("all", locale).text


LAWS = {
    "zh_Hans": ("《中华人民共和国禁毒法》第六十二条", "《戒毒条例》第九条"),
    "en": ("Narcotics Control Law, Article 62", "Drug Rehabilitation Regulations, Article 9"),
}


@each_of("page,locale", itertools.product(["all", "places"], KNOWN_LOCALES))
def test_the_first_screens_say_by_which_law_help_is_not_penalised(page: str, locale: str) -> None:
    shown = card(page, locale).text
    assert all(each in shown for each in LAWS[locale])


@each_of("locale", KNOWN_LOCALES)
def test_every_place_is_told(locale: str) -> None:
    shown = card("places", locale).text
    assert all(place.name.to(locale) in shown for place in LIBRARY.help.places)


@each_of("locale", KNOWN_LOCALES)
def test_from_every_page_the_others_are_one_tap_away(locale: str) -> None:
    for page in get_args(Audience):
        shown = card(page, locale)
        data = {str(b.callback_data) for row in shown.keyboard.inline_keyboard for b in row}
        others = {HelpCallback(page=p).pack() for p in (*get_args(Audience), "all") if p != page}
        assert others <= data


def test_help_has_a_door_of_its_own() -> None:
    assert ENTRY.name == "help"
