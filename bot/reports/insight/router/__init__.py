"""`/report`: choose a period and a place, and get a picture and a spreadsheet."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardButton, Message
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import button, rows
from bot.drawing.report import draw_report
from bot.reports.insight.export import export_report
from bot.reports.insight.router.callbacks import Choose, ReportCallback
from bot.reports.insight.rules.figures import Report
from bot.reports.insight.rules.periods import Period
from bot.reports.insight.service.reporting import BuildReport, FindScope, Scope
from bot.reports.insight.service.watching import FindLookouts
from bot.reports.insight.wording import InsightWording
from bot.reports.staff.access import StaffAccess
from bot.reports.staff.refusals import refuse

PERIODS_SHOWN = 12
PLACES_ON_A_PAGE = 12
MOST_LOOKOUTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightDesk:
    """What the handlers of insight use."""

    access: StaffAccess
    find_scope: FindScope
    build: BuildReport
    find_lookouts: FindLookouts
    wording: InsightWording


async def report_command(message: Message, insight_desk: InsightDesk, i18n: I18n) -> None:
    post = await insight_desk.access.post_of(message, i18n.current_locale)
    if post is None:
        await refuse(message)
        return
    scope = await insight_desk.find_scope(post)
    text, buttons = _period_screen(insight_desk, scope)
    await message.answer(text, reply_markup=rows(*buttons))


async def report_pressed(
    query: CallbackQuery, callback_data: ReportCallback, insight_desk: InsightDesk, i18n: I18n
) -> None:
    post = await insight_desk.access.post_of(query, i18n.current_locale)
    message = query.message
    if post is None or not isinstance(message, Message):
        await refuse(query)
        return
    scope = await insight_desk.find_scope(post)
    if callback_data.step is Choose.PERIODS:
        text, buttons = _period_screen(insight_desk, scope)
    elif not _is_within(callback_data, scope):
        await refuse(query)
        return
    elif callback_data.step is Choose.PLACES:
        text, buttons = _place_screen(insight_desk, scope, callback_data)
    else:
        await query.answer(_("One moment: drawing …"))
        period = Period(callback_data.first, callback_data.length)
        report = await insight_desk.build(post, scope.places[callback_data.place], period)
        if report is not None:
            await _send(message, insight_desk, report)
        return
    await message.edit_text(text, reply_markup=rows(*buttons))
    await query.answer()


def _is_within(data: ReportCallback, scope: Scope) -> bool:
    """Return whether the button names a period and a place that may be asked for."""
    is_place = 0 <= data.place < len(scope.places)
    is_page = 0 <= data.page * PLACES_ON_A_PAGE < len(scope.places)
    return is_place and is_page and Period(data.first, data.length) in scope.periods


async def watch_command(message: Message, insight_desk: InsightDesk, i18n: I18n) -> None:
    """Show what is worth a look; nothing of it is ever published."""
    post = await insight_desk.access.post_of(message, i18n.current_locale)
    if post is None:
        await refuse(message)
        return
    found = await insight_desk.find_lookouts(post)
    if not found:
        await message.answer(_("Nothing stood out last week."))
        return
    head = _(
        "<b>Worth a look</b>: counts of last week that are far above what is usual there. "
        "They say nothing about anybody and prove nothing; please do not pass them on."
    )
    lines = [insight_desk.wording.lookout(each) for each in found[:MOST_LOOKOUTS]]
    await message.answer("\n\n".join([head, *lines]))


async def _send(message: Message, desk: InsightDesk, report: Report) -> None:
    picture = desk.wording.picture(report)
    drawn = await asyncio.to_thread(draw_report, picture)
    name = f"report-{report.period.start:%Y-%m}-{report.period.length}m"
    await message.answer_photo(
        BufferedInputFile(drawn, f"{name}.png"), caption=f"{picture.title} · {picture.period}"
    )
    sheet = await asyncio.to_thread(export_report, report, desk.wording)
    await message.answer_document(
        BufferedInputFile(sheet, f"{name}.xlsx"),
        caption=_("All figures that may be shown, and what the shares are made of."),
    )


def _period_screen(
    desk: InsightDesk, scope: Scope
) -> tuple[str, list[list[InlineKeyboardButton]]]:
    if not scope.periods:
        return (
            _(
                "There is no report yet. A month is counted once, two days after its end, "
                "so that later changes tell nothing about single reports."
            ),
            [],
        )
    buttons = [
        button(
            desk.wording.period(period),
            ReportCallback(step=Choose.PLACES, first=period.first, length=period.length).pack(),
        )
        for period in _newest(scope)
    ]
    lines = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    return _("Which period?"), lines


def _newest(scope: Scope) -> list[Period]:
    """Return the newest periods of each length, the months first."""
    return [
        period
        for length in sorted({each.length for each in scope.periods})
        for period in [each for each in scope.periods if each.length == length][:4]
    ][:PERIODS_SHOWN]


def _place_screen(
    desk: InsightDesk, scope: Scope, data: ReportCallback
) -> tuple[str, list[list[InlineKeyboardButton]]]:
    def chosen(step: Choose, place: int = 0, page: int = 0) -> str:
        return ReportCallback(
            step=step, first=data.first, length=data.length, place=place, page=page
        ).pack()

    first = data.page * PLACES_ON_A_PAGE
    shown = list(enumerate(scope.places))[first : first + PLACES_ON_A_PAGE]
    buttons = [
        button(desk.wording.place(place), chosen(Choose.REPORT, number)) for number, place in shown
    ]
    lines = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    turning = []
    if data.page > 0:
        turning.append(button(_("‹ Earlier"), chosen(Choose.PLACES, page=data.page - 1)))
    if first + PLACES_ON_A_PAGE < len(scope.places):
        turning.append(button(_("Later ›"), chosen(Choose.PLACES, page=data.page + 1)))
    back = [button(_("« Periods"), chosen(Choose.PERIODS))]
    period = desk.wording.period(Period(data.first, data.length))
    return _("{period}: which place?").format(period=period), [*lines, turning, back]


def create_router() -> Router:
    router = Router(name="insight")
    staff_chats = F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP, ChatType.PRIVATE})
    router.message.register(report_command, Command("report"), staff_chats)
    router.message.register(watch_command, Command("watch"), staff_chats)
    router.callback_query.register(report_pressed, ReportCallback.filter())
    return router
