"""The education house, put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.delivery.outbox import Sender
from bot.chat.entries import Entry
from bot.chat.i18n import LocaleStore
from bot.chat.menu import Banner
from bot.chat.notices import DailyNotices
from bot.education.help import router as help_router
from bot.education.help.router import Help
from bot.education.learning import router as learning_router
from bot.education.learning.router.certificates import Certificates
from bot.education.learning.router.consent import Consenting
from bot.education.learning.router.lessons import Learning
from bot.education.learning.router.mydata import MyDataDesk
from bot.education.learning.router.places import PlaceMiddleware
from bot.education.learning.router.practice import Practice
from bot.education.learning.router.profiles import Profiles
from bot.education.learning.router.reminders import Reminders, ReminderSender
from bot.education.learning.service.certificates import (
    IssueCertificate,
    VerifyCertificate,
    WithdrawCertificate,
)
from bot.education.learning.service.erasing import Scrubbing
from bot.education.learning.service.lessons import (
    MakeMove,
    OpenCourse,
    ShowLesson,
    StartLesson,
)
from bot.education.learning.service.mydata import ExportMyData, ShowMyData
from bot.education.learning.service.places import Places, Work
from bot.education.learning.service.practice import ConfessGuess, ShowPractice, StartPractice
from bot.education.learning.service.probes import StartLaterProbe, StartProbe
from bot.education.learning.service.profiles import (
    AddProfile,
    FindLesson,
    FindLocale,
    ForgetGuests,
    ForgetLearner,
    KeepLocale,
    ListProfiles,
    Scrub,
    SwitchProfile,
)
from bot.education.learning.service.progress import ShowProgress
from bot.education.learning.service.remembering import RememberLearner
from bot.education.learning.service.reminders import (
    REMINDER,
    ChooseHour,
    PlanReminders,
    PutBackReminder,
    RestFromReminders,
    ShowHabits,
    StopReminders,
    TakeUpReminder,
)
from bot.education.learning.service.slips import IsSlipTaken
from content.library import Library
from storage.education.outbox import Outbox
from storage.education.records import tables_to_scrub
from storage.education.unit_of_work import EducationUnitOfWork
from storage.kit.outbox_store import OutboxStore
from storage.kit.scrubbing import scrub
from storage.kit.unit_of_work import create_sessions

ENTRIES = [
    learning_router.LEARN,
    learning_router.PRACTICE,
    help_router.ENTRY,
    learning_router.PROGRESS,
    learning_router.PROFILE,
    learning_router.REMINDERS,
    learning_router.MY_DATA,
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationParts:
    """What the house is built from; the clock gives local time.

    `guests` is the database in memory; `reminder_delay` spreads reminders over their hour;
    `contact` says who answers for children's data.
    """

    engine: AsyncEngine
    guests: AsyncEngine
    library: Library
    clock: Callable[[], datetime]
    reminder_delay: Callable[[], timedelta] = timedelta
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationHouse:
    """What the front door needs of the house; `create_senders` serves its outbox with a bot.

    `catchers` take what no form of either house took.
    """

    routers: list[Router]
    catchers: list[Router]
    entries: list[Entry]
    workflow: dict[str, Any]
    locale_store: LocaleStore
    banner: Banner
    janitor: Callable[[], Awaitable[None]]
    plan_reminders: PlanReminders
    outbox: OutboxStore
    create_senders: Callable[[DailyNotices], Mapping[str, Sender]]
    verify: VerifyCertificate


@dataclass(frozen=True, slots=True)
class LearnerLocales:
    """Learners' languages, as the front door asks for them."""

    find_locale: FindLocale
    keep_locale: KeepLocale


