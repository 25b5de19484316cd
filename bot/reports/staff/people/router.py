"""The people of a unit on buttons: for its supervisors, in their private chat."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from html import escape

from aiogram import Bot, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.refusals import reaches
from bot.chat.keyboards import button, rows
from bot.reports.staff import rules
from bot.reports.staff.access import StaffAccess
from bot.reports.staff.people.service import (
    Change,
    ListPeople,
    Person,
    RemoveStaff,
    SetKnowsPassphrase,
    SetRoles,
)
from bot.reports.staff.refusals import refuse
from bot.reports.staff.rules import Role
from bot.reports.staff.service import Post
from bot.reports.staff.wording import NAMES, money_warning, name_roles


class PeopleStep(StrEnum):
    """What a button does with a person."""

    LIST = "list"
    SHOW = "show"
    ROLES = "roles"
    KNOWS = "knows"
    FORGOT = "forgot"
    ASK = "ask"
    REMOVE = "remove"


class PeopleCallback(CallbackData, prefix="stf"):
    """Something to do with one of the staff; `roles` are the letters that he shall have."""

    step: PeopleStep
    staff: str
    roles: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleDesk:
    """What the handlers of the list of people use."""

    access: StaffAccess
    list_people: ListPeople
    set_roles: SetRoles
    remove: RemoveStaff
    set_knows: SetKnowsPassphrase


async def staff_command(message: Message, bot: Bot, people_desk: PeopleDesk) -> None:
    person = message.from_user
    posts = [] if person is None else await people_desk.access.posts_of(person.id)
    if message.chat.type != ChatType.PRIVATE:
        posts = [post for post in posts if post.admin_chat == message.chat.id]
    led = [post for post in posts if post.has(Role.SUPERVISOR)]
    if person is None or not led:
        await refuse(message)
        return
    for post in led:
        text, keyboard = await _list(people_desk, post)
        if not await reaches(bot.send_message(person.id, text, reply_markup=keyboard)):
            await message.answer(
                _("Please open the private chat with me, press Start there, and try again.")
            )
            return


async def people_pressed(
    query: CallbackQuery, callback_data: PeopleCallback, people_desk: PeopleDesk, i18n: I18n
) -> None:
    """Do what the button says, if a supervisor of that person's unit taps it."""
    unit_id = await people_desk.list_people.unit_of(callback_data.staff)
    post = await people_desk.access.post_of(query, i18n.current_locale, unit_id)
    is_led = post is not None and post.unit_id == unit_id and post.has(Role.SUPERVISOR)
    message = query.message
    if post is None or not is_led or not isinstance(message, Message):
        await refuse(query)
        return
    change = await _change(people_desk, post, callback_data)
    if change is None:
        await refuse(query)
        return
    if change is not Change.DONE:
        await query.answer(_say(change), show_alert=True)
        return
    text, keyboard = await _draw(people_desk, post, callback_data)
    await message.edit_text(text, reply_markup=keyboard)
    await query.answer()


async def _change(desk: PeopleDesk, post: Post, data: PeopleCallback) -> Change | None:
    match data.step:
        case PeopleStep.ROLES:
            return await desk.set_roles(post, data.staff, rules.roles_from_letters(data.roles))
        case PeopleStep.KNOWS | PeopleStep.FORGOT:
            knows = data.step is PeopleStep.KNOWS
            return await desk.set_knows(post, data.staff, knows=knows)
        case PeopleStep.REMOVE:
            return await desk.remove(post, data.staff)
        case _:
            return Change.DONE


async def _draw(
    desk: PeopleDesk, post: Post, data: PeopleCallback
) -> tuple[str, InlineKeyboardMarkup]:
    people = await desk.list_people(post) or []
    found = [each for each in people if each.staff_id == data.staff]
    if data.step in {PeopleStep.LIST, PeopleStep.REMOVE} or not found:
        return await _list(desk, post)
    person = found[0]
    name = escape(await desk.access.name_of(post.admin_chat, person.chat_id))
    if data.step is PeopleStep.ASK:
        text = _(
            "Remove {name} from this unit? The reports held go back to the queue, what is open in "
            "the private chat is deleted, and only a new invitation lets {name} back in."
        )
        return text.format(name=name or "—"), _confirmation(person)
    lines = [f"<b>{name or '—'}</b>", name_roles(person.roles), money_warning(person.roles)]
    return "\n".join(filter(None, lines)), _card(person)


async def _list(desk: PeopleDesk, post: Post) -> tuple[str, InlineKeyboardMarkup]:
    people = await desk.list_people(post) or []
    found = []
    for each in people:
        name = await desk.access.name_of(post.admin_chat, each.chat_id)
        label = f"{name or '—'} · {name_roles(each.roles)}"
        found.append([_button(label, PeopleStep.SHOW, each)])
    text = _(
        "<b>The people of “{unit}”</b>\n"
        "Tap a person to change roles or to remove. Invite with /invite."
    )
    return text.format(unit=post.unit_id), rows(*found)


def _card(person: Person) -> InlineKeyboardMarkup:
    ticks = [
        [
            _button(
                f"{'☑️' if role in person.roles else '▫️'} {NAMES[role]}",
                PeopleStep.ROLES,
                person,
                roles=rules.letters_of(person.roles ^ {role}),
            )
        ]
        for role in Role
    ]
    knows = (
        _button(_("🔑 Knows the passphrase: yes"), PeopleStep.FORGOT, person)
        if person.knows_passphrase
        else _button(_("🔑 Knows the passphrase: no"), PeopleStep.KNOWS, person)
    )
    return rows(
        *ticks,
        [knows],
        [_button(_("🚪 Remove"), PeopleStep.ASK, person)],
        [_button(_("← Everybody"), PeopleStep.LIST, person)],
    )


def _confirmation(person: Person) -> InlineKeyboardMarkup:
    return rows(
        [_button(_("🚪 Yes, remove"), PeopleStep.REMOVE, person)],
        [_button(_("← No"), PeopleStep.SHOW, person)],
    )


def _button(text: str, step: PeopleStep, person: Person, roles: str = "") -> InlineKeyboardButton:
    return button(text, PeopleCallback(step=step, staff=person.staff_id, roles=roles).pack())


def _say(change: Change) -> str:
    if change is Change.LAST_SUPERVISOR:
        return _("A unit needs a supervisor. Please make somebody else supervisor first.")
    if change is Change.NOT_YOURSELF:
        return _("Nobody gives himself a role over money. Please ask another supervisor.")
    return _("Please leave at least one role, or remove the person.")


def create_router() -> Router:
    router = Router(name="people")
    router.message.register(staff_command, Command("staff"))
    router.callback_query.register(people_pressed, PeopleCallback.filter())
    return router
