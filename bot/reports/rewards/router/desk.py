"""What the handlers of rewards share: the use cases, and the card in the admin chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from aiogram import Bot
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.reports.rewards.router.card_text import write_card
from bot.reports.rewards.router.keyboards import keyboard_of
from bot.reports.rewards.service.accounts import ReadBalances
from bot.reports.rewards.service.correcting import (
    ExtendClaim,
    ReversePayment,
    TakeApprovalBack,
    UnlockClaim,
)
from bot.reports.rewards.service.deciding import ApproveReward, ProposeReward, RejectProposal
from bot.reports.rewards.service.exporting import ExportLedger
from bot.reports.rewards.service.noting import ReadNotes
from bot.reports.rewards.service.opening import OpenReward
from bot.reports.rewards.service.paying import FindPayable, PayReward
from bot.reports.rewards.service.viewing import (
    FindRewardCard,
    KeepRewardCard,
    ListRewards,
    RewardCard,
)
from bot.reports.rewards.wording.tongue import Tongue
from bot.reports.staff.access import StaffAccess
from bot.reports.staff.choosing import PostChoice
from bot.reports.staff.service import Post
from bot.reports.staff.topics import AdminChats
from content.schema.outcomes import OutcomeLists
from storage.reports.shown import ShownPlace


class Showing(Protocol):
    """Keeps what somebody sees in the private chat, and deletes it some seconds later."""

    seconds: float

    async def keep(self, place: ShownPlace) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardDesk:
    """What the handlers of rewards use."""

    bot: Bot
    i18n: I18n
    access: StaffAccess
    choice: PostChoice
    chats: AdminChats
    lists: OutcomeLists
    showing: Showing
    open: OpenReward
    find_card: FindRewardCard
    keep_card: KeepRewardCard
    list: ListRewards
    propose: ProposeReward
    approve: ApproveReward
    reject: RejectProposal
    read_notes: ReadNotes
    extend: ExtendClaim
    unlock: UnlockClaim
    reverse: ReversePayment
    take_back: TakeApprovalBack
    find_payable: FindPayable
    pay: PayReward
    balances: ReadBalances
    export: ExportLedger

    async def post_of(
        self, event: CallbackQuery | Message, unit_id: str | None = None
    ) -> Post | None:
        return await self.access.post_of(event, self.i18n.current_locale, unit_id)

    def tongue(self) -> Tongue:
        return Tongue(locale=self.i18n.current_locale, gettext=_, lists=self.lists)

    async def show(self, reward_id: str) -> None:
        """Bring the card in the admin chat up to date; post it where there is none."""
        card = await self.find_card(reward_id)
        if card is None:
            return
        with self.i18n.use_locale(card.locale):
            text, keyboard = write_card(card, self.tongue()), keyboard_of(card)
        if card.message_id is not None and await self.chats.edit(
            card.dossier.unit_id, card.message_id, text, keyboard
        ):
            return
        await self._post(card, text)

    async def _post(self, card: RewardCard, text: str) -> None:
        with self.i18n.use_locale(card.locale):
            keyboard = keyboard_of(card)
        sent = await self.chats.send(
            card.dossier.unit_id, text, tip_id=card.tip_id, reply_markup=keyboard
        )
        await self.keep_card(card.reward_id, sent.message_id)
