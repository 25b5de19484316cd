"""Proposing and approving by taps; an amount that a person sets is typed in the private chat."""

from __future__ import annotations

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _
from pydantic import BaseModel, Field, ValidationError

from bot.chat.delivery.refusals import at_best, reaches
from bot.reports.rewards.router.callbacks import ReasonCallback, RewardAction, RewardCallback
from bot.reports.rewards.router.desk import RewardDesk
from bot.reports.rewards.router.hindrances import refuse_decision
from bot.reports.rewards.router.keyboards import (
    CHOICES,
    cancel_keyboard,
    confirm_keyboard,
    keyboard_of,
    reasons_of,
)
from bot.reports.rewards.router.private import private_state
from bot.reports.rewards.rules import deciding as rules
from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.money import parse_yuan, write_yuan
from bot.reports.rewards.service.deciding import Decision
from bot.reports.rewards.service.dossiers import Dossier
from bot.reports.rewards.service.viewing import RewardCard
from bot.reports.staff.refusals import refuse
from bot.reports.staff.service import Post

NOTE_LIMIT = 1000


class AmountSG(StatesGroup):
    """Somebody is typing an amount."""

    amount = State()


class AmountDraft(BaseModel):
    """What is about to be proposed; the note is in memory only, and sealed when it is."""

    reward: str
    sequence: int
    fen: int = 0
    note: str = Field(default="", repr=False)


async def act_pressed(
    query: CallbackQuery, callback_data: RewardCallback, reward_desk: RewardDesk
) -> None:
    """Do what takes one tap: propose what was computed, approve, extend, unlock."""
    card = await reward_desk.find_card(callback_data.reward)
    done = None if card is None else await _act(query, callback_data, reward_desk, card)
    if card is None or done is None:
        await refuse_decision(query, callback_data, reward_desk, card)
        return
    await reward_desk.show(card.reward_id)
    await query.answer(_("Done."))


async def _act(
    query: CallbackQuery, data: RewardCallback, desk: RewardDesk, card: RewardCard
) -> Dossier | None:
    post = await desk.post_of(query, card.dossier.unit_id)
    if post is None:
        return None
    if data.action is RewardAction.PROPOSE:
        return await _propose(post, data, desk, card)
    if data.action is RewardAction.APPROVE:
        return await desk.approve(post, _decision(data, Reason.CONFIRMED))
    if data.action is RewardAction.EXTEND:
        return await desk.extend(post, data.reward, data.sequence, Reason.JUST_CAUSE)
    return await desk.unlock(post, data.reward, data.sequence, Reason.CODE_CHECKED)


async def _propose(
    post: Post, data: RewardCallback, desk: RewardDesk, card: RewardCard
) -> Dossier | None:
    """Propose what was computed, where that is one amount."""
    total = card.proposal.total
    if total is None or not total.is_fixed:
        return None
    return await desk.propose(post, _decision(data, Reason.AS_COMPUTED, total.upper))


async def choose_pressed(
    query: CallbackQuery, callback_data: RewardCallback, reward_desk: RewardDesk
) -> None:
    """Show the reasons in place of the buttons, or the buttons again."""
    card = await reward_desk.find_card(callback_data.reward)
    post = None if card is None else await reward_desk.post_of(query, card.dossier.unit_id)
    if card is None or post is None or post.unit_id != card.dossier.unit_id:
        await refuse(query)
        return
    is_back = callback_data.action is RewardAction.BACK
    keyboard = keyboard_of(card) if is_back else reasons_of(card, callback_data.action)
    if isinstance(query.message, Message):
        with at_best():
            await query.message.edit_reply_markup(reply_markup=keyboard)
    await query.answer()


async def reason_pressed(
    query: CallbackQuery, callback_data: ReasonCallback, reward_desk: RewardDesk
) -> None:
    card = await reward_desk.find_card(callback_data.reward)
    done = None if card is None else await _with_reason(query, callback_data, reward_desk, card)
    if card is None or done is None:
        await refuse_decision(query, callback_data, reward_desk, card)
        return
    await reward_desk.show(card.reward_id)
    await query.answer(_("Done."))


async def _with_reason(
    query: CallbackQuery, data: ReasonCallback, desk: RewardDesk, card: RewardCard
) -> Dossier | None:
    post = await desk.post_of(query, card.dossier.unit_id)
    choices = CHOICES.get(data.action, ())
    if post is None or not 0 <= data.reason < len(choices):
        return None
    reason = choices[data.reason]
    if data.action is RewardAction.REVERSE:
        return await desk.reverse(post, data.reward, data.sequence, reason)
    if data.action is RewardAction.TAKE_BACK:
        return await desk.take_back(post, data.reward, data.sequence, reason)
    decide = desk.propose if data.action is RewardAction.NONE else desk.reject
    decision = Decision(reward_id=data.reward, sequence=data.sequence, reason=reason)
    return await decide(post, decision)


