"""The words of a card: its state, its age, its place, and whether it is verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from babel.support import LazyProxy

from bot.reports.triage.queue.rules import age_in_hours
from bot.reports.triage.service import PassedOn, TipCard
from content.library import Library
from content.schema.outcomes import OutcomeLists
from storage.reports.kinds import TipStatus

STATUSES: Mapping[TipStatus, LazyProxy] = {
    TipStatus.NEW: __("waiting"),
    TipStatus.TAKEN: __("taken"),
    TipStatus.VERIFYING: __("being verified"),
    TipStatus.ASKED: __("question asked"),
    TipStatus.ANSWERED: __("answered"),
    TipStatus.CLOSED: __("closed"),
}
HOURS_SHOWN = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Says in the language of the moment what a card stands for; never what a tip says."""

    library: Library
    outcomes: OutcomeLists
    i18n: I18n

    def heading(self, card: TipCard) -> str:
        """Return the number, and that the tip is unverified until an outcome says otherwise."""
        if card.is_verified:
            return _("<b>Report {number}</b> · verified").format(number=card.number)
        return _("<b>Report {number}</b> · unverified").format(number=card.number)

    def category(self, category: str) -> str:
        found = [c for c in self.library.tip_form.categories if c.id == category]
        return found[0].label.to(self.i18n.current_locale) if found else category

    def region(self, region_id: str) -> str:
        if region_id not in self.library.regions.by_id:
            return region_id
        return self.library.regions.get(region_id).name.to(self.i18n.current_locale)

    def place(self, card: TipCard) -> str:
        """Return the region and the one above it; a root, or one no longer known, stands alone."""
        regions = self.library.regions
        parent = regions.by_id[card.region_id].parent if card.region_id in regions.by_id else None
        if parent is None:
            return self.region(card.region_id)
        return _("{place}, {area}").format(
            place=self.region(card.region_id), area=self.region(parent)
        )

    def state(self, card: TipCard) -> str:
        state = str(STATUSES[card.status])
        if card.is_closed and card.closed_as is not None:
            return _("{state} ({outcome})").format(
                state=state, outcome=self.outcome(card.closed_as)
            )
        return state

    def outcome(self, class_id: str) -> str:
        return self.outcomes.outcome_class(class_id).label.to(self.i18n.current_locale)

    def passed_on(self, said: PassedOn, zone: tzinfo) -> str:
        """Return to whom, how and in which hour."""
        locale = self.i18n.current_locale
        return _("{organ}, {way}, {when}").format(
            organ=self.outcomes.item("organs", said.organ).label.to(locale),
            way=self.outcomes.item("ways", said.way).label.to(locale),
            when=when_words(said.hour, zone),
        )

    def age(self, hour: datetime, now: datetime) -> str:
        """Return for how long a tip has been here, in hours at first and then in days."""
        hours = age_in_hours(hour, now)
        if hours == 0:
            return _("under 1 h")
        if hours < HOURS_SHOWN:
            return _("{hours} h").format(hours=hours)
        return _("{days} d").format(days=hours // 24)


def when_words(hour: datetime, zone: tzinfo) -> str:
    """Return an hour as its own day and clock tell it."""
    return f"{hour.astimezone(zone):%m-%d %H:00}"
