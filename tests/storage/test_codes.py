"""Every code and number is read in any spelling: four kinds, one cleaning."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from bot.education.learning.rules import slips
from bot.reports.rewards.rules.claims import make_code, parse_code
from storage.codes import read_symbols
from storage.reports.numbers import create_number, parse_number

CLAIM = make_code(bytes(32), "a reward")
SLIP = slips.create_number(Random(7))
CERTIFICATE = "7K3M9Q2CVB"
KINDS: dict[str, tuple[str, Callable[[str], str | None], str]] = {
    "number": ((number := create_number()), parse_number, number),
    "claim": (CLAIM, parse_code, CLAIM),
    "slip": (slips.show_number(SLIP), slips.read_number, SLIP),
    "certificate": ("7K3M-9Q2C-VB", lambda text: next(read_symbols(text, 10), None), CERTIFICATE),
}
FULL_WIDTH = {ord(each): ord(each) + 0xFEE0 for each in "-0123456789ABCDEFGHJKMNPQRSTVWXYZ"}
SPELLINGS: dict[str, Callable[[str], str]] = {
    "small": str.lower,
    "full width": lambda code: code.translate(FULL_WIDTH),
    "look-alikes": lambda code: code.replace("0", "O").replace("1", "l"),
    **{
        f"dash {ord(dash):x}": lambda code, dash=dash: code.replace("-", dash)  # type: ignore[misc]
        for dash in "‐‑‒–—―−－﹣_ \u00a0\u3000\t"
    },
    "on two lines": lambda code: code.replace("-", "\n", 1),
    "full stop": lambda code: f"{code}。",
    "direction marks": lambda code: f"\u200e{code[:5]}\u2066{code[5:]}\u2069",
    "zero width": "\u200b".join,
    "label": lambda code: f"编号：{code}",
    "label without a colon": lambda code: f"我的编号是 {code}。",
    "English label": lambda code: f"Report number: {code}",
    "English label without a colon": lambda code: f"my code is {code}.",
    "a header": lambda code: f"虎门 [2026/11/30 12:01]\n{code}",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_code_is_read_in_any_spelling(kind: str) -> None:
    shown, read, known = KINDS[kind]
    missed = [name for name, spell in SPELLINGS.items() if read(spell(shown)) != known]
    assert missed == []


@pytest.mark.parametrize(
    "text", ["", "。", "编号：", "虎门虎门虎门虎门", "7K3M-9Q2", "9" * 100_000]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert [kind for kind, (_, read, _known) in KINDS.items() if read(text) is not None] == []
