"""The staff's use cases over a house, and the officers who work there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.app.clock import create_tip_clock
from bot.app.reports import build_reports_public
from bot.reports.staff.audit.service import AuditTrail
from bot.reports.staff.rules import Role, store_roles
from bot.reports.staff.service import (
    BindChat,
    CreateBindingCode,
    FindPosts,
    FollowChat,
    Post,
    find_or_add,
    post_at,
)
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import SendTip, SendTipRequest
from bot.reports.triage.outcomes.service import CloseTip
from bot.reports.triage.sealing import Desk, OpenedTrail
from bot.reports.triage.service import (
    FindCard,
    KeepCardMessage,
    ReadTip,
    ReturnTip,
    TakeTip,
    TipCard,
    WriteOnTip,
    Written,
)
from storage.reports.envelopes import Envelope
from storage.reports.kinds import Urgency
from storage.reports.tips import Tip
from storage.vault.receipts import Receipt
from tests.keys import UNIT
from tests.reports.house import House

ADMIN_CHAT = -1001234567890
LI, WANG, STRANGER = 7100000001, 7100000002, 7100000003
TEXT = "昨晚九点半，金色港湾后门，白色面包车"


@dataclass(repr=False)
class Services:
    """The use cases of the staff half, as the application builds them."""

    house: House
    tools: dict[str, Any]
    bind: BindChat
    create_code: CreateBindingCode
    find_posts: FindPosts
    follow: FollowChat
    find_card: FindCard
    keep_message: KeepCardMessage
    take: TakeTip
    give_back: ReturnTip
    read: ReadTip
    write: WriteOnTip
    close: CloseTip

    async def open(self, unit: str = UNIT, chat: int = ADMIN_CHAT) -> None:
        """Bind the unit's admin chat."""
        assert await self.bind(chat, await self.create_code(unit, "429005", "zh_Hans"), "zh_Hans")

    async def post(
        self, person: int, chat: int = ADMIN_CHAT, roles: Collection[Role] = (Role.TRIAGE,)
    ) -> Post:
        """Return somebody's post in a chat; who has none yet gets these roles without a link."""
        async with self.house.work() as work:
            unit = await work.units.find_by_chat(chat)
            assert unit is not None
            now = self.house.clock()
            staff = await find_or_add(work, unit.id, person, locale="zh_Hans", now=now)
            if not staff.roles:
                staff.roles = store_roles(roles)
            post = post_at(staff, chat, unit.region_id)
            await work.commit()
        return post

    async def read_through(self, post: Post, tip_id: str) -> tuple[TipCard, OpenedTrail] | None:
        """Read a tip and have all of it on the screen that opens, which the audit then knows."""
        opened = await self.read(post, tip_id)
        if opened is not None:
            assert await self.read.keep_shown(post, tip_id, opened[1])
        return opened

    async def send_tip(self, receipt: Receipt | None = None, **fields: Any) -> Tip:
        """Do what a citizen does, and return the tip as it stands."""
        send = build_reports_public(self.house.parts()).workflow["tip_desk"].send_tip
        assert isinstance(send, SendTip)
        request = SendTipRequest(
            receipt=receipt or Receipt.create(),
            category="trafficking",
            region_id="429005001",
            urgency=fields.get("urgency", Urgency.ROUTINE),
            words=Words(
                text=fields.get("text", TEXT),
                files=fields.get("files", ()),
                fields=fields.get("answers", {}),
            ),
        )
        sent = await send(request)
        async with self.house.work() as work:
            tip = await work.tips.find_by_number(sent.number)
        assert tip is not None
        return tip

    async def tip(self, tip_id: str) -> Tip:
        async with self.house.work() as work:
            return await work.tips.get(tip_id)

    async def rows(self, tip_id: str) -> list[Envelope]:
        async with self.house.work() as work:
            return list(await work.envelopes.list_by_tip(tip_id))


def staff_services(house: House) -> Services:
    people: dict[str, Any] = {"unit_of_work": house.work, "clock": house.clock}
    audit = AuditTrail(writer=house.staff_keys.writer, clock=house.clock)
    tips = {
        **people,
        "desk": Desk(keys=house.staff_keys, files=house.files),
        "audit": audit,
        "tip_clock": create_tip_clock(house.library, ZoneInfo("Asia/Shanghai"), house.clock),
    }
    return Services(
        house=house,
        tools=tips,
        bind=BindChat(**people, audit=audit),
        create_code=CreateBindingCode(**people),
        find_posts=FindPosts(**people),
        follow=FollowChat(**people),
        find_card=FindCard(**tips),
        keep_message=KeepCardMessage(**tips),
        take=TakeTip(**tips),
        give_back=ReturnTip(**tips),
        read=ReadTip(**tips),
        write=WriteOnTip(**tips),
        close=CloseTip(**tips),
    )


def written(tip: Tip, text: str, *, is_question: bool = True, nonce: bytes = b"") -> Written:
    """Return words of an officer; each with a nonce of its own unless one is given."""
    made = nonce or Receipt.create().keys().claim[:16]
    return Written(tip_id=tip.id, text=text, nonce=made, is_question=is_question)
