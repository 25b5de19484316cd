"""What the outbox tells a unit about its own people."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.outbox import OutboxItem
from bot.reports.staff.people.ending import NO_SUPERVISOR
from bot.reports.staff.topics import AdminChats


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffNotices:
    """A sender of the reports house's outbox."""

    i18n: I18n
    chats: AdminChats

    async def send(self, item: OutboxItem) -> None:
        """Post the notice; it names nobody."""
        unit_id = item.address.decode()
        place = await self.chats.find_place(unit_id)
        with self.i18n.context(), self.i18n.use_locale(place.locale):
            if item.payload["notice"] == NO_SUPERVISOR:
                text = _(
                    "🔴 <b>This unit has no supervisor any more.</b> The operator invites "
                    "one with “humen staff invite {unit} supervisor triage”."
                ).format(unit=unit_id)
            else:
                text = _(
                    "🔴 <b>Somebody who left knew the passphrase of the keys.</b> The operator "
                    "changes it with “humen keys passphrase”; until then “humen doctor” stays red."
                )
        await self.chats.send(unit_id, text)
