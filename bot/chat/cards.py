"""A card: one message that is edited in place as a person goes on."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

NO_BUTTONS = InlineKeyboardMarkup(inline_keyboard=[])


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The text (Telegram HTML) and the buttons of one screen."""

    text: str
    keyboard: InlineKeyboardMarkup = NO_BUTTONS
    protected: bool = False


async def show_card(event: Message | CallbackQuery, card: Card) -> None:
    """Edit the card that was tapped, or send a new one; always ends a button's spinner."""
    if isinstance(event, Message):
        await event.answer(card.text, reply_markup=_markup(card), protect_content=card.protected)
        return
    # The spinner ends at once, however long the card has to wait.
    await event.answer()
    message = event.message
    if isinstance(message, Message) and message.text is not None:
        await message.edit_text(card.text, reply_markup=_markup(card))
    elif message is not None:
        await message.answer(card.text, reply_markup=_markup(card), protect_content=card.protected)


async def send_card(event: Message | CallbackQuery, card: Card) -> int | None:
    """Send a new card below, leaving the tapped one as it is; return the new message's id."""
    message, sent = event if isinstance(event, Message) else event.message, None
    if message is not None:
        sent = await message.answer(
            card.text, reply_markup=_markup(card), protect_content=card.protected
        )
    if isinstance(event, CallbackQuery):
        await event.answer()
    return None if sent is None else sent.message_id


def _markup(card: Card) -> InlineKeyboardMarkup | None:
    return card.keyboard if card.keyboard.inline_keyboard else None
