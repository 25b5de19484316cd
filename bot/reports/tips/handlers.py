"""What the form's buttons do."""

from __future__ import annotations

from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _
from aiogram_dialog import DialogManager

from bot.chat.cards import Card
from bot.chat.keyboards import column, help_button, menu_button
from bot.reports.tips.closing import close_with, put_all_away
from bot.reports.tips.draft import Draft, NoticeKind, put_draft, read_draft, take_draft
from bot.reports.tips.notices import write_notices
from bot.reports.tips.quotas.service import Pause
from bot.reports.tips.rules import MINOR, YES, Step, next_step
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import SendTipRequest
from bot.reports.tips.states import TipSG
from bot.reports.tips.view import desk_of, urgency_of
from storage.reports.kinds import Urgency

_STATES: dict[Step, State] = {
    Step.CATEGORY: TipSG.category,
    Step.REGION: TipSG.region,
    Step.TEXT: TipSG.write,
    Step.REVIEW: TipSG.review,
}


async def go_on(manager: DialogManager) -> None:
    """Show what the form still lacks, or the review."""
    draft = read_draft(manager)
    await manager.switch_to(_STATES[next_step(draft.category, draft.region, draft.text)])


async def on_happening_now(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    take_draft(manager).urgent = True
    await manager.switch_to(TipSG.urgent)


async def on_not_now(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    take_draft(manager).urgent = False
    await go_on(manager)


async def on_go_on(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    take_draft(manager)
    await go_on(manager)


async def on_category(
    _query: CallbackQuery, _select: Any, manager: DialogManager, category_id: str
) -> None:
    desk_of(manager).library.tip_form.category(category_id)
    take_draft(manager).category = category_id
    await go_on(manager)


async def on_send(query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    await _send(query, manager, is_forgotten=False)


async def on_send_and_forget(query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    await _send(query, manager, is_forgotten=True)


async def _send(query: CallbackQuery, manager: DialogManager, *, is_forgotten: bool) -> None:
    draft = take_draft(manager)
    # The draft is gone where this tap is taken up again, because its answer did not get through.
    if draft.number is None:
        locale = manager.middleware_data["i18n"].current_locale
        request = _request(draft, locale, urgency_of(draft, desk_of(manager).library))
        sent = await desk_of(manager).send_within_quota(query.from_user.id, request)
        if isinstance(sent, Pause):
            draft.tell(NoticeKind.PAUSE, number=sent.minutes)
            return
        is_clear = not await put_all_away(manager)
        sent_draft = draft.after_sending(sent.number, is_forgotten=is_forgotten, is_clear=is_clear)
        put_draft(manager, sent_draft)
    await manager.switch_to(TipSG.sent)


def _request(draft: Draft, locale: str, urgency: Urgency) -> SendTipRequest:
    assert draft.receipt is not None
    assert draft.category is not None
    assert draft.region is not None
    return SendTipRequest(
        receipt=draft.receipt,
        category=draft.category,
        region_id=draft.region,
        urgency=urgency,
        words=Words(
            text=draft.text, fields=_fields(draft), files=tuple(draft.files), locale=locale
        ),
        about_official=draft.is_about_official,
    )


def _fields(draft: Draft) -> dict[str, str]:
    """Return the answers, and for the reader that a minor wrote, who is asked nothing more."""
    return {**draft.answers, **({MINOR: YES} if draft.is_minor else {})}


async def on_erase(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    draft = take_draft(manager)
    if await put_all_away(manager):
        draft.tell(NoticeKind.OWN_UNDELETED)
    card = Card(
        text="\n\n".join(
            part
            for part in (
                _("🗑 Erased. Nothing of this report was kept."),
                write_notices(draft.notices),
            )
            if part
        ),
        keyboard=column(menu_button(), help_button()),
    )
    await close_with(manager, card)


async def on_menu(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    data = manager.middleware_data
    await close_with(manager, data["front_door"].card(data["i18n"].current_locale))
