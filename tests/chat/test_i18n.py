"""Who reads which language, and that every word of the interface is there in all of them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiogram.types import Update, User
from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from babel.messages.catalog import Catalog

from bot.chat.i18n import (
    DEFAULT_LOCALE,
    KNOWN_LOCALES,
    Catalogues,
    LocaleMiddleware,
    Locales,
    find_catalogues,
    locale_of,
)
from content.markup import find_fault
from content.schema.text import LOCALES as CONTENT_LOCALES
from tests import catalogues

ROOT = Path(__file__).parents[2]
CATALOGUES = {
    path.parts[-3]: catalogue
    for path, catalogue in catalogues.read_catalogues(ROOT / "locales").items()
}


@pytest.mark.parametrize(
    ("language_code", "locale"),
    [
        ("zh-hans", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("zh-TW", "zh_Hans"),
        ("zh-hant-hk", "zh_Hans"),
        ("zh", "zh_Hans"),
        ("ZH_cn", "zh_Hans"),
        ("en", "en"),
        ("en-GB", "en"),
        ("EN-us", "en"),
        ("de", DEFAULT_LOCALE),
        ("enm", DEFAULT_LOCALE),
        ("", DEFAULT_LOCALE),
        ("-", DEFAULT_LOCALE),
        (None, DEFAULT_LOCALE),
    ],
)
def test_a_phone_s_language_finds_the_nearest_catalogue(
    language_code: str | None, locale: str
) -> None:
    assert locale_of(language_code) == locale


class Store:
    """Knows the languages of some chats, and keeps those of known ones only."""

    def __init__(self, **known: str) -> None:
        self.known = {int(chat.removeprefix("chat")): locale for chat, locale in known.items()}

    async def find_locale(self, chat_id: int) -> str | None:
        return self.known.get(chat_id)

    async def keep_locale(self, chat_id: int, locale: str) -> None:
        if chat_id in self.known:
            self.known[chat_id] = locale


async def test_a_choice_beats_what_was_kept_and_that_beats_the_phone() -> None:
    store = Store(chat1="en")
    locales = Locales(store)
    assert await locales.find(1, "zh-hans") == "en"
    assert await locales.find(2, "en") == "en"
    assert await locales.find(2, "zh-hans") == "zh_Hans"
    await locales.choose(1, "zh_Hans")
    await locales.choose(2, "en")
    assert await locales.find(1, "en") == "zh_Hans"
    assert await locales.find(2, "zh-hans") == "en"
    assert store.known == {1: "zh_Hans"}


async def test_a_kept_language_that_is_no_longer_shipped_is_passed_over() -> None:
    assert await Locales(Store(chat1="la")).find(1, "en") == "en"


async def test_every_reply_is_in_the_language_of_its_reader() -> None:
    i18n, locales = Catalogues(), Locales()
    middleware = LocaleMiddleware(i18n, locales)
    event = Update(update_id=1)
    for code, locale in (("en", "en"), ("zh-hans", "zh_Hans"), ("de", "zh_Hans")):
        user = User(id=1, is_bot=False, first_name="x", language_code=code)
        assert await middleware.get_locale(event, {"event_from_user": user}) == locale
    assert await middleware.get_locale(event, {}) == DEFAULT_LOCALE


def test_words_follow_the_current_language_and_lazy_ones_too() -> None:
    i18n = Catalogues()
    lazy = __("🚨 Report")
    with i18n.context(), i18n.use_locale("zh_Hans"):
        chinese = (_("🚨 Report"), str(lazy))
    with i18n.context(), i18n.use_locale("en"):
        english = (_("🚨 Report"), str(lazy))
    assert chinese[0] == chinese[1] != "🚨 Report"
    assert english == ("🚨 Report", "🚨 Report")


def test_every_language_has_a_catalogue_and_content() -> None:
    assert set(CATALOGUES) == set(KNOWN_LOCALES) == set(CONTENT_LOCALES)
    assert find_catalogues() == ROOT / "locales"
    assert set(Catalogues().available_locales) == set(KNOWN_LOCALES)


def test_the_catalogues_are_current() -> None:
    assert catalogues.check(ROOT) == []


# Markup, placeholders, commands, examples of codes, and names that are the same everywhere.
NOT_WORDS = re.compile(
    r"<[^>]*>|\{[^}]*\}|/\w+|[A-Z0-9-]{4,}|Humen|Word|Excel|“humen [^”]*”|Telegram|Which language do you read|Language"
)


def entries(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Yield each form of each message with its translation."""
    for message in catalogue:
        if message.id and isinstance(message.id, str):
            yield message.id, str(message.string)
        elif message.id and message.string:
            yield from ((message.id[-1], str(each)) for each in message.string)


