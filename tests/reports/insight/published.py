"""What `/report` shows of a month once it is over, asked for by phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from openpyxl import load_workbook
from PIL import Image

from bot.reports.insight.service.counting import CountMonths
from storage.reports.numbers import create_number
from storage.reports.rewards import Reward, RewardEvent
from tests.keys import UNIT
from tests.player import Player
from tests.reports.house import House

FEN = 50_000
OTHERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWords:
    """How a language asks for the report of November 2026, and what it calls its figures."""

    which_period: str
    month: str
    which_place: str
    place: str
    caption: str
    sheet_caption: str
    sheet: str
    total: str
    approved: str
    paid: str
    withheld: str


CHINESE = ReportWords(
    which_period="要看哪个时段？",
    month="2026年11月",
    which_place="要看哪里？",
    place="潜江市",
    caption="潜江市 · 举报工作情况 · 2026年11月",
    sheet_caption="全部可以公开显示的数字",
    sheet="报表",
    total="合计",
    approved="已批准",
    paid="已发放",
    withheld="不显示",
)
ENGLISH = ReportWords(
    which_period="Which period?",
    month="November 2026",
    which_place="which place?",
    place="Qianjiang City",
    caption="Qianjiang City: reports · November 2026",
    sheet_caption="All figures that may be shown",
    sheet="Report",
    total="Total",
    approved="Approved",
    paid="Paid",
    withheld="not shown",
)


async def sow_rewards(house: House, count: int = OTHERS) -> None:
    """Write rewards of 500 yuan that went the same way, each to somebody else."""
    hour = house.clock.now
    async with house.work() as work:
        for _reward in range(count):
            reward = work.rewards.add(
                Reward(tip_number=create_number(), unit_id=UNIT, year=hour.year)
            )
            await work.rewards.flush()
            for sequence, kind in enumerate(("proposed", "approved", "accepted", "paid")):
                amount = FEN if kind == "proposed" else None
                event = RewardEvent(
                    reward_id=reward.id, sequence=sequence, kind=kind, amount=amount, hour=hour
                )
                work.rewards.add_event(event)
        await work.commit()


def after_the_month(house: House) -> None:
    month = house.clock.now.replace(day=28) + timedelta(days=7)
    house.clock.now = datetime(month.year, month.month, 4, 2, tzinfo=UTC)


async def ask_for_report(
    officer: Player, bot: int, words: ReportWords
) -> dict[str, tuple[object, object]]:
    """Ask by buttons; return count and yuan of each subject's total, from the spreadsheet."""
    await officer.send(bot, "/report")
    await officer.sees(words.which_period, chat=bot)
    await officer.tap(words.month, chat=bot)
    await officer.sees(words.which_place, chat=bot)
    await officer.tap(words.place, chat=bot)
    picture = await officer.sees(words.caption, chat=bot)
    sheet = await officer.sees(words.sheet_caption, chat=bot)
    with Image.open(BytesIO(await officer.file(picture))) as drawn:
        assert drawn.width > 600
    rows = load_workbook(BytesIO(await officer.file(sheet)))[words.sheet].iter_rows(
        min_row=4, values_only=True
    )
    return {str(row[0]): (row[2], row[4]) for row in rows if row[1] == words.total and row[0]}


async def check_the_report_shows_it(
    house: House, officer: Player, bot: int, words: ReportWords, yuan: int
) -> None:
    """Let four others be paid as well and the month end; then the report has what was paid."""
    before = await _sum_paid(house)
    assert before == yuan
    await sow_rewards(house)
    after_the_month(house)
    zone = ZoneInfo("Asia/Shanghai")
    regions = house.library.regions
    count = CountMonths(unit_of_work=house.work, clock=house.clock, zone=zone, regions=regions)
    assert await count() == 1
    totals = await ask_for_report(officer, bot, words)
    assert totals[words.paid] == (1 + OTHERS, yuan + OTHERS * FEN // 100)
    assert totals[words.approved] == (1 + OTHERS, yuan + OTHERS * FEN // 100)
    assert words.withheld in {count for count, _yuan in totals.values()}


async def _sum_paid(house: House) -> int:
    async with house.work() as work:
        balances = await work.ledger.balances(UNIT)
    return (
        sum(fen for (_unit, _year, account), fen in balances.items() if account == "paid") // 100
    )
