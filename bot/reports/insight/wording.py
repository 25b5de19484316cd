"""The words of a report, in the language of the moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from babel.dates import format_skeleton
from babel.numbers import format_decimal, format_percent
from babel.support import LazyProxy

from bot.drawing.report import ReportPicture, Row, Section
from bot.reports.insight.rules.figures import Figure, Report
from bot.reports.insight.rules.periods import MONTH, QUARTER, Period
from bot.reports.insight.rules.tables import ENDED, REWARDS, Subject, Wait
from bot.reports.insight.rules.weeks import Lookout
from bot.reports.insight.rules.withholding import UNNAMED, region_of
from content.library import Library
from content.schema.outcomes import OutcomeLists

SUBJECTS: Final[Mapping[Subject, LazyProxy]] = {
    Subject.RECEIVED: __("Reports received"),
    Subject.READING: __("Time to the first reading"),
    Subject.ANSWER: __("Time to the first answer"),
    Subject.CLOSED: __("Reports closed"),
    Subject.PROPOSED: __("Proposed"),
    Subject.APPROVED: __("Approved"),
    Subject.CLAIMED: __("Claimed"),
    Subject.DECLINED: __("Declined"),
    Subject.DONATED: __("Donated"),
    Subject.LAPSED: __("Lapsed"),
    Subject.PAID: __("Paid"),
}
WAIT_WORDS: Final[Mapping[str, LazyProxy]] = {
    Wait.FOUR_HOURS: __("within 4 hours"),
    Wait.DAY: __("within a day"),
    Wait.THREE_DAYS: __("within 3 days"),
    Wait.LONGER: __("longer"),
}
FEN_IN_A_YUAN: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightWording:
    """Says what figures, places and periods are called."""

    library: Library
    outcomes: OutcomeLists
    i18n: I18n

    def place(self, place: str) -> str:
        region = self.library.regions.by_id.get(region_of(place))
        name = region_of(place) if region is None else region.name.to(self._locale)
        if place.endswith(UNNAMED):
            return _("{place}, no closer place named").format(place=name)
        return name

    def period(self, period: Period) -> str:
        if period.length == MONTH:
            return format_skeleton("yMMMM", period.start, locale=self._locale)
        if period.length == QUARTER:
            number = period.first % 12 // QUARTER + 1
            return _("{year}, quarter {number}").format(year=period.start.year, number=number)
        return _("the year {year}").format(year=period.start.year)

    def subject(self, subject: Subject) -> str:
        return str(SUBJECTS[subject])

    def cell(self, subject: Subject, cell: str) -> str:
        """Return the name of a cell; the total has the name of its subject."""
        if not cell:
            return _("Total")
        if cell == ENDED:
            return _("Its time was over already")
        if cell in WAIT_WORDS:
            return str(WAIT_WORDS[cell])
        if subject is Subject.CLOSED:
            return self.outcomes.outcome_class(cell).label.to(self._locale)
        return self.category(cell)

    def category(self, category: str) -> str:
        found = [c for c in self.library.tip_form.categories if c.id == category]
        return found[0].label.to(self._locale) if found else category

    def withheld(self) -> str:
        return _("not shown")

    def picture(self, report: Report) -> ReportPicture:
        """Return what is drawn: each subject with its cells, and the rewards together."""
        tables = [self._section(report, subject) for subject in Subject if subject not in REWARDS]
        rewards = tuple(
            self._row(self.subject(subject), report.totals[subject], None) for subject in REWARDS
        )
        return ReportPicture(
            brand=_("HUMEN"),
            title=_("{place}: reports").format(place=self.place(report.place)),
            period=self.period(report.period),
            sections=(*tables, Section(title=_("Rewards"), rows=rewards)),
            note=_(
                "Figures under five are not shown, nor are figures from which one could be told."
            ),
        )

    def lookout(self, lookout: Lookout) -> str:
        """Return the evidence of one signal, and that it is no more than that."""
        signal = lookout.signal
        return _(
            "👀 <b>{place}</b> · {category}\nLast week {count}; usual is {mean}. "
            "The ten weeks: {weeks}"
        ).format(
            place=self.place(lookout.place),
            category=self.category(lookout.category),
            count=signal.count,
            mean=format_decimal(round(signal.mean, 1), locale=self._locale),
            weeks=" ".join(str(week) for week in lookout.weeks),
        )

    def _section(self, report: Report, subject: Subject) -> Section:
        total = report.totals[subject]
        shown = [each for each in report.cells[subject].items() if not each[1].is_withheld]
        shown.sort(key=lambda item: (-(item[1].count or 0), item[0]))
        rows = [self._row(_("Total"), total, None)]
        rows += [
            self._row(self.cell(subject, cell), figure, report.share(subject, cell) or 0.0)
            for cell, figure in shown
        ]
        if shown and len(shown) < len(report.cells[subject]):
            rows.append(self._row(_("All others"), Figure(count=None), None))
        return Section(title=self.subject(subject), rows=tuple(rows))

    def _row(self, label: str, figure: Figure, share: float | None) -> Row:
        if figure.count is None:
            return Row(label=label, value=self.withheld(), share=share, is_withheld=True)
        value = format_decimal(figure.count, locale=self._locale)
        if share:
            percent = format_percent(round(share, 2), locale=self._locale)
            value = f"{value} · {percent}"
        if figure.fen:
            yuan = format_decimal(figure.fen / FEN_IN_A_YUAN, locale=self._locale)
            value = _("{count} · {yuan} yuan").format(count=value, yuan=yuan)
        return Row(label=label, value=value, share=share)

    @property
    def _locale(self) -> str:
        return self.i18n.current_locale
