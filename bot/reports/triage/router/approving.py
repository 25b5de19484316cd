"""Letting somebody read about a minor: he asks, and a supervisor approves whoever asked."""

from __future__ import annotations

from contextlib import suppress
from html import escape

from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import rows
from bot.errors import NoAdminChatError
from bot.reports.triage.router.callbacks import ApproveCallback
from bot.reports.triage.router.desk import Triage, refuse
from bot.reports.triage.router.handing import find_colleague, tell_former
from bot.reports.triage.router.keyboards import approval_rows
from bot.reports.triage.service import NotApproved, TipCard


async def ask_for_approval(query: CallbackQuery, tip_id: str, triage: Triage) -> None:
    """Ask the supervisors in the admin chat, once for as long as he holds it, and say so."""
    post = await triage.post_of(query, tip_id)
    asked = None if post is None else await triage.stating.ask_reading(post, tip_id)
    if asked is None:
        await refuse(query)
        return
    card, is_new = asked
    await query.answer(
        _(
            "A minor is in this report, so a supervisor approves each reader. "
            "I have asked in the admin chat."
        ),
        show_alert=True,
    )
    with suppress(NoAdminChatError):
        await triage.refresh(card)
        if is_new:
            await _ask_supervisors(triage, card)


async def _ask_supervisors(triage: Triage, card: TipCard) -> None:
    if card.admin_chat is None or card.holder is None:
        return
    with triage.i18n.use_locale(card.locale):
        name = await triage.access.name_of(card.admin_chat, card.holder)
        text = _("🔏 Report {number}: {name} asks to read it. A supervisor can approve.").format(
            number=card.number, name=escape(name) or "—"
        )
        keyboard = rows(*approval_rows(card))
        await triage.chats.send(card.unit_id, text, tip_id=card.tip_id, reply_markup=keyboard)


async def approve_pressed(
    query: CallbackQuery, callback_data: ApproveCallback, triage: Triage
) -> None:
    """Approve the officer whom the button names, whoever holds the report now."""
    post = await triage.post_of(query, callback_data.tip)
    if post is None:
        await refuse(query)
        return
    officer = await find_colleague(triage, post, callback_data.officer)
    officer_id = "" if officer is None else officer.staff_id
    found = await triage.stating.approve(post, callback_data.tip, officer_id)
    if found is None:
        await refuse(query)
    elif isinstance(found, TipCard):
        await _say_approved(query, found, triage)
    else:
        await _say_why_not(query, found, callback_data.tip, triage)


async def _say_approved(query: CallbackQuery, card: TipCard, triage: Triage) -> None:
    await triage.answer(query, card, _("Approved, and written down: who asked may read now."))
    if card.holder != query.from_user.id:
        text = _("🔏 Report {number}: your reading is approved. “Read” opens it.")
        await tell_former(triage, card, text)


async def _say_why_not(
    query: CallbackQuery, why: NotApproved, tip_id: str, triage: Triage
) -> None:
    if why is NotApproved.OWN:
        text = _(
            "Nobody approves his own reading where the unit has another supervisor. "
            "Please let that colleague approve; I have asked in the admin chat."
        )
        await query.answer(text, show_alert=True)
        return
    text = _(
        "This request has lapsed: the report changed hands or no longer needs it. "
        "Whoever holds it now asks anew with “Read”."
    )
    await query.answer(text, show_alert=True)
    if (card := await triage.find_card(tip_id)) is not None:
        await triage.drop_stale(query, card)
