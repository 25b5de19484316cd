"""What ends with somebody's post: his tips go back to the queue, his links and messages go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.reports.staff import rules
from bot.reports.staff.audit.service import AuditEntry, AuditKind, AuditTrail
from bot.reports.staff.rules import Role
from bot.reports.staff.service import CARD
from storage.reports.kinds import TipStatus
from storage.reports.staff import Staff
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork

STAFF_NOTICE = "staff_notice"
KEYS_EXPOSED = "keys_exposed"
NO_SUPERVISOR = "supervisor"
OnRemoved = Callable[[str], Awaitable[None]]
OnReturned = Callable[[ReportsUnitOfWork, Tip], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endings:
    """Ends posts within the caller's transaction, and tells others after it.

    `wrapping_mark` tells under which passphrase the keys are locked, without telling the
    passphrase. Each of `on_removed` is given the staff id once the change is committed: also
    after a change of roles, since what is open then was opened under the former ones. Each of
    `on_returned` is given an open tip that nobody holds any more, within the transaction.
    """

    audit: AuditTrail
    clock: Callable[[], datetime]
    wrapping_mark: Callable[[], bytes | None]
    on_removed: list[OnRemoved] = field(default_factory=list)
    on_returned: list[OnReturned] = field(default_factory=list)

    async def end(self, work: ReportsUnitOfWork, staff: Staff, by: str | None) -> None:
        """Take every role away; `by` is who did it, None for somebody who left himself."""
        staff.roles = ""
        await work.invitations.drop_from(staff.id)
        await self.return_tips(work, staff, by)
        unit = await work.units.get(staff.unit_id)
        if staff.knows_passphrase:
            staff.knows_passphrase = False
            unit.exposed_wrapping = self.wrapping_mark() or b""
            self._tell_unit(work, unit.id, KEYS_EXPOSED)
        others = await work.staff.list_by_unit(unit.id)
        roles = [rules.roles_from(each.roles) for each in others if each.id != staff.id]
        if rules.leaves_no_supervisor(roles, frozenset()):
            self._tell_unit(work, unit.id, NO_SUPERVISOR)
        detail = f"person:{staff.id}"
        await self.audit.record(
            work,
            AuditEntry(kind=AuditKind.REMOVED, unit_id=staff.unit_id, staff_id=by, detail=detail),
        )

    async def return_tips(self, work: ReportsUnitOfWork, staff: Staff, by: str | None) -> None:
        """Give what he holds back to the queue, unless he still works on tips."""
        if Role.TRIAGE in rules.roles_from(staff.roles):
            return
        await work.hand_overs.end_offers_to(staff.id)
        for tip in await work.tips.list_held_by(staff.id):
            tip.holder_id = None
            await work.approvals.end(tip.id)
            if tip.status is TipStatus.CLOSED:
                continue
            await work.hand_overs.end(tip.id)
            if tip.status in {TipStatus.TAKEN, TipStatus.VERIFYING}:
                tip.status = TipStatus.NEW
            work.outbox.add(CARD, tip.unit_id.encode(), {"tip": tip.id}, self.clock())
            entry = AuditEntry(
                kind=AuditKind.RETURNED,
                unit_id=tip.unit_id,
                staff_id=by,
                tip_number=tip.number,
                detail=f"from:{staff.id}",
            )
            await self.audit.record(work, entry)
            for each in self.on_returned:
                await each(work, tip)

    async def tell(self, staff_id: str) -> None:
        """Call whoever shows something to this person; call it after the commit."""
        for each in self.on_removed:
            await each(staff_id)

    def _tell_unit(self, work: ReportsUnitOfWork, unit_id: str, notice: str) -> None:
        work.outbox.add(STAFF_NOTICE, unit_id.encode(), {"notice": notice}, self.clock())
