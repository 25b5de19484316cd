"""What Telegram's refusals mean, for everything that sends."""

from __future__ import annotations

from collections.abc import Awaitable, Collection, Iterator
from contextlib import contextmanager
from enum import StrEnum

import structlog
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
)

log = structlog.get_logger(__name__)


class Refusal(StrEnum):
    """What to do about it follows from the kind."""

    GONE = "gone"  # nobody is there any more: write there no more
    BLOCKED = "blocked"  # they, or the group, put the bot out
    NO_RIGHT = "no_right"  # the bot is there and may not write
    TOO_LATE = "too_late"  # past the time in which it could be done
    MISSING = "missing"  # there is no such message or topic any more
    TOO_BIG = "too_big"
    ALREADY_SO = "already_so"  # what was wished is so
    FLOOD = "flood"  # wait as long as Telegram says
    TRY_AGAIN = "try_again"  # it may have arrived; nobody knows
    WRONG = "wrong"  # our own mistake


# The words are Telegram's own; it has no codes for them.
_WORDS = {
    Refusal.GONE: (
        "chat not found",
        "peer_id_invalid",
        "user not found",
        "user is deactivated",
    ),
    Refusal.NO_RIGHT: (
        "topic_closed",
        "not enough rights",
        "have no rights",
        "need administrator rights",
        "chat_write_forbidden",
        "the chat is not a forum",
    ),
    Refusal.MISSING: (
        "message to edit not found",
        "message_id_invalid",
        "message thread not found",
        "topic_id_invalid",
        "topic_deleted",
    ),
    Refusal.TOO_BIG: ("file is too big", "request entity too large"),
    Refusal.ALREADY_SO: (
        "message is not modified",
        "message to delete not found",
        # Its spinner has ended long ago, and nobody waits for the answer.
        "query is too old",
    ),
    Refusal.TOO_LATE: ("message can't be deleted", "message can't be edited"),
}
UNREACHABLE = frozenset({Refusal.GONE, Refusal.BLOCKED})
PASSING = frozenset({Refusal.FLOOD, Refusal.TRY_AGAIN})
ERRORS = (TelegramAPIError, ClientDecodeError)


def refusal_of(error: BaseException) -> Refusal:
    """Return the kind of what Telegram, or the way to it, answered."""
    if isinstance(error, TelegramRetryAfter):
        return Refusal.FLOOD
    if isinstance(error, TelegramEntityTooLarge):
        return Refusal.TOO_BIG
    unsure = (TelegramNetworkError, TelegramServerError, RestartingTelegram, ClientDecodeError)
    if isinstance(error, unsure):
        return Refusal.TRY_AGAIN
    words = str(getattr(error, "message", "")).lower()
    for refusal, known in _WORDS.items():
        if any(each in words for each in known):
            return refusal
    if isinstance(error, TelegramForbiddenError):
        return Refusal.BLOCKED
    return Refusal.GONE if isinstance(error, TelegramNotFound) else Refusal.WRONG


@contextmanager
def at_best(besides: Collection[Refusal] = ()) -> Iterator[None]:
    """Do what nobody waits for: what Telegram refuses is noted by its kind, and ends here.

    What `besides` names is raised all the same.
    """
    try:
        yield
    except ERRORS as error:
        refusal = refusal_of(error)
        if refusal in besides:
            raise
        log.info("refused", kind=refusal.value)


async def reaches(sending: Awaitable[object]) -> bool:
    """Return False where somebody has not opened the private chat, or has shut it."""
    try:
        await sending
    except ERRORS as error:
        if refusal_of(error) not in UNREACHABLE:
            raise
        return False
    return True
