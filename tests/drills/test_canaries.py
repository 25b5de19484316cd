"""Canaries in everything that people give, and a linker with everything but the private keys."""

from __future__ import annotations

import random
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from storage.vault.files import CONSTANT_TIME
from storage.vault.receipts import Receipt
from tests.drills import linker, sizes, town
from tests.drills.backends import BACKENDS, Backend, Lived, on_sqlite
from tests.drills.conftest import Tell
from tests.drills.remains import Places
from tests.drills.sizes import share_of
from tests.drills.thief import Houses, Loot, StolenTip, Visit, steal
from tests.drills.town import Habit, Town
from tests.traces import Traces

SHARE = 1 / town.ACTIVE_EACH_HOUR
HOURS = share_of(63, least=34)
TIPS = share_of(200, least=100)
ALPHA = 0.01
ALL = {**linker.LOGICAL, **linker.PHYSICAL}
# What a server brought along before anybody came holds nothing of theirs.
BORN = time.time()
_ZEROS = re.compile(rb"\0{65,}")


def traces_of(lived: Lived) -> Traces:
    """Return the stems of all canaries, and what only receipts give."""
    traces = Traces()
    traces.text("the words", town.STEM, town.HAN_STEM)
    traces.text("the photo's name", town.FILE_STEM)
    traces.text("the photo's metadata", town.EXIF_STEM, "Exif\0\0")
    for label, first in (("a stranger's id", town.STRANGERS), ("a learner's id", town.LEARNERS)):
        traces.text(label, str(first)[:10])
        stem = first.to_bytes(8, "big")[1:6]
        traces.secret(label, stem)
        traces.secret(label, stem[::-1])
        traces.text(label, f"{first:x}"[:9])
    for sent in random.Random(1).sample(lived.town.truth, 2):
        _trace_receipt(traces, sent.receipt)
    return traces


def _trace_receipt(traces: Traces, receipt: Receipt) -> None:
    keys = receipt.keys()
    traces.secret("a receipt", receipt._entropy)
    traces.secret("a mailbox key", bytes(keys.mailbox))
    traces.secret("a claim secret", keys.claim)
    for locale, separator in (("zh_Hans", ""), ("zh_Hans", " "), ("en", " ")):
        traces.text("a receipt", separator.join(receipt.words(locale)[:5]))


def found_under(traces: Traces, folder: Path) -> set[str]:
    """Return the labels found below a folder, whose copies the server may be moving meanwhile."""
    found: set[str] = set()
    for path in folder.rglob("*"):
        try:
            if not path.is_file() or "keys" in path.parts or _is_older(path):
                continue
            data = _ZEROS.sub(bytes(64), path.read_bytes())
        except FileNotFoundError:
            continue
        found |= traces.found_in(path.name.encode() + b"\n" + data)
    return found


def _is_older(path: Path) -> bool:
    """Tell a file that the server brought along; sealed files say another, constant time."""
    return CONSTANT_TIME < path.stat().st_mtime < BORN


def found_in_all(traces: Traces, folders: tuple[Path, ...]) -> set[str]:
    return {label for folder in folders for label in found_under(traces, folder)}


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> Backend:
    if request.param == "postgresql":
        request.getfixturevalue("postgresql_backend")
    return BACKENDS[request.param]


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("habit", list(Habit))
async def test_two_hundred_tips_leave_no_canary_and_no_link(
    backend: Backend, tmp_path: Path, habit: Habit, tell: Tell
) -> None:
    """What links once by chance links no second town; what leaks links both."""
    suspects: set[str] = set()
    for name in ("first", "second"):
        async with backend(tmp_path / name, habit, HOURS) as lived:
            assert len(lived.town.truth) - len(lived.town.opted_in) >= TIPS
            assert_no_canary(lived)
            levelled, early = await loot_of(lived.town), await early_loot_of(lived.town)
        results, before = link(levelled, lived.town), link(early, lived.town)
        apart = link(levelled, lived.town, is_opted_in=True)
        tell(f"{name} town, {len(lived.town.truth)} tips: {best_of(results)}")
        tell(f"{name} town, before levelling, apart: {best_of(before)}")
        tell(f"{name} town, {len(lived.town.opted_in)} opted in, apart: {best_of(apart)}")
        found = linked_in(results)
        suspects = found if name == "first" else suspects & found
        if not suspects:
            break
    assert not suspects
    if habit is Habit.JUST_BEFORE and sizes.SHARE == 1:  # with fewer tips luck has a say in it
        assert linked_in(before), "what levelling hides could be seen before"


