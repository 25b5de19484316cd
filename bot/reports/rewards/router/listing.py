"""The list of a unit's rewards, its budget, and the books as a workbook."""

from __future__ import annotations

from aiogram.types import BufferedInputFile, Message
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.refusals import reaches
from bot.reports.rewards.router.desk import RewardDesk
from bot.reports.rewards.router.words import state_line
from bot.reports.rewards.rules.books import Balances
from bot.reports.rewards.rules.money import write_yuan
from bot.reports.rewards.rules.standing import RewardState
from bot.reports.rewards.service.exporting import Labels
from bot.reports.rewards.wording.workbook import write_labels
from bot.reports.staff.refusals import refuse
from bot.reports.staff.rules import Role

MOST = 20
READERS = (Role.PAYER, Role.APPROVER, Role.AUDITOR, Role.SUPERVISOR)


async def rewards_command(message: Message, reward_desk: RewardDesk) -> None:
    post = await reward_desk.post_of(message)
    if post is None:
        await refuse(message)
        return
    found = [
        dossier
        for dossier in await reward_desk.list(post.unit_id)
        if dossier.state is not RewardState.NOT_DUE
    ]
    lines = [_("💰 <b>Rewards of the unit</b>")]
    lines += [f"{dossier.number} · {state_line(dossier)}" for dossier in found[:MOST]]
    if not found:
        lines.append(_("There are none so far."))
    if len(found) > MOST:
        lines.append(_("… and {count} more").format(count=len(found) - MOST))
    year = reward_desk.list.books.today().year
    balances = await reward_desk.balances(post.unit_id, year)
    lines.append(_budget(year, balances))
    heading = await reward_desk.choice.heading(message, post)
    await message.answer(heading + "\n".join(lines))


def _budget(year: int, balances: Balances) -> str:
    words = _("Budget of {year}: {available} yuan free, {reserved} kept ready, {paid} paid")
    return words.format(
        year=year,
        available=_yuan(balances.available),
        reserved=_yuan(balances.reserved),
        paid=_yuan(balances.paid),
    )


def _yuan(fen: int) -> str:
    return f"−{write_yuan(-fen)}" if fen < 0 else write_yuan(fen)


async def ledger_command(message: Message, reward_desk: RewardDesk) -> None:
    """Send the unit's books to the private chat of whoever may see them."""
    post = await reward_desk.post_of(message)
    if post is None or not post.has(*READERS) or message.from_user is None:
        await refuse(message)
        return
    labels: Labels = write_labels(reward_desk.tongue().gettext)
    data = await reward_desk.export(labels, post.unit_id, None)
    caption = _("The unit's books: numbers of reports and amounts, and nobody's name.")
    sending = reward_desk.bot.send_document(
        message.from_user.id, BufferedInputFile(data, "rewards.xlsx"), caption=caption
    )
    if not await reaches(sending):
        await message.answer(_("Please open the private chat with me and press Start there."))
