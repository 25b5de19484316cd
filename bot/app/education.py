"""The education house, put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import Router
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.entries import Entry
from bot.chat.i18n import LocaleStore
from bot.chat.menu import Banner
from bot.education.help import router as help_router
from bot.education.help.router import Help
from bot.education.learning import router as learning_router
from bot.education.learning.router.certificates import Certificates
from bot.education.learning.router.lessons import Learning
from bot.education.learning.router.profiles import Profiles
from bot.education.learning.service.certificates import IssueCertificate, VerifyCertificate
from bot.education.learning.service.lessons import (
    MakeMove,
    OpenCourse,
    ShowLesson,
    StartLesson,
)
from bot.education.learning.service.profiles import (
    AddProfile,
    FindLocale,
    ForgetGuests,
    ForgetLearner,
    KeepLocale,
    ListProfiles,
    RememberLearner,
    SwitchProfile,
)
from content.library import Library
from storage.education.unit_of_work import EducationUnitOfWork
from storage.kit.unit_of_work import create_sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationParts:
    """What the house is built from; the clock gives local time."""

    engine: AsyncEngine
    library: Library
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationHouse:
    """What the front door needs of the house."""

    routers: list[Router]
    entries: list[Entry]
    workflow: dict[str, Any]
    locale_store: LocaleStore
    banner: Banner
    janitor: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class LearnerLocales:
    """Learners' languages, as the front door asks for them."""

    find_locale: FindLocale
    keep_locale: KeepLocale


def build_education(parts: EducationParts) -> EducationHouse:
    sessions = create_sessions(parts.engine)
    common: dict[str, Any] = {
        "unit_of_work": lambda: EducationUnitOfWork(sessions),
        "library": parts.library,
        "clock": parts.clock,
    }
    return EducationHouse(
        routers=[learning_router.create_router(), help_router.create_router()],
        entries=[learning_router.LEARN, help_router.ENTRY, learning_router.PROFILE],
        workflow={
            "learning": Learning(
                library=parts.library,
                open_course=OpenCourse(**common),
                start_lesson=StartLesson(**common),
                make_move=MakeMove(**common),
            ),
            "certificates": Certificates(
                issue=IssueCertificate(**common), verify=VerifyCertificate(**common)
            ),
            "profiles": Profiles(
                list_all=ListProfiles(**common),
                add=AddProfile(**common),
                switch=SwitchProfile(**common),
                remember=RememberLearner(**common),
                forget=ForgetLearner(**common),
                show_lesson=ShowLesson(**common),
                library=parts.library,
            ),
            "help_desk": Help(parts.library.help),
        },
        locale_store=LearnerLocales(FindLocale(**common), KeepLocale(**common)),
        banner=parts.library.campaigns.banner,
        janitor=ForgetGuests(**common),
    )
