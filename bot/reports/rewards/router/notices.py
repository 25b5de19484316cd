"""What the outbox does for rewards: opening one after a close, and drawing its card."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.delivery.outbox import OutboxItem, Sender
from bot.reports.rewards.router.desk import RewardDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardNotices:
    """Senders of the reports house's outbox."""

    desk: RewardDesk

    async def show_card(self, item: OutboxItem) -> None:
        """Draw the card; of what is over no new one is posted, as after a move of the group."""
        card = await self.desk.find_card(str(item.payload["reward"]))
        if card is None or (card.message_id is None and card.dossier.standing.is_over):
            return
        with self.desk.i18n.context():
            await self.desk.show(card.reward_id)

    def after(self, settle: Sender) -> Sender:
        """Return a sender that settles a close and then opens the reward, however often."""

        async def settle_and_open(item: OutboxItem) -> None:
            await settle(item)
            reward_id = await self.desk.open(str(item.payload["tip"]))
            if reward_id is not None:
                with self.desk.i18n.context():
                    await self.desk.show(reward_id)

        return settle_and_open
