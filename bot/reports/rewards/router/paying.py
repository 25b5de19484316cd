"""Paying at the counter: the payer gives number and claim code, in the private chat only."""

from __future__ import annotations

from aiogram.filters import CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.refusals import at_best
from bot.reports.rewards.router.desk import RewardDesk
from bot.reports.rewards.rules.money import write_yuan
from bot.reports.rewards.service.dossiers import Dossier
from bot.reports.rewards.service.paying import Payment, PaymentResult
from bot.reports.staff.refusals import refuse
from bot.reports.staff.rules import Role
from storage.reports.numbers import parse_number


class PaySG(StatesGroup):
    """A payer is about to type a claim code."""

    code = State()


async def pay_command(
    message: Message, command: CommandObject, reward_desk: RewardDesk, state: FSMContext
) -> None:
    """Show what waits under a number, and ask for the code."""
    post = await reward_desk.post_of(message)
    if post is None or not post.has(Role.PAYER):
        await refuse(message)
        return
    if message.chat.type != "private":
        await message.answer(_("Please send this command in the private chat with me."))
        return
    number = parse_number(command.args or "")
    dossier = None if number is None else await reward_desk.find_payable(post, number)
    heading = await reward_desk.choice.heading(message, post)
    if dossier is None:
        await message.answer(heading + _not_ready())
        return
    await state.set_state(PaySG.code)
    await state.set_data({"number": dossier.number})
    await message.answer(heading + await _prompt(reward_desk, dossier))


async def _prompt(desk: RewardDesk, dossier: Dossier) -> str:
    card = await desk.find_card(dossier.reward_id)
    amount = write_yuan(dossier.standing.amount or 0)
    lines = [
        _("💰 <b>Report {number}: {amount} yuan</b>").format(number=dossier.number, amount=amount)
    ]
    if card is None or card.scheme is None or card.scheme.identity == "required":
        lines.append(_("Check the valid ID of whoever collects. Write it down nowhere here."))
    if dossier.standing.by_proxy:
        lines.append(
            _("👥 Somebody collects it by proxy: ask for their own ID and the authorisation.")
        )
    lines.append(_("Now please type the claim code. I take it off the screen at once."))
    return "\n".join(lines)


async def code_written(message: Message, reward_desk: RewardDesk, state: FSMContext) -> None:
    with at_best():
        await message.delete()
    number = str((await state.get_data()).get("number", ""))
    post = await reward_desk.post_of(message)
    if post is None or not post.has(Role.PAYER):
        await state.clear()
        await refuse(message)
        return
    result = await reward_desk.pay(post, number, message.text or "")
    if result.payment is not Payment.WRONG_CODE:
        await state.clear()
    await message.answer(_result(result))
    if result.dossier is not None:
        await reward_desk.show(result.dossier.reward_id)


def _result(result: PaymentResult) -> str:
    if result.payment is Payment.PAID and result.dossier is not None:
        amount = write_yuan(result.dossier.standing.amount or 0)
        return _("✅ Paid and entered into the books: report {number}, {amount} yuan.").format(
            number=result.dossier.number, amount=amount
        )
    if result.payment is Payment.WRONG_CODE:
        return _("⚠️ This code is not right. Tries left: {count}.").format(count=result.tries_left)
    if result.payment is Payment.LOCKED:
        return _("🔒 Locked after five wrong codes. An approver can unlock it on the card.")
    if result.payment is Payment.ON_HOLD:
        return _(
            "⏸ Not paid: its report is open again, or was closed with other findings. An approver "
            "can take the approval back on the card; then it is decided anew."
        )
    return _not_ready()


def _not_ready() -> str:
    return _("Nothing is to be paid under this number now.")
