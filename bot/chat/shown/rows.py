"""The rows of the register: which message of a chat shows what, and when it has to go."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import Final

from bot.chat.state import KEPT_SECONDS

_STEP: Final = 256


class ScreenKind(StrEnum):
    """What a message shows; it decides what becomes of the message."""

    FORM = auto()
    RECEIPT = auto()
    SENT = auto()
    MAILBOX = auto()
    ASIDE = auto()
    """A message of ours beside the card, for a while: a picture or a code."""
    NOTE = auto()
    """A line of ours that stands as long as something of theirs is at work."""
    QUESTION = auto()
    """A message of ours that asks about one of theirs, as long as the conversation lasts."""
    THEIRS = auto()
    """A message of the person's own, which can be deleted but not written over."""
    AT_WORK = auto()
    """One of theirs whose file is being cleaned; a process that ends meanwhile loses the file."""
    LOST = auto()
    """No message: a form of this chat ended without its owner, and words for it may still come."""


NO_MESSAGE: Final = 0


CARDS: Final = frozenset(
    {ScreenKind.FORM, ScreenKind.RECEIPT, ScreenKind.SENT, ScreenKind.MAILBOX}
)
OURS: Final = CARDS | {ScreenKind.ASIDE, ScreenKind.NOTE, ScreenKind.QUESTION}
# These go with the conversation that they belong to, the others by the clock.
LASTING: Final = frozenset(
    {
        ScreenKind.FORM,
        ScreenKind.MAILBOX,
        ScreenKind.QUESTION,
        ScreenKind.THEIRS,
        ScreenKind.AT_WORK,
    }
)
# No file takes longer; what is at work by then was left by a process that ended.
WORK_SECONDS: Final = 240.0
SECONDS_OF: Final = dict.fromkeys(LASTING, KEPT_SECONDS) | {ScreenKind.AT_WORK: WORK_SECONDS}


class Ending(Enum):
    """How the time of a message ended."""

    IN_TIME = auto()
    LOST = auto()
    """Its conversation is no more, and what was not sent went with it."""
    UNDONE = auto()
    """The conversation goes on, but what was being done with the message never ended."""


@dataclass(slots=True)
class Row:
    """`due` in seconds of the epoch.

    `is_lost` where its conversation ended with a process, `must_go` where it was to go before.
    """

    kind: ScreenKind
    due: float
    is_lost: bool = False
    must_go: bool = False


@dataclass(slots=True)
class ChatScreen:
    """The rows of one chat, and the language in which its cards end."""

    chat_id: int
    locale: str = ""
    rows: dict[int, Row] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the rows, padded, so that their length does not tell how many there are."""
        rows = [[number, row.kind.value, row.due] for number, row in self.rows.items()]
        data = json.dumps([self.chat_id, self.locale, rows], separators=(",", ":")).encode()
        return data.ljust(-(-len(data) // _STEP) * _STEP)

    @classmethod
    def from_bytes(cls, data: bytes) -> ChatScreen:
        chat_id, locale, rows = json.loads(data)
        return cls(chat_id, locale, {n: Row(ScreenKind(kind), due) for n, kind, due in rows})
