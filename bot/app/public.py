"""The public bot: the menu, both houses' public rooms, and no key that opens anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from secrets import SystemRandom

from aiogram import Bot
from aiogram.types import BotCommand

from bot.app.bots import create_bot
from bot.app.dispatchers import PUBLIC_UPDATES, Apology, DispatcherParts, create_dispatcher
from bot.app.education import EducationParts, build_education
from bot.app.janitor import Janitor
from bot.app.keys import follow_public_keys, open_public_keys
from bot.app.reports import ReportsParts, ReportsPublic, build_reports_public
from bot.app.shared import Shared
from bot.app.updates import Served
from bot.chat.entries import Entry
from bot.chat.i18n import DEFAULT_LOCALE, KNOWN_LOCALES, Catalogues, Locales
from bot.chat.menu import FrontDoor, create_fallback_router, create_router
from bot.chat.source.intake import UpdateIntake
from bot.chat.state import EphemeralStorage
from storage.vault.keys import PublicKeys

LANGUAGE_CODES: Mapping[str, str] = {"zh_Hans": "zh", "en": "en"}


async def assemble_public(shared: Shared, janitor: Janitor, listener: Janitor) -> Served:
    """Build the public bot; its house-keeping goes to the janitor, what is urgent to another."""
    settings = shared.settings
    assert settings.bot_token is not None
    education = build_education(
        EducationParts(engine=shared.education, library=shared.library, clock=shared.local_clock)
    )
    keys = open_public_keys(settings)
    reports = _build_reports(shared, keys)
    front_door = FrontDoor(
        entries=[*education.entries, *reports.entries],
        banner=education.banner,
        today=lambda: shared.local_clock().date(),
        reminders=reports.reminders,
    )
    locales = Locales(education.locale_store)
    storage = EphemeralStorage()
    dispatcher = create_dispatcher(
        DispatcherParts(
            routers=[
                create_router(),
                *education.routers,
                *reports.routers,
                create_fallback_router(),
            ],
            workflow={**education.workflow, **reports.workflow, "front_door": front_door},
            i18n=shared.i18n,
            locales=locales,
            guard=shared.guard,
            storage=storage,
        )
    )
    janitor.add(education.janitor, reports.janitor, follow_public_keys(settings, keys))
    janitor.add(storage.forget_old)
    listener.add(reports.listener)
    bot = create_bot(settings.bot_token, settings.telegram_api)
    return _serve(UpdateIntake(bot, dispatcher, Apology(shared.i18n, locales)), shared, front_door)


def _build_reports(shared: Shared, keys: PublicKeys) -> ReportsPublic:
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
        )
    )


def _serve(intake: UpdateIntake, shared: Shared, front_door: FrontDoor) -> Served:
    return Served(
        name="public",
        intake=intake,
        allowed=PUBLIC_UPDATES,
        announce=lambda bot: publish_commands(bot, shared.i18n, front_door.entries),
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
