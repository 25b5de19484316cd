"""The application: databases, keys, content, bots and workers, opened and closed together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.app import leveling
from bot.app.janitor import OFTEN_SECONDS, Janitor
from bot.app.keys import is_delivery_here
from bot.app.metrics import count_updates, serve_metrics
from bot.app.shared import Clock, Shared, open_shared, utc_now
from bot.app.start_checks import (
    create_clock_chore,
    ensure_clock,
    ensure_keys_of_database,
    ensure_unit_of_region,
)
from bot.app.updates import Runnable, Served, create_servers
from bot.errors import SettingsError
from bot.settings import Settings
from storage.education.outbox import Outbox as EducationOutbox
from storage.reports.outbox import Outbox as ReportsOutbox


class Application:
    """What runs: one or both bots with their workers."""

    def __init__(self, parts: list[Runnable]) -> None:
        self._parts = parts
        self.finished = asyncio.Event()

    async def run(self) -> None:
        """Serve until `stop`, then drain what is in flight."""
        try:
            async with asyncio.TaskGroup() as group:
                for part in self._parts:
                    group.create_task(part.run())
        finally:
            self.finished.set()

    def stop(self) -> None:
        for part in self._parts:
            part.stop()


@asynccontextmanager
async def open_application(
    settings: Settings, clock: Clock = utc_now
) -> AsyncIterator[Application]:
    """Open what the settings ask for; raise `SettingsError` where they ask for nothing."""
    if settings.bot_token is None and settings.staff_bot_token is None:
        raise SettingsError(["HUMEN_BOT_TOKEN, HUMEN_STAFF_BOT_TOKEN: set one or both"])
    ensure_clock(settings, clock())
    async with AsyncExitStack() as stack:
        if settings.delivery == "alone":
            from bot.app.delivery import open_delivery_alone  # noqa: PLC0415 - only where it runs

            yield Application(await open_delivery_alone(settings, clock, stack))
            return
        shared = await open_shared(settings, stack, clock)
        await ensure_unit_of_region(shared.reports, settings)
        await ensure_keys_of_database(shared.reports, settings, clock())
        yield Application(await _assemble(shared, stack))


async def _assemble(shared: Shared, stack: AsyncExitStack) -> list[Runnable]:
    """Each bot's modules are imported only where that bot runs."""
    janitor, listener = Janitor(), Janitor(every=OFTEN_SECONDS)
    served: list[Served] = []
    workers: list[Runnable] = []
    if shared.settings.staff_bot_token is not None:
        from bot.app.staff import assemble_staff  # noqa: PLC0415 - see the docstring

        staff = await assemble_staff(shared, janitor, stack)
        served.append(staff.served)
        workers.extend([staff.worker, *staff.keepers])
    if shared.settings.bot_token is not None:
        from bot.app.public import assemble_public  # noqa: PLC0415 - see the docstring

        public = await assemble_public(shared, janitor, listener, stack)
        served.append(public.served)
        workers += public.workers
    if is_delivery_here(shared.settings):
        workers.append(await _assemble_delivery(shared, stack))
    for each in served:
        stack.push_async_callback(each.intake.bot.session.close)
        stack.push_async_callback(each.finish)
        count_updates(shared.metrics, each.name, each.intake.counters)
    serve_metrics(shared.metrics, shared.settings.metrics_port, stack)
    listener.add(shared.metrics.tick)
    outboxes = (shared.reports, ReportsOutbox), (shared.education, EducationOutbox)
    janitor.add(
        leveling.create_chore(shared),
        create_clock_chore(shared.settings, shared.clock, *outboxes),
    )
    return [*create_servers(served, shared.settings), *workers, janitor, listener]


async def _assemble_delivery(shared: Shared, stack: AsyncExitStack) -> Runnable:
    from bot.app.delivery import assemble_delivery  # noqa: PLC0415 - only where it runs

    return await assemble_delivery(shared, stack)
