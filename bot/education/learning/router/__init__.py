"""Learning's commands and buttons."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, CommandStart
from aiogram.utils.i18n import lazy_gettext as __

from bot.chat.entries import Entry, EntryCallback
from bot.education.learning.router import certificates, lessons, profiles
from bot.education.learning.router.callbacks import (
    AgeCallback,
    AnswerCallback,
    AttemptCallback,
    ChooseCallback,
    GoOnCallback,
    LessonCallback,
    MarkCallback,
    ProfileCallback,
    SubmitCallback,
)

LEARN = Entry(
    name="learn", label=__("📖 Start learning"), description=__("Learn in five minutes"), row=0
)
# A command is never an answer: /help works while a name is asked for.
WORDS = F.text & ~F.text.startswith("/")
PROFILE = Entry(
    name="profile", label=__("👤 Who is learning"), description=__("Who is learning here"), row=3
)


def create_router() -> Router:
    """Wire the lessons, the certificate and the profiles; private chats only."""
    router = Router(name="learning")
    router.message.filter(F.chat.type == "private")
    _wire_lessons(router)
    _wire_certificates(router)
    _wire_profiles(router)
    return router


def _wire_lessons(router: Router) -> None:
    router.message.register(
        lessons.learn_command, CommandStart(deep_link=True, magic=F.args == LEARN.name)
    )
    router.message.register(lessons.learn_command, Command(LEARN.name))
    press = router.callback_query.register
    press(lessons.learn_pressed, EntryCallback.filter(F.name == LEARN.name))
    press(lessons.lesson_pressed, LessonCallback.filter())
    for move in (GoOnCallback, ChooseCallback, AnswerCallback, MarkCallback, SubmitCallback):
        press(lessons.move_pressed, move.filter())


def _wire_certificates(router: Router) -> None:
    verify = F.args.startswith(certificates.VERIFY_PREFIX)
    router.message.register(certificates.verify_link, CommandStart(deep_link=True, magic=verify))
    router.message.register(certificates.verify_command, Command("verify"))
    router.message.register(certificates.name_typed, certificates.CertificateSG.name, WORDS)
    press = router.callback_query.register
    press(certificates.certificate_pressed, AttemptCallback.filter(F.action == "certificate"))
    press(certificates.nameless_pressed, AttemptCallback.filter(F.action == "nameless"))


def _wire_profiles(router: Router) -> None:
    router.message.register(profiles.profile_command, Command(PROFILE.name))
    router.message.register(profiles.nickname_typed, profiles.ProfileSG.nickname, WORDS)
    press = router.callback_query.register
    press(profiles.profile_pressed, EntryCallback.filter(F.name == PROFILE.name))
    press(profiles.age_pressed, AgeCallback.filter())
    press(profiles.result_pressed, AttemptCallback.filter(F.action == "result"))
    press(profiles.switch_pressed, ProfileCallback.filter(F.action == "switch"))
    press(profiles.add_pressed, ProfileCallback.filter(F.action == "add"))
    press(profiles.forget_pressed, ProfileCallback.filter(F.action == "forget"))
    press(profiles.really_forget_pressed, ProfileCallback.filter(F.action == "really"))
