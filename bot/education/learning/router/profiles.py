"""Who is learning: age band, consent, forgetting, and several profiles on one phone."""

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
from bot.education.learning.router.callbacks import AgeCallback, AttemptCallback, ProfileCallback
from bot.education.learning.router.lessons import update_of
from bot.education.learning.router.results import result_card
from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service.lessons import ShowLesson
from bot.education.learning.service.profiles import (
    AddProfile,
    ForgetLearner,
    ListProfiles,
    Profile,
    RememberLearner,
    SwitchProfile,
)
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
    show_lesson: ShowLesson
    library: Library


async def profile_command(message: Message, profiles: Profiles) -> None:
    await show_card(message, _profiles_card(await profiles.list_all(message.chat.id)))


async def profile_pressed(query: CallbackQuery, profiles: Profiles) -> None:
    await show_card(query, _profiles_card(await profiles.list_all(query.from_user.id)))


async def age_pressed(
    query: CallbackQuery,
    callback_data: AgeCallback,
    event_update: TelegramUpdate,
    profiles: Profiles,
    i18n: I18n,
) -> None:
    """Keep the age band, and show the result again without the question."""
    if callback_data.band not in set(AgeBand):
        await query.answer()
        return
    band = AgeBand(callback_data.band)
    if band is AgeBand.UNDER_14 and not callback_data.consented:
        await show_card(query, _consent_card(callback_data.attempt))
        return
    update = update_of(query, event_update)
    await profiles.remember(update, band, consented=callback_data.consented)
    thanks = _(
        "Thank you. I will remember which lessons you have done. Neither your name nor your "
        "birthday is kept, and /profile deletes everything at any time."
    )
    await _show_result(query, callback_data.attempt, profiles, i18n.current_locale, thanks)


async def result_pressed(
    query: CallbackQuery, callback_data: AttemptCallback, profiles: Profiles, i18n: I18n
) -> None:
    await _show_result(query, callback_data.attempt, profiles, i18n.current_locale)


async def _show_result(
    query: CallbackQuery, attempt: str, profiles: Profiles, locale: str, *below: str
) -> None:
    view = await profiles.show_lesson(query.from_user.id, attempt)
    if view is None:
        await query.answer(
            _("This lesson is over or was forgotten. Open the menu with /start."), show_alert=True
        )
        return
    card = result_card(view, profiles.library, locale)
    await show_card(query, replace(card, text="\n\n".join((card.text, *below))))


async def switch_pressed(
    query: CallbackQuery,
    callback_data: ProfileCallback,
    event_update: TelegramUpdate,
    profiles: Profiles,
) -> None:
    await profiles.switch(update_of(query, event_update), callback_data.learner)
    await show_card(query, _profiles_card(await profiles.list_all(query.from_user.id)))


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
        await message.answer(text.format(most=LONGEST_NICKNAME))
        return
    if not await profiles.add(update_of(message, event_update), nickname):
        await message.answer(_("This phone already has as many profiles as it can."))
    await state.clear()
    await show_card(message, _profiles_card(await profiles.list_all(message.chat.id)))


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
    await profiles.forget(update_of(query, event_update), callback_data.learner)
    text = _("Deleted. A certificate can still be verified by its code, which names nobody.")
    await show_card(query, Card(text=text, keyboard=column(menu_button(), help_button())))


def _profiles_card(profiles: Sequence[Profile]) -> Card:
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


def _consent_card(attempt: str) -> Card:
    agreed = AgeCallback(band=AgeBand.UNDER_14, attempt=attempt, consented=True).pack()
    back = AttemptCallback(attempt=attempt, action="result").pack()
    return Card(
        text=_(
            "Below 14 the law wants a parent or guardian to agree first. Please show them this: "
            "<i>Humen keeps which lessons your child has done and which answers were right, "
            "without name or birthday; you can delete it at any time with /profile.</i>\n\n"
            "You can also learn without it; then I forget within two days."
        ),
        keyboard=rows(
            [button(_("👪 My parent or guardian agrees"), agreed)],
            [button(_("Not now"), back)],
            [help_button(), menu_button()],
        ),
    )
