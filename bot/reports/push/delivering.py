"""What the delivery role does: it opens addresses, sends notices and forgets whoever wishes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.errors import RecipientGoneError
from bot.reports.push.rules import lease_until, month_of
from storage.errors import EnvelopeError, UnknownKeyError
from storage.reports.routes import SealedAddress
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.addresses import Address, open_address
from storage.vault.routes import RouteKeys

log = structlog.get_logger(__name__)

Send = Callable[[Address], Awaitable[None]]
FindKeys = Callable[[], RouteKeys]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryUseCase:
    """A use case of the delivery role; `keys` returns the route keys as they now are."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    keys: FindKeys

    def _open(self, row: SealedAddress) -> Address | None:
        """Return None where this role has no key of the row's month, or the row is damaged."""
        keys = self.keys()
        try:
            return open_address(
                row.address, keys.private_key(keys.key_list.route_key(row.month).id)
            )
        except (UnknownKeyError, EnvelopeError):
            return None

    def _may_open_later(self, row: SealedAddress) -> bool:
        """Return whether a key of this month may yet be brought here for a row not opened."""
        keys = self.keys()
        listed = keys.key_list.routes.get(row.month)
        is_key_here = listed is not None and keys.has(listed.id)
        return not is_key_here and row.month >= month_of(self.clock())


class ForgetWhoWishes(DeliveryUseCase):
    """Opens the wishes and the routes, and drops the routes of whoever wishes it."""

    async def __call__(self) -> int:
        """Return how many rows were deleted."""
        async with self.unit_of_work() as work:
            wishes = await work.routes.list_wishes()
            if not wishes:
                return 0
            opened = {each.id: self._open(each) for each in wishes}
            wishing = {each.chat_id for each in opened.values() if each is not None}
            dropped = await self._drop_routes(work, wishing)
            heard = [
                e.id for e in wishes if opened[e.id] is not None or not self._may_open_later(e)
            ]
            await work.routes.drop_wishes(heard)
            await work.commit()
        return dropped + len(heard)

    async def _drop_routes(self, work: ReportsUnitOfWork, wishing: set[int]) -> int:
        dropped = 0
        for route in await work.routes.list_routes() if wishing else ():
            address = self._open(route)
            if address is not None and address.chat_id in wishing:
                await work.routes.drop_exactly(route)
                dropped += 1
        return dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDueNotices(DeliveryUseCase):
    """Sends what is due; a crash between sending and the note of it sends one notice twice."""

    send: Send

    async def __call__(self) -> int:
        """Return how many were taken up."""
        until = lease_until(self.clock())
        async with self.unit_of_work() as work:
            due = await work.routes.claim(self.clock(), until)
            await work.commit()
        for route in due:
            await self._serve(route, until)
        return len(due)

    async def _serve(self, route: SealedAddress, until: datetime) -> None:
        address = self._open(route)
        if address is None:
            await self._leave_or_drop(route)
            return
        try:
            await self.send(address)
        except RecipientGoneError:
            await self._drop(route)
        except Exception as error:
            # It stays leased, and is tried again when the lease is over.
            log.exception("notice_failed", error=type(error).__name__)
        else:
            async with self.unit_of_work() as work:
                await work.routes.finish(route.id, until)
                await work.commit()

    async def _leave_or_drop(self, route: SealedAddress) -> None:
        """Drop what can never be opened again; a key of this month may yet be brought here."""
        if self._may_open_later(route):
            log.error("route_key_missing")
        else:
            await self._drop(route)

    async def _drop(self, route: SealedAddress) -> None:
        async with self.unit_of_work() as work:
            await work.routes.drop_exactly(route)
            await work.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPastMonths:
    """Deletes the rows and the route keys of months that are over."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    forget_keys: Callable[[str], Awaitable[None]]

    async def __call__(self, month: str) -> int:
        """Return how many rows were deleted; `month` is the first that stays."""
        await self.forget_keys(month)
        async with self.unit_of_work() as work:
            dropped = await work.routes.drop_before(month)
            await work.commit()
        return dropped
