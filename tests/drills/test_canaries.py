"""Canaries in everything that people give, and a linker with everything but the private keys."""

from __future__ import annotations

import random
import re
import secrets
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from storage.vault.files import CONSTANT_TIME
from storage.vault.receipts import Receipt
from tests.databases import PostgreSQLServer
from tests.drills import linker, town
from tests.drills.backends import BACKENDS, Backend, Lived, on_postgresql, on_sqlite
from tests.drills.thief import Loot, StolenTip, Visit, steal
from tests.drills.town import Habit, Town
from tests.traces import Traces

SHARE = 1 / town.ACTIVE_EACH_HOUR
HOURS, FEW_HOURS = 50, 3
ALPHA = 0.01
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


async def test_a_few_tips_leave_no_canary(tmp_path: Path) -> None:
    async with on_sqlite(tmp_path, Habit.JUST_BEFORE, FEW_HOURS) as lived:
        assert_no_canary(lived)


@pytest.mark.drill
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("habit", list(Habit))
async def test_two_hundred_tips_leave_no_canary_and_no_link(
    backend: Backend, tmp_path: Path, habit: Habit, capsys: pytest.CaptureFixture[str]
) -> None:
    """What links once by chance links no second town; what leaks links both."""
    suspects: set[str] = set()
    for round_, name in enumerate(("first", "second")):
        async with backend(tmp_path / name, habit, HOURS) as lived:
            assert len(lived.town.truth) == 200
            if round_ == 0:
                assert_no_canary(lived)
            loot = await loot_of(lived.town)
        strategies = strategies_for(backend, habit)
        results = linker.link(strategies, loot, truth_of(lived.town), SHARE)
        with capsys.disabled():
            report(f"{backend.__name__} {habit.name} {name}", results)
        limit = ALPHA / len(strategies)
        found = {label for label, (_hits, chance) in results.items() if chance <= limit}
        suspects = found if round_ == 0 else suspects & found
        if not suspects:
            break
    assert not suspects


@pytest.mark.drill
@pytest.mark.timeout(1200)
async def test_what_the_rows_of_postgresql_tell(
    postgresql_backend: PostgreSQLServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Measure apart what we cannot take away; should it one day be gone, this test says so."""
    async with on_postgresql(tmp_path, Habit.JUST_BEFORE, HOURS) as lived:
        loot = await loot_of(lived.town)
    results = linker.link(linker.PHYSICAL, loot, truth_of(lived.town), SHARE)
    with capsys.disabled():
        report("on_postgresql JUST_BEFORE, apart", results)
    assert min(chance for _hits, chance in results.values()) < ALPHA


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
    back_up(lived)
    assert found_in_all(traces, lived.reports) == set()
    assert "a learner's id" in found_under(traces, lived.education), "the scanner can see"
    assert found_under(traces, lived.education) == {"a learner's id"}
    control = lived.reports[0] / "control.bin"
    for label, forms in traces.forms.items():
        for form in forms:
            control.write_bytes(secrets.token_bytes(7) + form + b"z")
            assert label in traces.found_in(control.read_bytes())
    control.unlink()


def back_up(lived: Lived) -> None:
    """Copy SQLite's databases as an operator would."""
    for folder in (lived.reports[0], lived.education):
        for path in folder.glob("*.sqlite3"):
            copy = path.with_name(f"backup-{path.name}")
            with (
                closing(sqlite3.connect(path)) as source,
                closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)


async def loot_of(lived: Town) -> Loot:
    return await steal(
        lived.house.engine,
        lived.education,
        lived.house.folder / "files",
        lived.active,
        lived.spied_outbox,
    )


def truth_of(lived: Town) -> dict[str, int]:
    return {sent.tip_id: sent.user for sent in lived.truth}


def strategies_for(backend: Backend, habit: Habit) -> Mapping[str, linker.Strategy]:
    """Return what must not succeed.

    PostgreSQL keeps in each row the transaction that wrote it. Who reports right after learning
    can be linked by that order where both houses' servers are read: SECURITY.md says so, and
    `test_what_the_rows_of_postgresql_tell` measures it.
    """
    if backend is on_postgresql and habit is Habit.JUST_BEFORE:
        return linker.LOGICAL
    return {**linker.LOGICAL, **linker.PHYSICAL}


def exact_visits(lived: Town) -> list[Visit]:
    """Return what the education tables would say if they kept the moment."""
    return [Visit(user=it.user, moment=it.moment, place=it.update_id) for it in lived.sightings]


def exact_updates(lived: Town) -> list[tuple[int, datetime, float]]:
    return [(it.update_id, it.moment, it.update_id) for it in lived.sightings]


def plant(loot: Loot, leak: Callable[[StolenTip], dict[str, Any]]) -> Loot:
    return replace_tips(loot, [replace(tip, **leak(tip)) for tip in loot.tips])


def replace_tips(loot: Loot, tips: list[StolenTip]) -> Loot:
    return Loot(tips=tips, visits=loot.visits, updates=loot.updates, active=loot.active)


def digest_of(user: int) -> bytes:
    return sha256(str(user).encode()).hexdigest().encode()


def report(title: str, results: Mapping[str, tuple[int, float]]) -> None:
    for name, (hits, chance) in sorted(results.items(), key=lambda item: item[1][1]):
        print(f"{title}: {name}: {hits} hits, p = {chance:.3g}")  # noqa: T201 - the drill's figures
