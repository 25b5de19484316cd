"""Telegram's refusals are told apart in one place."""

from __future__ import annotations

from pathlib import Path

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

import bot
from bot.chat.delivery.refusals import PASSING, Refusal, at_best, reaches, refusal_of

BOT = Path(bot.__file__).parent
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
    "Bad Request: message to edit not found": Refusal.MISSING,
    "Bad Request: message thread not found": Refusal.MISSING,
    "Bad Request: the chat is not a forum": Refusal.NO_RIGHT,
    "Bad Request: file is too big": Refusal.TOO_BIG,
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
        (TelegramEntityTooLarge(METHOD, "Request Entity Too Large"), "too_big"),
        (RestartingTelegram(METHOD, "Bad Gateway"), "try_again"),
        (ClientDecodeError("no JSON", ValueError(), "<html>"), "try_again"),
        (TelegramAPIError(METHOD, "something new"), "wrong"),
    ],
)
def test_other_errors_are_told_by_their_kind(error: Exception, refusal: str) -> None:
    assert refusal_of(error) == refusal


async def refused(error: Exception) -> None:
    raise error


async def test_a_shut_chat_is_no_error_and_everything_else_is() -> None:
    blocked = TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user")
    assert not await reaches(refused(blocked))
    with pytest.raises(TelegramNetworkError):
        await reaches(refused(TelegramNetworkError(METHOD, "lost")))
    with at_best():
        await refused(TelegramBadRequest(METHOD, "Bad Request: message to edit not found"))
    with pytest.raises(TelegramNetworkError), at_best(besides=PASSING):
        await refused(TelegramNetworkError(METHOD, "lost"))


def test_nothing_that_sends_tells_refusals_apart_by_itself() -> None:
    """Words and classes of Telegram's errors stand in the one table."""
    own = {"chat/delivery/refusals.py", "chat/delivery/pace.py", "chat/source/intake.py"}
    kinds = ("TelegramBadRequest", "TelegramForbiddenError", "error.message")
    found = [
        name
        for path in sorted(BOT.rglob("*.py"))
        if (name := path.relative_to(BOT).as_posix()) not in own
        and not name.startswith(("gateway/", "chat/source/"))
        and any(kind in path.read_text("utf-8") for kind in kinds)
    ]
    assert found == []
