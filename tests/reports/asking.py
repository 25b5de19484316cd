"""Does what the staff do, so that the public half can be tested alone."""

from __future__ import annotations

from nacl.public import PublicKey

from bot.reports.push.service import plan_notice
from bot.reports.tips.messages import (
    MESSAGE_SCHEMA,
    TipMessage,
    digest_of,
    message_context,
)
from storage.reports.envelopes import Envelope
from storage.reports.kinds import TipStatus, cut_to_hour
from storage.reports.tips import Tip
from storage.vault.envelopes import Author, seal
from tests.keys import UNIT
from tests.reports.house import House


async def ask(house: House, tip_id: str, question: str) -> None:
    await _write(house, tip_id, question, Author.STAFF)


async def note(house: House, tip_id: str, text: str) -> None:
    """Write an internal note, which the mailbox must not show."""
    await _write(house, tip_id, text, Author.NOTE)


async def _write(house: House, tip_id: str, text: str, author: Author) -> None:
    async with house.work() as work:
        tip = await work.tips.get(tip_id)
        head = await work.envelopes.find_head(tip_id)
        assert head is not None
        work.envelopes.add(
            _envelope(house, tip, head, TipMessage(text=text, accepted_at=house.clock()), author)
        )
        if author is Author.STAFF:
            tip.status = TipStatus.ASKED
            await plan_notice(work, tip_id, house.clock())
        await work.commit()


def _envelope(
    house: House, tip: Tip, head: Envelope, message: TipMessage, author: Author
) -> Envelope:
    key = house.staff_keys.unit_key(UNIT, "2026-11")
    readers = [key.public]
    if author is Author.STAFF:
        readers.append(PublicKey(tip.mailbox_public))
    context = message_context(tip.id, head.sequence + 1, author)
    sealed = seal(message.to_bytes(), context, readers, house.staff_keys.writer, digest_of(head))
    return Envelope(
        tip_id=tip.id,
        sequence=context.sequence,
        author=author.value,
        schema=MESSAGE_SCHEMA,
        key_id=key.id,
        body=sealed.to_bytes(),
        hour=cut_to_hour(house.clock()),
    )
