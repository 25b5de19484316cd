"""What the use cases of triage share, and the card that they return."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from bot.reports.push.service import plan_notice
from bot.reports.staff.audit.service import AuditEntry, AuditKind, AuditTrail
from bot.reports.staff.rules import Role, roles_from
from bot.reports.staff.service import Post
from bot.reports.triage import rules
from bot.reports.triage.clock.service import ClockEvent, TipClock
from bot.reports.triage.duplicates.judging import AlikeTip, list_alike
from bot.reports.triage.rules import Outcome, Standing
from bot.reports.triage.sealing import Desk
from storage.errors import NotFoundError
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.referrals import Referral
from storage.reports.staff import Staff
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """To whom a child's danger was passed on, how, and in which hour."""

    organ: str
    way: str
    hour: datetime

    @property
    def detail(self) -> str:
        """Return it as the audit says it."""
        return f"to:{self.organ},by:{self.way},at:{self.hour:%Y-%m-%d.%H}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(PassedOn):
    """That somebody says so; `mark` names exactly this record."""

    recorder: int
    mark: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TipCard:
    """What the admin chat may see of a tip: never its content."""

    tip_id: str
    number: str
    category: str
    region_id: str
    urgency: Urgency
    status: TipStatus
    hour: datetime
    unit_id: str
    admin_chat: int | None
    locale: str
    holder: int | None
    message_id: int | None
    closed_as: str | None
    alike: tuple[AlikeTip, ...] = ()
    offered_to: int | None = None
    came_from: str | None = None
    about_minor: bool = False
    minor_reported: bool = False
    asks_help: bool = False
    is_reading_approved: bool = False
    reading_asked_by: str | None = None
    may_undo: bool = False
    is_reposted: bool = False
    referral: Recorded | None = None

    @property
    def is_closed(self) -> bool:
        return self.status is TipStatus.CLOSED

    @property
    def is_shredded(self) -> bool:
        """Return whether it asked for help and its words are destroyed."""
        return self.is_closed and self.closed_as == Outcome.HELP and not self.may_undo

    @property
    def is_verified(self) -> bool:
        """Return whether a tip is more than one person's word, which only an outcome makes it."""
        if not self.is_closed or self.closed_as is None:
            return False
        return Outcome(self.closed_as).is_verified


def standing_of(tip: Tip) -> Standing:
    return Standing(status=tip.status, unit_id=tip.unit_id, holder_id=tip.holder_id)


async def make_card(work: ReportsUnitOfWork, tip: Tip) -> TipCard:
    unit = await work.units.get(tip.unit_id)
    holder = None if tip.holder_id is None else await work.staff.get(tip.holder_id)
    offer = await work.hand_overs.find(tip.id)
    way = await work.transfers.list_of_tip(tip.id)
    request = None if holder is None else await work.approvals.find(tip.id, holder.id)
    waits = request is not None and tip.about_minor and not request.is_given
    return TipCard(
        tip_id=tip.id,
        number=tip.number,
        category=tip.category,
        region_id=tip.region_id,
        urgency=tip.urgency,
        status=tip.status,
        hour=tip.hour,
        unit_id=tip.unit_id,
        admin_chat=unit.chat_id,
        locale=unit.locale,
        holder=None if holder is None else holder.chat_id,
        message_id=tip.card_message_id,
        closed_as=tip.closed_as,
        alike=await list_alike(work, tip.id),
        offered_to=None if offer is None else (await work.staff.get(offer.staff_id)).chat_id,
        came_from=way[-1].source_id if way else None,
        about_minor=tip.about_minor,
        minor_reported=tip.minor_reported,
        asks_help=tip.asks_help,
        is_reading_approved=request is not None and request.is_given,
        reading_asked_by=tip.holder_id if waits else None,
        may_undo=await work.outcomes.find_unsettled(tip.id) is not None,
        is_reposted=tip.card_claimed and tip.card_message_id is None,
        referral=await _find_referral(work, tip),
    )


async def _find_referral(work: ReportsUnitOfWork, tip: Tip) -> Recorded | None:
    """Return what was recorded, which only a plea has."""
    found = await work.referrals.find(tip.id) if tip.asks_help else None
    if found is None:
        return None
    return Recorded(
        organ=found.organ,
        way=found.way,
        hour=found.hour,
        recorder=(await work.staff.get(found.recorded_by)).chat_id,
        mark=mark_of(found),
        is_confirmed=found.confirmed_by is not None,
    )


def mark_of(referral: Referral) -> str:
    """Return a short name of what was recorded, so that a button confirms that and no other."""
    said = (referral.organ, referral.way, f"{referral.hour:%Y%m%d%H}", referral.recorded_by)
    return blake2b("|".join(said).encode(), digest_size=4).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageUseCase:
    """A use case of triage; calling it opens a unit of work."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    desk: Desk
    audit: AuditTrail
    tip_clock: TipClock

    async def _find(self, work: ReportsUnitOfWork, tip_id: str, post: Post) -> Tip | None:
        """Return the tip, held for writing, if it is this unit's and the person works on tips.

        Whoever was removed since the post was found has none any more, or could take a tip that
        nobody would look after.
        """
        if await find_at_work(work, post) is None:
            return None
        try:
            tip = await work.tips.get_for_update(tip_id)
        except NotFoundError:
            return None
        return tip if tip.unit_id == post.unit_id else None

    async def _find_held(self, work: ReportsUnitOfWork, tip_id: str, post: Post) -> Tip | None:
        """Return the tip if this officer holds it and it is open."""
        tip = await self._find(work, tip_id, post)
        if tip is None or not rules.may_work(standing_of(tip), post.staff_id, post.unit_id):
            return None
        return tip

    async def _card(self, work: ReportsUnitOfWork, tip: Tip) -> TipCard:
        return await make_card(work, tip)

    async def _record(
        self,
        work: ReportsUnitOfWork,
        kind: AuditKind,
        tip: Tip,
        post: Post | None,
        detail: str = "",
    ) -> None:
        entry = AuditEntry(
            kind=kind,
            unit_id=tip.unit_id,
            staff_id=None if post is None else post.staff_id,
            tip_number=tip.number,
            detail=detail,
        )
        await self.audit.record(work, entry)

    async def _note(self, work: ReportsUnitOfWork, tip: Tip, event: ClockEvent) -> None:
        await self.tip_clock.note(work, tip, event)
        if event is ClockEvent.ANSWERED:
            await plan_notice(work, tip.id, self.clock())


async def find_at_work(work: ReportsUnitOfWork, post: Post) -> Staff | None:
    """Return whose post it is, if the person works on tips there still."""
    staff = await work.staff.find_at_work(post.staff_id)
    if staff is None or staff.unit_id != post.unit_id:
        return None
    return staff if rules.may_work_at_all(post.roles & roles_from(staff.roles)) else None


async def is_supervisor(work: ReportsUnitOfWork, post: Post) -> bool:
    """Return whether somebody whose tip was found is a supervisor of the unit still."""
    staff = await work.staff.find_at_work(post.staff_id)
    return staff is not None and Role.SUPERVISOR in post.roles & roles_from(staff.roles)


async def let_go(work: ReportsUnitOfWork, tip: Tip) -> None:
    """Take a tip out of its holder's hands: what was offered, asked or approved ends with it."""
    tip.holder_id = None
    tip.status = rules.status_without_holder(tip.status)
    await work.hand_overs.end(tip.id)
    await work.approvals.end(tip.id)