async def again_pressed(
    query: CallbackQuery, callback_data: RewardCallback, reward_desk: RewardDesk
) -> None:
    """Ask the engine anew: links or the outcome may have changed."""
    card = await reward_desk.find_card(callback_data.reward)
    post = None if card is None else await reward_desk.post_of(query, card.dossier.unit_id)
    is_theirs = card is not None and post is not None and post.unit_id == card.dossier.unit_id
    if card is None or card.tip_id is None or not is_theirs:
        await refuse(query)
        return
    await reward_desk.open(card.tip_id)
    await reward_desk.show(card.reward_id)
    await query.answer(_("Done."))


async def amount_pressed(
    query: CallbackQuery, callback_data: RewardCallback, reward_desk: RewardDesk, state: FSMContext
) -> None:
    card = await reward_desk.find_card(callback_data.reward)
    post = None if card is None else await reward_desk.post_of(query, card.dossier.unit_id)
    is_theirs = card is not None and post is not None and post.unit_id == card.dossier.unit_id
    may = is_theirs and post is not None and post.has(*rules.PROPOSERS)
    if card is None or card.allowed is None or not may:
        await refuse(query)
        return
    text = _(
        "Reward for report {number}: which amount, in yuan? It can be {lower} to {upper}.\n"
        "Whatever you write on further lines is a note that only your unit can open."
    ).format(
        number=card.number,
        lower=write_yuan(card.allowed.lower),
        upper=write_yuan(card.allowed.upper),
    )
    prompt = reward_desk.bot.send_message(
        query.from_user.id, text, reply_markup=cancel_keyboard(card)
    )
    if not await reaches(prompt):
        await query.answer(
            _("Please open the private chat with me, press Start there, and tap again."),
            show_alert=True,
        )
        return
    private = private_state(state, query.from_user.id)
    await private.set_state(AmountSG.amount)
    draft = AmountDraft(reward=card.reward_id, sequence=callback_data.sequence)
    await private.set_data(draft.model_dump())
    await query.answer(_("Please write it in our private chat."))


async def amount_written(message: Message, reward_desk: RewardDesk, state: FSMContext) -> None:
    """Take amount and note off the screen, and show the amount once more."""
    draft = await _draft(state)
    card = None if draft is None else await reward_desk.find_card(draft.reward)
    if draft is None or card is None or card.allowed is None:
        await state.clear()
        await refuse(message)
        return
    amount, _newline, note = (message.text or "").partition("\n")
    fen = parse_yuan(amount)
    with at_best():
        await message.delete()
    if fen is None or not card.allowed.lower <= fen <= card.allowed.upper:
        text = _("Please write an amount from {lower} to {upper} yuan, for example {lower}.")
        lower, upper = write_yuan(card.allowed.lower), write_yuan(card.allowed.upper)
        await message.answer(text.format(lower=lower, upper=upper))
        return
    kept = draft.model_copy(update={"fen": fen, "note": note.strip()[:NOTE_LIMIT]})
    await state.set_data(kept.model_dump())
    text = _("Report {number}: {amount} yuan.").format(number=card.number, amount=write_yuan(fen))
    if kept.note:
        text += "\n" + _("The note is taken and off the screen.")
    await message.answer(text, reply_markup=confirm_keyboard(card, fen))


async def confirm_pressed(
    query: CallbackQuery, callback_data: RewardCallback, reward_desk: RewardDesk, state: FSMContext
) -> None:
    draft = await _draft(state)
    card = await reward_desk.find_card(callback_data.reward)
    if draft is None or card is None or draft.reward != callback_data.reward or not draft.fen:
        await refuse(query)
        return
    if callback_data.fen != draft.fen:
        # The button of an earlier amount does not do what a newer message says.
        await query.answer(_("This button is out of date: you typed another amount after it."))
        return
    post = await reward_desk.post_of(query, card.dossier.unit_id)
    decision = Decision(
        reward_id=draft.reward,
        sequence=draft.sequence,
        reason=rules.fitting_reason(card.proposal, draft.fen),
        fen=draft.fen,
        note=draft.note,
    )
    done = None if post is None else await reward_desk.propose(post, decision)
    await state.clear()
    if done is None:
        await refuse_decision(query, callback_data, reward_desk, card)
        return
    await reward_desk.show(card.reward_id)
    if isinstance(query.message, Message):
        text = _("✅ Proposed. Somebody else approves it in the admin chat.")
        await query.message.edit_text(text)
    await query.answer()


async def cancel_pressed(query: CallbackQuery, state: FSMContext) -> None:
    if isinstance(query.message, Message) and query.message.chat.type == "private":
        await state.clear()
        await query.message.edit_text(_("Cancelled. Nothing was decided."))
    await query.answer()


def _decision(data: RewardCallback, reason: Reason, fen: int = 0) -> Decision:
    return Decision(reward_id=data.reward, sequence=data.sequence, reason=reason, fen=fen)


async def _draft(state: FSMContext) -> AmountDraft | None:
    if await state.get_state() != AmountSG.amount.state:
        return None
    try:
        return AmountDraft.model_validate(await state.get_data())
    except ValidationError:
        return None
