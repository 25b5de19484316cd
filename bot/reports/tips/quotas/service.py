"""Sending within the quotas, and hearing whom the staff wish to mute."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

from bot.reports.tips.quotas import rules
from bot.reports.tips.quotas.meters import HourlySums, Kind, RushMeter
from bot.reports.tips.quotas.senders import SendersToday
from bot.reports.tips.service import SendTip, SendTipRequest, SentTip
from storage.reports.kinds import Urgency
from storage.reports.unit_of_work import ReportsUnitOfWork

SIGHTS = 3


@dataclass(frozen=True, slots=True)
class Pause:
    """The sender is asked to wait; nothing was stored, and nothing is lost."""

    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotas:
    """What the public process remembers of today, all of it in memory."""

    senders: SendersToday
    rush: RushMeter
    sums: HourlySums
    chance: Callable[[], float]

    def waits(self, chat_id: int, unit_id: str) -> bool:
        """Return whether a tip that is not urgent goes to the digest, for whichever reason."""
        is_drawn = rules.is_drawn(
            self.chance(), is_anyone_muted=self.senders.is_anyone_muted(unit_id)
        )
        is_muted = self.senders.is_muted(chat_id, unit_id)
        return is_muted or self.rush.is_rush(unit_id) or is_drawn

    def count(self, sent: SentTip, urgency: Urgency, *, waits: bool) -> None:
        self.sums.add(Kind.ACCEPTED)
        if rules.may_be_held(urgency):
            self.rush.add(sent.unit_id)
        else:
            self.sums.add(Kind.URGENT)
        if waits:
            self.sums.add(Kind.WAITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendWithinQuota:
    """Sends a tip, unless its sender is asked to pause first."""

    send_tip: SendTip
    quotas: Quotas

    async def __call__(self, chat_id: int, request: SendTipRequest) -> SentTip | Pause:
        """Return the tip, also one that was sent before; what happens now never waits."""
        waits = False
        if rules.may_be_held(request.urgency):
            minutes = self.quotas.senders.minutes_to_wait(chat_id)
            if minutes and not await self.send_tip.is_sent(request.receipt):
                self.quotas.sums.add(Kind.PAUSED)
                return Pause(minutes)
            waits = self.quotas.waits(chat_id, await self._unit_of(request))
        sent = await self.send_tip(replace(request, waits=waits))
        if self.quotas.senders.remember(chat_id, sent.tip_id):
            self.quotas.count(sent, request.urgency, waits=waits)
        return sent

    async def _unit_of(self, request: SendTipRequest) -> str:
        find_unit, official = self.send_tip.find_unit, request.about_official
        return (await find_unit(request.region_id, about_official=official)).id


@dataclass(frozen=True, slots=True, kw_only=True)
class HearMutes:
    """Takes up the staff's wishes to mute and deletes them; call it every half minute or so.

    A wish for a tip that this process knows nothing of stays for three sights: another worker
    may know it.
    """

    unit_of_work: Callable[[], ReportsUnitOfWork]
    quotas: Quotas
    _sights: dict[str, int] = field(default_factory=dict, repr=False)

    async def __call__(self) -> None:
        self.quotas.senders.forget_yesterday()
        self.quotas.sums.turn()
        async with self.unit_of_work() as work:
            wishes = dict(await work.mutes.list_with_units())
            for tip_id, unit_id in wishes.items():
                self._sights[tip_id] = self._sights.get(tip_id, 0) + 1
                if self.quotas.senders.mute(tip_id, unit_id) or self._sights[tip_id] >= SIGHTS:
                    del self._sights[tip_id]
                    await work.mutes.drop(tip_id)
            if wishes:
                await work.commit()
        self._forget_gone(wishes)

    def _forget_gone(self, wishes: Collection[str]) -> None:
        for tip_id in self._sights.keys() - set(wishes):
            del self._sights[tip_id]
