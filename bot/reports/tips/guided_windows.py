"""The windows that care comes first in, and those of the guided form."""

from __future__ import annotations

from aiogram.utils.i18n import lazy_gettext as __
from aiogram_dialog.widgets.kbd import Column, Row

from bot.chat.dialogs import ScreenWindow
from bot.reports.tips import care, guided, guided_texts, handlers
from bot.reports.tips.states import TipSG
from bot.reports.tips.windows import button, select, switch, window


def minor() -> ScreenWindow:
    return window(
        TipSG.minor,
        guided_texts.write_minor,
        button(__("🚨 It is happening now"), "minor_now", handlers.on_happening_now),
        button(__("Go on with the report"), "minor_on", handlers.on_not_now),
        button(__("I am 18 or older"), "grown_up", care.on_grown_up),
    )


def about_me() -> ScreenWindow:
    return window(
        TipSG.about_me,
        guided_texts.write_about_me,
        switch(__("⬅️ Back to the report"), "report_me", TipSG.category),
    )


def about_family() -> ScreenWindow:
    return window(
        TipSG.about_family,
        guided_texts.write_about_family,
        switch(__("⬅️ Back to the report"), "report_family", TipSG.category),
        button(__("I am under 18"), "minor_home", care.on_minor_at_home, when="is_grown_up"),
    )


def question() -> ScreenWindow:
    return window(
        TipSG.question,
        guided_texts.write_question,
        Column(select("option", "answer_options", guided.on_option)),
        Row(
            button(__("⬅️ Back"), "before", guided.on_before),
            button(__("Skip ➡️"), "skip", guided.on_next, when="is_open_question"),
            button(__("Keep it ➡️"), "keep_answer", guided.on_next, when="is_answered"),
        ),
        button(__("Take this answer out"), "clear_answer", guided.on_clear, when="is_answered"),
        switch(__("📋 To the overview"), "question_done", TipSG.review),
        on_message=guided.on_answer,
    )


def answers() -> ScreenWindow:
    return window(
        TipSG.answers,
        guided_texts.write_answers,
        Column(select("pick", "questions", guided.on_pick)),
        back=TipSG.review,
    )
