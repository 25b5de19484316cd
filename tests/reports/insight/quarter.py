"""A quarter of a simulated city, for the README's picture of a report."""

from __future__ import annotations

from random import Random

from bot.chat.i18n import Catalogues
from bot.drawing.report import draw_report
from bot.reports.insight.rules.figures import Counted, Figures, Frame
from bot.reports.insight.rules.periods import QUARTER, Period
from bot.reports.insight.rules.tables import ONE, REWARDS, Subject, Wait, cells_of
from bot.reports.insight.rules.withholding import Places
from bot.reports.insight.wording import InsightWording
from bot.reports.triage.rules import Outcome
from content.outcome_lists import load_outcomes
from tests.library import library

CITY = "429005"
THIRD = Period(2026 * 12 + 6, QUARTER)
# The mean of a month: what comes in, how long it waits, and what becomes of it.
MEANS = {
    Subject.RECEIVED: {
        "trafficking": 16,
        "use-gathering": 9,
        "venue": 7,
        "online": 6,
        "drug-driving": 1,
        "cultivation": 3,
    },
    Subject.READING: {Wait.FOUR_HOURS: 27, Wait.DAY: 12, Wait.THREE_DAYS: 3},
    Subject.ANSWER: {Wait.DAY: 24, Wait.THREE_DAYS: 9, Wait.LONGER: 1},
    Subject.CLOSED: {"criminal": 6, "administrative": 8, "unverified": 15, "elsewhere": 3},
    Subject.PROPOSED: {ONE: 8},
    Subject.APPROVED: {ONE: 6},
    Subject.CLAIMED: {ONE: 4},
    Subject.PAID: {ONE: 4},
    Subject.DECLINED: {ONE: 1},
}
YUAN_IN_FEN = 100


def draw_quarter() -> bytes:
    """Draw what `/report` would show of it, in Chinese."""
    random = Random(626)
    counted = [
        Counted(
            month=month,
            subject=subject,
            region_id=CITY,
            cell=str(cell),
            count=count,
            fen=count * random.choice((500, 1000)) * YUAN_IN_FEN if subject in REWARDS else 0,
        )
        for month in THIRD.months
        for subject, cells in MEANS.items()
        for cell, mean in cells.items()
        if (count := max(0, round(random.gauss(mean, mean / 3))))
    ]
    categories = [each.id for each in library().tip_form.categories]
    frame = Frame(
        places=Places({CITY: None}),
        span=range(THIRD.first, THIRD.first + QUARTER),
        cells=cells_of(categories, [outcome.value for outcome in Outcome]),
    )
    figures = Figures(counted, frame)
    with Catalogues().context() as i18n, i18n.use_locale("zh_Hans"):
        wording = InsightWording(library=library(), outcomes=load_outcomes(), i18n=i18n)
        picture = wording.picture(figures.report(CITY, THIRD))
    return draw_report(picture)
