"""The delivery role: the only part that opens addresses, and sends the notices to them.

It runs beside the public bot, or alone on a machine of its own (`HUMEN_DELIVERY`), wherever the
folder `keys/delivery` lies. Only here are route keys loaded.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass

import structlog
from aiogram.exceptions import TelegramAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.bots import create_bot
from bot.app.janitor import OFTEN_SECONDS, Janitor
from bot.app.keys import month_at, pin_of
from bot.app.metrics import serve_metrics
from bot.app.shared import Clock, Shared, open_reports
from bot.app.start_checks import create_clock_chore
from bot.app.updates import Runnable
from bot.chat.delivery.refusals import UNREACHABLE, refusal_of
from bot.chat.i18n import DEFAULT_LOCALE, KNOWN_LOCALES, Catalogues
from bot.chat.metrics import Metrics, Series
from bot.chat.notices import DailyNotices, likely_count
from bot.errors import RecipientGoneError
from bot.reports.push.delivering import EndPastMonths, ForgetWhoWishes, SendDueNotices
from bot.settings import Settings
from storage.kit.scrubbing import scrub
from storage.kit.unit_of_work import create_sessions
from storage.reports.routes import ForgetWish, NoticeRoute
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.addresses import Address
from storage.vault.routes import RouteKeys, forget_routes_before

log = structlog.get_logger(__name__)

ROUND_SECONDS = 5.0
ROUNDS_BETWEEN_READING_KEYS = 60
TABLES = (NoticeRoute.__tablename__, ForgetWish.__tablename__)


@dataclass(slots=True)
class HeldRouteKeys:
    """The route keys in memory, read again from time to time."""

    settings: Settings
    held: RouteKeys

    @classmethod
    async def open(cls, settings: Settings) -> HeldRouteKeys:
        return cls(settings, await asyncio.to_thread(_load, settings))

    async def refresh(self) -> None:
        self.held = await asyncio.to_thread(_load, self.settings)

    async def forget_before(self, month: str) -> None:
        """Remove the keys of earlier months from the disk and from memory."""
        await asyncio.to_thread(forget_routes_before, self.settings.keys_dir, month)
        await self.refresh()


def _load(settings: Settings) -> RouteKeys:
    return RouteKeys.load(settings.keys_dir, pin_of(settings))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSender:
    """Sends to an opened address what a learner is sent when questions are due."""

    notices: DailyNotices

    async def __call__(self, address: Address) -> None:
        locale = address.locale if address.locale in KNOWN_LOCALES else DEFAULT_LOCALE
        try:
            await self.notices.send(address.chat_id, likely_count(), locale)
        except TelegramAPIError as error:
            if refusal_of(error) in UNREACHABLE:
                raise RecipientGoneError from None
            raise


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What the delivery role does."""

    forget: ForgetWhoWishes
    send: SendDueNotices
    end_past: EndPastMonths
    keys: HeldRouteKeys
    engine: AsyncEngine
    clock: Clock


class DeliveryWorker:
    """Does the rounds of the delivery role until it is told to stop."""

    def __init__(self, duties: Duties) -> None:
        self._duties = duties
        self._stopping = asyncio.Event()
        self._month = ""
        self._rounds = 0
        self._is_clean = True
        self.notices_taken_up = 0

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        while not self._stopping.is_set():
            try:
                await self.serve_once()
            except Exception as error:
                log.exception("delivery_failed", error=type(error).__name__)
            try:
                await asyncio.wait_for(self._stopping.wait(), ROUND_SECONDS)
            except TimeoutError:
                continue

    async def serve_once(self) -> int:
        """Forget who wishes it, end what is past, send what is due; return how many were sent."""
        self._clean_later(await self._duties.forget())
        await self._turn_month()
        sent = await self._duties.send()
        self.notices_taken_up += sent
        if not self._is_clean:
            self._is_clean = await scrub(self._duties.engine, TABLES)
        return sent

    async def _turn_month(self) -> None:
        month = month_at(self._duties.clock())
        if month != self._month:
            self._clean_later(await self._duties.end_past(month))
            self._month = month
        elif self._rounds % ROUNDS_BETWEEN_READING_KEYS == 0:
            await self._duties.keys.refresh()
        self._rounds += 1

    def _clean_later(self, deleted: int) -> None:
        self._is_clean = self._is_clean and not deleted


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryParts:
    """What the role is built from; of the two databases it knows the reports house's alone."""

    settings: Settings
    reports: AsyncEngine
    clock: Clock
    i18n: Catalogues
    metrics: Metrics


async def open_delivery_alone(
    settings: Settings, clock: Clock, stack: AsyncExitStack
) -> list[Runnable]:
    """Open what the role needs in a process of its own: no content, and one database."""
    parts = DeliveryParts(
        settings=settings,
        reports=await open_reports(settings, stack),
        clock=clock,
        i18n=Catalogues(),
        metrics=Metrics(clock),
    )
    worker = await assemble_delivery(parts, stack)
    serve_metrics(parts.metrics, settings.metrics_port, stack)
    note = create_clock_chore(settings, clock)
    return [worker, Janitor(note), Janitor(parts.metrics.tick, every=OFTEN_SECONDS)]


async def assemble_delivery(
    shared: DeliveryParts | Shared, stack: AsyncExitStack
) -> DeliveryWorker:
    """Build the worker with a bot of its own; raise a key error where its keys cannot be read."""
    settings = shared.settings
    assert settings.bot_token is not None
    bot = create_bot(settings.bot_token, settings.telegram_api)
    stack.push_async_callback(bot.session.close)
    keys = await HeldRouteKeys.open(settings)
    notices = DailyNotices(bot, shared.i18n)
    worker = build_delivery(shared.reports, shared.clock, keys, notices)
    words = "Notices that reporters asked for."
    shared.metrics.by_the_hour(
        Series("humen_notices", words, lambda: {"taken_up": worker.notices_taken_up})
    )
    return worker


def build_delivery(
    engine: AsyncEngine, clock: Clock, keys: HeldRouteKeys, notices: DailyNotices
) -> DeliveryWorker:
    sessions = create_sessions(engine)

    def work() -> ReportsUnitOfWork:
        return ReportsUnitOfWork(sessions)

    def held() -> RouteKeys:
        return keys.held

    send = NoticeSender(notices=notices)
    return DeliveryWorker(
        Duties(
            forget=ForgetWhoWishes(unit_of_work=work, clock=clock, keys=held),
            send=SendDueNotices(unit_of_work=work, clock=clock, keys=held, send=send),
            end_past=EndPastMonths(unit_of_work=work, forget_keys=keys.forget_before),
            keys=keys,
            engine=engine,
            clock=clock,
        )
    )
