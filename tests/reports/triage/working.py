"""An office with all use cases of triage, and what stands in its audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.reports.staff.rules import Role
from bot.reports.staff.service import Post
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
from tests.reports.desk import Office

ABOVE, ABOVE_CHAT = "hubei", -1009998887776
LI, WANG, ZHAO = 7100000001, 7100000002, 7100000009
BOTH = (Role.SUPERVISOR, Role.TRIAGE)


@dataclass(kw_only=True, repr=False)
class Works:
    """Every use case by the name of its class, over one office."""

    office: Office

    def __getattr__(self, name: str) -> Any:
        tools = self.office.tools
        house = self.office.house
        rewrap = RewrapTip(unit_of_work=house.work, keys=house.staff_keys, files=house.files)
        made: dict[str, Any] = {
            "transfer": lambda: TransferTip(**tools, rewrap=rewrap, regions=house.library.regions),
            "seal_files": lambda: SealFiles(unit_of_work=house.work, rewrap=rewrap),
            "settle": lambda: SettleClose(
                **tools, replies=load_triage_words().help_reply.root, scrub=_scrub
            ),
            **{
                key: (lambda kind=kind: kind(**tools))
                for key, kind in {
                    "offer": OfferTip,
                    "offer_all": OfferAll,
                    "accept": AcceptTip,
                    "end_offer": EndOffer,
                    "urgency": SetUrgency,
                    "state": SetState,
                    "minor": MarkMinor,
                    "ask_reading": AskReading,
                    "approve": ApproveReading,
                    "link": LinkTips,
                    "tongue": FindTongue,
                    "undo": UndoClose,
                    "reopen": ReopenTip,
                    "hear_words": HearWords,
                }.items()
            },
        }
        return made[name]()

    async def open(self) -> tuple[Post, Post, Post]:
        """Bind two chats; return the posts of Li and Wang below, and of Zhao above."""
        await self.office.open()
        async with self.office.house.work() as work:
            await work.units.ensure(ABOVE, region_id="420000", locale="zh_Hans")
            await work.commit()
        await self.office.bind(
            ABOVE_CHAT, await self.office.create_code(ABOVE, "420000", "zh_Hans"), "zh_Hans"
        )
        return (
            await self.office.post(LI, roles=BOTH),
            await self.office.post(WANG),
            await self.office.post(ZHAO, ABOVE_CHAT, roles=BOTH),
        )

    async def taken(self, post: Post, **fields: Any) -> Tip:
        """Send a tip and let somebody take it."""
        tip = await self.office.send_tip(**fields)
        assert await self.office.take(post, tip.id) is not None
        return tip

    async def audited(self) -> list[tuple[str, str, str]]:
        """Return kind, unit and detail of every entry of the audit but the binding."""
        async with self.office.house.work() as work:
            rows = (
                await work.session.execute(select(AuditRow).order_by(AuditRow.position))
            ).scalars()
            return [(row.kind, row.unit_id, row.detail) for row in rows if row.kind != "bound"]

    async def outcome(self, tip_id: str) -> TipOutcome | None:
        async with self.office.house.work() as work:
            return await work.outcomes.find(tip_id)


async def _scrub() -> bool:
    return True
