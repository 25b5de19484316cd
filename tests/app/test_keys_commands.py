"""`humen keys …` and `humen doctor`, over the virtual months of a key's whole life."""

from __future__ import annotations

import asyncio
import logging
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
import time_machine
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import HumenError, SettingsError
from storage.errors import (
    KeyDestroyedError,
    KeyInUseError,
    StorageError,
    TooFewSharesError,
    UnknownKeyError,
    WrongPassphraseError,
)
from storage.kit.engine import create_engine
from storage.kit.migrate import upgrade
from storage.reports.kinds import TipStatus
from storage.vault.keys import PublicKeys, StaffKeys
from tests.keys import PASSPHRASE, UNIT
from tests.reports.sealed_tips import SealedTips, opened

ROOT = Path(__file__).parent.parent.parent
T = TypeVar("T")
OPEN, CLOSED = TipStatus.TAKEN, TipStatus.CLOSED
OCTOBER = datetime(2026, 10, 5, tzinfo=UTC)
JANUARY = datetime(2027, 1, 5, tzinfo=UTC)
MEDIA = ("safe A", "bank [2]", "刘局")


class Humen:
    """Runs `humen` in this process and returns what it says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment: dict[str, str | None] = {
            "HUMEN_DATA_DIR": str(folder),
            "HUMEN_STAFF_PASSPHRASE": PASSPHRASE.decode(),
            "COLUMNS": "160",
        }

    def __call__(self, *words: str, given: str = "", code: int = 0) -> str:
        result = CliRunner(env=self.environment).invoke(app, words, input=given)
        if isinstance(result.exception, (HumenError, StorageError)):
            raise result.exception
        assert result.exit_code == code, result.output + repr(result.exception)
        return result.output

    def on_estate(self, work: Callable[[SealedTips], Awaitable[T]]) -> T:
        """Do something on the installation's keys, database and files."""

        async def run() -> T:
            engine = create_engine(f"sqlite+aiosqlite:///{self.folder / 'reports.sqlite3'}")
            await upgrade(engine, "reports")
            try:
                return await work(SealedTips(self.folder, engine))
            finally:
                await engine.dispose()

        return asyncio.run(run())

    def add_tip(self, month: str, status: TipStatus = OPEN) -> str:
        return self.on_estate(lambda sealed_tips: sealed_tips.add_tip(month, status))

    def open_tip(self, tip_id: str) -> list[bytes]:
        async def read(sealed_tips: SealedTips) -> list[bytes]:
            await sealed_tips.verify(tip_id)
            return opened(await sealed_tips.everything_sealed(tip_id), sealed_tips.staff)

        return self.on_estate(read)

    def number_of(self, tip_id: str) -> str:
        async def find(sealed_tips: SealedTips) -> str:
            async with sealed_tips.work() as work:
                return (await work.tips.get(tip_id)).number

        return self.on_estate(find)

    def share(self, month: str) -> list[str]:
        """Return the words of three shares, of which two are enough."""
        said = self(
            "keys", "share", month, "--threshold", "2", "--media", ",".join(MEDIA), "--no-pause"
        )
        return [" ".join(re.findall(r"\d+\. ([a-z]+)", part)) for part in said.split("share ")[1:]]

    def state(self, month: str) -> str:
        (line,) = [line for line in self("keys", "list").splitlines() if f" {month} " in line]
        return line.split("│")[3].strip()


