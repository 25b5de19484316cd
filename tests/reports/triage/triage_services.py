"""All use cases of triage, and what stands in the audit after them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.reports.staff.rules import Role
from bot.reports.staff.service import Post
from bot.reports.triage.outcomes.protecting import (
    ConfirmReferral,
    RecordReferral,
    WithdrawReferral,
)
from bot.reports.triage.outcomes.service import HearWords, ReopenTip, UndoClose
from bot.reports.triage.outcomes.settling import SettleClose
from bot.reports.triage.rewrapping import RewrapTip
from bot.reports.triage.service import (
    AcceptTip,
    ApproveReading,
    AskReading,
    EndOffer,
    FindTongue,
    LinkTips,
    MarkMinor,
    OfferAll,
    OfferTip,
    SetState,
    SetUrgency,
)
from bot.reports.triage.transfer.service import SealFiles, TransferTip
from content.triage_words import load_triage_words
from storage.reports.audit import AuditRow
from storage.reports.outcomes import TipOutcome
from storage.reports.tips import Tip
from tests.reports.services import Services

ABOVE, ABOVE_CHAT = "hubei", -1009998887776
LI, WANG, ZHAO = 7100000001, 7100000002, 7100000009
BOTH = (Role.SUPERVISOR, Role.TRIAGE)


class TriageServices:
    """Every use case of triage, over the staff's other ones."""

    def __init__(self, services: Services) -> None:
        self.services = services
        tools, house = services.tools, services.house
        rewrap = RewrapTip(unit_of_work=house.work, keys=house.staff_keys, files=house.files)
        self.transfer = TransferTip(**tools, rewrap=rewrap, regions=house.library.regions)
        self.seal_files = SealFiles(unit_of_work=house.work, rewrap=rewrap)
        self.settle = SettleClose(
            **tools, replies=load_triage_words().help_reply.root, scrub=_scrub
        )
        self.offer = OfferTip(**tools)
        self.offer_all = OfferAll(**tools)
        self.accept = AcceptTip(**tools)
        self.end_offer = EndOffer(**tools)
        self.urgency = SetUrgency(**tools)
        self.state = SetState(**tools)
        self.minor = MarkMinor(**tools)
        self.ask_reading = AskReading(**tools)
        self.approve = ApproveReading(**tools)
        self.link = LinkTips(**tools)
        self.tongue = FindTongue(**tools)
        self.undo = UndoClose(**tools)
        self.reopen = ReopenTip(**tools)
        self.hear_words = HearWords(**tools)
        regions = house.library.regions
        self.record = RecordReferral(**tools, regions=regions)
        self.withdraw = WithdrawReferral(**tools)
        self.confirm = ConfirmReferral(**tools, regions=regions)

    async def open(self) -> tuple[Post, Post, Post]:
        """Bind two chats; return the posts of Li and Wang below, and of Zhao above."""
        await self.services.open()
        async with self.services.house.work() as work:
            await work.units.ensure(ABOVE, region_id="420000", locale="zh_Hans")
            await work.commit()
        await self.services.bind(
            ABOVE_CHAT, await self.services.create_code(ABOVE, "420000", "zh_Hans"), "zh_Hans"
        )
        return (
            await self.services.post(LI, roles=BOTH),
            await self.services.post(WANG),
            await self.services.post(ZHAO, ABOVE_CHAT, roles=BOTH),
        )

    async def taken(self, post: Post, **fields: Any) -> Tip:
        """Send a tip and let somebody take it."""
        tip = await self.services.send_tip(**fields)
        assert await self.services.take(post, tip.id) is not None
        return tip

    async def audited(self) -> list[tuple[str, str, str]]:
        """Return kind, unit and detail of every entry of the audit but the binding."""
        async with self.services.house.work() as work:
            rows = (
                await work.session.execute(select(AuditRow).order_by(AuditRow.position))
            ).scalars()
            return [(row.kind, row.unit_id, row.detail) for row in rows if row.kind != "bound"]

    async def outcome(self, tip_id: str) -> TipOutcome | None:
        async with self.services.house.work() as work:
            return await work.outcomes.find(tip_id)


async def _scrub() -> bool:
    return True
