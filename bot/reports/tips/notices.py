"""The words of what a card tells once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aiogram import html
from aiogram.utils.i18n import lazy_gettext as __
from babel.support import LazyProxy

from bot.reports.tips.draft import Notice, NoticeKind
from bot.reports.tips.rules import ANSWER_LIMIT, FILE_LIMIT, TEXT_LIMIT

_WORDS: Mapping[NoticeKind, LazyProxy] = {
    NoticeKind.TEXT_KEPT: __("✅ Taken into the report. Your message is off the screen."),
    NoticeKind.PICTURE_KEPT: __("✅ Photo taken into the report and off the screen."),
    NoticeKind.FILE_KEPT: __("✅ File taken into the report and off the screen."),
    NoticeKind.TOO_LONG: __(
        "⚠️ That is {number} characters; a report holds {text_limit}, so it was not taken. Please "
        "shorten it, or send the rest later with your receipt."
    ),
    NoticeKind.TOO_MANY: __(
        "⚠️ A report holds {file_limit} files, so this one was not taken. With your receipt "
        "you can add more after sending."
    ),
    NoticeKind.FILE_UNREAD: __(
        "⚠️ I cannot read this file as a photo, a video, a sound or a PDF, so it was not taken. "
        "Please send another one, or a screenshot of it."
    ),
    NoticeKind.FILE_PROTECTED: __(
        "⚠️ This PDF has a password, so it was not taken. Please send it without one, or photos "
        "of its pages."
    ),
    NoticeKind.FILE_TOO_LARGE: __(
        "⚠️ This file is too large and was not taken; 20 MB is the most. Please send a shorter "
        "or a smaller one."
    ),
    NoticeKind.OFFICE_FILE: __(
        "⚠️ Word, Excel and other office files are not taken: hidden in them may stand who wrote "
        "them. Please send a PDF of it, a screenshot, or copy the words here."
    ),
    NoticeKind.LEFT: __(
        "What was not taken stays on the screen until this form ends; then I take it away."
    ),
    NoticeKind.IN_DRAFT: __(
        "🛟 What you just wrote is in your draft as well. It is not sent, and nobody reads it "
        "before you tap Send. If you need help, please call."
    ),
    NoticeKind.FILE_LOST: __("⚠️ The file could not be fetched. Please send it once more."),
    NoticeKind.UNSUPPORTED: __(
        "⚠️ Only text, a location, photos, video, sound and PDF can be taken here, so this was "
        "not. Please describe it in words and keep the original."
    ),
    NoticeKind.COMMAND: __(
        "⚠️ That is a command, so it was not taken. /exit closes this form and erases it."
    ),
    NoticeKind.RECEIPT_SEEN: __(
        "⚠️ That looks like a receipt, so I took it off the screen and did not add it. A receipt "
        "belongs in the mailbox: /receipt. If it was meant as a report, write a little more."
    ),
    NoticeKind.UNDELETED: __(
        "⚠️ I could not delete your message. Please delete it yourself: press and hold it."
    ),
    NoticeKind.OWN_UNDELETED: __(
        "⚠️ I could not delete a message of mine above. Please delete it yourself: press and "
        "hold it."
    ),
    NoticeKind.TWO_WORDS: __("⚠️ Please type just these two words, in this order."),
    NoticeKind.WRONG_WORDS: __("⚠️ Not right yet: word no. {words}."),
    NoticeKind.WORD_COUNT: __("⚠️ A receipt has twelve words; I read {number}."),
    NoticeKind.WORD_UNKNOWN: __("⚠️ Word no. {number} is not in the list."),
    NoticeKind.RECEIPT_UNKNOWN: __(
        "⚠️ These words open no mailbox. Please compare each one with your receipt."
    ),
    NoticeKind.WAIT: __("⚠️ Too many tries. Please wait {number} seconds and send them again."),
    NoticeKind.SPOT_KEPT: __(
        "✅ Location taken into the report, to about 100 metres. It is off the screen."
    ),
    NoticeKind.ANSWER_TOO_LONG: __(
        "⚠️ That is {number} characters; an answer holds {answer_limit}, so it was not taken."
    ),
    NoticeKind.CHOOSE: __("⚠️ Please tap one of the buttons. What you wrote was not taken."),
    NoticeKind.STRAY_GONE: __(
        "⚠️ I can no longer find what you wrote, so it was not taken. Please send it again here."
    ),
    NoticeKind.PAUSE: __(
        "⏳ You have sent several reports today. Please wait {number} min and tap once more; "
        "your draft stays here. If it is happening now, please call 110."
    ),
    NoticeKind.ANSWER_SENT: __("✅ Sent to the staff. It is off the screen here."),
    NoticeKind.NOTHING_NEW: __("Looked again: nothing new."),
    NoticeKind.PUSH_ON: __(
        "🔔 On until the end of this month. It looks like a reminder to practise."
    ),
    NoticeKind.PUSH_OFF: __("🔕 Off. The address is dropped."),
    NoticeKind.PUSH_IMPOSSIBLE: __(
        "⚠️ That cannot be turned on just now; nothing was kept. Please look in again after a "
        "few days."
    ),
    NoticeKind.NO_ROOM: __(
        "⚠️ Very many files are on their way just now, so this one was not taken. What "
        "you gave before is kept. Please send it again in a few minutes, or "
        "later with your receipt."
    ),
    NoticeKind.FILES_PAUSE: __(
        "⏳ Your files have given me a lot of work, so this one was not taken. What you gave "
        "before is kept. Please send it again in {number} min, or describe it in words now."
    ),
    NoticeKind.ANSWER_PAUSE: __(
        "⏳ You have added a lot today. Please wait {number} min and tap Send once more; what "
        "you wrote stays here. If it is happening now, please call 110."
    ),
    NoticeKind.ANSWER_WAITS: __(
        "✍️ This is not sent yet. Please send or erase it first; then you can go on."
    ),
}
_SUGGESTION = __("Did you mean: {words}?")


def write_notices(notices: Iterable[Notice]) -> str:
    """Return a line for each notice, or an empty text."""
    return "\n".join(dict.fromkeys(_write(notice) for notice in notices))


def _write(notice: Notice) -> str:
    words = html.quote(", ".join(notice.words))
    text = str(_WORDS[notice.kind]).format(
        number=notice.number,
        words=words,
        text_limit=TEXT_LIMIT,
        file_limit=FILE_LIMIT,
        answer_limit=ANSWER_LIMIT,
    )
    if notice.kind is NoticeKind.WORD_UNKNOWN and words:
        return f"{text} {str(_SUGGESTION).format(words=words)}"
    return text
