"""A unit with officers, approvers and payers, tips that were closed, and every use case."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.windows import WorkingDays
from bot.reports.rewards.service.accounts import AllotBudget, ReadBalances, Reconcile
from bot.reports.rewards.service.claiming import (
    AcceptReward,
    Answer,
    DeclineReward,
    DonateReward,
    FindReward,
)
from bot.reports.rewards.service.correcting import (
    ExtendClaim,
    ReversePayment,
    TakeApprovalBack,
    UnlockClaim,
)
from bot.reports.rewards.service.deciding import (
    ApproveReward,
    Decision,
    ProposeReward,
    RejectProposal,
)
from bot.reports.rewards.service.dossiers import Dossier, RewardBooks, find_dossier
from bot.reports.rewards.service.exporting import ExportLedger
from bot.reports.rewards.service.lapsing import LapseRewards
from bot.reports.rewards.service.noting import ReadNotes
from bot.reports.rewards.service.opening import OpenReward
from bot.reports.rewards.service.paying import FindPayable, PayReward
from bot.reports.rewards.service.refreshing import RefreshRewards
from bot.reports.rewards.service.sealing import NoteDesk
from bot.reports.rewards.service.snapshots import Camera
from bot.reports.rewards.service.viewing import FindRewardCard, KeepRewardCard, ListRewards
from bot.reports.staff.audit.service import AuditTrail
from bot.reports.staff.rules import Role, store_roles
from bot.reports.staff.service import Post
from bot.reports.triage.clock.working_days import is_working_day
from content.library import Library
from storage.kit.unit_of_work import create_sessions
from storage.reports.kinds import TipStatus, Urgency, cut_to_hour
from storage.reports.outcomes import TipOutcome
from storage.reports.staff import Staff
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.keys import StaffKeys
from storage.vault.receipts import Receipt
from tests.library import library
from tests.reports.rewards.rules.engines import lists, rules

on_both = pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
UNIT, OTHER = "qianjiang", "xiantao"
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 2, 34, 56, tzinfo=UTC)
TWELVE_GRAMS: dict[str, Any] = {
    "seizures": [{"substance": "heroin", "grams": "12"}],
    "flags": ["case_cracked"],
}
KILOGRAM: dict[str, Any] = {"seizures": [{"substance": "heroin", "grams": "1000"}]}
RANGE: dict[str, Any] = {"sites": [{"kind": "factory", "count": 1}]}
UNKNOWN: dict[str, Any] = {"people": [{"role": "user", "count": 1}]}


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)

    def go_to(self, day: date) -> None:
        """Go to nine in the morning of a day in China."""
        self.now = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI).astimezone(UTC)


@dataclass(frozen=True)
class Closed:
    """A tip that was closed, and the receipt that its sender keeps."""

    tip_id: str
    number: str
    receipt: Receipt


@dataclass(repr=False)
class Treasury:
    """All that a unit does about rewards."""

    engine: AsyncEngine
    keys: StaffKeys
    clock: Clock = field(default_factory=Clock)
    acceptance: int = 0

    def __post_init__(self) -> None:
        self.library: Library = library()
        self.audit = AuditTrail(writer=self.keys.writer, clock=self.clock)
        days = WorkingDays(is_working_day)
        self.books = RewardBooks(
            rules=rules(), lists=lists(), days=days, zone=SHANGHAI, clock=self.clock
        )
        self.camera = Camera(books=self.books)
        base: dict[str, Any] = {
            "unit_of_work": self.work,
            "clock": self.clock,
            "books": self.books,
        }
        self._build(base, {**base, "audit": self.audit})

    def _build(self, base: dict[str, Any], staff: dict[str, Any]) -> None:
        deciding = {**staff, "camera": self.camera, "notes": NoteDesk(keys=self.keys)}
        self.open = OpenReward(**base, camera=self.camera)
        self.refresh = RefreshRewards(**base, camera=self.camera, open=self.open)
        self.propose_reward = ProposeReward(**deciding)
        self.approve_reward = ApproveReward(**deciding)
        self.reject_proposal = RejectProposal(**deciding)
        self.read_notes = ReadNotes(**staff, notes=deciding["notes"])
        mine = {**base, "camera": self.camera}
        self.find = FindReward(**mine)
        self.accept = AcceptReward(**mine)
        self.decline = DeclineReward(**mine)
        self.donate = DonateReward(**mine)
        self.find_payable = FindPayable(**staff)
        self.pay = PayReward(**staff, camera=self.camera)
        self.unlock = UnlockClaim(**staff)
        self.extend = ExtendClaim(**staff)
        self.reverse = ReversePayment(**staff)
        self.take_back = TakeApprovalBack(**staff)
        self.lapse = LapseRewards(**staff, camera=self.camera)
        self.allot = AllotBudget(**base)
        self.balances = ReadBalances(**base)
        self.reconcile = Reconcile(**base)
        self.find_card = FindRewardCard(**mine)
        self.keep_card = KeepRewardCard(**base)
        self.list_rewards = ListRewards(**base)
        self.export = ExportLedger(**base)

    def work(self) -> ReportsUnitOfWork:
        return ReportsUnitOfWork(create_sessions(self.engine))

    async def found(self) -> None:
        """Make the two units."""
        async with self.work() as work:
            for unit in (UNIT, OTHER):
                await work.units.ensure(unit, region_id="429005", locale="zh_Hans")
            await work.commit()

    async def hire(self, chat: int, *roles: Role, unit: str = UNIT) -> Post:
        async with self.work() as work:
            staff = work.staff.add(
                Staff(
                    unit_id=unit,
                    chat_id=chat,
                    roles=store_roles(roles),
                    locale="zh_Hans",
                    joined=cut_to_hour(self.clock()),
                )
            )
            await work.commit()
        return Post(staff_id=staff.id, unit_id=unit, admin_chat=-100, roles=frozenset(roles))

    async def close(
        self,
        facts: dict[str, Any] | None = None,
        unit: str = UNIT,
        *,
        verified: bool = True,
        settled: bool = True,
    ) -> Closed:
        """Return a tip that came in and was closed with these facts."""
        receipt = Receipt.create()
        keys = receipt.keys()
        self.acceptance += 1
        async with self.work() as work:
            tip = work.tips.add(
                Tip(
                    number=await work.tips.next_number(),
                    lookup=keys.lookup,
                    mailbox_public=secrets.token_bytes(32),
                    region_id="429005001",
                    category="trafficking",
                    urgency=Urgency.ROUTINE,
                    status=TipStatus.CLOSED,
                    unit_id=unit,
                    hour=cut_to_hour(self.clock()),
                    acceptance=self.acceptance,
                    closed_as="criminal",
                    closed_on=self.clock().date(),
                )
            )
            await work.tips.flush()
            work.outcomes.add(
                TipOutcome(
                    tip_id=tip.id,
                    verified=verified,
                    outcome_class="criminal",
                    facts=TWELVE_GRAMS if facts is None else facts,
                    status_before="taken",
                    is_settled=settled,
                )
            )
            await work.commit()
        return Closed(tip.id, tip.number, receipt)

    async def link(self, one: Closed, other: Closed, verdict: str = "same") -> None:
        async with self.work() as work:
            work.likeness.add_link(one.tip_id, other.tip_id, "stated", verdict=verdict)
            await work.commit()

    async def dossier(self, reward_id: str) -> Dossier:
        async with self.work() as work:
            found = await find_dossier(work, reward_id)
        assert found is not None
        return found

    async def opened(self, facts: dict[str, Any] | None = None) -> tuple[Closed, Dossier]:
        tip = await self.close(facts)
        reward_id = await self.open(tip.tip_id)
        assert reward_id is not None
        return tip, await self.dossier(reward_id)

    async def propose(
        self, post: Post, dossier: Dossier, yuan: int, reason: Reason = Reason.AS_COMPUTED
    ) -> Dossier | None:
        return await self.propose_reward(post, _decision(dossier, reason, yuan * 100))

    async def approve(self, post: Post, dossier: Dossier) -> Dossier | None:
        return await self.approve_reward(post, _decision(dossier, Reason.CONFIRMED))

    async def reject(
        self, post: Post, dossier: Dossier, reason: Reason = Reason.LOOK_AGAIN
    ) -> Dossier | None:
        return await self.reject_proposal(post, _decision(dossier, reason))

    async def accept_code(self, tip: Closed) -> str:
        news = await self.accept(Answer(receipt=tip.receipt))
        assert news is not None
        assert news.code is not None
        return news.code


def _decision(dossier: Dossier, reason: Reason, fen: int = 0) -> Decision:
    sequence = dossier.standing.sequence
    return Decision(reward_id=dossier.reward_id, sequence=sequence, reason=reason, fen=fen)


@dataclass(frozen=True)
class Staffing:
    """Who works in the unit."""

    li: Post
    wang: Post
    zhao: Post
    sun: Post
    chen: Post


async def staff_of(treasury: Treasury) -> Staffing:
    """Hire Li who proposes, Wang and Zhao who approve, Sun who pays, and Chen who may all."""
    await treasury.found()
    return Staffing(
        li=await treasury.hire(1, Role.TRIAGE),
        wang=await treasury.hire(2, Role.APPROVER),
        zhao=await treasury.hire(3, Role.APPROVER),
        sun=await treasury.hire(4, Role.PAYER),
        chen=await treasury.hire(5, Role.SUPERVISOR, Role.APPROVER, Role.PAYER),
    )


async def promised(treasury: Treasury, staff: Staffing) -> tuple[Closed, Dossier]:
    """Let Li propose 500 yuan for a tip and Wang approve it."""
    tip, dossier = await treasury.opened()
    proposed = await treasury.propose(staff.li, dossier, 500)
    assert proposed is not None
    approved = await treasury.approve(staff.wang, proposed)
    assert approved is not None
    return tip, approved
