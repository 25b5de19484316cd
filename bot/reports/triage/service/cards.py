"""Finding a tip's card, and remembering where it stands."""

from __future__ import annotations

from bot.reports.triage.service.base import TipCard, TriageUseCase, make_card
from storage.errors import NotFoundError


class FindCard(TriageUseCase):
    """Returns a tip's card by the tip, or by the message that shows it."""

    async def __call__(self, tip_id: str) -> TipCard | None:
        async with self.unit_of_work() as work:
            try:
                return await make_card(work, await work.tips.get(tip_id))
            except NotFoundError:
                return None

    async def by_message(self, unit_id: str, message_id: int) -> TipCard | None:
        async with self.unit_of_work() as work:
            tip = await work.tips.find_by_card(unit_id, message_id)
            return None if tip is None else await make_card(work, tip)


class ClaimCard(TriageUseCase):
    """Says that a card is about to be posted.

    A claim that is found again means that a crash came between posting and remembering: another
    card may stand in the chat.
    """

    async def __call__(self, tip_id: str) -> bool:
        """Return whether somebody had claimed it before."""
        async with self.unit_of_work() as work:
            tip = await work.tips.get_for_update(tip_id)
            was_claimed, tip.card_claimed = tip.card_claimed, True
            await work.commit()
            return was_claimed and tip.card_message_id is None


class KeepCardMessage(TriageUseCase):
    """Remembers which message in the admin chat is the tip's card."""

    async def __call__(self, tip_id: str, message_id: int, unit_id: str | None = None) -> None:
        """Keep nothing where the tip was passed on while its card went to `unit_id`."""
        async with self.unit_of_work() as work:
            tip = await work.tips.get_for_update(tip_id)
            if unit_id not in {None, tip.unit_id}:
                return
            tip.card_message_id, tip.card_claimed = message_id, False
            await work.commit()
