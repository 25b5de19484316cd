"""Inviting: a panel of roles for a supervisor, and the link's other end."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram.utils.deep_linking import create_start_link
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.refusals import reaches
from bot.chat.keyboards import button, rows
from bot.reports.staff import rules
from bot.reports.staff.access import StaffAccess
from bot.reports.staff.invitations.service import (
    PREFIX,
    Accepted,
    AcceptInvitation,
    Invite,
    Invited,
    Refused,
)
from bot.reports.staff.refusals import note_refusal, refuse
from bot.reports.staff.rules import Role, Roles
from bot.reports.staff.service import Post
from bot.reports.staff.wording import NAMES, money_warning, name_roles

PANEL_BYTES = 4


class InviteStep(StrEnum):
    """What a button of the panel does."""

    SHOW = "show"
    MAKE = "make"


class InviteCallback(CallbackData, prefix="inv"):
    """A panel with certain roles ticked; `panel` makes one link however often it is tapped."""

    step: InviteStep
    unit: str
    panel: str
    roles: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationDesk:
    """What the handlers of invitations use."""

    access: StaffAccess
    invite: Invite
    accept: AcceptInvitation


async def invite_command(message: Message, bot: Bot, invitation_desk: InvitationDesk) -> None:
    """Open a panel for each unit whose supervisor asks, in his private chat."""
    person = message.from_user
    posts = [] if person is None else await invitation_desk.access.posts_of(person.id)
    if message.chat.type != ChatType.PRIVATE:
        posts = [post for post in posts if post.admin_chat == message.chat.id]
    led = [post for post in posts if post.has(Role.SUPERVISOR)]
    if person is None or not led:
        await refuse(message)
        return
    for post in led:
        panel = secrets.token_hex(PANEL_BYTES)
        chosen = frozenset({Role.TRIAGE})
        sending = bot.send_message(
            person.id,
            panel_text(post.unit_id, chosen),
            reply_markup=_panel(post.unit_id, panel, chosen),
        )
        if not await reaches(sending):
            await message.answer(
                _("Please open the private chat with me, press Start there, and try again.")
            )
            return


async def panel_pressed(
    query: CallbackQuery,
    callback_data: InviteCallback,
    invitation_desk: InvitationDesk,
    i18n: I18n,
) -> None:
    post = await _led_post(query, callback_data, invitation_desk, i18n)
    if post is None or not isinstance(query.message, Message):
        await refuse(query)
        return
    roles = rules.roles_from_letters(callback_data.roles)
    if callback_data.step is InviteStep.SHOW:
        keyboard = _panel(post.unit_id, callback_data.panel, roles)
        await query.message.edit_text(panel_text(post.unit_id, roles), reply_markup=keyboard)
        await query.answer()
        return
    if not roles:
        await query.answer(_("Please tick at least one role."), show_alert=True)
        return
    await _make_link(
        query, query.message, await invitation_desk.invite(post, roles, callback_data.panel), roles
    )


async def _make_link(
    query: CallbackQuery, message: Message, invited: Invited | None, roles: Roles
) -> None:
    if invited is None:
        await query.answer(
            _("This link was made and used. For another one, please send /invite."),
            show_alert=True,
        )
        return
    assert query.bot is not None
    link = await create_start_link(query.bot, invited.payload)
    await message.edit_text(link_text(link, roles))
    await query.answer()


async def _led_post(
    query: CallbackQuery, data: InviteCallback, desk: InvitationDesk, i18n: I18n
) -> Post | None:
    post = await desk.access.post_of(query, i18n.current_locale, data.unit)
    is_led = post is not None and post.unit_id == data.unit and post.has(Role.SUPERVISOR)
    return post if is_led else None


async def accept_command(
    message: Message, command: CommandObject, invitation_desk: InvitationDesk, i18n: I18n
) -> None:
    """Take an invitation; a link that is no good is refused alike, whatever is wrong with it."""
    person = message.from_user
    code = (command.args or "").removeprefix(PREFIX)
    if person is None:
        return
    match await invitation_desk.accept(person.id, code, i18n.current_locale):
        case Accepted(roles=roles):
            text = _(
                "✅ Welcome. In this unit you are: {roles}. New reports arrive in the admin chat; "
                "what you read opens here, for you only."
            ).format(roles=name_roles(roles))
            await message.answer("\n\n".join(filter(None, [text, money_warning(roles)])))
            return
        case Refused.NOT_IN_CHAT:
            text = _(
                "Please join your unit's admin chat first, then open this link again. "
                "It is still good."
            )
        case Refused.OWN:
            text = _("This link is for a colleague: nobody invites himself.")
        case _:
            text = _(
                "This invitation was used already, or its time is over. "
                "Please ask your supervisor for a new one."
            )
    note_refusal()
    await message.answer(text)


def panel_text(unit_id: str, roles: Roles) -> str:
    text = _("Invite a colleague to “{unit}” as: {roles}").format(
        unit=unit_id, roles=name_roles(roles) or "—"
    )
    return "\n\n".join(filter(None, [text, money_warning(roles)]))


def link_text(link: str, roles: Roles) -> str:
    return _(
        "Invitation: {roles}\n\n{link}\n\nIt works once, for one person who is in the admin chat, "
        "and for 24 hours at most. Please pass it on to that person only."
    ).format(roles=name_roles(roles), link=link)


def _panel(unit_id: str, panel: str, chosen: Roles) -> InlineKeyboardMarkup:
    def data(step: InviteStep, roles: Roles) -> str:
        letters = rules.letters_of(roles)
        return InviteCallback(step=step, unit=unit_id, panel=panel, roles=letters).pack()

    ticks = [
        [
            button(
                f"{'☑️' if role in chosen else '▫️'} {NAMES[role]}",
                data(InviteStep.SHOW, chosen ^ {role}),
            )
        ]
        for role in Role
    ]
    return rows(*ticks, [button(_("🔗 Make the link"), data(InviteStep.MAKE, chosen))])


def create_router() -> Router:
    router = Router(name="invitations")
    in_private = F.chat.type == ChatType.PRIVATE
    router.message.register(
        accept_command, CommandStart(deep_link=True, magic=F.args.startswith(PREFIX)), in_private
    )
    router.message.register(invite_command, Command("invite"))
    router.callback_query.register(panel_pressed, InviteCallback.filter())
    return router
