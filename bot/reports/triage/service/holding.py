"""Who holds a tip: taking, returning, and handing over without a moment in nobody's hands."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.rules import roles_from
from bot.reports.staff.service import CARD, Post
from bot.reports.triage import rules
from bot.reports.triage.clock.service import ClockEvent
from bot.reports.triage.service.base import TipCard, TriageUseCase, let_go, standing_of
from storage.reports.kinds import TipStatus, cut_to_hour
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork


class TakeTip(TriageUseCase):
    """Makes an officer the holder, unless another one is; taking again changes nothing.

    One that waited in the digest gets its card: from now on its answers are told under it.
    """

    async def __call__(self, post: Post, tip_id: str) -> TipCard | None:
        """Return the card as it then stands, or None if the tip is not this unit's."""
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None:
                return None
            if rules.may_take(standing_of(tip), post.unit_id):
                tip.holder_id = post.staff_id
                tip.status = rules.status_with_holder(tip.status)
                await self._call_up(work, tip)
                await self._record(work, AuditKind.TAKEN, tip, post)
                await self._note(work, tip, ClockEvent.ACKNOWLEDGED)
            card = await self._card(work, tip)
            await work.commit()
            return card

    async def _call_up(self, work: ReportsUnitOfWork, tip: Tip) -> None:
        if await work.digests.is_waiting(tip.id):
            await work.digests.release(tip.id)
            due_at = cut_to_hour(self.clock())
            work.outbox.add(CARD, tip.unit_id.encode(), {"tip": tip.id}, due_at)


class ReturnTip(TriageUseCase):
    """Gives a tip back to the queue."""

    async def __call__(self, post: Post, tip_id: str) -> TipCard | None:
        """Return None unless the officer holds the tip."""
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, tip_id, post)
            if tip is None:
                return None
            await let_go(work, tip)
            await self._record(work, AuditKind.RETURNED, tip, post)
            await self._note(work, tip, ClockEvent.RETURNED)
            card = await self._card(work, tip)
            await work.commit()
            return card


class OfferUseCase(TriageUseCase):
    """An offer of what somebody holds; offering it once more to the same one changes nothing."""

    async def _offer(
        self, work: ReportsUnitOfWork, tip: Tip, post: Post, colleague_id: str
    ) -> None:
        before = await work.hand_overs.find(tip.id)
        if before is not None and before.staff_id == colleague_id:
            return
        await work.hand_overs.offer(tip.id, colleague_id)
        await self._record(work, AuditKind.OFFERED, tip, post, f"to:{colleague_id}")


class OfferTip(OfferUseCase):
    """Offers a tip to a colleague of the unit; its holder keeps it until the answer."""

    async def __call__(self, post: Post, tip_id: str, colleague_id: str) -> TipCard | None:
        """Return None unless the officer holds the tip and the colleague works in the unit."""
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, tip_id, post)
            if tip is None or not await is_colleague(work, post, colleague_id):
                return None
            await self._offer(work, tip, post, colleague_id)
            await work.hand_overs.flush()
            card = await self._card(work, tip)
            await work.commit()
            return card


class OfferAll(OfferUseCase):
    """Offers all that an officer holds to one colleague, at the end of a shift."""

    async def __call__(self, post: Post, colleague_id: str) -> Sequence[TipCard] | None:
        """Return the cards, or None where the colleague does not work in the unit."""
        async with self.unit_of_work() as work:
            if not await is_colleague(work, post, colleague_id):
                return None
            # Held in one order, so that what is being taken back or accepted meanwhile is seen.
            held = await work.tips.list_held_by(post.staff_id)
            tips = [tip for tip in held if tip.status is not TipStatus.CLOSED]
            for tip in tips:
                await self._offer(work, tip, post, colleague_id)
            await work.hand_overs.flush()
            cards = [await self._card(work, tip) for tip in tips]
            await work.commit()
            return cards


class AcceptTip(TriageUseCase):
    """Moves an offered tip into the hands of whom it was offered to."""

    async def __call__(self, post: Post, tip_id: str) -> TipCard | None:
        """Return None unless it is offered to this officer; accepting again changes nothing."""
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None or not await self._is_offered(work, tip, post):
                return None
            if tip.holder_id != post.staff_id:
                await work.hand_overs.end(tip.id)
                await work.approvals.end(tip.id)
                tip.holder_id = post.staff_id
                await self._record(work, AuditKind.HANDED_OVER, tip, post)
            card = await self._card(work, tip)
            await work.commit()
            return card

    async def _is_offered(self, work: ReportsUnitOfWork, tip: Tip, post: Post) -> bool:
        if rules.may_work(standing_of(tip), post.staff_id, post.unit_id):
            return True
        offer = await work.hand_overs.find(tip.id)
        return offer is not None and offer.staff_id == post.staff_id


class EndOffer(TriageUseCase):
    """Ends an offer that is taken back or declined; the holder has held the tip all along."""

    async def __call__(self, post: Post, tip_id: str) -> TipCard | None:
        """Return None unless the officer is one of the two."""
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            offer = None if tip is None else await work.hand_overs.find(tip_id)
            if tip is None or offer is None:
                return None
            if post.staff_id not in {offer.staff_id, tip.holder_id}:
                return None
            await work.hand_overs.end(tip.id)
            card = await self._card(work, tip)
            await work.commit()
            return card


async def is_colleague(work: ReportsUnitOfWork, post: Post, colleague_id: str) -> bool:
    """Return whether somebody else works on tips in the officer's unit."""
    return any(
        staff.id == colleague_id != post.staff_id
        and rules.may_work_at_all(roles_from(staff.roles))
        for staff in await work.staff.list_by_unit(post.unit_id)
    )
