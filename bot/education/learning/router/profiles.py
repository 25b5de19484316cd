"""Who is learning: several profiles on one phone, and forgetting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.types import Update as TelegramUpdate
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card, send_card, show_card
from bot.chat.keyboards import button, column, help_button, menu_button, rows
from bot.education.learning.router.asking_once import ask_anew, decline
from bot.education.learning.router.callbacks import AttemptCallback, ProfileCallback
from bot.education.learning.router.closings import closing_card
from bot.education.learning.router.doors import learn_button
from bot.education.learning.router.lessons import update_of
from bot.education.learning.router.mydata import say_no_longer_here
from bot.education.learning.router.screens import Screens
from bot.education.learning.rules.progress import is_finished
from bot.education.learning.service.profiles import (
    AddProfile,
    FindLesson,
    ForgetLearner,
    ListProfiles,
    Profile,
    SwitchProfile,
)
from bot.education.learning.service.remembering import RememberLearner
from content.library import Library

LONGEST_NICKNAME = 12


class ProfileSG(StatesGroup):
    """What a new profile asks."""

    nickname = State()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """What the handlers of profiles use."""

    list_all: ListProfiles
    add: AddProfile
    switch: SwitchProfile
    remember: RememberLearner
    forget: ForgetLearner
    find_lesson: FindLesson
    library: Library


async def profile_command(message: Message, profiles: Profiles) -> None:
    await show_card(message, profiles_card(await profiles.list_all(message.chat.id)))


async def profile_pressed(query: CallbackQuery, profiles: Profiles) -> None:
    await show_card(query, profiles_card(await profiles.list_all(query.from_user.id)))


async def result_pressed(
    query: CallbackQuery,
    callback_data: AttemptCallback,
    state: FSMContext,
    profiles: Profiles,
    i18n: I18n,
) -> None:
    """Go back to the result without a leave to remember; it is not asked for again."""
    await decline(state)
    await state.clear()
    await show_result(query, callback_data.attempt, profiles, i18n.current_locale)


async def show_result(
    event: CallbackQuery | Message, attempt: str, profiles: Profiles, locale: str, *below: str
) -> None:
    """Show an attempt's last card again, with more said below it; without one, say only that."""
    chat_id = event.chat.id if isinstance(event, Message) else event.from_user.id
    view = await profiles.find_lesson(chat_id, attempt)
    if view is None:
        said = below or (_("This lesson is over or was forgotten. Open the menu with /start."),)
        ways = column(learn_button(), menu_button(), help_button())
        card = Card(text="\n\n".join(said), keyboard=ways)
    elif is_finished(view.plan, view.progress):
        card = closing_card(view, profiles.library, locale, asks=False)
    else:
        card = Screens(view=view, library=profiles.library, locale=locale, in_words=True).card()
    if view is not None:
        card = replace(card, text="\n\n".join((card.text, *below)))
    await show_card(event, card)


async def switch_pressed(
    query: CallbackQuery,
    callback_data: ProfileCallback,
    event_update: TelegramUpdate,
    state: FSMContext,
    profiles: Profiles,
) -> None:
    await profiles.switch(update_of(query, event_update), callback_data.learner)
    await ask_anew(state)
    await show_card(query, profiles_card(await profiles.list_all(query.from_user.id)))


async def add_pressed(query: CallbackQuery, state: FSMContext) -> None:
    await state.set_state(ProfileSG.nickname)
    text = _("Which nickname? Up to {most} characters, please not a real name.").format(
        most=LONGEST_NICKNAME
    )
    await send_card(query, Card(text=text, keyboard=rows([help_button(), menu_button()])))


async def nickname_typed(
    message: Message, event_update: TelegramUpdate, state: FSMContext, profiles: Profiles
) -> None:
    nickname = " ".join((message.text or "").split())
    if not nickname or len(nickname) > LONGEST_NICKNAME:
        text = _("A nickname has 1 to {most} characters. Please send it again.")
        below = rows([help_button(), menu_button()])
        await message.answer(text.format(most=LONGEST_NICKNAME), reply_markup=below)
        return
    if not await profiles.add(update_of(message, event_update), nickname):
        await message.answer(
            _("This phone already has as many profiles as it can."),
            reply_markup=rows([help_button(), menu_button()]),
        )
    await ask_anew(state)
    await state.clear()
    await show_card(message, profiles_card(await profiles.list_all(message.chat.id)))


async def forget_pressed(query: CallbackQuery, profiles: Profiles) -> None:
    """Ask once more; the button names the profile, so that a second tap deletes no other one."""
    active = next((p for p in await profiles.list_all(query.from_user.id) if p.is_active), None)
    really = ProfileCallback(action="really", learner=active.id if active else "").pack()
    card = Card(
        text=_(
            "Delete the profile that is learning now, with all its lessons and answers? "
            "This cannot be undone."
        ),
        keyboard=column(button(_("🗑 Delete it"), really), menu_button(), help_button()),
    )
    await show_card(query, card)


async def really_forget_pressed(
    query: CallbackQuery,
    callback_data: ProfileCallback,
    event_update: TelegramUpdate,
    profiles: Profiles,
) -> None:
    if not await profiles.forget(update_of(query, event_update), callback_data.learner):
        await say_no_longer_here(query)
        return
    text = _("Deleted. A certificate can still be verified by its code, which names nobody.")
    await show_card(query, Card(text=text, keyboard=column(menu_button(), help_button())))


def profiles_card(profiles: Sequence[Profile]) -> Card:
    lines = [f"{'▶️' if p.is_active else '▫️'} {escape(_label(p))}" for p in profiles]
    text = _("<b>Who is learning?</b>") + "\n\n"
    text += "\n".join(lines) if lines else _("Nobody yet. A lesson starts without any profile.")
    switches = [
        [button(_label(p), ProfileCallback(action="switch", learner=p.id).pack())]
        for p in profiles
        if not p.is_active
    ]
    forget = [button(_("🗑 Delete my data"), ProfileCallback(action="forget").pack())]
    return Card(
        text=text,
        keyboard=rows(
            *switches,
            [button(_("➕ Another learner"), ProfileCallback(action="add").pack())],
            forget if profiles else [],
            [help_button(), menu_button()],
        ),
    )


def _label(profile: Profile) -> str:
    return profile.nickname or _("Without a nickname")
