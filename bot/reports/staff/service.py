"""Bind an admin chat to a unit, follow it where it goes, and know who has a post there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.reports.staff import rules
from bot.reports.staff.audit.service import AuditEntry, AuditKind, AuditTrail
from bot.reports.staff.rules import Role
from storage.reports.kinds import TipStatus, cut_to_hour
from storage.reports.staff import Staff
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.reports.units import Unit

CARD = "card"
CARD_OF_REWARD = "reward_card"
DIGEST = "digest"
MOST_TIPS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffUseCase:
    """A use case of the staff; calling it opens a unit of work."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedUseCase(StaffUseCase):
    """A use case whose effect is written to the audit in the same transaction."""

    audit: AuditTrail


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Where somebody works, and as what."""

    staff_id: str
    unit_id: str
    admin_chat: int
    roles: frozenset[Role]
    region_id: str = ""

    def has(self, *roles: Role) -> bool:
        """Return whether one of the roles is held."""
        return not self.roles.isdisjoint(roles)


class CreateBindingCode(StaffUseCase):
    """Makes a code that binds one chat to a unit; an earlier code no longer does."""

    async def __call__(self, unit_id: str, region_id: str, locale: str) -> str:
        code = rules.create_code()
        async with self.unit_of_work() as work:
            unit = await work.units.ensure(unit_id, region_id=region_id, locale=locale)
            unit.binding_digest = rules.digest_code(code)
            unit.binding_until = self.clock() + rules.CODE_KEPT_FOR
            await work.commit()
        return code


class BindChat(AuditedUseCase):
    """Makes a chat the admin chat of the unit whose code was given, and its binder supervisor."""

    async def __call__(
        self, chat_id: int, code: str, locale: str, person: int | None = None
    ) -> bool:
        """Return False for a code that is wrong, too old or used in another chat.

        The digest of a used code stays, so that the command delivered again is answered alike.
        Whoever writes as the group itself is nobody, and becomes nothing.
        """
        async with self.unit_of_work() as work:
            bound = await work.units.find_by_chat(chat_id)
            unit = await work.units.find_by_binding(rules.digest_code(code))
            if unit is None or (bound is not None and bound.id != unit.id):
                return False
            if unit.binding_until is None:
                return unit.chat_id == chat_id
            if not rules.is_code_good(unit.binding_until, self.clock()):
                return False
            await move_unit(work, unit, chat_id, self.clock())
            unit.locale, unit.binding_until = locale, None
            staff_id = None
            if person is not None:
                staff = await self._make_supervisor(work, unit.id, person, locale)
                staff_id = staff.id
            bound_now = AuditEntry(kind=AuditKind.BOUND, unit_id=unit.id, staff_id=staff_id)
            await self.audit.record(work, bound_now)
            await work.commit()
        return True

    async def _make_supervisor(
        self, work: ReportsUnitOfWork, unit_id: str, person: int, locale: str
    ) -> Staff:
        staff = await find_or_add(work, unit_id, person, locale=locale, now=self.clock())
        roles = rules.roles_from(staff.roles) | rules.WHO_BINDS
        staff.roles = rules.store_roles(roles)
        await work.staff.flush()
        return staff


async def find_or_add(
    work: ReportsUnitOfWork, unit_id: str, person: int, *, locale: str, now: datetime
) -> Staff:
    """Return the person's place in the unit, made without any role where there is none."""
    staff = await work.staff.find(person, unit_id)
    if staff is None:
        staff = work.staff.add(
            Staff(unit_id=unit_id, chat_id=person, locale=locale, joined=cut_to_hour(now))
        )
        await work.staff.flush()
    elif not staff.roles:
        staff.joined, staff.locale, staff.knows_passphrase = cut_to_hour(now), locale, False
    return staff


class FindPosts(StaffUseCase):
    """Finds where somebody works: of those who were invited or bound the chat, and not removed."""

    async def __call__(self, person: int) -> list[Post]:
        posts = []
        async with self.unit_of_work() as work:
            for staff in await work.staff.list_by_chat(person):
                unit = await work.units.get(staff.unit_id)
                if unit.chat_id is not None:
                    posts.append(post_at(staff, unit.chat_id, unit.region_id))
        return posts


async def leads_now(work: ReportsUnitOfWork, post: Post) -> bool:
    """Return whether a supervisor is one still; call it with the unit held."""
    staff = await work.staff.find_present(post.staff_id)
    if staff is None or staff.unit_id != post.unit_id:
        return False
    return Role.SUPERVISOR in post.roles & rules.roles_from(staff.roles)


def post_at(staff: Staff, admin_chat: int, region_id: str) -> Post:
    return Post(
        staff_id=staff.id,
        unit_id=staff.unit_id,
        admin_chat=admin_chat,
        roles=rules.roles_from(staff.roles),
        region_id=region_id,
    )


class FollowChat(StaffUseCase):
    """Follows a group that Telegram upgraded to a supergroup with another id."""

    async def __call__(self, old: int, new: int) -> None:
        async with self.unit_of_work() as work:
            unit = await work.units.find_by_chat(old)
            if unit is not None and await work.units.find_by_chat(new) is None:
                await move_unit(work, unit, new, self.clock())
                await work.commit()


class NoteReach(StaffUseCase):
    """Notes that the bot was put out of an admin chat, or is back: then what waited is sent."""

    async def __call__(self, chat_id: int, *, is_reachable: bool) -> str | None:
        """Return the locale of the chat's unit, or None where it is no unit's."""
        async with self.unit_of_work() as work:
            unit = await work.units.find_by_chat(chat_id)
            if unit is None:
                return None
            if is_reachable is not (unit.unreachable_since is None):
                unit.unreachable_since = None if is_reachable else self.clock()
                if is_reachable:
                    await work.outbox.hasten(unit.id.encode(), self.clock())
                await work.commit()
            return unit.locale


async def move_unit(work: ReportsUnitOfWork, unit: Unit, chat_id: int, now: datetime) -> None:
    """Give the unit another chat; cards of the one before can no longer be tapped or edited."""
    unit.unreachable_since = None
    await work.outbox.hasten(unit.id.encode(), now)
    if unit.chat_id == chat_id:
        return
    unit.chat_id = chat_id
    if await work.digests.find_message(unit.id) is not None:
        await work.digests.forget_message(unit.id)
        await work.outbox.ensure(DIGEST, unit.id.encode(), now)
    # Numbers of messages begin anew there, and those kept would be other messages'.
    for reward_id in await work.rewards.forget_cards(unit.id):
        work.outbox.add(CARD_OF_REWARD, unit.id.encode(), {"reward": reward_id}, now)
    for topic in await work.topics.list_by_unit(unit.id):
        await work.topics.delete(topic)
    for tip in await work.tips.list_by_status(unit.id, TipStatus, limit=MOST_TIPS):
        if tip.card_message_id is None:
            continue
        tip.card_message_id = None
        if tip.status is not TipStatus.CLOSED:
            work.outbox.add(CARD, unit.id.encode(), {"tip": tip.id}, now)