@pytest.fixture
def humen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Humen]:
    """Return the command on a folder whose keys are cheap to unlock."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    humen = Humen(tmp_path / "data")

    async def nothing(sealed_tips: SealedTips) -> None:
        del sealed_tips

    humen.on_estate(nothing)
    yield humen
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OCTOBER, tick=False) as traveller:
        yield traveller


def test_a_months_whole_life(humen: Humen, traveller: time_machine.Traveller) -> None:
    kept, lost = humen.add_tip("2026-10"), humen.add_tip("2026-10", CLOSED)
    before = humen.open_tip(kept)
    assert "HUMEN_OPERATOR_KEY=" in humen("keys", "make")
    assert (humen.state("2026-10"), humen.state("2026-12")) == ("active", "future")
    shares = humen.share("2026-10")
    _lose(humen, "2026-10")
    assert "humen keys recover 2026-10" in humen("doctor", code=1)
    assert "is back" in humen("keys", "recover", "2026-10", given="\n".join(shares[1:]))
    assert "in order" in humen("doctor")

    traveller.move_to(JANUARY)
    assert "Made: 2027-02, 2027-03, 2027-04" in humen("keys", "rotate")
    assert "Sealed 1 tips" in humen("keys", "rewrap", "2026-10")
    said = humen("keys", "destroy", "2026-10", given="2026-10\n")
    assert "1 tips will be unreadable for ever, 0 of them still open" in said
    for medium in MEDIA:
        assert humen.state("2026-10") == "destroying"
        assert f"“{medium}”" in humen("keys", "rotate")
        humen("keys", "confirm-gone", "2026-10", medium)
    assert humen.state("2026-10") == "destroyed"
    with pytest.raises(KeyDestroyedError):
        humen("keys", "recover", "2026-10", given="\n".join(shares))
    assert humen.open_tip(kept) == before
    with pytest.raises(UnknownKeyError):
        humen.open_tip(lost)


def _lose(humen: Humen, month: str) -> None:
    keys = PublicKeys.load(humen.folder / "keys", None)
    (humen.folder / f"keys/staff/private/{keys.unit_key(UNIT, month).id}.json").unlink()


def test_the_list_shows_shares_and_their_media(humen: Humen) -> None:
    humen.share("2026-11")
    said = humen("keys", "list")
    assert "2 of 3 shares: safe A, bank [2], 刘局" in said
    assert "Route keys: 2026-10, 2026-11, 2027-01" in said


def test_destroying_asks_for_the_month_and_takes_no_other_answer(
    humen: Humen, traveller: time_machine.Traveller
) -> None:
    tip = humen.add_tip("2026-10")
    traveller.move_to(JANUARY)
    for answer in ("y", "2026-11", "2026-1"):
        said = humen("keys", "destroy", "2026-10", given=f"{answer}\n", code=1)
        assert f"Open: {humen.number_of(tip)}" in said
        assert "humen keys rewrap 2026-10" in said
        assert "Nothing was destroyed" in said
    humen("keys", "destroy", "2026-10", "--confirm", "2026-12", code=1)
    assert len(humen.open_tip(tip)) == 7
    humen("keys", "destroy", "2026-10", "--confirm", "2026-10")
    assert humen.state("2026-10") == "destroyed"


def test_a_month_that_is_not_over_is_not_destroyed(humen: Humen) -> None:
    for period in ("2026-10", "2026-11", "2026-Q4"):
        with pytest.raises(KeyInUseError):
            humen("keys", "destroy", period, "--confirm", period)


def test_the_standby_key_of_the_last_month_is_named(
    humen: Humen, traveller: time_machine.Traveller
) -> None:
    humen.add_tip("2026-12")
    traveller.move_to(JANUARY)
    humen("keys", "destroy", "2026-10", "--confirm", "2026-10")
    said = humen("keys", "destroy", "2026-11", "--confirm", "2026-11")
    assert "With 2026-Q4 goes" in said
    assert "2026-Q4: 1 tips will be unreadable for ever, 1 of them still open" in said
    assert humen.state("2026-Q4") == "destroyed"


def test_where_there_is_no_database_the_loss_is_said_to_be_unknown(
    humen: Humen, traveller: time_machine.Traveller
) -> None:
    traveller.move_to(JANUARY)
    (humen.folder / "reports.sqlite3").unlink()
    assert "not known" in humen("keys", "destroy", "2026-10", "--confirm", "2026-10")
    assert not (humen.folder / "reports.sqlite3").exists()


def test_each_share_waits_until_it_is_on_its_medium(humen: Humen) -> None:
    words = ("keys", "share", "2026-10", "--threshold", "2", "--media", "a,b")
    said = humen(*words, given="n\nn\ny\ny\n")
    assert said.count("Is it on “a”?") == 3
    assert said.count("Is it on “b”?") == 1
    assert said.count("33. ") == 2


def test_too_few_shares_are_counted(humen: Humen) -> None:
    shares = humen.share("2026-10")
    with pytest.raises(TooFewSharesError):
        humen("keys", "recover", "2026-10", given=shares[0])


def test_named_tips_and_closed_ones_are_kept_on_demand(
    humen: Humen, traveller: time_machine.Traveller
) -> None:
    tips = [humen.add_tip("2026-10", status) for status in (OPEN, CLOSED, CLOSED)]
    traveller.move_to(JANUARY)
    number = humen.number_of(tips[1])
    said = humen("keys", "rewrap", "2026-10", "--tip", number)
    assert "Sealed 1 tips to this month's key: 5 messages, 2 files." in said
    assert "Sealed 1 tips" in humen("keys", "rewrap", "2026-10")
    assert "Sealed 1 tips" in humen("keys", "rewrap", "2026-10", "--closed")
    assert "0 tips will be unreadable" in humen(
        "keys", "destroy", "2026-10", "--confirm", "2026-10"
    )


def test_a_month_is_not_rewrapped_to_itself(humen: Humen) -> None:
    with pytest.raises(KeyDestroyedError):
        humen("keys", "rewrap", "2026-10")


def test_the_passphrase_is_changed(humen: Humen) -> None:
    humen("keys", "passphrase", given="battery staple\n")
    StaffKeys.load(humen.folder / "keys", b"battery staple", None)
    with pytest.raises(WrongPassphraseError):
        humen("keys", "rotate")
    humen.environment["HUMEN_STAFF_PASSPHRASE"] = "battery staple"
    humen("keys", "rotate")
    with pytest.raises(SettingsError):
        humen("keys", "passphrase", given="\n")


def test_folders_are_exported_by_role(humen: Humen, tmp_path: Path) -> None:
    for role in ("public", "staff", "delivery"):
        humen("keys", "export", role, str(tmp_path / role), "--medium", "host")
        assert [path.name for path in (tmp_path / role).iterdir()] == [role]
    assert "whole copy: host" in humen("keys", "list")
    assert "one of public, staff" in humen("keys", "export", "nobody", str(tmp_path), code=2)


@pytest.mark.parametrize("month", ["2026-13", "10-2026", "October", "2026-Q5"])
def test_a_month_is_written_in_one_way(humen: Humen, month: str) -> None:
    assert "2026-11" in humen("keys", "destroy", month, code=2)


def test_without_a_passphrase_or_a_terminal_the_setting_is_named(humen: Humen) -> None:
    humen.environment["HUMEN_STAFF_PASSPHRASE"] = ""
    with pytest.raises(SettingsError, match="HUMEN_STAFF_PASSPHRASE"):
        humen("keys", "make")


def test_a_missing_month_and_a_standby_key_in_use_are_red(
    humen: Humen, traveller: time_machine.Traveller
) -> None:
    humen.add_tip("2026-12")
    traveller.move_to(datetime(2026, 12, 24, tzinfo=UTC))
    said = humen("doctor", code=1)
    assert "2026-12 has no key" in said
    assert "4 messages are sealed to the standby key 2026-Q4" in said


def test_at_a_terminal_the_passphrase_is_asked_for_and_not_shown(humen: Humen) -> None:
    said = _at_a_terminal(humen, "rotate")
    assert "passphrase" in said
    assert PASSPHRASE.decode() not in said
    assert "Made: " in said


def _at_a_terminal(humen: Humen, command: str) -> str:
    """Run the command in a process of its own, type the passphrase, return what was shown."""
    outside, inside = pty.openpty()
    environment = {**os.environ, "HUMEN_DATA_DIR": str(humen.folder), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "keys", command],
        stdin=inside,
        stdout=inside,
        stderr=inside,
        env=environment,
        start_new_session=True,
    ) as process:
        os.close(inside)
        _wait_for_hidden_input(outside)
        os.write(outside, PASSPHRASE + b"\n")
        shown = b""
        with suppress(OSError):  # what Linux says when the other end is closed
            while select.select([outside], [], [], 60)[0] and (piece := os.read(outside, 4096)):
                shown += piece
        assert process.wait(60) == 0, shown.decode()
    os.close(outside)
    return shown.decode()


def _wait_for_hidden_input(terminal: int) -> None:
    # What is typed before the echo is off would be thrown away.
    for _ in range(6000):
        if not termios.tcgetattr(terminal)[3] & termios.ECHO:
            return
        time.sleep(0.01)
    raise AssertionError("nothing was asked for")