def placeholders(words: str) -> set[str]:
    return set(re.findall(r"\{[^}]*\}", words))


@pytest.mark.parametrize("locale", KNOWN_LOCALES)
def test_placeholders_are_the_same_in_every_language(locale: str) -> None:
    wrong = [m for m, t in entries(CATALOGUES[locale]) if placeholders(m) != placeholders(t)]
    assert wrong == []


@pytest.mark.parametrize("locale", KNOWN_LOCALES)
def test_the_markup_of_every_translation_is_whole(locale: str) -> None:
    faults = {
        t: fault
        for _m, t in entries(CATALOGUES[locale])
        if (fault := find_fault(t.replace("code>", "b>")))
    }
    assert faults == {}


def test_the_chinese_catalogue_is_chinese() -> None:
    bare = [
        (message, words)
        for message, words in entries(CATALOGUES["zh_Hans"])
        if re.search(r"[a-z]{3}", NOT_WORDS.sub("", words))
    ]
    assert bare == []
    assert all(
        re.search(r"[、一-鿿]|\{", words) for _message, words in entries(CATALOGUES["zh_Hans"])
    )


def test_the_english_catalogue_says_what_the_code_says() -> None:
    assert [m for m, words in entries(CATALOGUES["en"]) if m != words] == []


CODE = """
a = _("plain")
b = _(
    "in two "
    "pieces"
)
c = f"{_('inside an f-string')} and {_('with {a_name}').format(a_name=1)}"
d = __("lazy")
e = ngettext("one day", "{n} days", 3)
f = other("not for translation")
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a small project with both catalogues, up to date."""
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "module.py").write_text(CODE, "utf-8")
    for locale in KNOWN_LOCALES:
        path = tmp_path / "locales" / locale / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True)
        catalogues.write(path, Catalog(locale=locale, fuzzy=False))
    return tmp_path


def test_messages_are_found_however_they_are_written(tree: Path) -> None:
    assert set(catalogues.find_messages(tree / "bot")) == {
        "plain",
        "in two pieces",
        "inside an f-string",
        "with {a_name}",
        "lazy",
        ("one day", "{n} days"),
    }


def test_bringing_catalogues_up_to_date_leaves_only_the_translating(tree: Path) -> None:
    assert len(catalogues.check(tree)) == 12
    catalogues._update_all(tree)
    faults = catalogues.check(tree)
    assert len(faults) == 6
    assert all("zh_Hans" in fault and "not translated" in fault for fault in faults)


def test_a_stale_message_is_named_and_then_dropped(tree: Path) -> None:
    catalogues._update_all(tree)
    (tree / "bot" / "module.py").write_text('a = _("plain")\n', "utf-8")
    assert "locales/en/LC_MESSAGES/messages.po: stale: 'lazy'" in catalogues.check(tree)
    catalogues._update_all(tree)
    assert not any("stale" in fault for fault in catalogues.check(tree))


def test_a_message_made_at_run_time_is_refused(tree: Path) -> None:
    (tree / "bot" / "module.py").write_text('a = _(f"hello {name}")\n', "utf-8")
    with pytest.raises(catalogues.NotALiteralError, match=r"module\.py:1"):
        catalogues.check(tree)


def test_the_check_is_a_command() -> None:
    command = [sys.executable, "-m", "tests.catalogues", "--check"]
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (outcome.returncode, outcome.stdout) == (0, "")
