"""The reports house's unit of work."""

from __future__ import annotations

from storage.kit.outbox import OutboxRepository
from storage.kit.unit_of_work import UnitOfWork
from storage.reports.digests import DigestRepository
from storage.reports.envelopes import EnvelopeRepository
from storage.reports.lifetimes import LifetimeRepository
from storage.reports.likeness import LikenessRepository
from storage.reports.mutes import MuteRepository
from storage.reports.outbox import Outbox
from storage.reports.staff import StaffRepository
from storage.reports.tips import TipRepository
from storage.reports.tombstones import TombstoneRepository
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
    def outbox(self) -> OutboxRepository:
        return OutboxRepository(self.session, Outbox)
