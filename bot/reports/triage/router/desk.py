"""What the handlers of triage share: the use cases, access, and the card in the admin chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from html import escape

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from babel.support import LazyProxy

from bot.chat.keyboards import button, rows
from bot.reports.staff.access import StaffAccess
from bot.reports.staff.service import Post
from bot.reports.triage.duplicates.verdicts import JudgeLink
from bot.reports.triage.muting import MuteSender
from bot.reports.triage.router.alike import alike_lines, alike_rows
from bot.reports.triage.router.callbacks import Action, TipCallback
from bot.reports.triage.router.shown import ShownCards
from bot.reports.triage.rules import Outcome
from bot.reports.triage.service import (
    CloseTip,
    FindCard,
    KeepCardMessage,
    ReadTip,
    ReturnTip,
    TakeTip,
    TipCard,
    WriteOnTip,
)
from content.library import Library
from storage.reports.kinds import TipStatus, Urgency

STATUSES: Mapping[TipStatus, LazyProxy] = {
    TipStatus.NEW: __("waiting"),
    TipStatus.TAKEN: __("taken"),
    TipStatus.ASKED: __("question asked"),
    TipStatus.ANSWERED: __("answered"),
    TipStatus.CLOSED: __("closed"),
}
OUTCOMES: Mapping[Outcome, LazyProxy] = {
    Outcome.VERIFIED: __("verified"),
    Outcome.UNVERIFIED: __("could not be verified"),
    Outcome.ELSEWHERE: __("not ours, passed on"),
    Outcome.HELP: __("asks for help, no case"),
}
GONE = ("message to edit not found", "message_id_invalid", "message can't be edited")


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """What the handlers of triage use."""

    bot: Bot
    library: Library
    access: StaffAccess
    i18n: I18n
    zone: tzinfo
    find_card: FindCard
    keep_message: KeepCardMessage
    take: TakeTip
    give_back: ReturnTip
    read: ReadTip
    write: WriteOnTip
    close: CloseTip
    judge: JudgeLink
    mute: MuteSender
    shown: ShownCards = field(default_factory=ShownCards)

    async def post_of(self, event: CallbackQuery | Message) -> Post | None:
        return await self.access.post_of(event, self.i18n.current_locale)

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
        try:
            await self.bot.edit_message_text(
                text, chat_id=card.admin_chat, message_id=card.message_id, reply_markup=keyboard
            )
        except TelegramBadRequest as error:
            if not any(words in error.message.lower() for words in GONE):
                raise
            await self.post(card, card.admin_chat)
        else:
            self.shown.remember(card, text, keyboard)

    async def post(self, card: TipCard, admin_chat: int) -> None:
        """Send the card to the admin chat, in the unit's language, and remember where it is."""
        with self.i18n.use_locale(card.locale):
            text, keyboard = await self.draw(card), keyboard_of(card)
        sent = await self.bot.send_message(admin_chat, text, reply_markup=keyboard)
        await self.keep_message(card.tip_id, sent.message_id)

    async def draw(self, card: TipCard) -> str:
        """Return the card's text; who holds it is asked of Telegram, not kept."""
        received = card.hour.astimezone(self.zone)
        lines = [
            _("<b>Report {number}</b> · unverified").format(number=card.number),
            f"{self.category(card)} · {self.place(card)}",
            _("Received: {day}, {hour}:00 to {hour}:59").format(
                day=f"{received:%m-%d}", hour=f"{received:%H}"
            ),
            _("State: {state}").format(state=self.state(card)),
        ]
        if card.urgency is Urgency.URGENT:
            lines.insert(0, _("🔴 <b>Happening now</b>"))
        if card.holder is not None and card.admin_chat is not None:
            name = await self.access.name_of(card.admin_chat, card.holder)
            lines.append(_("Held by: {name}").format(name=escape(name) or "—"))
        lines.extend(alike_lines(card))
        return "\n".join(lines)

    def category(self, card: TipCard) -> str:
        found = [c for c in self.library.tip_form.categories if c.id == card.category]
        return found[0].label.to(self.i18n.current_locale) if found else card.category

    def place(self, card: TipCard) -> str:
        path = self.library.regions.path(card.region_id)
        area, place = (region.name.to(self.i18n.current_locale) for region in path[-2:])
        return _("{place}, {area}").format(place=place, area=area)

    def state(self, card: TipCard) -> str:
        state = str(STATUSES[card.status])
        if card.status is TipStatus.CLOSED and card.closed_as is not None:
            outcome = str(OUTCOMES[Outcome(card.closed_as)])
            return _("{state} ({outcome})").format(state=state, outcome=outcome)
        return state


def keyboard_of(card: TipCard) -> InlineKeyboardMarkup:
    """Return the card's buttons in the admin chat."""
    if card.status is TipStatus.CLOSED:
        return rows([tip_button(_("📖 Read"), Action.READ, card)])
    if card.holder is None:
        return rows([tip_button(_("✋ Take"), Action.TAKE, card)])
    return rows(
        [tip_button(_("📖 Read"), Action.READ, card)],
        [
            tip_button(_("❓ Ask"), Action.ASK, card),
            tip_button(_("📝 Note"), Action.NOTE, card),
        ],
        [
            tip_button(_("✅ Close"), Action.CLOSE, card),
            tip_button(_("↩️ Return"), Action.RETURN, card),
        ],
        [tip_button(_("🔇 Mute the sender for today"), Action.MUTE, card)],
        *alike_rows(card),
    )


def tip_button(text: str, action: Action, card: TipCard) -> InlineKeyboardButton:
    return button(text, TipCallback(action=action, tip=card.tip_id).pack())


async def refuse(query: CallbackQuery) -> None:
    """Give the one answer there is for strangers, others' tips and tips that are not there."""
    await query.answer(_("This is not open to you, or somebody else holds it."), show_alert=True)


async def whisper(triage: Triage, query: CallbackQuery, text: str, **options: object) -> bool:
    """Send to the officer's private chat; say how to open it where it is shut."""
    try:
        await triage.bot.send_message(query.from_user.id, text, **options)  # type: ignore[arg-type]
    except TelegramAPIError:
        await say_how_to_open(query)
        return False
    return True


async def say_how_to_open(query: CallbackQuery) -> None:
    await query.answer(
        _("Please open the private chat with me, press Start there, and tap again."),
        show_alert=True,
    )
