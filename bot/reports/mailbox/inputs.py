"""What becomes of the messages that a person sends while the mailbox is open."""

from __future__ import annotations

from typing import Any

from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode

from bot.reports.mailbox.session import MailboxSession, desk_of, take_session, taker_of
from bot.reports.mailbox.states import MailboxSG
from bot.reports.tips.draft import NoticeKind
from bot.reports.tips.taking import take_away, take_message
from bot.reports.tips.view import screens_of
from storage.errors import ReceiptChecksumError, UnknownWordError, WrongWordCountError
from storage.vault.receipts import Receipt


async def on_words(message: Message, _input: Any, manager: DialogManager) -> None:
    manager.show_mode = ShowMode.EDIT
    session = take_session(manager)
    if message.message_id not in session.taken:
        await enter_receipt(message, manager)
    elif session.receipt is not None:
        await manager.switch_to(MailboxSG.card)


async def enter_receipt(message: Message, manager: DialogManager) -> None:
    """Take the words off the screen and open the mailbox, or tell what is wrong with them."""
    session = take_session(manager)
    await take_away(message, session, screens_of(manager))
    seconds = desk_of(manager).tries.seconds_to_wait(message.chat.id)
    if seconds:
        session.tell(NoticeKind.WAIT, number=seconds)
        return
    try:
        receipt = Receipt.parse(message.text or message.caption or "")
    except WrongWordCountError as error:
        session.tell(NoticeKind.WORD_COUNT, number=error.count)
    except UnknownWordError as error:
        session.tell(NoticeKind.WORD_UNKNOWN, number=error.position, words=error.suggestions)
    except ReceiptChecksumError:
        await _open(message, manager, session, None)
    else:
        await _open(message, manager, session, receipt)


async def _open(
    message: Message, manager: DialogManager, session: MailboxSession, receipt: Receipt | None
) -> None:
    desk = desk_of(manager)
    mailbox = await desk.open_mailbox(receipt)
    if mailbox is None:
        desk.tries.fail(message.chat.id)
        session.tell(NoticeKind.RECEIPT_UNKNOWN)
        return
    desk.tries.succeed(message.chat.id)
    session.receipt, session.mailbox, session.page = receipt, mailbox, 0
    await manager.switch_to(MailboxSG.card)


async def on_card_message(message: Message, _input: Any, manager: DialogManager) -> None:
    """Words for the report: shown once more, and sent by a button only."""
    await _compose(message, manager, replaces=False)


async def on_write_message(message: Message, _input: Any, manager: DialogManager) -> None:
    await _compose(message, manager, replaces=True)


async def _compose(message: Message, manager: DialogManager, *, replaces: bool) -> None:
    manager.show_mode = ShowMode.EDIT
    session = take_session(manager)
    if session.mailbox is not None and session.mailbox.is_over:
        await take_away(message, session, screens_of(manager))
        return
    await take_message(message, session, taker_of(manager), replaces=replaces)
    if message.message_id in session.taken and not session.is_empty:
        await manager.switch_to(MailboxSG.review)
