"""The printed schedules, typed by hand from the fact sheet, to compare the content with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

NOBODY_KNOWS = None


@dataclass(frozen=True)
class Row:
    """From (included) to (the next row's from), what it pays in yuan; None: not known."""

    scheme: str
    head: str
    thing: str
    start: str
    end: str | None
    pays: tuple[int, int | None] | None
    every: int | None = None

    @property
    def name(self) -> str:
        return f"{self.scheme} {self.head} {self.thing} from {self.start}"

    def holds(self, amount: Decimal) -> bool:
        return Decimal(self.start) <= amount and (self.end is None or amount < Decimal(self.end))

    def earns(self, amount: Decimal, cap: int | None) -> tuple[int, int]:
        """Return what the row pays for an amount, in fen, the cap applied."""
        assert self.pays is not None
        units = 1 if self.every is None else int(amount // self.every)
        low = self.pays[0] * units
        high = cap if self.pays[1] is None else self.pays[1] * units
        assert high is not None
        most = high if cap is None else cap
        return min(low, most) * 100, min(high, most) * 100


def _rows(scheme: str, head: str, thing: str, *lines: tuple[Any, ...]) -> Iterator[Row]:
    for start, end, pays, *rest in lines:
        both = (pays, pays) if isinstance(pays, int) else pays
        yield Row(scheme, head, thing, start, end, both, rest[0] if rest else None)


HEROIN_BANDS = (
    ("0", "10", 300),
    ("10", "50", 500),
    ("50", "500", 1000),
    ("500", "1000", 2000),
    ("1000", "10000", 20000),
    ("10000", "20000", 50000),
    ("20000", "50000", 100000),
    ("50000", "100000", 200000),
    ("100000", None, (200000, None)),
)

ROWS: tuple[Row, ...] = (
    # National 2018.
    *_rows("national-2018", "drug-seized", "heroin g", *HEROIN_BANDS),
    *_rows(
        "national-2018",
        "precursor-seized",
        "ephedrine kg",
        ("0", "1", 500),
        ("1", "5", 1000),
        ("5", "25", 2000),
        ("25", "1000", NOBODY_KNOWS),
        ("1000", None, (200000, None)),
    ),
    *_rows("national-2018", "drug-factory", "factory", ("1", None, (20000, 200000), 1)),
    *_rows("national-2018", "manufacture-lead", "making lead", ("1", None, (10000, 100000))),
    *_rows("national-2018", "suspect-wanted", "wanted", ("1", None, NOBODY_KNOWS)),
    *_rows("national-2018", "suspect-fugitive", "fugitive", ("1", None, NOBODY_KNOWS)),
    *_rows(
        "national-2018",
        "group-drug-use",
        "users",
        ("1", "3", NOBODY_KNOWS),
        ("3", "5", 3000),
        ("5", "10", 10000),
        ("10", None, 20000),
    ),
    *_rows("national-2018", "drug-driving", "drivers", ("1", None, 500, 1)),
    *_rows("national-2018", "illegal-cultivation", "mu", ("0", "1", 1000), ("1", None, 2000)),
    *_rows("national-2018", "seed-seedling", "poppy seed g", ("50", None, 1000)),
    *_rows("national-2018", "seed-seedling", "poppy seedlings", ("5000", None, 1000)),
    *_rows("national-2018", "seed-seedling", "cannabis seed kg", ("50", None, 1000)),
    *_rows("national-2018", "seed-seedling", "cannabis seedlings", ("50000", None, 1000)),
    *_rows("national-2018", "cultivation-suspect", "growers", ("1", None, 2000, 1)),
    *_rows("national-2018", "special-contribution", "major case", ("1", None, (0, 300000))),
    # 抚州 2023.
    *_rows("fuzhou-2023", "drug-seized", "heroin g", *HEROIN_BANDS),
    *_rows(
        "fuzhou-2023",
        "precursor-seized",
        "ephedrine kg",
        ("0", "1", 500),
        ("1", "5", 1000),
        ("5", "25", 2000),
        ("25", None, NOBODY_KNOWS),
    ),
    # 铅山.
    *_rows(
        "yanshan",
        "drug-seized",
        "heroin g",
        ("0", "10", 300),
        ("10", "100000", (500, 200000)),
        ("100000", None, (200000, None)),
    ),
    *_rows(
        "yanshan",
        "precursor-seized",
        "ephedrine kg",
        ("0", "1", 500),
        ("1", "1000", (1000, 200000)),
        ("1000", None, (200000, None)),
    ),
    *_rows("yanshan", "drug-factory", "factory", ("1", None, (20000, 200000), 1)),
    *_rows("yanshan", "manufacture-lead", "making lead", ("1", None, (10000, 100000))),
    *_rows("yanshan", "group-drug-use", "users", ("3", None, (3000, 20000))),
    *_rows("yanshan", "illegal-cultivation", "mu", ("0", "1", 1000), ("1", None, 2000)),
    # 河南 2017.
    *_rows("henan-2017", "drug-user", "users", ("1", None, 500, 1)),
    *_rows(
        "henan-2017",
        "drug-seized",
        "heroin g",
        ("0", "10", 500),
        ("10", "10000", NOBODY_KNOWS),
        ("10000", None, 30000),
    ),
    *_rows("henan-2017", "precursor-class-1", "class 1 kg", ("1", None, 2000, 1)),
    *_rows("henan-2017", "precursor-class-2", "class 2 kg", ("100", None, 2000, 100)),
    *_rows("henan-2017", "illegal-cultivation", "poppies", ("100", None, 100, 100)),
    *_rows("henan-2017", "illegal-cultivation", "cannabis", ("1000", None, 100, 1000)),
    *_rows("henan-2017", "drug-factory", "workshop", ("1", None, 10000, 1)),
    *_rows("henan-2017", "drug-factory", "factory", ("1", None, 50000, 1)),
    *_rows("henan-2017", "fugitive", "fugitive", ("1", None, 10000, 1)),
    # 莱西 2017.
    *_rows("laixi-2017", "drug-user", "users", ("1", None, 500, 1)),
    *_rows("laixi-2017", "drug-user", "isolated", ("1", None, 1000, 1)),
    *_rows(
        "laixi-2017",
        "drug-seized",
        "heroin g",
        ("0", "50", (1000, 5000)),
        ("50", "1000", (5000, 30000)),
        ("1000", None, (30000, 100000)),
    ),
    *_rows(
        "laixi-2017",
        "precursor-seized",
        "class 1 kg",
        ("0", "5", (2000, 3000)),
        ("5", None, (3000, 30000)),
    ),
    *_rows(
        "laixi-2017",
        "precursor-seized",
        "class 2 kg",
        ("0", "200", (1000, 2000)),
        ("200", None, (2000, 20000)),
    ),
    *_rows(
        "laixi-2017",
        "precursor-seized",
        "class 3 kg",
        ("0", "400", (500, 1000)),
        ("400", None, (1000, 10000)),
    ),
    *_rows(
        "laixi-2017",
        "illegal-cultivation",
        "poppies",
        ("0", "500", (500, 1000)),
        ("500", None, (1000, 5000)),
    ),
    *_rows(
        "laixi-2017",
        "illegal-cultivation",
        "cannabis",
        ("0", "5000", (500, 1000)),
        ("5000", None, (1000, 5000)),
    ),
    *_rows(
        "laixi-2017",
        "poppy-husk",
        "husk kg",
        ("0", "50", (1000, 2000)),
        ("50", None, (2000, 10000)),
    ),
    # 公安县 2025.
    *_rows("gongan-2025", "drug-user", "users", ("1", None, 500, 1)),
    *_rows("gongan-2025", "drug-user", "isolated", ("1", None, 1000, 1)),
    *_rows(
        "gongan-2025",
        "drug-seized",
        "heroin g",
        ("10", "100", 5000),
        ("100", "10000", NOBODY_KNOWS),
        ("10000", None, 50000),
    ),
    # 广东 2015.
    *_rows(
        "guangdong-2015",
        "drug-factory",
        "heroin kg in a factory",
        ("0", "50", 100000),
        ("50", "100", 200000),
        ("100", None, 300000),
    ),
    *_rows(
        "guangdong-2015",
        "drug-seized",
        "heroin kg",
        ("1", "10", 10000),
        ("10", "20", 50000),
        ("20", "50", 100000),
        ("50", "100", 200000),
        ("100", None, 300000),
    ),
    # 上海 2019.
    *_rows("shanghai-2019", "drug-driving", "drivers", ("1", None, 500, 1)),
    *_rows("shanghai-2019", "poppy-in-food", "food", ("1", None, (1000, 20000))),
    *_rows("shanghai-2019", "online-drug-service", "online", ("1", None, (2000, 100000))),
)

CAPS: dict[str, int | None] = {
    "national-2018": 300_000,
    "fuzhou-2023": 300_000,
    "yanshan": 300_000,
    "henan-2017": 300_000,
    "shanghai-2019": 500_000,
    "laixi-2017": None,
    "gongan-2025": None,
    "guangdong-2015": None,
}
