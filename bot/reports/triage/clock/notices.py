"""What the clock says: in private to the holder and the supervisors, in the chat to a unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from aiogram import Bot
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from babel.support import LazyProxy

from bot.chat.delivery.outbox import OutboxItem
from bot.chat.delivery.refusals import reaches
from bot.reports.staff.topics import AdminChats
from bot.reports.triage.clock.rules import Step
from content.library import Library
from content.schema.clock import Term
from storage.errors import NotFoundError
from storage.reports.clock import PromiseState
from storage.reports.unit_of_work import ReportsUnitOfWork

SENTENCES: Mapping[Step, LazyProxy] = {
    Step.BEFORE: __("⏰ Report {number}: “{term}” is due by {when}."),
    Step.DUE: __("⏰ Report {number}: “{term}” was due by {when} and is still open."),
    Step.SUPERVISOR: __(
        "⏰ Report {number}: “{term}” was due by {when} and is still open. Please see to it."
    ),
    Step.ABOVE: __(
        "⏰ Report {number} of the unit “{unit}”: “{term}” was due by {when} and is still open."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminding:
    """What a reminder says and to whom; never content."""

    number: str
    tip_id: str
    step: Step
    due_at: datetime
    owner: str
    owner_region: str
    unit_id: str
    locale: str
    private_chat: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindReminding:
    """Returns what a planned reminder says, or None where it is settled meanwhile."""

    unit_of_work: Callable[[], ReportsUnitOfWork]

    async def __call__(self, item: OutboxItem) -> Reminding | None:
        payload = item.payload
        async with self.unit_of_work() as work:
            promise = await work.clock.find_promise(
                payload["tip"], payload["term"], payload["round"]
            )
            if promise is None or promise.state is not PromiseState.OPEN:
                return None
            tip = await work.tips.get(promise.tip_id)
            owner = await work.units.get(tip.unit_id)
            unit = await work.units.get(item.address.decode())
            staff = await _find_staff(work, payload["staff"])
        chat, locale = (None, unit.locale) if staff is None else staff
        return Reminding(
            number=tip.number,
            tip_id=tip.id,
            step=Step(payload["step"]),
            due_at=promise.due_at,
            owner=owner.id,
            owner_region=owner.region_id,
            unit_id=unit.id,
            locale=locale,
            private_chat=chat,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockNotices:
    """The sender of the outbox for reminders."""

    bot: Bot
    chats: AdminChats
    i18n: I18n
    library: Library
    zone: tzinfo
    find: FindReminding

    async def send(self, item: OutboxItem) -> None:
        """Remind; whoever has shut the private chat is reminded in the unit's."""
        found, term = await self.find(item), self.library.clock.term(item.payload["term"])
        if found is None or term is None:
            return
        with self.i18n.context(), self.i18n.use_locale(found.locale):
            text = self._text(found, term)
        if found.private_chat is not None and await reaches(
            self.bot.send_message(found.private_chat, text)
        ):
            return
        is_own = found.unit_id == found.owner
        await self.chats.send(found.unit_id, text, tip_id=found.tip_id if is_own else None)

    def _text(self, found: Reminding, term: Term) -> str:
        locale = self.i18n.current_locale
        words = {
            "number": found.number,
            "term": term.label.to(locale),
            "when": f"{found.due_at.astimezone(self.zone):%m-%d %H:%M}",
            "unit": self.library.regions.get(found.owner_region).name.to(locale),
        }
        if not term.conditional:
            return str(SENTENCES[found.step]).format(**words)
        text = _(
            "⏰ Report {number}: if it belongs to another unit, please transfer it by {when}."
        ).format(**words)
        source = term.basis.source
        if source is None:
            return text
        return f"{text}\n{source.document.to(locale)} · {source.issuer.to(locale)}"


async def _find_staff(work: ReportsUnitOfWork, staff_id: str | None) -> tuple[int, str] | None:
    if staff_id is None:
        return None
    try:
        staff = await work.staff.get(staff_id)
    except NotFoundError:
        return None
    # Whoever has left since is told nothing; the unit is.
    return (staff.chat_id, staff.locale) if staff.roles else None
