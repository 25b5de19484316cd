"""Who works on reports, put together: posts, invitations, the gate, and the admin chats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import Bot, Router
from aiogram.utils.i18n import I18n

from bot.chat.delivery.outbox import OutboxItem
from bot.reports.staff import choosing
from bot.reports.staff import router as staff_router
from bot.reports.staff.access import StaffAccess
from bot.reports.staff.audit.service import AuditTrail
from bot.reports.staff.choosing import PostChoice
from bot.reports.staff.gate import StaffGate, behind_gate, kinds_of
from bot.reports.staff.invitations import router as invitations_router
from bot.reports.staff.invitations.router import InvitationDesk
from bot.reports.staff.invitations.service import AcceptInvitation, DropOldInvitations, Invite
from bot.reports.staff.notices import StaffNotices
from bot.reports.staff.people import router as people_router
from bot.reports.staff.people.ending import STAFF_NOTICE, Endings
from bot.reports.staff.people.router import PeopleDesk
from bot.reports.staff.people.service import (
    LeaveUnit,
    ListPeople,
    RemoveStaff,
    SetKnowsPassphrase,
    SetRoles,
)
from bot.reports.staff.places import FindPlace, KeepTopic
from bot.reports.staff.refusals import RefusalCounts
from bot.reports.staff.router import StaffDoor
from bot.reports.staff.service import BindChat, FindPosts, FollowChat, NoteReach
from bot.reports.staff.topics import AdminChats
from content.library import Library
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.signing import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleParts:
    """What this is built from; `wrapping_mark` says under which passphrase the keys are locked."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    bot: Bot
    i18n: I18n
    library: Library
    writer: Writer
    wrapping_mark: Callable[[], bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What the rest of the staff half uses of it."""

    access: StaffAccess
    audit: AuditTrail
    endings: Endings
    admin_chats: AdminChats
    counts: RefusalCounts
    choice: PostChoice
    workflow: dict[str, Any]
    senders: dict[str, Callable[[OutboxItem], Awaitable[None]]]
    chores: Sequence[Callable[[], Awaitable[None]]]

    def behind_gate(self, routers: Sequence[Router]) -> Router:
        """Return the staff bot's one router: these and the door's, none of them without a post."""
        own = [
            staff_router.create_router(),
            invitations_router.create_router(),
            people_router.create_router(),
            choosing.create_router(),
        ]
        every = [*own, *routers]
        gate = StaffGate(
            access=self.access, counts=self.counts, choice=self.choice, kinds=kinds_of(every)
        )
        return behind_gate(gate, every)


def build_people(parts: PeopleParts) -> People:
    tools: dict[str, Any] = {"unit_of_work": parts.unit_of_work, "clock": parts.clock}
    audit = AuditTrail(writer=parts.writer, clock=parts.clock)
    endings = Endings(audit=audit, clock=parts.clock, wrapping_mark=parts.wrapping_mark)
    audited = {**tools, "audit": audit}
    leave, follow = LeaveUnit(**audited, endings=endings), FollowChat(**tools)
    access = StaffAccess(bot=parts.bot, find_posts=FindPosts(**tools), leave=leave, follow=follow)
    admin_chats = _admin_chats(parts, tools, follow)
    door = StaffDoor(
        bind=BindChat(**audited),
        follow=follow,
        note_reach=admin_chats.note_reach,
        leave=leave,
        access=access,
    )
    choice = PostChoice(access=access, library=parts.library)
    counts = RefusalCounts(**tools)
    return People(
        access=access,
        audit=audit,
        endings=endings,
        admin_chats=admin_chats,
        counts=counts,
        choice=choice,
        workflow={
            "staff_door": door,
            "invitation_desk": _invitation_desk(access, audited),
            "people_desk": _people_desk(access, audited, endings),
            "post_choice": choice,
        },
        senders={STAFF_NOTICE: StaffNotices(i18n=parts.i18n, chats=admin_chats).send},
        chores=[counts.write_down, DropOldInvitations(**tools)],
    )


def _admin_chats(parts: PeopleParts, tools: dict[str, Any], follow: FollowChat) -> AdminChats:
    return AdminChats(
        bot=parts.bot,
        library=parts.library,
        find_place=FindPlace(**tools),
        keep_topic=KeepTopic(**tools),
        follow=follow,
        note_reach=NoteReach(**tools),
    )


def _invitation_desk(access: StaffAccess, audited: dict[str, Any]) -> InvitationDesk:
    return InvitationDesk(
        access=access,
        invite=Invite(**audited),
        accept=AcceptInvitation(**audited, is_member=access.is_member),
    )


def _people_desk(access: StaffAccess, audited: dict[str, Any], endings: Endings) -> PeopleDesk:
    ended = {**audited, "endings": endings}
    return PeopleDesk(
        access=access,
        list_people=ListPeople(unit_of_work=audited["unit_of_work"], clock=audited["clock"]),
        set_roles=SetRoles(**ended),
        remove=RemoveStaff(**ended),
        set_knows=SetKnowsPassphrase(**ended),
    )
