"""What the outbox sends to the admin chat: new cards, and word that an answer has come."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.outbox import OutboxItem
from bot.chat.keyboards import rows
from bot.errors import NoAdminChatError
from bot.reports.triage.duplicates.service import LinkDuplicates
from bot.reports.triage.outcomes.settling import SettleClose
from bot.reports.triage.pleas import MarkPlea
from bot.reports.triage.router.desk import Triage
from bot.reports.triage.router.keyboards import second_rows
from bot.reports.triage.router.passing import send_moved_card
from bot.reports.triage.router.protecting import second_wanted
from bot.reports.triage.service import TipCard
from bot.reports.triage.transfer.service import SealFiles


@dataclass(frozen=True, slots=True, kw_only=True)
class CardNotices:
    """Senders of the reports house's outbox; a unit without a chat is tried again later."""

    triage: Triage
    link_duplicates: LinkDuplicates
    mark_plea: MarkPlea

    async def send_card(self, item: OutboxItem) -> None:
        """Post the card once; a row that was served but not finished refreshes it."""
        card = await self._find_card(item)
        if card is None:
            return
        if card.admin_chat is None:
            raise NoAdminChatError
        with self.triage.i18n.context():
            if card.message_id is None:
                await self.triage.post(card)
            else:
                await self.triage.refresh(card, anyway=True)

    async def send_answer(self, item: OutboxItem) -> None:
        """Say under the card that the reporter has written, and nothing of what.

        New words open a closed report again, and so do words that nobody read before the close.
        """
        is_news = bool(item.payload.get("is_news", True))
        tip_id = str(item.payload["tip"])
        is_reopened = await self.triage.ending.hear_words(tip_id, is_news=is_news)
        card = await self._find_card(item)
        if card is None:
            return
        with self.triage.i18n.context(), self.triage.i18n.use_locale(card.locale):
            await self.triage.refresh(card, anyway=True)
            text = _("💬 Report {number}: the reporter has written. “Read” opens it.")
            if is_reopened and is_news:
                text = _(
                    "🔓 Report {number} was closed; the reporter has written, so it is open again."
                )
            elif not is_news:
                text = _(
                    "🔓 Report {number} was closed before anybody had read it, so it is open "
                    "again. Nothing of it was destroyed. “Read” opens it."
                )
            await self.triage.chats.send(
                card.unit_id,
                text.format(number=card.number),
                tip_id=card.tip_id,
                reply_to_message_id=card.message_id,
                allow_sending_without_reply=True,
            )

    async def _find_card(self, item: OutboxItem) -> TipCard | None:
        """Return the card once the tip is compared with the others, which costs no reader."""
        tip_id = str(item.payload["tip"])
        await self.mark_plea(tip_id)
        await self.link_duplicates(tip_id)
        return await self.triage.find_card(tip_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterNotices:
    """What the outbox does some time after a tap: settling a close, finishing a transfer."""

    triage: Triage
    settle: SettleClose
    seal_files: SealFiles

    async def settle_close(self, item: OutboxItem) -> None:
        tip_id = str(item.payload["tip"])
        card = await self.triage.find_card(tip_id)
        if card is None or not await self.settle(tip_id, card.locale):
            return
        card = await self.triage.find_card(tip_id)
        if card is None:
            return
        if card.is_shredded:
            await self.triage.showing.hide_tip(tip_id)
        with self.triage.i18n.context():
            await self.triage.refresh(card)

    async def moved_card(self, item: OutboxItem) -> None:
        tip_id, message_id = str(item.payload["tip"]), int(item.payload["message"])
        await send_moved_card(self.triage, item.address.decode(), tip_id, message_id)

    async def ask_second(self, item: OutboxItem) -> None:
        """Ask for somebody who confirms what was recorded, unless it is taken back by now."""
        card = await self.triage.find_card(str(item.payload["tip"]))
        referral = None if card is None else card.referral
        if card is None or referral is None or referral.mark != item.payload["mark"]:
            return
        with self.triage.i18n.context(), self.triage.i18n.use_locale(card.locale):
            await self.triage.refresh(card)
            text = await second_wanted(self.triage, card, is_alone=bool(item.payload["alone"]))
            unit_id = item.address.decode()
            tip_id = card.tip_id if unit_id == card.unit_id else None
            keyboard = rows(*second_rows(card))
            await self.triage.chats.send(unit_id, text, tip_id=tip_id, reply_markup=keyboard)

    async def finish_files(self, item: OutboxItem) -> None:
        await self.seal_files(str(item.payload["tip"]))
