"""What the tip machine stands on: a line that breaks, what a tip must hold, and its acts."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.drawing.media.kinds import CleanFile
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import SendTipRequest
from bot.reports.triage.rules import Outcome
from storage.kit.unit_of_work import create_sessions
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.receipts import Receipt


class LostCommitError(Exception):
    """The connection broke at a commit; whether it took effect, the caller cannot know."""


@dataclass
class Line:
    """The connection to the database, which may break at the next commit."""

    breaks: str = ""

    def work(self, engine: AsyncEngine) -> ReportsUnitOfWork:
        return _BreakingWork(create_sessions(engine), self)


class _BreakingWork(ReportsUnitOfWork):
    def __init__(self, sessions: Any, line: Line) -> None:
        super().__init__(sessions)
        self._line = line

    async def commit(self) -> None:
        breaks, self._line.breaks = self._line.breaks, ""
        if breaks == "before":
            raise LostCommitError
        await super().commit()
        if breaks == "after":
            raise LostCommitError


@dataclass
class Close:
    """How a tip was closed; `has_news` says that there are words that nobody had read then."""

    outcome: Outcome
    before: TipStatus
    has_news: bool
    is_settled: bool = False


@dataclass
class Known:
    """What a tip must hold: words in order of their commit, and what its mailbox shows."""

    receipt: Receipt
    number: str
    id: str
    said: list[tuple[str, str]]
    status: TipStatus = TipStatus.NEW
    is_held: bool = False
    files: int = 0
    nonces: dict[bytes, str] = field(default_factory=dict)
    news: int = 0
    is_read: bool = False
    close: Close | None = None

    def hear(self, text: str) -> None:
        """Note that the tipster has written."""
        self.said.append(("tipster", text))
        self.news += 1
        self.is_read = False
        if self.close is not None:
            self.close.has_news = True

    @property
    def told(self) -> TipStatus:
        """What the mailbox says: a close that may be undone is told to nobody."""
        if self.close is None or self.close.is_settled:
            return TipStatus.ANSWERED if self.is_answered(self.status) else self.status
        return TipStatus.ANSWERED if self.is_answered(self.close.before) else self.close.before

    def is_answered(self, status: TipStatus) -> bool:
        """Whether somebody asked, and the tipster has written since."""
        turns = [author for author, _text in self.said if author != "note"]
        return status is TipStatus.ASKED and turns[-1] == "tipster"

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(text for author, text in reversed(self.said) if author == "staff")


def request_of(receipt: Receipt, text: str, files: list[CleanFile]) -> SendTipRequest:
    return SendTipRequest(
        receipt=receipt,
        category="trafficking",
        region_id="429005001",
        urgency=Urgency.ROUTINE,
        words=Words(text=text, files=files),
    )


async def together(work: list[Coroutine[Any, Any, Any]]) -> list[Any]:
    """Run all at once; only a broken line is an error that people live with."""
    done = await asyncio.gather(*work, return_exceptions=True)
    for each in done:
        if isinstance(each, BaseException) and not isinstance(each, LostCommitError):
            raise each
    return done


def stop_waiting_for_the_disk(connection: Any, record: object) -> None:
    # The machine is about order and repetition; that commits survive kills is kill9's affair.
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()
