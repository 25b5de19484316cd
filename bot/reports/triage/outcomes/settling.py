"""Settling a close once it can no longer be undone; a plea for help is answered and shredded."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.reports.push.service import plan_notice
from bot.reports.staff.audit.service import AuditKind
from bot.reports.tips.messages import MESSAGE_SCHEMA
from bot.reports.triage.outcomes.readings import find_newest_words, find_read_at_close
from bot.reports.triage.rules import Outcome
from bot.reports.triage.sealing import SealedText, WritingPlace
from bot.reports.triage.service.base import TriageUseCase
from storage.errors import NotFoundError
from storage.reports.envelopes import Envelope
from storage.reports.kinds import TipStatus, cut_to_hour
from storage.reports.outcomes import TipOutcome
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.envelopes import GENESIS, Author

# What the mailbox, which triage does not know, writes for new words as well.
ANSWER_CARD: Final = "answer_card"
FIRST: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleClose(TriageUseCase):
    """Settles a close; from then on the mailbox says that the tip is closed.

    A plea for help gets its answer, and all else in the tip is destroyed: words, notes, files,
    signature and links. The answer begins a chain of its own, so that the mailbox can check it.
    Words that nobody had read before the close are destroyed by nobody: they open the tip again.
    """

    replies: Mapping[str, str]
    scrub: Callable[[], Awaitable[object]]

    async def __call__(self, tip_id: str, fallback_locale: str) -> bool:
        """Return whether it settled now; one that was undone or reopened meanwhile is left."""
        prepared = await self._prepare(tip_id, fallback_locale)
        names: Sequence[str] = []
        async with self.unit_of_work() as work:
            found = await self._find_closed(work, tip_id)
            if found is None:
                return False
            tip, outcome = found
            if tip.closed_as == Outcome.HELP and await self._has_unread(work, tip):
                await work.commit()
                return False
            outcome.is_settled = True
            await plan_notice(work, tip.id, self.clock())
            if tip.closed_as == Outcome.HELP:
                if prepared is None:
                    return False
                names = await self._shred(work, tip, prepared)
            await work.commit()
        for name in names:
            await asyncio.to_thread(self.desk.files.delete, name)
        if names or prepared is not None:
            await self.scrub()
        return True

    async def _has_unread(self, work: ReportsUnitOfWork, tip: Tip) -> bool:
        """Return whether there are words that nobody had read, and let the admin chat know.

        Their card may have been posted already, so that no other one would open the tip again.
        """
        newest = await find_newest_words(work, tip)
        if newest <= await find_read_at_close(work, tip):
            return False
        unit = tip.unit_id.encode()
        await work.outbox.drop_of(ANSWER_CARD, unit, tip.id)
        # The first words are the report itself: nobody had looked at it.
        payload = {"tip": tip.id, "sequence": newest, "is_news": newest > FIRST}
        work.outbox.add(ANSWER_CARD, unit, payload, cut_to_hour(self.clock()))
        return True

    async def _find_closed(
        self, work: ReportsUnitOfWork, tip_id: str
    ) -> tuple[Tip, TipOutcome] | None:
        try:
            tip = await work.tips.get_for_update(tip_id)
        except NotFoundError:
            return None
        outcome = await work.outcomes.find_unsettled(tip_id)
        if outcome is None or tip.status is not TipStatus.CLOSED:
            return None
        return tip, outcome

    async def _prepare(
        self, tip_id: str, fallback_locale: str
    ) -> tuple[WritingPlace, SealedText] | None:
        """Seal the answer to a plea for help, outside the transaction."""
        async with self.unit_of_work() as work:
            found = await self._find_closed(work, tip_id)
            if found is None or found[0].closed_as != Outcome.HELP:
                return None
            tip, rows = found[0], await work.envelopes.list_by_tip(tip_id)
        locale = await asyncio.to_thread(self.desk.find_locale, rows)
        text = self.replies.get(locale or "", self.replies[fallback_locale])
        place = WritingPlace(
            tip_id=tip.id,
            unit_id=tip.unit_id,
            sequence=rows[-1].sequence + 1 if rows else 1,
            author=Author.STAFF,
            previous=GENESIS,
            mailbox=tip.mailbox_public,
        )
        return place, await asyncio.to_thread(self.desk.seal, text, place, self.clock())

    async def _shred(
        self, work: ReportsUnitOfWork, tip: Tip, prepared: tuple[WritingPlace, SealedText]
    ) -> Sequence[str]:
        """Destroy what the tip says, leave the answer, and return the names of the files."""
        names = [file.name for file in await work.envelopes.list_files(tip.id)]
        await work.envelopes.delete_by_tip(tip.id)
        await work.likeness.forget(tip.id)
        place, sealed = prepared
        work.envelopes.add(
            Envelope(
                tip_id=tip.id,
                sequence=place.sequence,
                author=Author.STAFF.value,
                schema=MESSAGE_SCHEMA,
                key_id=sealed.key_id,
                body=sealed.body,
                hour=cut_to_hour(self.clock()),
            )
        )
        await self._record(work, AuditKind.SHREDDED, tip, None)
        return names
