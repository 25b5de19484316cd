"""The queue, what I hold, a number, the shift and the roster: by command and by button."""

from __future__ import annotations

from html import escape

from aiogram.filters import CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import button, rows
from bot.reports.staff.service import Post
from bot.reports.triage.queue.rules import QueueFilter
from bot.reports.triage.queue.service import FoundElsewhere
from bot.reports.triage.router import queue_screens as screens
from bot.reports.triage.router.callbacks import (
    FilterCallback,
    NumberCallback,
    QueueCallback,
    ShiftCallback,
    ShiftPageCallback,
    View,
    ViewCallback,
    ref_of,
)
from bot.reports.triage.router.desk import Triage, refuse
from bot.reports.triage.router.drafts import private_state
from bot.reports.triage.router.handing import find_others, name_colleagues
from bot.reports.triage.router.keyboards import full_keyboard, keyboard_of
from bot.reports.triage.router.linking import NumberSG
from bot.reports.triage.router.paging import page_of, page_turns
from bot.reports.triage.rules import may_work_at_all
from storage.reports.numbers import parse_number

MOST_LINES = 30
Screen = tuple[str, InlineKeyboardMarkup]


async def view_command(message: Message, command: CommandObject, triage: Triage) -> None:
    """Answer /queue, /mine, /shift and /roster with their screens."""
    post = await _post(message, triage)
    if post is None:
        return
    text, keyboard = await _screen(View(command.command.lower()), post, triage)
    heading = await triage.choice.heading(message, post)
    await message.answer(f"{heading}{text}", reply_markup=keyboard)


async def find_command(
    message: Message, command: CommandObject, triage: Triage, state: FSMContext
) -> None:
    post = await _post(message, triage)
    if post is None:
        return
    if not command.args:
        await _ask_number(message, state)
        return
    is_private = message.chat.type == "private"
    text, keyboard = await _found(command.args, post, triage, is_private=is_private)
    await message.answer(text, reply_markup=keyboard)


async def number_written(message: Message, triage: Triage, state: FSMContext) -> None:
    post = await _post(message, triage)
    if post is None:
        await state.clear()
        return
    text, keyboard = await _found(message.text or "", post, triage, is_private=True)
    if keyboard is not None:
        await state.clear()
    await message.answer(text, reply_markup=keyboard)


async def view_pressed(
    query: CallbackQuery, callback_data: ViewCallback, triage: Triage, state: FSMContext
) -> None:
    post = await _post(query, triage)
    if post is None or not isinstance(query.message, Message):
        return
    if callback_data.view is View.FIND:
        await _ask_number(query.message, private_state(state, query.from_user.id))
        await query.answer()
        return
    if callback_data.view is View.ACCEPT_ALL:
        await _accept_all(post, triage)
    await _show(query, post, await _screen(callback_data.view, post, triage), triage)


async def shift_turned(
    query: CallbackQuery, callback_data: ShiftPageCallback, triage: Triage
) -> None:
    post = await _post(query, triage)
    if post is not None:
        await _show(query, post, await _shift(post, triage, callback_data.page), triage)


async def queue_pressed(
    query: CallbackQuery, callback_data: QueueCallback, triage: Triage
) -> None:
    post, wish = await _post(query, triage), screens.filter_of(callback_data)
    if post is None:
        return
    if wish is None:
        await refuse(query)
        return
    await _show(query, post, await _queue(post, wish, triage), triage)


async def filter_pressed(
    query: CallbackQuery, callback_data: FilterCallback, triage: Triage
) -> None:
    post, wish = await _post(query, triage), screens.filter_of(callback_data)
    if post is None:
        return
    if wish is None:
        await refuse(query)
        return
    places = await triage.queue.list.places(post, wish)
    lines = screens.choices(triage.wording, callback_data.choose, wish, places)
    text = _("📋 <b>Queue</b>: what would you like to see?")
    await _show(query, post, (text, rows(*lines)), triage)


async def number_pressed(
    query: CallbackQuery, callback_data: NumberCallback, triage: Triage
) -> None:
    """Show a report's card below, so that the list stays."""
    post = await _post(query, triage)
    if post is None or not isinstance(query.message, Message):
        return
    is_private = query.message.chat.type == "private"
    text, keyboard = await _found(callback_data.number, post, triage, is_private=is_private)
    await query.message.answer(text, reply_markup=keyboard)
    await query.answer()


async def _post(event: CallbackQuery | Message, triage: Triage) -> Post | None:
    """Return the post of somebody who works on reports; refuse everybody else."""
    post = await triage.post_of(event)
    if post is None or not may_work_at_all(post.roles):
        await refuse(event)
        return None
    return post


async def _screen(view: View, post: Post, triage: Triage) -> Screen:
    match view:
        case View.MINE | View.ACCEPT_ALL:
            return await _mine(post, triage)
        case View.SHIFT | View.HAND_ALL:
            return await _shift(post, triage)
        case View.ROSTER:
            return await _roster(post, triage)
        case _:
            return await _queue(post, QueueFilter(), triage)