async def test_the_linker_finds_what_is_planted(tmp_path: Path) -> None:
    """It would be no proof that a blind linker finds nothing."""
    async with on_sqlite(tmp_path, Habit.JUST_BEFORE, 12) as lived:
        loot = await loot_of(lived.town)
    truth, sent = truth_of(lived.town), {each.tip_id: each for each in lived.town.truth}
    exact = replace(loot, visits=exact_visits(lived.town), updates=exact_updates(lived.town))
    leaks = {
        "an update id": plant(exact, lambda tip: {"numbers": {"x": sent[tip.id].update_id}}),
        "a time in the tip's row": plant(
            exact, lambda tip: {"moments": {"tip.moment": sent[tip.id].moment}}
        ),
        "an id or its hash": plant(
            loot, lambda tip: {"everything": tip.everything + digest_of(sent[tip.id].user)}
        ),
    }
    for name, leaking in leaks.items():
        results = linker.link(linker.LOGICAL, leaking, truth, SHARE)
        assert results[name][1] < ALPHA / len(linker.LOGICAL), name


def test_the_binomial_test_is_exact() -> None:
    assert linker.chance_of(0, 10, 0.1) == pytest.approx(1)
    assert linker.chance_of(10, 10, 0.5) == pytest.approx(2**-10)
    assert linker.chance_of(2, 3, 0.5) == pytest.approx(0.5)


def assert_no_canary(lived: Lived) -> None:
    traces = traces_of(lived)
    assert found_in_all(traces, lived.reports) == set()
    assert "a learner's id" in found_under(traces, lived.education), "the scanner can see"
    assert found_under(traces, lived.education) == {"a learner's id"}
    control = lived.reports[0] / "control.bin"
    for label, forms in traces.forms.items():
        for form in forms:
            control.write_bytes(secrets.token_bytes(7) + form + b"z")
            assert label in traces.found_in(control.read_bytes())
    control.unlink()


async def loot_of(lived: Town) -> Loot:
    """Return what lies there after the last levelling."""
    people = {user for active in lived.active.values() for user in active}
    return await _steal(lived, await lived.places(lived.truth, people))


async def early_loot_of(lived: Town) -> Loot:
    """Return what a thief would have who came at the end of each hour, before the levelling."""
    return await _steal(lived, lived.early_places)


async def _steal(lived: Town, places: Places) -> Loot:
    houses = Houses(
        reports=lived.house.engine,
        education=lived.education,
        files=lived.house.folder / "files",
        outbox=lived.spied_outbox,
        places=places,
    )
    return await steal(houses, lived.active)


def link(loot: Loot, lived: Town, *, is_opted_in: bool = False) -> dict[str, tuple[int, float]]:
    """Set the linker on the tips without a notice route, or on those with one."""
    tips = [tip for tip in loot.tips if (tip.id in lived.opted_in) is is_opted_in]
    return linker.link(ALL, replace_tips(loot, tips), truth_of(lived), SHARE)


def linked_in(results: Mapping[str, tuple[int, float]]) -> set[str]:
    """Return which strategies beat a uniform guess, allowing for how many there are."""
    return {name for name, (_hits, chance) in results.items() if chance <= ALPHA / len(results)}


def truth_of(lived: Town) -> dict[str, int]:
    return {sent.tip_id: sent.user for sent in lived.truth}


def exact_visits(lived: Town) -> list[Visit]:
    """Return what the education tables would say if they kept the moment."""
    return [Visit(user=it.user, moment=it.moment, places={}) for it in lived.sightings]


def exact_updates(lived: Town) -> list[tuple[int, datetime]]:
    return [(it.update_id, it.moment) for it in lived.sightings]


def plant(loot: Loot, leak: Callable[[StolenTip], dict[str, Any]]) -> Loot:
    return replace_tips(loot, [replace(tip, **leak(tip)) for tip in loot.tips])


def replace_tips(loot: Loot, tips: list[StolenTip]) -> Loot:
    return Loot(tips=tips, visits=loot.visits, updates=loot.updates, active=loot.active)


def digest_of(user: int) -> bytes:
    return sha256(str(user).encode()).hexdigest().encode()


def best_of(results: Mapping[str, tuple[int, float]]) -> str:
    """Return the three strategies that did best."""
    best = sorted(results.items(), key=lambda item: item[1][1])[:3]
    told = [f"{name}: {hits} hits, p = {chance:.3g}" for name, (hits, chance) in best]
    return f"of {len(results)} strategies the best were {'; '.join(told)}"