def build_education(parts: EducationParts) -> EducationHouse:
    places = _places(parts)
    kept, guests = _rooms(parts, places, places.kept), _rooms(parts, places, places.guests)
    disk = _common(parts, places.kept)
    both = {**disk, "guests": places.guests}

    scrub_all = Scrubbing(lambda: scrub(parts.engine, tables_to_scrub()))
    learning, catcher = learning_router.create_router(), learning_router.create_catcher()
    place = PlaceMiddleware(places, {places.kept: kept, places.guests: guests})
    learning.message.middleware(place)
    catcher.message.middleware(place)
    learning.callback_query.middleware(place)
    return EducationHouse(
        routers=[learning, help_router.create_router()],
        catchers=[catcher],
        entries=ENTRIES,
        workflow={
            **kept,
            **_people(parts, both, scrub_all),
            "reminders": _reminders(disk),
            "help_desk": Help(parts.library.help, parts.library.facts),
        },
        locale_store=LearnerLocales(FindLocale(**both), KeepLocale(**both)),
        banner=parts.library.campaigns.banner,
        janitor=_janitor(ForgetGuests(**both, scrub=scrub_all), scrub_all),
        plan_reminders=PlanReminders(**disk, delay=parts.reminder_delay),
        outbox=OutboxStore(parts.engine, Outbox),
        create_senders=lambda notices: {REMINDER: _sender(disk, places.guests, notices)},
        verify=VerifyCertificate(**disk),
    )


def _people(parts: EducationParts, both: dict[str, Any], scrub_all: Scrub) -> dict[str, Any]:
    """Build what works over both places."""
    forget = ForgetLearner(**both, scrub=scrub_all)
    profiles = Profiles(
        list_all=ListProfiles(**both),
        add=AddProfile(**both),
        switch=SwitchProfile(**both),
        remember=RememberLearner(**both, scrub=scrub_all),
        forget=forget,
        find_lesson=FindLesson(**both),
        library=parts.library,
    )
    return {
        "profiles": profiles,
        "consenting": Consenting(
            slip=parts.library.consent,
            contact=parts.contact,
            profiles=profiles,
            is_slip_taken=IsSlipTaken(**both),
        ),
        "my_data": MyDataDesk(show=ShowMyData(**both), export=ExportMyData(**both), forget=forget),
    }


def _reminders(disk: dict[str, Any]) -> Reminders:
    return Reminders(
        show=ShowHabits(**disk),
        choose=ChooseHour(**disk),
        rest=RestFromReminders(**disk),
        stop=StopReminders(**disk),
    )


def _janitor(forget: ForgetGuests, scrubbing: Scrubbing) -> Callable[[], Awaitable[None]]:
    async def keep_house() -> None:
        await forget()
        await scrubbing.catch_up()

    return keep_house


def _sender(disk: dict[str, Any], guests: Work, notices: DailyNotices) -> ReminderSender:
    return ReminderSender(
        notices=notices,
        take_up=TakeUpReminder(**disk, guests=guests),
        put_back=PutBackReminder(**disk),
        stop=StopReminders(**disk),
    )


def _places(parts: EducationParts) -> Places:
    disk, memory = create_sessions(parts.engine), create_sessions(parts.guests)
    return Places(
        kept=lambda: EducationUnitOfWork(disk), guests=lambda: EducationUnitOfWork(memory)
    )


def _common(parts: EducationParts, place: Work) -> dict[str, Any]:
    return {"unit_of_work": place, "library": parts.library, "clock": parts.clock}


def _rooms(parts: EducationParts, places: Places, place: Work) -> dict[str, Any]:
    """Build what works on the one place where the learner of an update is."""
    common = _common(parts, place)
    return {
        "learning": Learning(
            library=parts.library,
            open_course=OpenCourse(**common),
            start_lesson=StartLesson(**common),
            make_move=MakeMove(**common),
            show_lesson=ShowLesson(**common),
        ),
        "certificates": Certificates(
            issue=IssueCertificate(**common, registry=places.kept),
            verify=VerifyCertificate(**_common(parts, places.kept)),
        ),
        "withdraw_certificate": WithdrawCertificate(**common, registry=places.kept),
        "practice": Practice(
            show=ShowPractice(**common),
            start=StartPractice(**common),
            guess=ConfessGuess(**common),
            start_probe=StartProbe(**common),
            start_later=StartLaterProbe(**common),
            library=parts.library,
        ),
        "show_progress": ShowProgress(**common),
    }
