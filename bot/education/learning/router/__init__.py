"""Learning's commands and buttons."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, CommandStart, StateFilter
from aiogram.types import Message
from aiogram.utils.i18n import lazy_gettext as __

from bot.chat.entries import Entry, EntryCallback
from bot.chat.first_aid import speaks_of_danger
from bot.chat.notices import PRACTICE as PRACTICE_NAME
from bot.chat.notices import QUIET
from bot.chat.unread import is_unread
from bot.education.learning.router import (
    certificates,
    consent,
    doors,
    lessons,
    mydata,
    practice,
    profiles,
    progress,
    reminders,
    strays,
    withdrawing,
)
from bot.education.learning.router.callbacks import (
    AgeCallback,
    AnswerCallback,
    AttemptCallback,
    ChooseCallback,
    CourseCallback,
    GoOnCallback,
    LessonCallback,
    LookCallback,
    MarkCallback,
    ProfileCallback,
    SubmitCallback,
    UndoCallback,
)
from bot.education.learning.router.catalogue import CatalogueCallback
from bot.education.learning.router.closings import GuessCallback
from bot.education.learning.router.places import NEEDS_LEARNER

LEARN = Entry(
    name="learn", label=__("📖 Start learning"), description=__("Learn in five minutes"), row=0
)
FOR_LEARNER = {NEEDS_LEARNER: True}
# A command is never an answer: /help works while a name is asked for.
WORDS = F.text & ~F.text.startswith("/")
FORMS = StateFilter(
    certificates.CertificateSG.name,
    profiles.ProfileSG.nickname,
    consent.ConsentSG.number,
)
PROFILE = Entry(
    name="profile", label=__("👤 Who is learning"), description=__("Who is learning here"), row=3
)
PRACTICE = Entry(
    name=PRACTICE_NAME, label=__("🔁 Practise"), description=__("A few short questions"), row=0
)
PROGRESS = Entry(
    name=doors.PROGRESS,
    label=__("📊 My progress"),
    description=__("What is strong, what is fading"),
    row=3,
    has_button=False,
)
REMINDERS = Entry(
    name=doors.REMINDERS,
    label=__("⏰ Reminders"),
    description=__("When to be reminded"),
    row=3,
    has_button=False,
)
MY_DATA = Entry(
    name=doors.MY_DATA,
    label=__("🗂 My data"),
    description=__("See, take along or erase what is kept"),
    row=3,
    has_button=False,
)


def create_router() -> Router:
    """Wire the lessons, the certificate and the profiles; private chats only."""
    router = Router(name="learning")
    router.message.filter(F.chat.type == "private")
    router.message.register(leave_unread, FORMS, WORDS, speaks_of_danger)
    _wire_lessons(router)
    _wire_certificates(router)
    _wire_profiles(router)
    _wire_practice(router)
    _wire_consent(router)
    _wire_data(router)
    return router


def create_catcher() -> Router:
    """Take the codes and answers that no open form took; this router comes after every form."""
    router = Router(name="learning_catcher")
    router.message.filter(F.chat.type == "private")
    router.message.register(strays.code_pasted, strays.find_code)
    router.message.register(lessons.typed, lessons.LessonSG.under_way, WORDS, is_unread)
    return router


async def leave_unread(_message: Message) -> None:
    """Take no words of somebody in danger; the answer stays the newest, and the question waits."""


def _wire_lessons(router: Router) -> None:
    router.message.register(
        lessons.learn_command,
        CommandStart(deep_link=True, magic=F.args == LEARN.name),
        flags=FOR_LEARNER,
    )
    router.message.register(lessons.learn_command, Command(LEARN.name), flags=FOR_LEARNER)
    press = router.callback_query.register
    press(lessons.learn_pressed, EntryCallback.filter(F.name == LEARN.name), flags=FOR_LEARNER)
    press(lessons.lesson_pressed, LessonCallback.filter(), flags=FOR_LEARNER)
    press(lessons.course_pressed, CourseCallback.filter(), flags=FOR_LEARNER)
    press(lessons.catalogue_pressed, CatalogueCallback.filter())
    press(lessons.look_pressed, LookCallback.filter())
    for move in (
        GoOnCallback,
        ChooseCallback,
        AnswerCallback,
        MarkCallback,
        UndoCallback,
        SubmitCallback,
    ):
        press(lessons.move_pressed, move.filter())


def _wire_certificates(router: Router) -> None:
    verify = F.args.startswith(certificates.VERIFY_PREFIXES)
    router.message.register(certificates.verify_link, CommandStart(deep_link=True, magic=verify))
    router.message.register(certificates.verify_command, Command("verify"))
    router.message.register(certificates.name_typed, certificates.CertificateSG.name, WORDS)
    press = router.callback_query.register
    press(certificates.certificate_pressed, AttemptCallback.filter(F.action == "certificate"))
    press(withdrawing.withdraw_pressed, AttemptCallback.filter(F.action == withdrawing.WITHDRAW))
    press(
        withdrawing.really_withdraw_pressed,
        AttemptCallback.filter(F.action == withdrawing.REALLY_WITHDRAW),
    )
    press(certificates.nameless_pressed, AttemptCallback.filter(F.action == "nameless"))


def _wire_profiles(router: Router) -> None:
    router.message.register(profiles.profile_command, Command(PROFILE.name))
    router.message.register(profiles.nickname_typed, profiles.ProfileSG.nickname, WORDS)
    press = router.callback_query.register
    press(profiles.profile_pressed, EntryCallback.filter(F.name == PROFILE.name))
    press(profiles.result_pressed, AttemptCallback.filter(F.action == "result"))
    press(profiles.switch_pressed, ProfileCallback.filter(F.action == "switch"))
    press(profiles.add_pressed, ProfileCallback.filter(F.action == "add"))
    press(profiles.forget_pressed, ProfileCallback.filter(F.action == "forget"))
    press(profiles.really_forget_pressed, ProfileCallback.filter(F.action == "really"))


def _wire_practice(router: Router) -> None:
    message, press = router.message.register, router.callback_query.register
    door = EntryCallback.filter
    message(practice.practice_command, Command(PRACTICE.name), flags=FOR_LEARNER)
    message(reminders.reminders_command, Command(REMINDERS.name), flags=FOR_LEARNER)
    message(progress.progress_command, Command(PROGRESS.name), flags=FOR_LEARNER)
    press(practice.practice_pressed, door(F.name == PRACTICE.name), flags=FOR_LEARNER)
    press(practice.guess_pressed, GuessCallback.filter())
    press(practice.probe_pressed, doors.ProbeCallback.filter(), flags=FOR_LEARNER)
    press(progress.progress_pressed, door(F.name == PROGRESS.name), flags=FOR_LEARNER)
    press(reminders.reminders_pressed, door(F.name == REMINDERS.name), flags=FOR_LEARNER)
    press(reminders.quiet_pressed, door(F.name == QUIET))
    press(reminders.hour_pressed, reminders.HourCallback.filter())
    press(reminders.rest_pressed, reminders.RestCallback.filter())


def _wire_consent(router: Router) -> None:
    router.message.register(consent.number_typed, consent.ConsentSG.number, WORDS)
    router.message.register(consent.agreed, consent.ConsentSG.guardian, WORDS)
    press, step = router.callback_query.register, consent.ConsentCallback.filter
    press(consent.age_pressed, AgeCallback.filter())
    press(consent.remember_pressed, AttemptCallback.filter(F.action == "remember"))
    press(consent.read_pressed, step(F.action == "read"))
    press(consent.agree_pressed, step(F.action == "agree"))
    press(consent.school_pressed, step(F.action == "school"))
    press(consent.slip_pressed, step(F.action == "slip"))


def _wire_data(router: Router) -> None:
    router.message.register(mydata.mydata_command, Command(MY_DATA.name), flags=FOR_LEARNER)
    press, step = router.callback_query.register, mydata.DataCallback.filter
    press(mydata.show_pressed, EntryCallback.filter(F.name == MY_DATA.name), flags=FOR_LEARNER)
    press(mydata.show_pressed, step(F.action == "show"), flags=FOR_LEARNER)
    press(mydata.export_pressed, step(F.action == "export"))
    press(mydata.clear_pressed, step(F.action == "clear"))
    press(mydata.age_pressed, step(F.action == "age"))
    press(mydata.erase_pressed, step(F.action == "erase"))
    press(mydata.really_pressed, step(F.action.in_({"really", "all"})))
    press(mydata.withdraw_pressed, step(F.action == "withdraw"))
