"""The staff bot: admin chats and reading; only here are keys that open tips."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

from aiogram import Bot
from aiogram.types import BotCommand

from bot.app.audit_findings import head_path
from bot.app.bots import create_bot
from bot.app.dispatchers import STAFF_UPDATES, DispatcherParts, create_dispatcher
from bot.app.janitor import OFTEN_SECONDS, Janitor
from bot.app.keys import follow_staff_keys, open_staff_keys, wrapping_mark
from bot.app.reports_staff import StaffParts, build_reports_staff
from bot.app.retention import read_policy
from bot.app.shared import Shared
from bot.app.state import open_state
from bot.app.updates import Served
from bot.chat.delivery.outbox import OutboxWorker
from bot.chat.first_aid import FirstAid
from bot.chat.i18n import DEFAULT_LOCALE, KNOWN_LOCALES, Catalogues, Locales
from bot.chat.source.intake import UpdateIntake
from bot.reports.staff.audit.keeping import KeepHead
from bot.reports.triage.board.keeping import BOARD_SECONDS
from bot.reports.triage.router.menu import COMMANDS
from storage.kit.unit_of_work import create_sessions
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.keys import StaffKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSide:
    """The staff bot, the worker that serves its admin chats, and who keeps clock and boards."""

    served: Served
    worker: OutboxWorker
    keepers: list[Janitor]


async def assemble_staff(shared: Shared, janitor: Janitor, stack: AsyncExitStack) -> StaffSide:
    """Build the staff bot; raise `KeyListError` or a passphrase error where keys stay shut."""
    settings = shared.settings
    assert settings.staff_bot_token is not None
    bot = create_bot(settings.staff_bot_token, settings.telegram_api)
    keys = await open_staff_keys(settings, shared.clock())
    reports = build_reports_staff(_parts(shared, bot, keys))
    keep_head = _head_keeper(shared, keys)
    stack.push_async_callback(keep_head)
    locales = Locales()
    state = await open_state(settings, stack, ())
    janitor.add(state.chore)
    janitor.add(follow_staff_keys(settings, keys, shared.clock))
    janitor.add(reports.janitor)
    dispatcher = create_dispatcher(
        DispatcherParts(
            routers=reports.routers,
            workflow=reports.workflow,
            i18n=shared.i18n,
            locales=locales,
            storage=state.storage,
            has_windows=False,
            isolation=state.isolation,
        )
    )
    first_aid = FirstAid(guard=shared.guard, i18n=shared.i18n, locales=locales, pages={})
    intake = UpdateIntake(bot, dispatcher, first_aid)
    return StaffSide(
        served=Served(
            name="staff",
            intake=intake,
            allowed=STAFF_UPDATES,
            announce=lambda bot: _publish_commands(bot, shared.i18n),
        ),
        worker=OutboxWorker(reports.outbox, reports.senders),
        keepers=[
            Janitor(reports.clock.chore, keep_head, every=OFTEN_SECONDS),
            Janitor(reports.clock.boards, every=BOARD_SECONDS),
        ],
    )


def _head_keeper(shared: Shared, keys: StaffKeys) -> KeepHead:
    sessions = create_sessions(shared.reports)
    return KeepHead(
        unit_of_work=lambda: ReportsUnitOfWork(sessions),
        clock=shared.clock,
        writer=keys.writer,
        path=head_path(shared.settings),
    )


def _parts(shared: Shared, bot: Bot, keys: StaffKeys) -> StaffParts:
    return StaffParts(
        engine=shared.reports,
        library=shared.library,
        clock=shared.clock,
        keys=keys,
        files=shared.files,
        bot=bot,
        i18n=shared.i18n,
        zone=shared.zone,
        retention=read_policy(shared.settings, shared.library),
        wrapping_mark=lambda: wrapping_mark(shared.settings),
        undo_for=timedelta(minutes=shared.settings.undo_minutes),
    )


async def _publish_commands(bot: Bot, i18n: Catalogues) -> None:
    """Set the command menu for private chats, where the staff read; strangers see it as well."""
    for locale in KNOWN_LOCALES:
        with i18n.context(), i18n.use_locale(locale):
            menu = [
                BotCommand(command=name, description=str(text)) for name, text in COMMANDS.items()
            ]
        await bot.set_my_commands(menu, language_code=locale.split("_", maxsplit=1)[0])
        if locale == DEFAULT_LOCALE:
            await bot.set_my_commands(menu)
