"""Telegram's refusals are told apart in one place."""

from __future__ import annotations

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.methods import SendMessage

from bot.chat.delivery.refusals import Refusal, refusal_of

METHOD = SendMessage(chat_id=5, text="hi")
KINDS = {
    "Bad Request: chat not found": Refusal.GONE,
    "Bad Request: PEER_ID_INVALID": Refusal.GONE,
    "Bad Request: TOPIC_CLOSED": Refusal.NO_RIGHT,
    "Bad Request: not enough rights to send text messages to the chat": Refusal.NO_RIGHT,
    "Bad Request: CHAT_WRITE_FORBIDDEN": Refusal.NO_RIGHT,
    "Bad Request: message can't be deleted for everyone": Refusal.TOO_LATE,
    "Bad Request: message is not modified: …": Refusal.ALREADY_SO,
    "Bad Request: query is too old and response timeout expired": Refusal.ALREADY_SO,
    "Bad Request: can't parse entities": Refusal.WRONG,
}


@pytest.mark.parametrize(("words", "refusal"), KINDS.items())
def test_a_bad_request_is_told_by_its_words(words: str, refusal: Refusal) -> None:
    assert refusal_of(TelegramBadRequest(METHOD, words)) is refusal


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user"), "blocked"),
        (TelegramForbiddenError(METHOD, "Forbidden: user is deactivated"), "gone"),
        (TelegramRetryAfter(METHOD, "Too Many Requests", 3), "flood"),
        (TelegramNetworkError(METHOD, "lost"), "try_again"),
        (TelegramEntityTooLarge(METHOD, "Request Entity Too Large"), "wrong"),
        (RestartingTelegram(METHOD, "Bad Gateway"), "try_again"),
        (ClientDecodeError("no JSON", ValueError(), "<html>"), "try_again"),
        (TelegramAPIError(METHOD, "something new"), "wrong"),
    ],
)
def test_other_errors_are_told_by_their_kind(error: Exception, refusal: str) -> None:
    assert refusal_of(error) == refusal
