"""A card that is a picture for a while: a message can become a photo, but not a text again."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.types import BufferedInputFile, CallbackQuery, InputMediaPhoto, Message

from bot.chat.cards import Card, show_card
from bot.chat.delivery.refusals import at_best


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureCard:
    """A card with the PNG it shows, or one that keeps the picture which stands there.

    `is_repeated` says that the tap changed nothing, so its answer may have been given before.
    """

    card: Card
    picture: bytes | None = None
    keeps_picture: bool = False
    is_repeated: bool = False


async def show_picture_card(event: Message | CallbackQuery, shown: PictureCard) -> None:
    """Edit the card that was tapped where it can become the new one, else send that anew."""
    message = event if isinstance(event, Message) else event.message
    if not isinstance(message, Message):
        await show_card(event, shown.card)
    elif isinstance(event, Message):
        await _send(message, shown)
    elif message.photo:
        await _turn_photo(message, shown)
        await event.answer()
    elif shown.picture is not None:
        await message.edit_media(_media(shown, shown.picture), reply_markup=shown.card.keyboard)
        await event.answer()
    else:
        await show_card(event, shown.card)


async def _turn_photo(message: Message, shown: PictureCard) -> None:
    if shown.picture is not None:
        await message.edit_media(_media(shown, shown.picture), reply_markup=shown.card.keyboard)
    elif shown.keeps_picture:
        await message.edit_caption(caption=shown.card.text, reply_markup=shown.card.keyboard)
    elif shown.is_repeated:
        # A photo that is gone already was followed by its answer.
        if await _is_deleted(message):
            await _send(message, shown)
    else:
        await _send(message, shown)
        await _is_deleted(message)


async def _send(message: Message, shown: PictureCard) -> None:
    card = shown.card
    if shown.picture is None:
        await message.answer(card.text, reply_markup=card.keyboard)
        return
    file = BufferedInputFile(shown.picture, "picture.png")
    await message.answer_photo(file, caption=card.text, reply_markup=card.keyboard)


async def _is_deleted(message: Message) -> bool:
    with at_best():
        return bool(await message.delete())
    return False


def _media(shown: PictureCard, picture: bytes) -> InputMediaPhoto:
    file = BufferedInputFile(picture, "picture.png")
    return InputMediaPhoto(media=file, caption=shown.card.text, parse_mode="HTML")
