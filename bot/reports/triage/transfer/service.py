"""Passing a tip on: its envelopes and files are sealed to the other unit, and to no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.reports.staff.audit.service import AuditEntry, AuditKind
from bot.reports.staff.service import CARD, Post
from bot.reports.tips.messages import month_of
from bot.reports.triage.clock.rules import unit_above
from bot.reports.triage.clock.service import ClockEvent
from bot.reports.triage.rewrapping import RewrapTip
from bot.reports.triage.sealing import SealedText
from bot.reports.triage.service.base import TipCard, TriageUseCase, let_go
from content.schema.regions import Regions
from storage.errors import UnknownKeyError
from storage.reports.envelopes import Envelope
from storage.reports.kinds import cut_to_hour
from storage.reports.tips import Tip
from storage.reports.transfers import Transfer
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.reports.units import Unit
from storage.vault.key_list import KeyList, UnitKey

MOVED_CARD: Final = "moved_card"
SEAL_FILES: Final = "seal_files"
ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChoice:
    """A unit that a tip may be passed to; `is_above` marks the one above the tip's own."""

    unit_id: str
    region_id: str
    is_above: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A tip as it was seen before it is sealed anew."""

    tip: Tip
    rows: Sequence[Envelope]
    files: Mapping[str, UnitKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred:
    """The card at its new unit, and where the old unit's card stands."""

    card: TipCard
    old_message: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferTip(TriageUseCase):
    """Passes a tip to another unit.

    Files are first sealed to both units, then all rows change hands in one commit, and then the
    files lose the old unit's slot: a crash in between is taken up by the outbox. Nobody of the
    old unit reads from the commit on. Where it does not come to the commit, the files lose the
    new unit's slot again.
    """

    rewrap: RewrapTip
    regions: Regions

    async def choices(self, post: Post, tip_id: str) -> Sequence[UnitChoice]:
        """Return where the tip may go, the unit above first; nothing unless he holds it."""
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, tip_id, post)
            if tip is None:
                return []
            units = [each for each in await work.units.list_all() if self._may_get(each, tip)]
            own = await work.units.get(tip.unit_id)
        above = self._above(own, units)
        found = [
            UnitChoice(unit_id=each.id, region_id=each.region_id, is_above=each.id == above)
            for each in units
        ]
        return sorted(found, key=lambda each: (not each.is_above, each.region_id, each.unit_id))

    async def __call__(self, post: Post, tip_id: str, unit_id: str) -> Transferred | None:
        """Return None unless the officer holds the tip and the unit can read it."""
        for _attempt in range(ATTEMPTS):
            opened = await self._open(post, tip_id, unit_id)
            if opened is None:
                return None
            done = await self._pass_on(post, opened, unit_id)
            if done is not None:
                return done
        return None

    async def _pass_on(self, post: Post, opened: _Opened, unit_id: str) -> Transferred | None:
        """Return None where words came meanwhile, or somebody else has the tip now."""
        target = self.desk.keys.unit_key(unit_id, month_of(self.clock()))
        done = None
        try:
            await asyncio.to_thread(self.rewrap.seal_files_to_both, opened.files, target)
            sealed = await asyncio.to_thread(
                self.rewrap.seal_envelopes, opened.tip, opened.rows, target
            )
            done = await self._commit(post, opened, unit_id, sealed)
        finally:
            if done is None:
                seal_files = SealFiles(unit_of_work=self.unit_of_work, rewrap=self.rewrap)
                await seal_files(opened.tip.id)
        return done

    async def _open(self, post: Post, tip_id: str, unit_id: str) -> _Opened | None:
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, tip_id, post)
            unit = await work.units.find(unit_id)
            if tip is None or unit is None or not self._may_get(unit, tip):
                return None
            rows = await work.envelopes.list_by_tip(tip_id)
            files = await keys_of_files(work, tip_id, rows, self.desk.keys.key_list)
            return _Opened(tip=tip, rows=rows, files=files)

    async def _commit(
        self, post: Post, opened: _Opened, unit_id: str, sealed: Mapping[int, SealedText]
    ) -> Transferred | None:
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, opened.tip.id, post)
            unit = await work.units.find(unit_id)
            if tip is None or unit is None or not self._may_get(unit, tip):
                return None
            rows = await work.envelopes.list_by_tip(tip.id)
            if [row.body for row in rows] != [row.body for row in opened.rows]:
                return None
            for row in rows:
                row.body, row.key_id = sealed[row.sequence].body, sealed[row.sequence].key_id
            # The new unit's own signature is made with its card, and compared with its own tips.
            await work.likeness.forget_signature(tip.id)
            old_message = tip.card_message_id
            await self._move(work, tip, post, unit_id)
            await work.tips.flush()
            card = await self._card(work, tip)
            await work.commit()
        return Transferred(card=card, old_message=old_message)

    async def _move(self, work: ReportsUnitOfWork, tip: Tip, post: Post, unit_id: str) -> None:
        source_id, now = tip.unit_id, cut_to_hour(self.clock())
        await self._record(work, AuditKind.TRANSFERRED, tip, post, f"to:{unit_id}")
        if tip.card_message_id is not None:
            payload = {"tip": tip.id, "message": tip.card_message_id}
            work.outbox.add(MOVED_CARD, source_id.encode(), payload, now)
        await let_go(work, tip)
        await work.topics.forget(tip.id)
        await work.digests.release(tip.id)
        # A wish names no unit; heard after this, it would mute for the new one.
        await work.mutes.drop(tip.id)
        tip.unit_id, tip.card_message_id, tip.card_claimed = unit_id, None, False
        way = await work.transfers.list_of_tip(tip.id)
        work.transfers.add(
            Transfer(
                tip_id=tip.id,
                source_id=source_id,
                target_id=unit_id,
                step=len(way) + 1,
                hour=now,
            )
        )
        arrived = AuditEntry(
            kind=AuditKind.TRANSFERRED,
            unit_id=unit_id,
            staff_id=None,
            tip_number=tip.number,
            detail=f"from:{source_id}",
        )
        await self.audit.record(work, arrived)
        await self._note(work, tip, ClockEvent.TRANSFERRED)
        for kind in (CARD, SEAL_FILES):
            work.outbox.add(kind, unit_id.encode(), {"tip": tip.id}, now)

    def _may_get(self, unit: Unit, tip: Tip) -> bool:
        return unit.id != tip.unit_id and unit.chat_id is not None and self._has_key(unit.id)

    def _has_key(self, unit_id: str) -> bool:
        try:
            self.desk.keys.unit_key(unit_id, month_of(self.clock()))
        except UnknownKeyError:
            return False
        return True

    def _above(self, own: Unit, units: Sequence[Unit]) -> str | None:
        path = [region.id for region in self.regions.path(own.region_id)]
        return unit_above(path, {each.region_id: each.id for each in units})


@dataclass(frozen=True, slots=True, kw_only=True)
class SealFiles:
    """Takes every slot out of a tip's files but that of the unit which has the tip now."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    rewrap: RewrapTip

    async def __call__(self, tip_id: str) -> None:
        """Seal each file to the key of its message alone; doing so again changes nothing."""
        async with self.unit_of_work() as work:
            rows = await work.envelopes.list_by_tip(tip_id)
            keys = await keys_of_files(work, tip_id, rows, self.rewrap.keys.key_list)
        await asyncio.to_thread(self.rewrap.seal_files_to_one, keys)


async def keys_of_files(
    work: ReportsUnitOfWork, tip_id: str, rows: Sequence[Envelope], key_list: KeyList
) -> Mapping[str, UnitKey]:
    """Return the key by which each file of a tip opens, which is its message's."""
    known = {key.id: key for key in key_list.units.values()}
    by_sequence = {row.sequence: known.get(row.key_id) for row in rows}
    found = {}
    for file in await work.envelopes.list_files(tip_id):
        key = by_sequence.get(file.sequence)
        if key is not None:
            found[file.name] = key
    return found
