"""What the guided form does: one optional question after the other, each open to change."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, ShowMode

from bot.chat.shown.rows import ScreenKind
from bot.reports.tips.draft import Draft, NoticeKind, take_draft
from bot.reports.tips.rules import ANSWER_LIMIT, OFFICIAL, SPOT, neighbours
from bot.reports.tips.states import TipSG
from bot.reports.tips.taking import take_away, take_message
from bot.reports.tips.view import desk_of, screens_of, taker_of, view_of
from storage.vault.receipts import looks_like_receipt


async def on_guided(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    """Begin with the first question; once something is answered, show them all."""
    draft, view = take_draft(manager), view_of(manager)
    if draft.answers:
        await manager.switch_to(TipSG.answers)
        return
    draft.asking, draft.is_walking = view.asks[0], True
    await manager.switch_to(TipSG.question)


async def on_pick(
    _query: CallbackQuery, _select: Any, manager: DialogManager, question_id: str
) -> None:
    draft = take_draft(manager)
    draft.asking, draft.is_walking = desk_of(manager).question(question_id).id, False
    await manager.switch_to(TipSG.question)


async def on_option(
    _query: CallbackQuery, _select: Any, manager: DialogManager, option_id: str
) -> None:
    draft = take_draft(manager)
    if draft.asking is None:
        return
    question = desk_of(manager).question(draft.asking)
    draft.answers[question.id] = question.option(option_id).id
    if question.id == OFFICIAL:
        await route(manager, draft)
    await _go_on(manager, draft)


async def route(manager: DialogManager, draft: Draft) -> None:
    """Find out whether there is a unit above for a tip about an official."""
    draft.is_passed_up = False
    if draft.is_about_official and draft.region is not None:
        routed = await desk_of(manager).find_unit(draft.region, about_official=True)
        draft.is_passed_up = routed.is_above


async def on_next(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    """Leave the answer as it is, or unanswered."""
    await _go_on(manager, take_draft(manager))


async def on_clear(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    """Take one answer back."""
    draft = take_draft(manager)
    if draft.asking is None:
        return
    draft.answers.pop(draft.asking, None)
    if desk_of(manager).question(draft.asking).kind == "place":
        draft.answers.pop(SPOT, None)


async def on_before(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    draft, view = take_draft(manager), view_of(manager)
    before, _after = neighbours(view.asks, draft.asking or "")
    if not draft.is_walking:
        await manager.switch_to(TipSG.answers)
    elif before is None:
        await manager.switch_to(TipSG.review)
    else:
        draft.asking = before


async def on_answer(message: Message, _input: Any, manager: DialogManager) -> None:
    """Take words or a location as the answer; pictures go to the report as everywhere."""
    manager.show_mode = ShowMode.EDIT
    draft = take_draft(manager)
    await screens_of(manager).keep(message.chat.id, message.message_id, ScreenKind.THEIRS)
    text = (message.text or "").strip()
    if message.message_id in draft.taken or not text or text.startswith("/"):
        await _take_other(message, manager, draft)
    elif looks_like_receipt(text):
        await take_away(message, draft, screens_of(manager))
        draft.tell(NoticeKind.RECEIPT_SEEN)
    elif len(text) > ANSWER_LIMIT:
        draft.tell(NoticeKind.ANSWER_TOO_LONG, number=len(text))
        draft.tell(NoticeKind.LEFT)
    elif draft.asking is None or desk_of(manager).question(draft.asking).kind == "choice":
        draft.tell(NoticeKind.CHOOSE)
        draft.tell(NoticeKind.LEFT)
    else:
        draft.answers[draft.asking] = text
        await take_away(message, draft, screens_of(manager))
        await _go_on(manager, draft)


async def _take_other(message: Message, manager: DialogManager, draft: Draft) -> None:
    before = draft.answers.get(SPOT)
    await take_message(message, draft, taker_of(manager))
    is_place = draft.asking is not None and desk_of(manager).question(draft.asking).kind == "place"
    if is_place and draft.answers.get(SPOT) != before:
        await _go_on(manager, draft)


async def _go_on(manager: DialogManager, draft: Draft) -> None:
    _before, after = neighbours(view_of(manager).asks, draft.asking or "")
    if draft.is_walking and after is not None:
        draft.asking = after
        await manager.switch_to(TipSG.question)
        return
    await manager.switch_to(TipSG.review)
