"""The end of putting an outcome together: closing with it, or leaving the report open."""

from __future__ import annotations

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.reports.triage.router.callbacks import OutcomeCallback, OutcomeStep
from bot.reports.triage.router.closing import forget_draft, say_closed
from bot.reports.triage.router.desk import Triage, refuse
from bot.reports.triage.router.outcome_steps import read_draft, step_pressed


async def outcome_step_pressed(
    query: CallbackQuery, callback_data: OutcomeCallback, triage: Triage, state: FSMContext
) -> None:
    draft = await read_draft(state)
    is_end = callback_data.step in {OutcomeStep.CONFIRM, OutcomeStep.CANCEL}
    if draft is None or draft.number != callback_data.number or not is_end:
        await step_pressed(query, callback_data, triage, state)
        return
    if callback_data.step is OutcomeStep.CANCEL:
        await forget_draft(query, state)
        return
    post = await triage.post_of(query, draft.tip)
    card = None
    if post is not None:
        card = await triage.close(post, draft.tip, draft.outcome, draft.facts)
    await state.clear()
    if card is None:
        await refuse(query)
        return
    await say_closed(query, card, triage)
