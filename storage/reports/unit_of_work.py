"""The reports house's unit of work."""

from __future__ import annotations

from storage.kit.outbox import OutboxRepository
from storage.kit.unit_of_work import UnitOfWork
from storage.reports.approvals import ApprovalRepository
from storage.reports.attempts_refused import AttemptRepository
from storage.reports.audit import AuditRepository
from storage.reports.boards import BoardRepository
from storage.reports.clock import ClockRepository
from storage.reports.digests import DigestRepository
from storage.reports.envelopes import EnvelopeRepository
from storage.reports.hand_overs import HandOverRepository
from storage.reports.insight import InsightRepository
from storage.reports.invitations import InvitationRepository
from storage.reports.ledger import LedgerRepository
from storage.reports.lifetimes import LifetimeRepository
from storage.reports.likeness import LikenessRepository
from storage.reports.mutes import MuteRepository
from storage.reports.outbox import Outbox
from storage.reports.outcomes import OutcomeRepository
from storage.reports.referrals import ReferralRepository
from storage.reports.rewards import RewardRepository
from storage.reports.routes import RouteRepository
from storage.reports.shown import ShownRepository
from storage.reports.staff import StaffRepository
from storage.reports.tips import TipRepository
from storage.reports.tombstones import TombstoneRepository
from storage.reports.topics import TopicRepository
from storage.reports.transfers import TransferRepository
from storage.reports.units import UnitRepository


class ReportsUnitOfWork(UnitOfWork):
    """One transaction over the reports database."""

    @property
    def tips(self) -> TipRepository:
        return TipRepository(self.session)

    @property
    def envelopes(self) -> EnvelopeRepository:
        return EnvelopeRepository(self.session)

    @property
    def units(self) -> UnitRepository:
        return UnitRepository(self.session)

    @property
    def staff(self) -> StaffRepository:
        return StaffRepository(self.session)

    @property
    def invitations(self) -> InvitationRepository:
        return InvitationRepository(self.session)

    @property
    def topics(self) -> TopicRepository:
        return TopicRepository(self.session)

    @property
    def attempts_refused(self) -> AttemptRepository:
        return AttemptRepository(self.session)

    @property
    def tombstones(self) -> TombstoneRepository:
        return TombstoneRepository(self.session)

    @property
    def lifetimes(self) -> LifetimeRepository:
        return LifetimeRepository(self.session)

    @property
    def likeness(self) -> LikenessRepository:
        return LikenessRepository(self.session)

    @property
    def digests(self) -> DigestRepository:
        return DigestRepository(self.session)

    @property
    def mutes(self) -> MuteRepository:
        return MuteRepository(self.session)

    @property
    def routes(self) -> RouteRepository:
        return RouteRepository(self.session)

    @property
    def rewards(self) -> RewardRepository:
        return RewardRepository(self.session)

    @property
    def ledger(self) -> LedgerRepository:
        return LedgerRepository(self.session)

    @property
    def outbox(self) -> OutboxRepository:
        return OutboxRepository(self.session, Outbox)

    @property
    def audit(self) -> AuditRepository:
        return AuditRepository(self.session)

    @property
    def clock(self) -> ClockRepository:
        return ClockRepository(self.session)

    @property
    def boards(self) -> BoardRepository:
        return BoardRepository(self.session)

    @property
    def hand_overs(self) -> HandOverRepository:
        return HandOverRepository(self.session)

    @property
    def outcomes(self) -> OutcomeRepository:
        return OutcomeRepository(self.session)

    @property
    def referrals(self) -> ReferralRepository:
        return ReferralRepository(self.session)

    @property
    def shown(self) -> ShownRepository:
        return ShownRepository(self.session)

    @property
    def approvals(self) -> ApprovalRepository:
        return ApprovalRepository(self.session)

    @property
    def transfers(self) -> TransferRepository:
        return TransferRepository(self.session)

    @property
    def insight(self) -> InsightRepository:
        return InsightRepository(self.session)
