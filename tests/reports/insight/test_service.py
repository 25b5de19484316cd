"""Months are counted once; a report shows them, and what stands out is worth a look."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.chat.i18n import Catalogues
from bot.drawing.layout import Box as DrawnBox
from bot.drawing.report import WIDTH, draw_report, lay_out
from bot.reports.insight.export import export_report
from bot.reports.insight.rules.figures import Report
from bot.reports.insight.rules.periods import MONTH, QUARTER, Period, month_number
from bot.reports.insight.rules.tables import Subject
from bot.reports.insight.service.counting import CountMonths
from bot.reports.insight.service.reporting import BuildReport, FindScope
from bot.reports.insight.service.watching import FindLookouts
from bot.reports.insight.wording import InsightWording
from content.outcome_lists import load_outcomes
from storage.reports.numbers import create_number
from storage.reports.rewards import Reward, RewardEvent
from storage.reports.tombstones import Tombstone
from tests.library import library
from tests.reports.insight.conftest import CITY, TOWNS, Bureau, Seed, day

OCTOBER = Period(month_number(day(10, 1).date()), MONTH)


def october() -> list[Seed]:
    """12 reports of selling, 7 of growing and 5 of a venue; 8 were read soon, 11 later."""
    soon = [Seed(hour=day(10, n), region_id=TOWNS[0], read_after=3) for n in range(1, 9)]
    later = [Seed(hour=day(10, n), region_id=TOWNS[1], read_after=20) for n in range(10, 14)]
    growing = [
        Seed(hour=day(10, n), region_id=TOWNS[1], category="cultivation", read_after=20)
        for n in range(14, 16)
    ]
    closed = [
        Seed(hour=day(10, n), region_id=TOWNS[1], category="cultivation", closed_as="verified")
        for n in range(16, 21)
    ]
    venue = [
        Seed(hour=day(10, n), region_id=TOWNS[2], category="venue", read_after=60)
        for n in range(21, 26)
    ]
    return [*soon, *later, *growing, *closed, *venue]


def build(bureau: Bureau) -> BuildReport:
    categories = tuple(each.id for each in library().tip_form.categories)
    return BuildReport(**bureau.parts(), categories=categories)


async def report_of(bureau: Bureau, place: str = CITY, period: Period = OCTOBER) -> Report:
    await CountMonths(**bureau.parts())()
    report = await build(bureau)(bureau.post, place, period)
    assert report is not None
    return report


async def test_a_report_counts_what_happened_in_its_month(bureau: Bureau) -> None:
    await bureau.sow([*october(), Seed(hour=day(11, 2)), Seed(hour=day(9, 20))])
    report = await report_of(bureau)
    assert report.totals[Subject.RECEIVED].count == 24
    assert report.cells[Subject.RECEIVED]["trafficking"].count == 12
    assert report.cells[Subject.RECEIVED]["cultivation"].count == 7
    assert report.cells[Subject.RECEIVED]["venue"].is_withheld, "or nothing of all others is told"
    assert report.totals[Subject.READING].count == 19
    assert report.cells[Subject.READING]["4h"].count == 8
    assert report.cells[Subject.READING]["24h"].count == 6
    assert report.share(Subject.READING, "4h") == pytest.approx(8 / 19)
    assert report.totals[Subject.CLOSED].count == 5
    assert report.totals[Subject.ANSWER].is_withheld


async def test_a_month_is_local_and_counted_two_days_after_its_end(bureau: Bureau) -> None:
    midnight = day(10, 1, 0) - timedelta(hours=8)
    await bureau.sow(Seed(hour=midnight) for _tip in range(5))
    await bureau.sow(Seed(hour=midnight - timedelta(hours=1)) for _tip in range(9))
    bureau.now = day(11, 2, 12)
    await CountMonths(**bureau.parts())()
    assert OCTOBER not in (await FindScope(**bureau.parts())(bureau.post)).periods
    bureau.now = day(11, 3, 1)
    assert (await report_of(bureau)).totals[Subject.RECEIVED].count == 5
    assert OCTOBER in (await FindScope(**bureau.parts())(bureau.post)).periods


async def test_a_month_that_was_counted_stays_as_it_is(bureau: Bureau) -> None:
    await bureau.sow(october())
    before = await report_of(bureau)
    await bureau.sow(Seed(hour=day(10, 25)) for _late in range(9))
    assert (await report_of(bureau)).totals == before.totals
    assert await CountMonths(**bureau.parts())() == 0


async def test_a_close_that_can_still_be_undone_is_not_counted(bureau: Bureau) -> None:
    await bureau.sow(
        Seed(hour=day(10, n), closed_as="verified", is_settled=False) for n in range(1, 9)
    )
    assert (await report_of(bureau)).totals[Subject.CLOSED].is_withheld


async def test_tips_whose_time_was_over_are_counted_without_their_place(bureau: Bureau) -> None:
    async with bureau.work() as work:
        for number in range(6):
            work.tombstones.add(
                Tombstone(
                    number=create_number(),
                    lookup=bytes([number]) * 32,
                    accepted_on=day(10, 5).date(),
                    ended_on=day(10, 20).date(),
                    category_class="other",
                    outcome_class="otherwise",
                )
            )
        await work.commit()
    await bureau.sow(october())
    report = await report_of(bureau)
    assert report.cells[Subject.RECEIVED]["ended"].count == 6
    assert report.totals[Subject.RECEIVED].count == 24 + 6


async def test_rewards_are_counted_once_each_with_their_sum(bureau: Bureau) -> None:
    await bureau.sow(october())
    async with bureau.work() as work:
        for _reward in range(6):
            reward = work.rewards.add(
                Reward(tip_number=create_number(), unit_id="qianjiang", year=2026)
            )
            await work.rewards.flush()
            # Approved, reversed, and approved again: one reward.
            steps = ("proposed", "approved", "reversed", "approved")
            for sequence, kind in enumerate(steps, start=1):
                work.rewards.add_event(
                    RewardEvent(
                        reward_id=reward.id,
                        sequence=sequence,
                        kind=kind,
                        amount=50_000 if kind == "proposed" else None,
                        hour=day(10, sequence),
                    )
                )
        await work.commit()
    figure = (await report_of(bureau)).totals[Subject.APPROVED]
    assert (figure.count, figure.fen) == (6, 300_000)


async def test_nobody_gets_a_report_of_a_place_that_is_not_his_units(bureau: Bureau) -> None:
    await bureau.sow(october())
    await CountMonths(**bureau.parts())()
    assert await build(bureau)(bureau.post, "420000", OCTOBER) is None
    assert await build(bureau)(bureau.post, "110000", OCTOBER) is None
    assert await build(bureau)(bureau.post, TOWNS[0], OCTOBER) is not None


async def test_every_figure_can_be_computed_again_from_the_spreadsheet(bureau: Bureau) -> None:
    await bureau.sow(october())
    report = await report_of(bureau)
    with Catalogues().context() as i18n, i18n.use_locale("en"):
        wording = InsightWording(library=library(), outcomes=load_outcomes(), i18n=i18n)
        data = export_report(report, wording)
    book = load_workbook(BytesIO(data))
    values = load_workbook(BytesIO(data), data_only=True)
    rows = [row for row in book["Report"].iter_rows(min_row=4, values_only=True) if row[0]]
    counts = {(row[0], row[1]): row[2] for row in rows}
    assert counts["Reports received", "Total"] == 24
    assert counts["Time to the first answer", "Total"] == "not shown"
    shares = [
        (cell.value, values["Report"][cell.coordinate].value)
        for (cell,) in book["Report"].iter_rows(min_row=4, min_col=4, max_col=4)
        if cell.value is not None
    ]
    assert shares
    for formula, kept in shares:
        above, below = str(formula).removeprefix("=").split("/")
        assert kept == pytest.approx(book["Report"][above].value / book["Report"][below].value)
    _check_that_parts_make_up_the_whole(book, counts)


def _check_that_parts_make_up_the_whole(
    book: object, counts: dict[tuple[object, ...], object]
) -> None:
    parts = [row for row in book["Parts"].iter_rows(min_row=2, values_only=True) if row[0]]  # type: ignore[index]
    received = [row for row in parts if row[0] == "Reports received" and row[2] == "October 2026"]
    by_cell = [row[4] for row in received if row[1] == "Qianjiang City" and row[3] != "Total"]
    by_place = [row[4] for row in received if row[1] != "Qianjiang City" and row[3] == "Total"]
    assert sorted(by_cell) == [7, 12], "the 5 of the venue would tell that all others have none"
    assert sum(by_cell) == counts["Reports received", "Total"] - 5  # type: ignore[operator]
    assert sorted(by_place) == [8, 11]


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
async def test_the_picture_holds_every_figure_within_its_frame(
    bureau: Bureau, locale: str
) -> None:
    await bureau.sow(october())
    report = await report_of(bureau)
    with Catalogues().context() as i18n, i18n.use_locale(locale):
        wording = InsightWording(library=library(), outcomes=load_outcomes(), i18n=i18n)
        picture = wording.picture(report)
        boxes = lay_out(picture)
    assert draw_report(picture).startswith(b"\x89PNG")
    for box in boxes:
        assert box.left >= 36, box.block.lines
        assert box.right <= WIDTH - 36, box.block.lines
        assert box.bottom <= picture.height
    assert not [pair for pair in _pairs(boxes) if pair[0].overlaps(pair[1])]
    shown = {line for box in boxes for line in box.block.lines}
    assert "24" in shown


def _pairs(boxes: tuple[DrawnBox, ...]) -> list[tuple[DrawnBox, DrawnBox]]:
    return [(one, other) for place, one in enumerate(boxes) for other in boxes[place + 1 :]]


async def test_a_quarter_adds_up_its_months(bureau: Bureau) -> None:
    bureau.now = day(12, 20)
    await bureau.sow(october())
    await bureau.sow(Seed(hour=day(11, n)) for n in range(1, 7))
    await CountMonths(**bureau.parts())()
    bureau.now = bureau.now.replace(year=2027, month=1)
    quarter = Period(OCTOBER.first, QUARTER)
    await bureau.sow(Seed(hour=day(12, n)) for n in range(1, 6))
    report = await report_of(bureau, period=quarter)
    assert report.totals[Subject.RECEIVED].count == 24 + 6 + 5


async def test_a_rise_of_screened_tips_is_worth_a_look(bureau: Bureau) -> None:
    # 2026-11-22 is a Sunday: the last full week began on 9 November.
    await bureau.sow(Seed(hour=day(11, 10), region_id=TOWNS[0], read_after=2) for _tip in range(4))
    found = await FindLookouts(**bureau.parts())(bureau.post)
    assert [(each.place, each.category) for each in found] == [
        (CITY, "trafficking"),
        (TOWNS[0], "trafficking"),
    ]
    assert found[0].weeks == (0, 0, 0, 0, 0, 0, 0, 0, 0, 4)


@pytest.mark.parametrize(
    "seed",
    [
        Seed(hour=day(11, 10), region_id=TOWNS[0]),
        Seed(hour=day(11, 10), region_id=TOWNS[0], read_after=2, closed_as="unverified"),
        Seed(hour=day(11, 10), region_id=TOWNS[0], read_after=2, closed_as="help"),
        Seed(hour=day(11, 17), region_id=TOWNS[0], read_after=2),
    ],
    ids=["nobody read them", "found wanting", "a plea for help", "this week"],
)
async def test_what_was_not_screened_raises_nothing(bureau: Bureau, seed: Seed) -> None:
    await bureau.sow(seed for _tip in range(9))
    assert await FindLookouts(**bureau.parts())(bureau.post) == []


async def test_many_reports_of_one_event_are_one(bureau: Bureau) -> None:
    ids = await bureau.sow(
        Seed(hour=day(11, 10), region_id=TOWNS[0], read_after=2) for _tip in range(6)
    )
    async with bureau.work() as work:
        for other in ids[1:]:
            work.likeness.add_link(ids[0], other, "high", "same")
        await work.commit()
    assert await FindLookouts(**bureau.parts())(bureau.post) == []