async def _queue(post: Post, wish: QueueFilter, triage: Triage) -> Screen:
    page = await triage.queue.list(post, wish)
    assert page is not None, "whoever works on reports has a queue"
    now = triage.find_card.clock()
    text = screens.queue_text(triage.wording, page, wish, now)
    return text, screens.queue_keyboard(page, wish)


async def _mine(post: Post, triage: Triage) -> Screen:
    mine, now = await triage.queue.mine(post), triage.find_card.clock()
    lines = [_("🗂 <b>You hold: {count}</b>").format(count=len(mine.held))]
    lines += [screens.card_line(triage.wording, each, now) for each in mine.held[:MOST_LINES]]
    if mine.offered:
        lines.append(_("🤝 <b>Offered to you: {count}</b>").format(count=len(mine.offered)))
    lines += [screens.card_line(triage.wording, each, now) for each in mine.offered[:MOST_LINES]]
    accept = button(_("🤝 Accept all"), ViewCallback(view=View.ACCEPT_ALL).pack())
    keyboard = rows(
        *screens.number_rows([*mine.offered[:MOST_LINES], *mine.held[:MOST_LINES]]),
        [accept] if mine.offered else [],
        *screens.views(View.MINE),
    )
    return _cut(lines), keyboard


async def _shift(post: Post, triage: Triage, page: int = 0) -> Screen:
    """Return what the officer holds at the end of his shift, and to whom all of it can go."""
    mine, now = await triage.queue.mine(post), triage.find_card.clock()
    lines = [_("🔁 <b>Your shift: you hold {count}</b>").format(count=len(mine.held))]
    lines += [screens.card_line(triage.wording, each, now) for each in mine.held[:MOST_LINES]]
    buttons: list[list[InlineKeyboardButton]] = []
    if mine.held:
        others = await find_others(triage, post)
        lines.append(
            _("Hand all of them to one colleague? You hold them until they are accepted.")
        )
        buttons = [
            [button(text, ShiftCallback(colleague=ref_of(each.staff_id)).pack())]
            for each, text in await name_colleagues(triage, post, page_of(others, page))
        ]
        buttons.append(page_turns(page, len(others), lambda to: ShiftPageCallback(page=to)))
    return _cut(lines), rows(*buttons, *screens.views(View.SHIFT))


async def _roster(post: Post, triage: Triage) -> Screen:
    lines = [_("👥 <b>Who works on reports here</b>")]
    for each in (await triage.queue.colleagues(post))[:MOST_LINES]:
        name = await triage.access.name_of(post.admin_chat, each.chat_id)
        mark = "⭐ " if each.is_supervisor else ""
        lines.append(
            _("{mark}{name}: holds {count}").format(
                mark=mark, name=escape(name) or "—", count=each.held
            )
        )
    lines.append(_("⭐ supervisor"))
    return _cut(lines), rows(*screens.views(View.ROSTER))


async def _accept_all(post: Post, triage: Triage) -> None:
    for each in (await triage.queue.mine(post)).offered:
        card = await triage.handing.accept(post, each.tip_id)
        if card is not None:
            await triage.showing.hide_tip(card.tip_id)
            await triage.refresh(card)


async def _found(
    text: str, post: Post, triage: Triage, *, is_private: bool
) -> tuple[str, InlineKeyboardMarkup | None]:
    number = parse_number(text)
    if number is None:
        text = _("That is no number of a report. It looks like 7K3M-9Q2C; please compare it.")
        return text, None
    found = await triage.queue.find(post, number)
    if found is None:
        return _("Your unit has no report {number}.").format(number=number), None
    if isinstance(found, FoundElsewhere):
        unit = escape(triage.wording.region(found.unit_region))
        return (
            _("<b>Report {number}</b>\n🏢 Passed on to {unit}.").format(number=number, unit=unit),
            rows(*screens.views(View.FIND)),
        )
    keyboard = full_keyboard(found) if is_private else keyboard_of(found)
    return await triage.draw(found), keyboard


async def _ask_number(message: Message, state: FSMContext) -> None:
    if message.chat.type != "private":
        await message.answer(_("Please write the number behind the command: /find 7K3M-9Q2C"))
        return
    await state.set_state(NumberSG.find)
    await message.answer(_("Which number? It looks like 7K3M-9Q2C."))


async def _show(query: CallbackQuery, post: Post, screen: Screen, triage: Triage) -> None:
    text, keyboard = screen
    if isinstance(query.message, Message):
        heading = await triage.choice.heading(query, post)
        await query.message.edit_text(f"{heading}{text}", reply_markup=keyboard)
    await query.answer()


def _cut(lines: list[str]) -> str:
    """Join lines as far as a message holds them; the rest is counted in its heading."""
    text = ""
    for line in lines:
        if len(text) + len(line) > 3800:
            return f"{text}\n…"
        text = f"{text}\n{line}" if text else line
    return text
