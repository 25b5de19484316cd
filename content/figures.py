"""Figures and dates in one spelling, so that two ways of writing them can be compared.

Both languages are read alike: full-width signs, Chinese and English numerals, thousands set off
by a comma, dates in any usual order. What comes out is for comparing alone, never to be shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from content.markup import visible

_DIGITS = dict(zip("〇一二三四五六七八九两", (*range(10), 2), strict=True))
_FORMAL = str.maketrans(
    "○零壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩", "〇〇一二二三三四五六六七八九十百千万亿两"
) | {ord("廿"): "二十", ord("卅"): "三十"}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_CHINESE = re.compile(r"[〇一二三四五六七八九两十百千万亿]+")

# fmt: off
_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# fmt: on
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {word: number for number, word in enumerate(_ONES)} | {
    word: number for number, word in zip(range(20, 100, 10), _TENS, strict=True)
}
_LARGE = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_WORD = "|".join(sorted((*_SMALL, *_LARGE), key=len, reverse=True))
_ENGLISH = re.compile(rf"\b(?:{_WORD})(?:[\s-]+(?:and\s+)?(?:{_WORD}))*\b")

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_DATES = tuple(
    re.compile(rf"(?<!\d){pattern}(?!\d)")
    for pattern in (
        rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月(?:\s*(?P<day>\d{{1,2}})\s*[日号])?",
        rf"{_YEAR}\s*[-/.]\s*(?P<month>\d{{1,2}})\s*[-/.]\s*(?P<day>\d{{1,2}})",
        rf"{_YEAR}-(?P<month>\d{{2}})(?![-\d])",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?",
        rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}(?:,?\s+{_YEAR})?",
        rf"\b{_MONTH},?\s+{_YEAR}",
        r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]",
    )
)
_DASHES = re.compile(r"(?<!\d)[-‐-―−]+|[-‐-―−]+(?!\d)")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as a text gives it."""

    year: int | None
    month: int
    day: int | None

    def is_told_by(self, other: Day) -> bool:
        """Return whether whoever reads the other one knows this one; a year may go unsaid."""
        same_year = self.year == other.year or self.year is None
        if self.day is None:
            return same_year and self.month == other.month
        unsaid = other.year is None
        return (same_year or unsaid) and (self.month, self.day) == (other.month, other.day)


def tells(text: str, detail: str) -> bool:
    """Return whether the detail stands in the text, however both are written."""
    said, wanted = _plain(text), _plain(detail)
    if (day := _whole_day(wanted)) is not None:
        return any(day.is_told_by(other) for other, _ in _days(said))
    return _stands(_tight(wanted), _tight(said))


def _plain(text: str) -> str:
    """Return the text without markup, with Arabic figures, in small letters."""
    words = unicodedata.normalize("NFKC", visible(text)).casefold().translate(_FORMAL)
    words = "".join(sign for sign in words if unicodedata.category(sign) != "Cf")
    words = _CHINESE.sub(lambda found: _from_chinese(found[0]), words)
    words = _ENGLISH.sub(lambda found: str(_from_english(found[0])), words)
    words = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", words)
    return re.sub(r"(\d+(?:\.\d+)?)\s*([万亿])", _whole, words)


def _tight(words: str) -> str:
    """Return the words without blanks and dashes, but where these part two figures."""
    words = re.sub(r"(?<=\d)\s+(?=\d)", "|", words)
    return _DASHES.sub("", re.sub(r"\s+", "", words))


def _stands(detail: str, words: str) -> bool:
    """Return whether the detail stands there, and not merely within a longer figure."""
    before = r"(?<![\d.])" if detail[:1].isdigit() else ""
    after = r"(?!\d|\.\d)" if detail[-1:].isdigit() else ""
    # Between a figure and its noun English writes "22 days" and "22-day".
    plural = "?" if re.search(r"[a-z]s$", detail) else ""
    return re.search(before + re.escape(detail) + plural + after, words) is not None


def _days(words: str) -> Iterator[tuple[Day, str]]:
    for pattern in _DATES:
        for found in pattern.finditer(words):
            given = found.groupdict()
            month = given["month"]
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
            year, day = given.get("year"), given.get("day")
            yield Day(int(year) if year else None, number, int(day) if day else None), found[0]
        # A day without its year is looked for in what is left, not within a whole date.
        words = pattern.sub(" ; ", words)


def _whole_day(words: str) -> Day | None:
    return next((day for day, said in _days(words) if said == words.strip()), None)


def _whole(found: re.Match[str]) -> str:
    number = round(float(found[1]) * _MYRIADS[found[2]], 4)
    return str(int(number)) if number.is_integer() else str(number)


def _from_chinese(numeral: str) -> str:
    """Return 二十三 as 23 and 二〇二五 as 2025; 两三 means two or three, so it stays apart."""
    if not set(numeral) & (_STEPS.keys() | _MYRIADS.keys()):
        digits = [str(_DIGITS[sign]) for sign in numeral]
        return ("、" if len(digits) == 2 and "〇" not in numeral else "").join(digits)
    if numeral[0] in _MYRIADS:
        return numeral
    total = part = digit = 0
    for sign in numeral:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _STEPS:
            part += (digit or 1) * _STEPS[sign]
            digit = 0
        else:
            total = (total + part + digit) * _MYRIADS[sign]
            part = digit = 0
    return str(total + part + digit)


def _from_english(words: str) -> int:
    total = part = 0
    for word in re.findall(r"[a-z]+", words):
        if word in _SMALL:
            part += _SMALL[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in _LARGE:
            total, part = total + (part or 1) * _LARGE[word], 0
    return total + part
