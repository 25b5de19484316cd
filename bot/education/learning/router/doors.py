"""Buttons from one screen of learning to another."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.i18n import gettext as _

from bot.chat.entries import EntryCallback
from bot.chat.keyboards import button
from storage.education.kinds import AttemptKind

PROGRESS = "progress"
REMINDERS = "reminders"
MY_DATA = "mydata"


class ProbeCallback(CallbackData, prefix="pb"):
    """Take the probe that a course has on offer."""

    course: str


def progress_button() -> InlineKeyboardButton:
    return button(_("📊 My progress"), EntryCallback(name=PROGRESS).pack())


def reminders_button() -> InlineKeyboardButton:
    return button(_("⏰ Remind me"), EntryCallback(name=REMINDERS).pack())


def learn_button() -> InlineKeyboardButton:
    return button(_("📖 Start learning"), EntryCallback(name="learn").pack())


def probe_row(course_id: str, offered: AttemptKind | None) -> list[InlineKeyboardButton]:
    """Offer the probe of a course, or nothing."""
    labels = {
        AttemptKind.PROBE_BEFORE: _("📏 What do I know already?"),
        AttemptKind.PROBE_AFTER: _("📏 How far have I come?"),
        AttemptKind.PROBE_LATER: _("📏 What is left after a month?"),
    }
    if offered is None:
        return []
    return [button(labels[offered], ProbeCallback(course=course_id).pack())]
