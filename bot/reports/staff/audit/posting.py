"""Telling the auditors every day how far the audit goes, once a day each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _
from sqlalchemy.exc import IntegrityError

from bot.chat.delivery.outbox import OutboxItem
from bot.reports.staff.audit.heads import Head
from bot.reports.staff.rules import Role, roles_from
from storage.errors import NotFoundError
from storage.reports.audit import AuditHead, AuditRow
from storage.reports.kinds import cut_to_hour
from storage.reports.staff import Staff
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.signing import Writer

log = structlog.get_logger(__name__)

AUDIT_HEAD: Final = "audit_head"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHeads:
    """The daily round: signs the head and hands it to the outbox, in one commit with its row.

    The row of the unit's day keeps it from being told twice, whatever restarts come between.
    """

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    writer: Writer
    zone: tzinfo
    hour: int

    async def __call__(self) -> None:
        now = self.clock().astimezone(self.zone)
        if now.hour < self.hour:
            return
        async with self.unit_of_work() as work:
            unit_ids = [unit.id for unit in await work.units.list_all()]
        for unit_id in unit_ids:
            try:
                await self._post(unit_id, now.date())
            except IntegrityError:
                log.info("audit_head_posted_elsewhere")

    async def _post(self, unit_id: str, day: date) -> None:
        async with self.unit_of_work() as work:
            if await work.audit.find_head(unit_id, day) is not None:
                return
            last, people = await work.audit.find_last(), await auditors_of(work, unit_id)
            if last is None or not people:
                return
            work.audit.add_head(self._sign(unit_id, day, last))
            for person in people:
                payload: dict[str, Any] = {"day": day.isoformat(), "staff": person.id}
                due_at = cut_to_hour(self.clock())
                work.outbox.add(AUDIT_HEAD, unit_id.encode(), payload, due_at)
            await work.commit()

    def _sign(self, unit_id: str, day: date, last: AuditRow) -> AuditHead:
        head = Head.sign(day, last.position, last.digest, self.writer)
        return AuditHead(
            unit_id=unit_id,
            day=day,
            position=head.position,
            digest=head.digest,
            signature=head.signature,
        )


async def auditors_of(work: ReportsUnitOfWork, unit_id: str) -> list[Staff]:
    """Return the unit's auditors, its supervisors where it has none."""
    people = await work.staff.list_by_unit(unit_id)
    for role in (Role.AUDITOR, Role.SUPERVISOR):
        if found := [each for each in people if role in roles_from(each.roles)]:
            return found
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadNotices:
    """The sender of the outbox for heads."""

    bot: Bot
    i18n: I18n
    unit_of_work: Callable[[], ReportsUnitOfWork]

    async def send(self, item: OutboxItem) -> None:
        """Tell one auditor, unless he has left or a later head says more.

        Who keeps the private chat shut is then waited for with one message, and not with many.
        """
        unit_id, day = item.address.decode(), date.fromisoformat(item.payload["day"])
        async with self.unit_of_work() as work:
            stored = await work.audit.find_last_head(unit_id)
            try:
                person = await work.staff.get(item.payload["staff"])
            except NotFoundError:
                return
        if stored is None or stored.day > day or not person.roles:
            return
        head = Head(
            day=day, position=stored.position, digest=stored.digest, signature=stored.signature
        )
        with self.i18n.context(), self.i18n.use_locale(person.locale):
            text = _(
                "🔏 <b>The audit on {day}</b>\nIt has {count} entries. Please keep this message: "
                "with it, “humen audit verify --head” shows later whether any of them was "
                "changed, removed or moved.\n<code>{head}</code>"
            ).format(day=day.isoformat(), count=head.position, head=head)
        await self.bot.send_message(person.chat_id, text)
