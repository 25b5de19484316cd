"""The outcome of a verified report, step by step: from closed lists, with typed quantities."""

from __future__ import annotations

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _
from pydantic import BaseModel, ValidationError

from bot.reports.triage.outcomes import rules
from bot.reports.triage.outcomes.rules import FactList
from bot.reports.triage.router import outcome_screens as screens
from bot.reports.triage.router.callbacks import OutcomeCallback, OutcomeStep
from bot.reports.triage.router.cards import held_card
from bot.reports.triage.router.desk import Triage, refuse
from bot.reports.triage.rules import Outcome
from content.errors import ContentNotFoundError
from content.schema.outcomes import OutcomeFacts


class OutcomeSG(StatesGroup):
    """An officer is putting an outcome together."""

    building = State()


class OutcomeDraft(BaseModel):
    """What has been put together, and what is being asked for; no free words fit in."""

    tip: str
    number: str
    outcome: Outcome
    facts: OutcomeFacts = OutcomeFacts()
    asked: FactList | None = None
    item: str = ""


async def begin_outcome(
    query: CallbackQuery, outcome: Outcome, tip_id: str, triage: Triage, state: FSMContext
) -> None:
    card = await held_card(query, tip_id, triage)
    if card is None:
        return
    draft = OutcomeDraft(tip=tip_id, number=card.number, outcome=outcome)
    await state.set_state(OutcomeSG.building)
    await _keep(state, draft)
    await _show(query, screens.review(triage.wording, draft.number, draft.outcome, draft.facts))


async def step_pressed(
    query: CallbackQuery, callback_data: OutcomeCallback, triage: Triage, state: FSMContext
) -> None:
    """Do one step; buttons of another draft, or of one that is gone, do nothing."""
    draft = await read_draft(state)
    if draft is None or draft.number != callback_data.number:
        post = await triage.post_of(query)
        await (refuse(query) if post is None else _say_gone(query))
        return
    if await held_card(query, draft.tip, triage) is None:
        await state.clear()
        return
    try:
        screen = await _step(callback_data, triage, state, draft)
    except (ContentNotFoundError, ValueError):
        await refuse(query)
        return
    await _show(query, screen)


async def _step(
    data: OutcomeCallback, triage: Triage, state: FSMContext, draft: OutcomeDraft
) -> screens.Screen:
    wording, number = triage.wording, draft.number
    draft = draft.model_copy(update={"asked": None, "item": ""})
    match data.step:
        case OutcomeStep.LIST if data.name == "flags":
            await _keep(state, draft)
            return screens.flags(wording, number, draft.facts)
        case OutcomeStep.LIST if data.name != FactList.AREA:
            await _keep(state, draft)
            return screens.items(wording, number, FactList(data.name), draft.facts)
        case OutcomeStep.LIST | OutcomeStep.ITEM:
            name = FactList(data.name)
            if name is not FactList.AREA:
                wording.outcomes.item(name.value, data.item)
            await _keep(state, draft.model_copy(update={"asked": name, "item": data.item}))
            return screens.quantity(wording, number, name, (data.item, draft.facts))
        case OutcomeStep.COUNT | OutcomeStep.DROP:
            name = FactList(data.name)
            amount = str(data.count) if data.step is OutcomeStep.COUNT else None
            draft = _with(draft, triage, name, data.item, amount)
        case OutcomeStep.FLAG:
            wording.outcomes.item("flags", data.item)
            draft = draft.model_copy(update={"facts": rules.with_flag(draft.facts, data.item)})
            await _keep(state, draft)
            return screens.flags(wording, number, draft.facts)
        case _:
            pass
    await _keep(state, draft)
    return screens.review(wording, number, draft.outcome, draft.facts)


def _with(
    draft: OutcomeDraft, triage: Triage, name: FactList, item: str, amount: str | None
) -> OutcomeDraft:
    if name is not FactList.AREA:
        triage.wording.outcomes.item(name.value, item)
    facts = rules.with_quantity(draft.facts, name, item, amount)
    return draft.model_copy(update={"facts": facts, "asked": None, "item": ""})


async def quantity_written(message: Message, triage: Triage, state: FSMContext) -> None:
    """Take a typed quantity; what is none gets a sentence with an example."""
    draft = await read_draft(state)
    if draft is None or await triage.post_of(message, draft.tip) is None:
        await state.clear()
        await refuse(message)
        return
    if draft.asked is None:
        await message.answer(_("Please tap one of the buttons above; no free words are kept."))
        return
    amount = rules.parse_quantity(message.text or "", draft.asked)
    if amount is None:
        await message.answer(screens.example(draft.asked))
        return
    draft = _with(draft, triage, draft.asked, draft.item, amount)
    await _keep(state, draft)
    screen = screens.review(triage.wording, draft.number, draft.outcome, draft.facts)
    await message.answer(screen.text, reply_markup=screen.keyboard)


async def read_draft(state: FSMContext) -> OutcomeDraft | None:
    if await state.get_state() != OutcomeSG.building.state:
        return None
    try:
        return OutcomeDraft.model_validate(await state.get_data())
    except ValidationError:
        return None


async def _keep(state: FSMContext, draft: OutcomeDraft) -> None:
    await state.set_data(draft.model_dump(mode="json"))


async def _show(query: CallbackQuery, screen: screens.Screen) -> None:
    if isinstance(query.message, Message):
        await query.message.edit_text(screen.text, reply_markup=screen.keyboard)
    await query.answer()


async def _say_gone(query: CallbackQuery) -> None:
    await query.answer(
        _("This is closed already, or the desk has restarted. Please look at the card."),
        show_alert=True,
    )
