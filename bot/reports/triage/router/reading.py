"""Reading: to the holder only, in the private chat, protected from forwarding and saving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from aiogram.exceptions import TelegramAPIError
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.refusals import UNREACHABLE, at_best, refusal_of
from bot.chat.keyboards import button, rows
from bot.errors import ApprovalNeededError
from bot.reports.staff.service import Post
from bot.reports.triage.router.answers import field_lines
from bot.reports.triage.router.approving import ask_for_approval
from bot.reports.triage.router.callbacks import Action, TipCallback
from bot.reports.triage.router.desk import Triage, refuse, say_how_to_open, tip_button
from bot.reports.triage.router.drafts import Drafts
from bot.reports.triage.router.files import UNTAKEN, send_file
from bot.reports.triage.sealing import OpenedFile, OpenedMessage, OpenedTrail
from bot.reports.triage.service import TipCard
from storage.errors import StorageError
from storage.reports.shown import ShownPlace
from storage.vault.envelopes import Author

MESSAGE_LIMIT = 3800


async def read_pressed(
    query: CallbackQuery, callback_data: TipCallback, triage: Triage, state: FSMContext
) -> None:
    post = await triage.post_of(query, callback_data.tip)
    try:
        opened = None if post is None else await triage.read(post, callback_data.tip)
    except ApprovalNeededError:
        await ask_for_approval(query, callback_data.tip, triage)
        return
    except StorageError:
        await query.answer(_("The key to this report is not here."), show_alert=True)
        return
    if post is None or opened is None:
        await refuse(query)
        return
    card, trail = opened
    await triage.showing.hide_tip(card.tip_id)
    try:
        await _Reader(triage, post, query.from_user.id, card).show(trail)
    except TelegramAPIError as error:
        await triage.showing.hide_tip(card.tip_id)
        await _say_unread(query, triage, error)
        return
    if not await triage.read.keep_shown(post, card.tip_id, trail):
        await triage.showing.hide_tip(card.tip_id, post.staff_id)
        await refuse(query)
        return
    await _show_unsent(Drafts(state, query.from_user.id), triage, post, card)
    await triage.drop_stale(query, card)
    await query.answer(_("It is open in our private chat."))


async def _say_unread(query: CallbackQuery, triage: Triage, error: TelegramAPIError) -> None:
    """Ask to open the private chat only where that is what is wrong."""
    if refusal_of(error) in UNREACHABLE:
        await say_how_to_open(triage, query)
        return
    await query.answer(
        _("This report could not be shown just now. Please tap “Read” again."), show_alert=True
    )


async def _show_unsent(drafts: Drafts, triage: Triage, post: Post, card: TipCard) -> None:
    """Show words of the officer that are not sent yet once more: they went with the rest."""
    draft = await drafts.find(card.tip_id)
    if draft is None or not draft.text or card.is_closed:
        return
    with at_best():
        if not await drafts.is_elsewhere():
            await drafts.await_words(triage, card.tip_id)
        await drafts.show(triage, post, draft)


async def clear_pressed(query: CallbackQuery, triage: Triage) -> None:
    message = query.message
    if isinstance(message, Message) and message.chat.type == "private":
        await triage.showing.hide_chat(message.chat.id)
        await message.delete()
    await query.answer(_("Cleared."))


class _Reader:
    """Shows a trail to one officer; each message is remembered as soon as it is there."""

    def __init__(self, triage: Triage, post: Post, chat_id: int, card: TipCard) -> None:
        self._triage = triage
        self._post = post
        self._chat_id = chat_id
        self._card = card

    async def show(self, trail: OpenedTrail) -> None:
        unsent = await self._send_files([file for each in trail.messages for file in each.files])
        texts = _split(_trail_text(self._triage, self._card, trail, unsent))
        bot, chat_id = self._triage.bot, self._chat_id
        for text in texts[:-1]:
            await self._keep(await bot.send_message(chat_id, text, protect_content=True))
        keyboard = _keyboard(self._card)
        await self._keep(
            await bot.send_message(chat_id, texts[-1], protect_content=True, reply_markup=keyboard)
        )

    async def _send_files(self, files: Sequence[OpenedFile]) -> list[str]:
        """Send each; return a line for each that Telegram does not take in any form."""
        unsent = []
        for place, file in enumerate(files, start=1):
            try:
                sent = await send_file(self._triage.bot, self._chat_id, file, self._card.number)
            except TelegramAPIError as error:
                if refusal_of(error) not in UNTAKEN:
                    raise
                line = _("⛔ File {place} of {count} ({kind}): Telegram does not show it.")
                unsent.append(line.format(place=place, count=len(files), kind=file.media_type))
            else:
                await self._keep(sent)
        return unsent

    async def _keep(self, sent: Message) -> None:
        place = ShownPlace(
            staff_id=self._post.staff_id,
            chat_id=self._chat_id,
            message_id=sent.message_id,
            tip_id=self._card.tip_id,
        )
        await self._triage.showing.keep(place)


def _trail_text(triage: Triage, card: TipCard, trail: OpenedTrail, unsent: Sequence[str]) -> str:
    parts = [
        triage.wording.heading(card),
        f"{triage.wording.category(card.category)} · {triage.wording.place(card)}",
    ]
    parts.extend(_message_text(triage, message) for message in trail.messages)
    parts.extend(unsent)
    if not trail.is_intact:
        parts.append(_("⛔ What follows was changed outside this program and is not shown."))
    if trail.damaged:
        rows = ", ".join(str(row) for row in trail.damaged)
        parts.append(
            _("⛔ Message {rows}: the key it names is gone or not its own.").format(rows=rows)
        )
    minutes = round(triage.showing.seconds / 60)
    parts.append(
        _("<i>This goes {minutes} minutes after your last touch.</i>").format(minutes=minutes)
    )
    return "\n\n".join(parts)


def _message_text(triage: Triage, message: OpenedMessage) -> str:
    headings = {
        Author.TIPSTER: _("The reporter, {time}:"),
        Author.STAFF: _("Question from us, {time}:"),
        Author.NOTE: _("Internal note, {time}:"),
    }
    heading = headings[message.author].format(
        time=f"{message.at.astimezone(triage.zone):%m-%d %H:%M}"
    )
    lines = [f"<b>{heading}</b>", escape(message.text), *field_lines(triage, message.fields)]
    if message.lost_files:
        lines.append(_("⛔ Files that cannot be opened: {count}").format(count=message.lost_files))
    return "\n".join(lines)


def _keyboard(card: TipCard) -> InlineKeyboardMarkup:
    clear = button(_("🧹 Clear"), TipCallback(action=Action.CLEAR, tip=card.tip_id).pack())
    if card.is_closed:
        return rows([clear])
    return rows(
        [
            tip_button(_("❓ Ask"), Action.ASK, card),
            tip_button(_("📝 Note"), Action.NOTE, card),
        ],
        [tip_button(_("✅ Close"), Action.CLOSE, card), clear],
    )


def _split(text: str) -> list[str]:
    """Cut between paragraphs where that is possible, so that no message outgrows the limit."""
    parts = [""]
    for paragraph in text.split("\n\n"):
        for piece in _pieces(paragraph):
            joined = f"{parts[-1]}\n\n{piece}".strip()
            if len(joined) > MESSAGE_LIMIT and parts[-1]:
                parts.append(piece)
            else:
                parts[-1] = joined
    return parts


def _pieces(paragraph: str) -> Iterator[str]:
    """Yield a paragraph in pieces within the limit; a blank one Telegram would refuse."""
    while len(paragraph) > MESSAGE_LIMIT:
        place = _place_of_cut(paragraph[:MESSAGE_LIMIT])
        if paragraph[:place].strip():
            yield paragraph[:place]
        paragraph = paragraph[place:].lstrip("\n")
    if paragraph.strip():
        yield paragraph


def _place_of_cut(head: str) -> int:
    """Return where a line ends, or else a place that parts no tag and no escaped character."""
    line_end = head.rfind("\n")
    if line_end > len(head) // 2:
        return line_end
    for opening, ending in (("<", ">"), ("&", ";")):
        opened = head.rfind(opening)
        if opened > head.rfind(ending):
            return opened
    return len(head)
