"""The words of the mailbox's windows."""

from __future__ import annotations

from collections.abc import Mapping

from aiogram import html
from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from babel.support import LazyProxy

from bot.reports.mailbox.rewards import reward_line
from bot.reports.mailbox.service import Mailbox
from bot.reports.mailbox.session import MailboxSession
from bot.reports.tips.file_texts import write_files
from bot.reports.tips.rules import cut_text
from bot.reports.tips.texts import who_reads
from storage.reports.kinds import TipStatus

QUESTION_SHOWN = 3000
ANSWER_SHOWN = 500

_STATUS: Mapping[TipStatus, LazyProxy] = {
    TipStatus.NEW: __("received; nobody has taken it up yet"),
    TipStatus.TAKEN: __("a member of staff is working on it"),
    TipStatus.VERIFYING: __("the staff are checking what you reported"),
    TipStatus.ASKED: __("the staff have a question for you"),
    TipStatus.ANSWERED: __("your answer has reached the staff"),
    TipStatus.CLOSED: __("closed; thank you for your help"),
}


def write_words(session: MailboxSession) -> str:
    del session
    return "\n\n".join(
        (
            _("✉️ <b>Your mailbox</b>"),
            _("Please type or paste the twelve words of your receipt."),
            _("I take them off the screen at once, and nobody can open the mailbox without them."),
        )
    )


def write_card(session: MailboxSession) -> str:
    mailbox = session.mailbox
    assert mailbox is not None
    if mailbox.is_over:
        ended = _(
            "✉️ <b>Report {number}</b>\nThis report is closed, and its content has been destroyed. "
            "Thank you for your help. If you see something again, please send a new report."
        ).format(number=mailbox.number)
        return "\n\n".join(part for part in (ended, reward_line(mailbox.reward)) if part)
    parts = [
        _("✉️ <b>Report {number}</b>\nStatus: {status}").format(
            number=mailbox.number, status=_status(mailbox)
        ),
        reward_line(mailbox.reward),
        _question(mailbox, session.page),
    ]
    if not mailbox.is_intact:
        parts.append(
            _(
                "⚠️ Something in this mailbox failed its check and is not shown. Please tell "
                "nobody your receipt, and report by 110."
            )
        )
    return "\n\n".join(part for part in parts if part)


def _status(mailbox: Mailbox) -> str:
    if mailbox.was_passed_on:
        return _("read, and passed on to those who protect children")
    if mailbox.was_plea:
        return _("your call for help was read; the answer stands below, and no case was opened")
    return str(_STATUS[mailbox.status])


def _question(mailbox: Mailbox, page: int) -> str:
    if mailbox.was_passed_on:
        return _(
            "It was right to speak up, and a child who is hurt is not to blame. Those who protect "
            "children have been told, as the law asks. In danger now, call 110. To talk it over, "
            "call 12355; if nobody answers, 12356."
        )
    if not mailbox.questions:
        return _("The staff have asked nothing so far. Please look in again in a few days.")
    title = (
        _("<b>An answer for you</b>")
        if mailbox.was_plea
        else _question_title(len(mailbox.questions) - page, len(mailbox.questions))
    )
    words = html.quote(cut_text(mailbox.questions[page], QUESTION_SHOWN))
    return f"{title}\n<blockquote>{words}</blockquote>"


def _question_title(place: int, count: int) -> str:
    if count == 1:
        return _("<b>Question from the staff</b>")
    return _("<b>Question {place} of {count} from the staff</b>").format(place=place, count=count)


def write_write(session: MailboxSession) -> str:
    parts = [_("<b>Please write your message.</b>")]
    if session.text:
        parts.append(_("What you write now replaces this:") + _quoted(session.text))
    parts.append(who_reads())
    parts.append(
        _("Photos do as well. I take each message off the screen at once; nothing goes yet.")
    )
    return "\n\n".join(parts)


def write_review(session: MailboxSession) -> str:
    files = write_files(session.files) if session.files else ""
    parts = (
        _("<b>This is what will be sent.</b>"),
        (files + (_quoted(session.text) if session.text else "")).strip(),
        _("To add photos, other files or words, just send them."),
    )
    return "\n\n".join(part for part in parts if part)


def _quoted(text: str) -> str:
    return f"\n<blockquote>{html.quote(cut_text(text, ANSWER_SHOWN))}</blockquote>"
