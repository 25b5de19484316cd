"""Bind an admin chat to a unit, and know whoever works there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.reports.staff import rules
from storage.reports.kinds import TipStatus, cut_to_hour
from storage.reports.staff import Staff
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.reports.units import Unit

TRIAGE_ROLE = "triage"
CARD = "card"
DIGEST = "digest"
MOST_TIPS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffUseCase:
    """A use case of the staff; calling it opens a unit of work."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Where somebody works."""

    staff_id: str
    unit_id: str
    admin_chat: int


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


class BindChat(StaffUseCase):
    """Makes a chat the admin chat of the unit whose code was given."""

    async def __call__(self, chat_id: int, code: str, locale: str) -> bool:
        """Return False for a code that is wrong, too old or used in another chat.

        The digest of a used code stays, so that the command delivered again is answered alike.
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
            await _move(work, unit, chat_id, self.clock())
            unit.locale, unit.binding_until = locale, None
            await work.commit()
        return True


class EnrolStaff(StaffUseCase):
    """Returns the post of a member of an admin chat, made at the first tap."""

    async def __call__(self, admin_chat: int, person: int, locale: str) -> Post | None:
        """Return None if the chat is no unit's."""
        async with self.unit_of_work() as work:
            unit = await work.units.find_by_chat(admin_chat)
            if unit is None:
                return None
            staff = await work.staff.find(person, unit.id)
            if staff is None:
                staff = work.staff.add(
                    Staff(
                        unit_id=unit.id,
                        chat_id=person,
                        role=TRIAGE_ROLE,
                        locale=locale,
                        joined=cut_to_hour(self.clock()),
                    )
                )
                await work.commit()
            return Post(staff_id=staff.id, unit_id=unit.id, admin_chat=admin_chat)


class FindPosts(StaffUseCase):
    """Finds where somebody works, for taps in the private chat."""

    async def __call__(self, person: int) -> list[Post]:
        posts = []
        async with self.unit_of_work() as work:
            for staff in await work.staff.list_by_chat(person):
                unit = await work.units.get(staff.unit_id)
                if unit.chat_id is not None:
                    posts.append(Post(staff_id=staff.id, unit_id=unit.id, admin_chat=unit.chat_id))
        return posts


class ListAdminChats(StaffUseCase):
    """Lists the admin chats there are, for somebody who knocks in private first."""

    async def __call__(self) -> list[int]:
        async with self.unit_of_work() as work:
            units = await work.units.list_all()
        return [unit.chat_id for unit in units if unit.chat_id is not None]


class FollowChat(StaffUseCase):
    """Follows a group that Telegram upgraded to a supergroup with another id."""

    async def __call__(self, old: int, new: int) -> None:
        async with self.unit_of_work() as work:
            unit = await work.units.find_by_chat(old)
            if unit is not None:
                await _move(work, unit, new, self.clock())
                await work.commit()


async def _move(work: ReportsUnitOfWork, unit: Unit, chat_id: int, moment: datetime) -> None:
    """Give the unit another chat; cards of the one before can no longer be tapped or edited."""
    if unit.chat_id == chat_id:
        return
    unit.chat_id = chat_id
    if await work.digests.find_message(unit.id) is not None:
        await work.digests.forget_message(unit.id)
        await work.outbox.ensure(DIGEST, unit.id.encode(), moment)
    for tip in await work.tips.list_by_status(unit.id, TipStatus, limit=MOST_TIPS):
        if tip.card_message_id is None:
            continue
        tip.card_message_id = None
        if tip.status is not TipStatus.CLOSED:
            work.outbox.add(CARD, unit.id.encode(), {"tip": tip.id}, moment)
