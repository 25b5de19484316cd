"""Changing roles, and removing people: by a supervisor, or because they left the chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.reports.staff import rules
from bot.reports.staff.audit.service import AuditEntry, AuditKind
from bot.reports.staff.people.ending import Endings
from bot.reports.staff.rules import Role, Roles
from bot.reports.staff.service import AuditedUseCase, Post, StaffUseCase, leads_now
from storage.errors import NotFoundError
from storage.reports.staff import Staff
from storage.reports.unit_of_work import ReportsUnitOfWork


class Change(Enum):
    """What became of a supervisor's wish; None instead is for who may not wish it at all."""

    DONE = auto()
    LAST_SUPERVISOR = auto()
    NOT_YOURSELF = auto()
    NO_ROLE_LEFT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One of the staff as a supervisor sees him; the name is asked of Telegram, not kept."""

    staff_id: str
    unit_id: str
    chat_id: int
    roles: Roles
    knows_passphrase: bool


class ListPeople(StaffUseCase):
    """Lists who works in a unit, for its supervisors."""

    async def __call__(self, post: Post) -> Sequence[Person] | None:
        """Return None to whoever is no supervisor."""
        if not post.has(Role.SUPERVISOR):
            return None
        async with self.unit_of_work() as work:
            return [_person(each) for each in await work.staff.list_by_unit(post.unit_id)]

    async def unit_of(self, staff_id: str) -> str | None:
        """Return the unit of a person, by which the asking supervisor's post is chosen."""
        async with self.unit_of_work() as work:
            try:
                return (await work.staff.get(staff_id)).unit_id
            except NotFoundError:
                return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleUseCase(AuditedUseCase):
    """A change to somebody of the unit."""

    endings: Endings

    async def _find(self, work: ReportsUnitOfWork, post: Post, staff_id: str) -> Staff | None:
        """Return the person if the post is a supervisor's of his unit, and still is one now."""
        await work.units.hold(post.unit_id)
        if not await leads_now(work, post):
            return None
        staff = await work.staff.find_for_update(staff_id)
        is_theirs = staff is not None and staff.unit_id == post.unit_id and staff.roles
        return staff if is_theirs else None

    async def _is_last(self, work: ReportsUnitOfWork, staff: Staff, after: Roles) -> bool:
        others = await work.staff.list_by_unit(staff.unit_id)
        roles = [rules.roles_from(each.roles) for each in others if each.id != staff.id]
        return rules.leaves_no_supervisor(roles, after)


class SetRoles(PeopleUseCase):
    """Gives somebody other roles; nobody gives himself those over money."""

    async def __call__(self, post: Post, staff_id: str, roles: Roles) -> Change | None:
        async with self.unit_of_work() as work:
            staff = await self._find(work, post, staff_id)
            if staff is None:
                return None
            before = rules.roles_from(staff.roles)
            if before == roles:
                return Change.DONE
            if not roles:
                return Change.NO_ROLE_LEFT
            if staff.id == post.staff_id and rules.raises_himself(before, roles):
                return Change.NOT_YOURSELF
            if await self._is_last(work, staff, roles):
                return Change.LAST_SUPERVISOR
            staff.roles = rules.store_roles(roles)
            if Role.SUPERVISOR not in roles:
                # His links go with the role that made them.
                await work.invitations.drop_from(staff.id)
            await self.endings.return_tips(work, staff, post.staff_id)
            await self._record(work, post, staff)
            await work.commit()
        await self.endings.tell(staff_id)
        return Change.DONE

    async def _record(self, work: ReportsUnitOfWork, post: Post, staff: Staff) -> None:
        letters = rules.letters_of(rules.roles_from(staff.roles))
        entry = AuditEntry(
            kind=AuditKind.ROLE_CHANGED,
            unit_id=staff.unit_id,
            staff_id=post.staff_id,
            detail=f"person:{staff.id},{letters}",
        )
        await self.audit.record(work, entry)


class RemoveStaff(PeopleUseCase):
    """Takes everything from somebody at a supervisor's word."""

    async def __call__(self, post: Post, staff_id: str) -> Change | None:
        async with self.unit_of_work() as work:
            staff = await self._find(work, post, staff_id)
            if staff is None:
                return None
            if await self._is_last(work, staff, frozenset()):
                return Change.LAST_SUPERVISOR
            await self.endings.end(work, staff, post.staff_id)
            await work.commit()
        await self.endings.tell(staff_id)
        return Change.DONE


class LeaveUnit(PeopleUseCase):
    """Takes everything from somebody who left the admin chat, the last supervisor also."""

    async def __call__(self, staff_id: str) -> None:
        async with self.unit_of_work() as work:
            await work.units.hold((await work.staff.get(staff_id)).unit_id)
            staff = await work.staff.find_for_update(staff_id)
            if staff is None or not staff.roles:
                return
            await self.endings.end(work, staff, None)
            await work.commit()
        await self.endings.tell(staff_id)

    async def from_chat(self, admin_chat: int, person: int) -> None:
        """Do so by what Telegram tells: a chat and a person."""
        async with self.unit_of_work() as work:
            unit = await work.units.find_by_chat(admin_chat)
            staff = None if unit is None else await work.staff.find(person, unit.id)
        if staff is not None:
            await self(staff.id)


class SetKnowsPassphrase(PeopleUseCase):
    """Notes who knows the passphrase of the keys, which is changed once such a person leaves."""

    async def __call__(self, post: Post, staff_id: str, *, knows: bool) -> Change | None:
        async with self.unit_of_work() as work:
            staff = await self._find(work, post, staff_id)
            if staff is None:
                return None
            staff.knows_passphrase = knows
            await work.commit()
        return Change.DONE


def _person(staff: Staff) -> Person:
    return Person(
        staff_id=staff.id,
        unit_id=staff.unit_id,
        chat_id=staff.chat_id,
        roles=rules.roles_from(staff.roles),
        knows_passphrase=staff.knows_passphrase,
    )
