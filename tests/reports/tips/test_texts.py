"""Every window of the form has words in every language, and fits on a phone."""

from __future__ import annotations

import pytest

from bot.chat.i18n import KNOWN_LOCALES, Catalogues
from bot.reports.tips import guided_texts, texts
from bot.reports.tips.draft import Draft, Notice, NoticeKind
from bot.reports.tips.flow import create_dialog
from bot.reports.tips.notices import write_notices
from bot.reports.tips.states import TipSG
from bot.reports.tips.view import TipView
from content.markup import visible
from storage.vault.receipts import Receipt
from tests.library import library
from tests.reports.tipster import a_picture

LONGEST = 900
I18N = Catalogues()
WRITERS = {
    TipSG.entry: texts.write_entry,
    TipSG.minor: guided_texts.write_minor,
    TipSG.urgent: texts.write_urgent,
    TipSG.category: texts.write_category,
    TipSG.about_me: guided_texts.write_about_me,
    TipSG.about_family: guided_texts.write_about_family,
    TipSG.region: texts.write_region,
    TipSG.write: texts.write_write,
    TipSG.review: texts.write_review,
    TipSG.question: guided_texts.write_question,
    TipSG.answers: guided_texts.write_answers,
    TipSG.receipt: texts.write_receipt,
    TipSG.check: texts.write_check,
    TipSG.ready: texts.write_ready,
    TipSG.sent: texts.write_sent,
}
STATES = list(TipSG.__all_states__)


def full_draft(category: str) -> Draft:
    return Draft(
        urgent=True,
        category=category,
        region="429005001",
        text="<b>&</b> " * 500,
        files=[a_picture(b"1")] * 10,
        receipt=Receipt.create(),
        answers={
            "when": "<b>&</b> " * 60,
            "where": "<b>&</b> " * 60,
            "spot": "30.401, 112.903",
            "people": "<b>&</b> " * 60,
            "vehicle": "<b>&</b> " * 60,
            "account": "<b>&</b> " * 60,
            "certainty": "heard",
            "official": "yes",
        },
        asking="where",
        shown_until=float("inf"),
        positions=(3, 12),
        number="7K3M-9Q2C",
    )


def test_every_state_has_a_window_and_words() -> None:
    assert set(create_dialog().windows) == set(STATES) == set(WRITERS)


@pytest.mark.parametrize("locale", KNOWN_LOCALES)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.state)
def test_every_screen_fits_on_a_phone(locale: str, state: object) -> None:
    for category in library().tip_form.categories:
        draft = full_draft(category.id)
        draft.urgent = draft.is_forgotten = category.urgent
        draft.is_minor = category.help_first
        view = TipView(draft=draft, library=library(), locale=locale)
        with I18N.context(), I18N.use_locale(locale):
            text = WRITERS[state](view)  # type: ignore[index]
        assert len(visible(text)) <= LONGEST
        assert "<b>&</b>" not in text


@pytest.mark.parametrize("locale", KNOWN_LOCALES)
def test_before_sending_it_is_told_that_a_reward_takes_a_valid_id(locale: str) -> None:
    id_check = {"zh_Hans": "有效身份证件", "en": "valid ID"}[locale]
    draft = full_draft("trafficking")
    assert id_check in _ready(draft, locale)
    assert id_check not in _ready(draft, locale, checks_identity=False)
    draft.is_minor = True
    assert id_check not in _ready(draft, locale)


def _ready(draft: Draft, locale: str, *, checks_identity: bool = True) -> str:
    view = TipView(draft=draft, library=library(), locale=locale, checks_identity=checks_identity)
    with I18N.context(), I18N.use_locale(locale):
        return texts.write_ready(view)


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_notice_has_words_in_every_language(kind: NoticeKind) -> None:
    written = set()
    for locale in KNOWN_LOCALES:
        with I18N.context(), I18N.use_locale(locale):
            words = write_notices(
                [Notice(kind, 5, ("<abandon>",)), Notice(kind, 5, ("<abandon>",))]
            )
        assert words
        assert "\n" not in words
        assert "{" not in words
        assert "<abandon>" not in words
        written.add(words)
    assert len(written) == len(KNOWN_LOCALES)


def test_no_two_windows_share_a_button() -> None:
    seen: dict[str, object] = {}
    for state, window in create_dialog().windows.items():
        for widget_id in _ids(window.keyboard):
            assert seen.setdefault(widget_id, state) == state
    assert {"send", "send_forget", "erase_entry", "back_ready", "region_long"} <= set(seen)


def _ids(widget: object) -> list[str]:
    own = getattr(widget, "widget_id", None)
    inner = [found for each in getattr(widget, "buttons", ()) for found in _ids(each)]
    return [*([own] if own else []), *inner]
