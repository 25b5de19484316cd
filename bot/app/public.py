"""The public bot: the menu, both houses' public rooms, and no key that opens anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from secrets import SystemRandom

from aiogram import Bot, Router
from aiogram.types import BotCommand

from bot.app.bots import create_bot
from bot.app.dispatchers import PUBLIC_UPDATES, DispatcherParts, create_dispatcher
from bot.app.education import EducationHouse, EducationParts, build_education
from bot.app.janitor import Janitor
from bot.app.keys import follow_public_keys, open_public_keys
from bot.app.metrics import count_handlers
from bot.app.reminders import ReminderPlanner
from bot.app.reports import ReportsParts, ReportsPublic, begin_screens, build_reports_public
from bot.app.shared import Shared
from bot.app.state import open_shelf, open_state
from bot.app.updates import Runnable, Served
from bot.app.verification import VerificationPage
from bot.chat import groups
from bot.chat.delivery.outbox import OutboxWorker
from bot.chat.entries import Entry
from bot.chat.first_aid import FirstAid
from bot.chat.i18n import DEFAULT_LOCALE, KNOWN_LOCALES, Catalogues, Locales
from bot.chat.keyboards import HELP, MENU
from bot.chat.menu import FrontDoor, create_fallback_router, create_router
from bot.chat.metrics import Series
from bot.chat.notices import DailyNotices
from bot.chat.shown.shelves import Shelf
from bot.chat.source.intake import UpdateIntake
from bot.reports.mailbox.session import MailboxSession
from bot.reports.tips.draft import Draft
from bot.reports.tips.room import Room
from storage.vault.keys import PublicKeys

FORMS = (Draft, MailboxSession)
LANGUAGE_CODES: Mapping[str, str] = {"zh_Hans": "zh", "en": "en"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSide:
    """The public bot and the workers that remind its learners."""

    served: Served
    workers: list[Runnable]


async def assemble_public(
    shared: Shared, janitor: Janitor, listener: Janitor, stack: AsyncExitStack
) -> PublicSide:
    """Build the public bot; its house-keeping goes to the janitor, what is urgent to another."""
    settings = shared.settings
    assert settings.bot_token is not None
    education = _build_education(shared)
    count_handlers(shared.metrics, education.routers)
    keys = open_public_keys(settings)
    state = await open_state(settings, stack, FORMS)
    shelf = open_shelf(settings, settings.bot_token, state)
    reports = _build_reports(shared, keys, state.room, shelf)
    front_door = FrontDoor(
        entries=[*education.entries, *reports.entries],
        banner=education.banner,
        today=lambda: shared.local_clock().date(),
        reminders=reports.reminders,
    )
    locales = Locales(education.locale_store)
    dispatcher = create_dispatcher(
        DispatcherParts(
            routers=_routers(education, reports),
            workflow={**education.workflow, **reports.workflow, "front_door": front_door},
            i18n=shared.i18n,
            locales=locales,
            storage=state.storage,
            isolation=state.isolation,
        )
    )
    janitor.add(education.janitor, reports.janitor, follow_public_keys(settings, keys))
    listener.add(reports.listener, state.chore)
    bot = create_bot(settings.bot_token, settings.telegram_api)
    begin_screens(reports.screens, bot, shared.i18n, state.storage, front_door)
    first_aid = FirstAid(
        guard=shared.guard,
        i18n=shared.i18n,
        locales=locales,
        pages={HELP: education.workflow["help_desk"].contacts_card, MENU: front_door.card},
    )
    intake = UpdateIntake(bot, dispatcher, first_aid)
    page = VerificationPage(shared.i18n, education.verify)
    return PublicSide(
        served=_serve(intake, shared, front_door, reports, page),
        workers=[*_remind(education, shared, bot), reports.screens],
    )


def _remind(education: EducationHouse, shared: Shared, bot: Bot) -> list[Runnable]:
    senders = education.create_senders(DailyNotices(bot, shared.i18n))
    return [
        ReminderPlanner(education.plan_reminders, shared.local_clock),
        OutboxWorker(education.outbox, senders, shared.clock),
    ]


def _routers(education: EducationHouse, reports: ReportsPublic) -> list[Router]:
    return [
        groups.create_router(),
        create_router(),
        *reports.first,
        *education.routers,
        *reports.routers,
        *education.catchers,
        create_fallback_router(),
    ]


def _build_education(shared: Shared) -> EducationHouse:
    settings = shared.settings
    return build_education(
        EducationParts(
            engine=shared.education,
            guests=shared.guests,
            library=shared.library,
            clock=shared.local_clock,
            reminder_delay=_card_delay(settings.card_delay_minutes),
            contact=settings.data_contact,
        )
    )


def _build_reports(shared: Shared, keys: PublicKeys, room: Room, shelf: Shelf) -> ReportsPublic:
    settings = shared.settings
    return build_reports_public(
        ReportsParts(
            engine=shared.reports,
            library=shared.library,
            clock=shared.clock,
            keys=keys,
            files=shared.files,
            card_delay=_card_delay(settings.card_delay_minutes),
            unit=settings.unit,
            zone=shared.zone,
            room=room,
            shelf=shelf,
        )
    )


def _serve(
    intake: UpdateIntake,
    shared: Shared,
    front_door: FrontDoor,
    reports: ReportsPublic,
    page: VerificationPage,
) -> Served:
    words = "Reports by kind, of this process."
    shared.metrics.by_the_hour(Series("humen_reports", words, reports.counts))
    return Served(
        name="public",
        intake=intake,
        allowed=PUBLIC_UPDATES,
        announce=lambda bot: publish_commands(bot, shared.i18n, front_door.entries),
        finish=reports.screens.finish,
        pages=[page.route],
    )


def _card_delay(minutes: int) -> Callable[[], timedelta]:
    """Return random waits, so that a card's arrival does not tell when the tip was sent."""
    source = SystemRandom()
    return lambda: timedelta(seconds=source.uniform(0, minutes * 60))


async def publish_commands(bot: Bot, i18n: Catalogues, entries: Sequence[Entry]) -> None:
    """Set the command menu in every language; the default one serves all others."""
    for locale in KNOWN_LOCALES:
        with i18n.context(), i18n.use_locale(locale):
            commands = [
                BotCommand(command=entry.name, description=str(entry.description))
                for entry in entries
            ]
        await bot.set_my_commands(commands, language_code=LANGUAGE_CODES[locale])
        if locale == DEFAULT_LOCALE:
            await bot.set_my_commands(commands)
