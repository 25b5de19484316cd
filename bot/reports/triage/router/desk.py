"""What the handlers of triage share: the use cases, access, and the card in the admin chat."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from html import escape
from typing import Any

from aiogram import Bot
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.refusals import at_best, reaches
from bot.errors import NoAdminChatError
from bot.reports.staff.access import StaffAccess
from bot.reports.staff.choosing import PostChoice
from bot.reports.staff.refusals import refuse
from bot.reports.staff.service import Post
from bot.reports.staff.topics import AdminChats
from bot.reports.triage.duplicates.verdicts import JudgeLink
from bot.reports.triage.muting import MuteSender
from bot.reports.triage.outcomes.service import CloseTip
from bot.reports.triage.questions.rules import QuestionRules
from bot.reports.triage.router.acts import Ending, Handing, Protecting, Queue, Stating
from bot.reports.triage.router.alike import alike_lines
from bot.reports.triage.router.keyboards import full_keyboard, keyboard_of, tip_button
from bot.reports.triage.router.showing import Showing
from bot.reports.triage.router.shown import ShownCards
from bot.reports.triage.router.wording import Wording
from bot.reports.triage.service import (
    ClaimCard,
    FindCard,
    FindTongue,
    KeepCardMessage,
    ReadTip,
    ReturnTip,
    TakeTip,
    TipCard,
    WriteOnTip,
)
from bot.reports.triage.transfer.service import TransferTip
from content.library import Library
from content.triage_words import TriageWords
from storage.reports.kinds import Urgency

__all__ = ["Triage", "refuse", "say_how_to_open", "tip_button", "whisper"]

PRIVATE = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """What the handlers of triage use."""

    bot: Bot
    library: Library
    access: StaffAccess
    choice: PostChoice
    chats: AdminChats
    i18n: I18n
    zone: tzinfo
    wording: Wording
    words: TriageWords
    question_rules: QuestionRules
    showing: Showing
    find_card: FindCard
    claim_card: ClaimCard
    keep_message: KeepCardMessage
    find_tongue: FindTongue
    take: TakeTip
    give_back: ReturnTip
    read: ReadTip
    write: WriteOnTip
    close: CloseTip
    judge: JudgeLink
    mute: MuteSender
    transfer: TransferTip
    handing: Handing
    stating: Stating
    ending: Ending
    protecting: Protecting
    queue: Queue
    shown: ShownCards = field(default_factory=ShownCards)

    async def post_of(
        self, event: CallbackQuery | Message, tip_id: str | None = None
    ) -> Post | None:
        """Return the post from which somebody acts, that of the tip's unit where one is named.

        In the private chat it keeps what he is reading on the screen a while longer.
        """
        card = None if tip_id is None else await self.find_card(tip_id)
        unit_id = None if card is None else card.unit_id
        post = await self.access.post_of(event, self.i18n.current_locale, unit_id)
        message = event if isinstance(event, Message) else event.message
        if post is not None and message is not None and message.chat.type == PRIVATE:
            self.showing.touch(message.chat.id)
        return post

    async def refresh(self, card: TipCard, *, anyway: bool = False) -> None:
        """Bring the card in the admin chat up to date; one that was deleted is posted anew.

        A card that shows all this already is left alone, unless it is to be edited anyway.
        """
        if card.admin_chat is None or card.message_id is None:
            return
        with self.i18n.use_locale(card.locale):
            text, keyboard = await self.draw(card), keyboard_of(card)
        if self.shown.shows(card, text, keyboard) and not anyway:
            return
        if await self.chats.edit(card.unit_id, card.message_id, text, keyboard):
            self.shown.remember(card, text, keyboard)
            await self.chats.tidy(card.tip_id)
            await self._catch_up(card)
            return
        present = await self.find_card(card.tip_id)
        # In a group that was upgraded there is none, and the outbox posts it there.
        if present is not None and present.message_id == card.message_id:
            await self.post(present)

    async def _catch_up(self, card: TipCard) -> None:
        """Draw a card once more that changed while it was drawn, so that it ends as it is.

        Two who draw it at once may edit it the other way round than they read it.
        """
        present = await self.find_card(card.tip_id)
        if present is not None and present != card and present.message_id == card.message_id:
            await self.refresh(present)

    async def post(self, card: TipCard) -> None:
        """Send the card to the admin chat, in the unit's language, and remember where it is."""
        is_again = await self.claim_card(card.tip_id)
        with self.i18n.use_locale(card.locale):
            text, keyboard = await self.draw(card), keyboard_of(card)
            if is_again:
                text += "\n" + _("🔁 Posted again after a restart: of two cards, this one counts.")
        sent = await self.chats.send(card.unit_id, text, tip_id=card.tip_id, reply_markup=keyboard)
        await self.keep_message(card.tip_id, sent.message_id, card.unit_id)
        present = await self.find_card(card.tip_id)
        if present is not None and present.message_id == sent.message_id and not is_again:
            # Somebody may have tapped before the message was remembered.
            self.shown.remember(present, text, keyboard)
            await self.refresh(present)

    async def draw(self, card: TipCard) -> str:
        """Return the card's text; who holds it is asked of Telegram, not kept."""
        received = card.hour.astimezone(self.zone)
        lines = [
            self.wording.heading(card),
            f"{self.wording.category(card.category)} · {self.wording.place(card)}",
            _("Received: {day}, {hour}:00 to {hour}:59").format(
                day=f"{received:%m-%d}", hour=f"{received:%H}"
            ),
            _("State: {state}").format(state=self.wording.state(card)),
        ]
        if card.urgency is Urgency.URGENT:
            lines.insert(0, _("🔴 <b>Happening now</b>"))
        if card.asks_help:
            lines.insert(0, _("🆘 <b>A plea for help</b>: read it at once."))
        lines.extend(await self._people_lines(card))
        if card.about_minor:
            lines.append(_("🧒 A minor is in it: a supervisor approves each reader."))
        if card.minor_reported:
            lines.append(
                _(
                    "🧒 The person reported is a minor: no reward is given. That is this system's "
                    "own rule, not the measures'."
                )
            )
        lines.extend(await self._referral_lines(card))
        if card.came_from is not None:
            region = await self.queue.unit_region(card.came_from)
            unit = self.wording.region(region or card.came_from)
            lines.append(_("🏢 Passed on by: {unit}").format(unit=escape(unit)))
        lines.extend(alike_lines(card))
        return "\n".join(lines)

    async def _people_lines(self, card: TipCard) -> list[str]:
        if card.holder is None or card.admin_chat is None:
            return []
        name = await self.access.name_of(card.admin_chat, card.holder)
        lines = [_("Held by: {name}").format(name=escape(name) or "—")]
        if card.reading_asked_by is not None:
            lines.append(_("🔏 {name} asks to read it.").format(name=escape(name) or "—"))
        if card.offered_to is not None:
            name = await self.access.name_of(card.admin_chat, card.offered_to)
            lines.append(_("Offered to: {name}").format(name=escape(name) or "—"))
        return lines

    async def _referral_lines(self, card: TipCard) -> list[str]:
        if card.referral is None:
            return []
        said = self.wording.passed_on(card.referral, self.zone)
        if card.referral.is_confirmed:
            return [_("🧒 Passed on to {said}; confirmed by two.").format(said=said)]
        if card.admin_chat is None:
            return []
        name = await self.access.name_of(card.admin_chat, card.referral.recorder)
        line = _("🧒 Passed on to {said}; recorded by {name}. Somebody else confirms it.")
        return [line.format(said=said, name=escape(name) or "—")]

    async def answer(self, query: CallbackQuery, card: TipCard, text: str = "") -> None:
        """Show what a button did: to whom tapped it at once, on the card and in private after.

        A card may have to wait for its minute; whoever tapped does not.
        """
        await query.answer(text)
        with suppress(NoAdminChatError):
            await self.refresh(card)
        message = query.message
        if isinstance(message, Message) and message.chat.type == PRIVATE:
            await message.edit_text(await self.draw(card), reply_markup=full_keyboard(card))
        else:
            await self.drop_stale(query, card)

    async def drop_stale(self, query: CallbackQuery, card: TipCard) -> None:
        """Take a card away that a crash left beside the one that counts, or let it count."""
        message = query.message
        if not isinstance(message, Message) or message.chat.id != card.admin_chat:
            return
        if card.message_id is None:
            await self.keep_message(card.tip_id, message.message_id)
            await self.refresh(replace(card, message_id=message.message_id))
        elif message.message_id != card.message_id:
            with at_best():
                await message.delete()


async def whisper(triage: Triage, query: CallbackQuery, text: str, **options: Any) -> bool:
    """Send to the officer's private chat; say how to open it where it is shut."""
    if not await reaches(triage.bot.send_message(query.from_user.id, text, **options)):
        await say_how_to_open(triage, query)
        return False
    return True


async def say_how_to_open(triage: Triage, query: CallbackQuery) -> None:
    """Tell the officer, and leave a button in the admin chat that opens the private chat."""
    await query.answer(
        _("Please open the private chat with me, press Start there, and tap again."),
        show_alert=True,
    )
    message = query.message
    if isinstance(message, Message) and triage.shown.is_first_hint(query.from_user.id):
        await message.answer(
            _("To read and write, please open the private chat with me and press Start."),
            reply_markup=await triage.showing.door(_("💬 Open the private chat")),
        )
