"""Languages: which are shipped, where their catalogues are, and which one a person reads."""

from __future__ import annotations

import gettext
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from aiogram.types import TelegramObject, User
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n.middleware import I18nMiddleware

from bot.chat.catalogue_files import find_catalogues, read_catalogue
from bot.chat.people import ChatMap

DEFAULT_LOCALE = "zh_Hans"
KNOWN_LOCALES: Mapping[str, str] = MappingProxyType({"zh_Hans": "简体中文", "en": "English"})


class Catalogues(I18n):
    """Reads .po files as they are, so that no compiled catalogue can fall behind."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__(path=path or find_catalogues(), default_locale=DEFAULT_LOCALE)

    @contextmanager
    def context(self) -> Generator[I18n, None, None]:
        """Make this the current catalogue.

        aiogram gives each subclass a context variable of its own, and `gettext` reads the base's.
        """
        token = I18n.set_current(self)
        try:
            yield self
        finally:
            I18n.reset_current(token)

    def find_locales(self) -> dict[str, gettext.GNUTranslations]:
        return {locale: read_catalogue(locale, self.path) for locale in KNOWN_LOCALES}


def locale_of(language_code: str | None) -> str:
    """Return the shipped locale nearest to Telegram's IETF tag; unknown ones read the default.

    aiogram's own middleware cuts `zh-hans` to `zh` and so never finds `zh_Hans`.
    """
    if not language_code:
        return DEFAULT_LOCALE
    language = language_code.replace("_", "-").lower().split("-")[0]
    for locale in KNOWN_LOCALES:
        if locale.lower().split("_")[0] == language:
            return locale
    return DEFAULT_LOCALE


class LocaleStore(Protocol):
    """Where a house that knows its people keeps their language."""

    async def find_locale(self, chat_id: int) -> str | None: ...

    async def keep_locale(self, chat_id: int, locale: str) -> None:
        """Keep it if the person is known; who is not known must not become so by this."""
        ...


class Locales:
    """The language of a chat: chosen now, chosen once by a learner, or Telegram's hint."""

    def __init__(self, store: LocaleStore | None = None) -> None:
        self._store = store
        self._chosen: ChatMap[str] = ChatMap()

    async def find(self, chat_id: int, language_code: str | None) -> str:
        chosen = self._chosen.find(chat_id)
        if chosen is None and self._store is not None:
            chosen = await self._store.find_locale(chat_id)
        if chosen is not None and chosen in KNOWN_LOCALES:
            return chosen
        return locale_of(language_code)

    async def choose(self, chat_id: int, locale: str) -> None:
        self._chosen.put(chat_id, locale)
        if self._store is not None:
            await self._store.keep_locale(chat_id, locale)


class LocaleMiddleware(I18nMiddleware):
    """Sets the language of every reply."""

    def __init__(self, i18n: I18n, locales: Locales) -> None:
        super().__init__(i18n)
        self._locales = locales

    async def get_locale(self, event: TelegramObject, data: dict[str, Any]) -> str:
        del event
        user: User | None = data.get("event_from_user")
        if user is None:
            return DEFAULT_LOCALE
        return await self._locales.find(user.id, user.language_code)
