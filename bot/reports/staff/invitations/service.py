"""Making an invitation, and taking it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from bot.reports.staff import rules
from bot.reports.staff.audit.service import AuditEntry, AuditKind
from bot.reports.staff.rules import Role, Roles
from bot.reports.staff.service import (
    AuditedUseCase,
    Post,
    StaffUseCase,
    find_or_add,
    leads_now,
)
from storage.reports.base import random_id
from storage.reports.invitations import Invitation
from storage.reports.kinds import cut_to_hour
from storage.reports.unit_of_work import ReportsUnitOfWork

PREFIX = "inv_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """What goes into the link, once; `until` is the full hour in which it ends."""

    payload: str = field(repr=False)
    until: datetime


class Refused(Enum):
    """Why a link is not taken; the first is said of everything that is no good link."""

    NO_GOOD = auto()
    NOT_IN_CHAT = auto()
    OWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Somebody is staff now."""

    unit_id: str
    roles: Roles


class Invite(AuditedUseCase):
    """Makes a link for a supervisor; made again in the same panel, it replaces the one before."""

    async def __call__(self, post: Post, roles: Roles, panel: str) -> Invited | None:
        """Return None to whoever is no supervisor, without roles, or once the link is used."""
        if not roles:
            return None
        async with self.unit_of_work() as work:
            await work.units.hold(post.unit_id)
            if not await leads_now(work, post):
                return None
            earlier = await work.invitations.find_by_panel(panel)
            if earlier is not None and (earlier.used_by or earlier.invited_by != post.staff_id):
                return None
            if earlier is not None:
                await work.invitations.delete(earlier)
                await work.invitations.flush()
            row, invited = _create(post.unit_id, roles, panel, self.clock())
            row.invited_by = post.staff_id
            work.invitations.add(row)
            await self.audit.record(work, _invited(post.unit_id, roles, post.staff_id))
            await work.commit()
        return invited


class InviteByOperator(AuditedUseCase):
    """Makes a link at the operator's word, for a unit that has no supervisor yet."""

    async def __call__(self, unit_id: str, roles: Roles) -> Invited:
        """Raise `NotFoundError` where there is no such unit."""
        async with self.unit_of_work() as work:
            await work.units.get(unit_id)
            row, invited = _create(unit_id, roles, random_id(), self.clock())
            work.invitations.add(row)
            await self.audit.record(work, _invited(unit_id, roles, None))
            await work.commit()
        return invited


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptInvitation(AuditedUseCase):
    """Makes whoever opens the link staff of the unit, if he is in its admin chat."""

    is_member: Callable[[int, int], Awaitable[bool]]

    async def __call__(self, person: int, code: str, locale: str) -> Accepted | Refused:
        """Take the link once; opened again by the same person it is answered alike."""
        digest = rules.digest_code(code)
        admin_chat = await self._chat_of(digest)
        is_in_chat = admin_chat is not None and await self.is_member(admin_chat, person)
        async with self.unit_of_work() as work:
            invitation = await work.invitations.find(digest)
            if invitation is None or not rules.is_code_good(invitation.until, self.clock()):
                return Refused.NO_GOOD
            if invitation.used_by is not None:
                return await self._again(work, invitation, person)
            if not await _inviter_leads(work, invitation):
                return Refused.NO_GOOD
            if not is_in_chat:
                return Refused.NOT_IN_CHAT
            return await self._take(work, invitation, person, locale)

    async def _chat_of(self, digest: bytes) -> int | None:
        async with self.unit_of_work() as work:
            invitation = await work.invitations.find(digest)
            unit = None if invitation is None else await work.units.get(invitation.unit_id)
        return None if unit is None else unit.chat_id

    async def _again(
        self, work: ReportsUnitOfWork, invitation: Invitation, person: int
    ) -> Accepted | Refused:
        staff = await work.staff.find(person, invitation.unit_id)
        if staff is None or staff.id != invitation.used_by or not staff.roles:
            return Refused.NO_GOOD
        return Accepted(unit_id=staff.unit_id, roles=rules.roles_from(staff.roles))

    async def _take(
        self, work: ReportsUnitOfWork, invitation: Invitation, person: int, locale: str
    ) -> Accepted | Refused:
        unit_id = invitation.unit_id
        staff = await find_or_add(work, unit_id, person, locale=locale, now=self.clock())
        if staff.id == invitation.invited_by:
            return Refused.OWN
        roles = rules.roles_from(staff.roles) | rules.roles_from(invitation.roles)
        staff.roles, invitation.used_by = rules.store_roles(roles), staff.id
        entry = AuditEntry(
            kind=AuditKind.JOINED,
            unit_id=unit_id,
            staff_id=staff.id,
            detail=f"roles:{rules.letters_of(roles)}",
        )
        await self.audit.record(work, entry)
        await work.commit()
        return Accepted(unit_id=unit_id, roles=roles)


class DropOldInvitations(StaffUseCase):
    """Forgets links whose time is over; a chore of the janitor's."""

    async def __call__(self) -> None:
        async with self.unit_of_work() as work:
            await work.invitations.drop_before(cut_to_hour(self.clock()))
            await work.commit()


async def _inviter_leads(work: ReportsUnitOfWork, invitation: Invitation) -> bool:
    """Return whether whoever made the link may still make one; the operator always may."""
    if invitation.invited_by is None:
        return True
    inviter = await work.staff.find_present(invitation.invited_by)
    is_here = inviter is not None and inviter.unit_id == invitation.unit_id
    return is_here and inviter is not None and Role.SUPERVISOR in rules.roles_from(inviter.roles)


def _invited(unit_id: str, roles: Roles, by: str | None) -> AuditEntry:
    """Return what the audit says of a link; the operator at the command line has no staff id."""
    detail = f"roles:{rules.letters_of(roles)}" + ("" if by else ",operator")
    return AuditEntry(kind=AuditKind.INVITED, unit_id=unit_id, staff_id=by, detail=detail)


def _create(unit_id: str, roles: Roles, panel: str, now: datetime) -> tuple[Invitation, Invited]:
    code, until = rules.create_code(), rules.invitation_until(now)
    row = Invitation(
        digest=rules.digest_code(code),
        panel=panel,
        unit_id=unit_id,
        roles=rules.store_roles(roles),
        until=until,
    )
    return row, Invited(payload=f"{PREFIX}{code}", until=until)
