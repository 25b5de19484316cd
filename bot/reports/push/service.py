"""Turning notices on and off, planning them, and leaving the wish to be forgotten.

None of this opens an address: the public role and the staff's hold no key that could.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import SystemRandom
from typing import Final

from bot.reports.push.rules import month_of, notice_due
from storage.errors import NotFoundError, UnknownKeyError
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.addresses import Address, seal_address
from storage.vault.key_list import RouteKey
from storage.vault.keys import PublicKeys
from storage.vault.receipts import Receipt

_CHANCE: Final = SystemRandom()


async def plan_notice(work: ReportsUnitOfWork, tip_id: str, now: datetime) -> None:
    """Let the tipster be told that something waits; call it in the transaction that writes it.

    It does nothing where he did not ask for it, was told already, or will be.
    """
    await work.routes.plan(tip_id, notice_due(now, _CHANCE))


@dataclass(frozen=True, slots=True, kw_only=True)
class PushUseCase:
    """A use case of the public role, which seals addresses and cannot open them."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    keys: PublicKeys

    def _route_key(self) -> RouteKey | None:
        try:
            return self.keys.key_list.route_key(month_of(self.clock()))
        except UnknownKeyError:
            return None


class TurnOnNotices(PushUseCase):
    """Seals a chat's address to this month's route key and keeps it with the receipt's tip."""

    @property
    def is_possible(self) -> bool:
        return self._route_key() is not None

    async def __call__(self, receipt: Receipt, address: Address) -> bool:
        """Return False where there is no such tip any more, or no route key of the month."""
        key = self._route_key()
        if key is None:
            return False
        sealed = seal_address(address, key.public)
        async with self.unit_of_work() as work:
            try:
                tip = await work.tips.get_by_lookup(receipt.keys().lookup)
            except NotFoundError:
                return False
            await work.routes.put(tip.id, key.month, sealed)
            await work.commit()
        return True


class TurnOffNotices(PushUseCase):
    """Drops the route of a receipt's tip; dropping it again changes nothing."""

    async def __call__(self, receipt: Receipt) -> None:
        async with self.unit_of_work() as work:
            tip = await work.tips.find_by_lookup(receipt.keys().lookup)
            if tip is not None:
                await work.routes.drop(tip.id)
                await work.commit()


class WishToBeForgotten(PushUseCase):
    """Leaves word for delivery, which alone can tell the sender's routes from others'.

    The word is the sender's own address, sealed like any route; whether there was one comes back
    to nobody. What is turned on before delivery has heard it may be dropped as well.
    """

    async def __call__(self, address: Address) -> None:
        key = self._route_key()
        if key is None:
            # Then nothing can have been sealed this month, and earlier months are over.
            return
        async with self.unit_of_work() as work:
            work.routes.wish(key.month, seal_address(address, key.public))
            await work.commit()


class ForgetPastMonths(PushUseCase):
    """Drops what belongs to months that are over; called hourly."""

    async def __call__(self) -> None:
        async with self.unit_of_work() as work:
            if await work.routes.drop_before(month_of(self.clock())):
                await work.commit()
