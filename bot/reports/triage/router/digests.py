"""The digest in the admin chat: how many reports wait, and buttons that call up the next."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.outbox import OutboxItem
from bot.chat.delivery.refusals import at_best
from bot.chat.keyboards import button, rows
from bot.errors import NoAdminChatError
from bot.reports.triage.digest.rules import Step, next_step
from bot.reports.triage.digest.service import (
    Board,
    CallUp,
    CollapseBacklog,
    FindBoard,
    IsWaiting,
    KeepDigest,
    LetWait,
)
from bot.reports.triage.outcomes.readings import WasRead
from bot.reports.triage.router.callbacks import DigestAction, DigestCallback
from bot.reports.triage.router.desk import Triage, refuse
from bot.reports.triage.router.notices import CardNotices
from storage.reports.kinds import cut_to_hour

PLACES_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestDesk:
    """Writes digests, and calls up what waits in them."""

    triage: Triage
    find_board: FindBoard
    keep: KeepDigest
    call_up: CallUp

    async def update(self, unit_id: str, *, rings: bool = False) -> None:
        """Bring the unit's digest up to date; raise `NoAdminChatError` where it has no chat.

        Where urgent tips wait in it, `rings` posts it anew, so that telephones ring.
        """
        board = await self.find_board(unit_id)
        if board is None:
            return
        if board.admin_chat is None:
            raise NoAdminChatError
        hour = cut_to_hour(self.find_board.clock())
        rings = rings and bool(board.urgent_waiting)
        match next_step(board.total, board.shown_in, hour, rings=rings):
            case Step.POST:
                await self._post(unit_id, board)
            case Step.EDIT:
                await self._edit(unit_id, board)
            case Step.END:
                await self._edit(unit_id, board)
                await self.keep(unit_id, None)

    async def _post(self, unit_id: str, board: Board) -> None:
        """Post the digest; the one before goes, so that there is one to look at."""
        text, keyboard = self._draw(board)
        sent = await self.triage.chats.send(unit_id, text, reply_markup=keyboard)
        await self.keep(unit_id, sent.message_id)
        # In a group that was upgraded meanwhile, the number is another message's.
        if board.message_id is not None and sent.chat.id == board.admin_chat:
            with at_best():
                await self.triage.bot.delete_message(sent.chat.id, board.message_id)

    async def _edit(self, unit_id: str, board: Board) -> None:
        assert board.message_id is not None
        text, keyboard = self._draw(board)
        if await self.triage.chats.edit(unit_id, board.message_id, text, keyboard):
            return
        present = await self.find_board(unit_id)
        # In a group that was upgraded there is none, and the outbox posts it there.
        if present is not None and present.total and present.message_id == board.message_id:
            await self._post(unit_id, present)

    def _draw(self, board: Board) -> tuple[str, InlineKeyboardMarkup | None]:
        i18n = self.triage.i18n
        with i18n.context(), i18n.use_locale(board.locale):
            if not board.total:
                return _("📥 No reports wait here any more."), None
            return self._text(board), _keyboard(board)

    def _text(self, board: Board) -> str:
        lines = [_("📥 <b>Reports waiting: {count}</b>").format(count=board.total)]
        lines.extend(self._urgent_lines(board))
        if board.urgent:
            lines.append(
                _("🔴 Urgent, with cards of their own: {count}").format(count=board.urgent)
            )
        for category in self.triage.library.tip_form.categories:
            if count := board.waiting.get(category.id):
                label = category.label.to(self.triage.i18n.current_locale)
                lines.append(_("{category}: {count}").format(category=label, count=count))
        lines.append(_("They wait here together instead of on a card each. None is lost."))
        return "\n".join(lines)

    def _urgent_lines(self, board: Board) -> list[str]:
        """Name the places of urgent tips that wait, the fullest first."""
        if not board.urgent_waiting:
            return []
        locale, regions = self.triage.i18n.current_locale, self.triage.library.regions
        counts = sorted(board.urgent_waiting.items(), key=lambda item: (-item[1], item[0]))
        lines = [
            _("🔴 <b>Happening now, waiting here: {count}</b>").format(
                count=sum(board.urgent_waiting.values())
            )
        ]
        for region_id, count in counts[:PLACES_SHOWN]:
            place = regions.get(region_id).name.to(locale)
            lines.append(_("{category}: {count}").format(category=place, count=count))
        return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestNotices:
    """Senders of the outbox that come before the cards': they keep a rush out of the chat."""

    cards: CardNotices
    desk: DigestDesk
    collapse: CollapseBacklog
    let_wait: LetWait
    is_waiting: IsWaiting
    was_read: WasRead

    async def send_card(self, item: OutboxItem) -> None:
        if not await self.collapse(item.address.decode(), str(item.payload["tip"])):
            await self.cards.send_card(item)

    async def send_waiting(self, item: OutboxItem) -> None:
        await self.let_wait(item.address.decode(), str(item.payload["tip"]))

    async def send_answer(self, item: OutboxItem) -> None:
        """Say nothing of an answer to a tip that has no card yet: whoever reads it reads all.

        What was read before a tip was closed is no news either, and opens it no more.
        """
        tip_id = str(item.payload["tip"])
        if await self.is_waiting(tip_id):
            return
        if await self.was_read(tip_id, item.payload.get("sequence")):
            await self.cards.send_card(item)
        else:
            await self.cards.send_answer(item)

    async def send_digest(self, item: OutboxItem) -> None:
        await self.desk.update(item.address.decode(), rings=True)


async def digest_pressed(
    query: CallbackQuery,
    callback_data: DigestCallback,
    triage: Triage,
    digest_desk: DigestDesk,
) -> None:
    post = await triage.post_of(query)
    takes = callback_data.action is DigestAction.TAKE
    is_called = post and await digest_desk.call_up(post, callback_data.tip, takes=takes)
    if post is None or is_called is None:
        await refuse(query)
        return
    await digest_desk.update(post.unit_id)
    if is_called:
        await query.answer(_("Its card comes below in a moment."))
    else:
        await query.answer(_("Somebody else was quicker."), show_alert=True)


def _keyboard(board: Board) -> InlineKeyboardMarkup:
    """Name the next report in the buttons, so that a tap repeated calls up no other."""
    assert board.next_id is not None
    show = DigestCallback(action=DigestAction.SHOW, tip=board.next_id)
    take = DigestCallback(action=DigestAction.TAKE, tip=board.next_id)
    return rows(
        [
            button(_("▶️ Show the next"), show.pack()),
            button(_("✋ Take the next"), take.pack()),
        ]
    )
