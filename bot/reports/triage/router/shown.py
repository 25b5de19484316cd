"""What each card shows now, so that a button tapped ten times does not use up the chat's pace."""

from __future__ import annotations

import hashlib
from collections import OrderedDict

from aiogram.types import InlineKeyboardMarkup

from bot.chat.people import ChatMap
from bot.reports.triage.service import TipCard

REMEMBERED = 10_000


class ShownCards:
    """Digests of the cards as last drawn, in memory only; nothing of a card can be read here."""

    def __init__(self) -> None:
        self._digests: OrderedDict[tuple[int | None, int | None], bytes] = OrderedDict()
        self._hinted: ChatMap[bool] = ChatMap()

    def shows(self, card: TipCard, text: str, keyboard: InlineKeyboardMarkup) -> bool:
        return self._digests.get(_place(card)) == _digest(text, keyboard)

    def remember(self, card: TipCard, text: str, keyboard: InlineKeyboardMarkup) -> None:
        self._digests[_place(card)] = _digest(text, keyboard)
        if len(self._digests) > REMEMBERED:
            self._digests.popitem(last=False)

    def is_first_hint(self, person: int) -> bool:
        """Return whether this person has not been shown the way to the private chat yet."""
        is_first = self._hinted.find(person) is None
        self._hinted.put(person, True)
        return is_first


def _place(card: TipCard) -> tuple[int | None, int | None]:
    return card.admin_chat, card.message_id


def _digest(text: str, keyboard: InlineKeyboardMarkup) -> bytes:
    return hashlib.blake2b(f"{text}\0{keyboard.model_dump_json()}".encode()).digest()
