"""After a month is destroyed nobody opens what was sealed to it, whatever else he holds."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.reports.triage.rewrapping import Move
from storage.vault.destruction import confirm_gone, destroy_key
from storage.vault.envelopes import Author
from storage.vault.exporting import export_role
from storage.vault.key_list import KeyState
from storage.vault.keys import Role
from storage.vault.passphrases import change_passphrase
from storage.vault.recovery import SharePlan, share_key
from tests.databases import Database
from tests.keys import CHEAP, PASSPHRASE, UNIT
from tests.reports.attacker import Attacker, sealed_in
from tests.reports.sealed_tips import MONTHS, Sealed, SealedTips

OCTOBER = (UNIT, "2026-10")
LATER = "2027-01"
PLAN = SharePlan(2, ("safe", "bank", "court"))


@pytest.fixture
async def sealed_tips(sqlite: Database, tmp_path: Path) -> SealedTips:
    return SealedTips(tmp_path / "live", await sqlite("reports"))


async def _tip(sealed_tips: SealedTips, month: str = "2026-10") -> list[Sealed]:
    """Return what only the unit may read of a new tip."""
    sealed = await sealed_tips.everything_sealed(await sealed_tips.add_tip(month))
    own = [each for each in sealed if each.context.author is not Author.STAFF]
    assert len(own) == 6
    return own


def _share_all(sealed_tips: SealedTips) -> dict[str, list[str]]:
    return {
        month: [
            each.words for each in share_key(sealed_tips.keys_dir, (UNIT, month), PLAN, PASSPHRASE)
        ]
        for month in MONTHS
    }


def _destroy(sealed_tips: SealedTips) -> None:
    destroy_key(sealed_tips.keys_dir, OCTOBER, LATER)
    for medium in PLAN.media:
        (key, *_) = [confirm_gone(sealed_tips.keys_dir, OCTOBER, medium)]
    assert key.state is KeyState.DESTROYED


def _attacker(sealed_tips: SealedTips, shares: Sequence[str]) -> Attacker:
    attacker = Attacker()
    attacker.take_folder(sealed_tips.keys_dir, PASSPHRASE)
    attacker.take_receipts(sealed_tips.receipts.values())
    attacker.take_shares(shares)
    return attacker


def _opened(attacker: Attacker, sealed: Sequence[Sealed]) -> int:
    return sum(attacker.opens(each.body) for each in sealed)


async def test_the_public_role_takes_a_tip_and_cannot_open_it(sealed_tips: SealedTips) -> None:
    tip = await _tip(sealed_tips)
    attacker = Attacker()
    export_role(sealed_tips.keys_dir, Role.PUBLIC, sealed_tips.folder / "host", "host")
    attacker.take_folder(sealed_tips.folder / "host", PASSPHRASE)
    assert _opened(attacker, tip) == 0
    attacker.take_folder(sealed_tips.keys_dir / "staff", PASSPHRASE)
    assert _opened(attacker, tip) == 0
    attacker.take_folder(sealed_tips.keys_dir, PASSPHRASE)
    assert _opened(attacker, tip) == 6


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.OPERATOR, Role.DELIVERY])
async def test_no_role_but_the_staff_opens_a_tip(sealed_tips: SealedTips, role: Role) -> None:
    tip = await _tip(sealed_tips)
    export_role(sealed_tips.keys_dir, role, sealed_tips.folder / "host", "host")
    attacker = Attacker()
    attacker.take_folder(sealed_tips.folder / "host", PASSPHRASE)
    assert _opened(attacker, tip) == 0


async def test_nothing_opens_a_destroyed_month(sealed_tips: SealedTips) -> None:
    tip = await _tip(sealed_tips)
    shares = _share_all(sealed_tips)
    others = [words for month in MONTHS[1:] for words in shares[month]]
    assert _opened(_attacker(sealed_tips, others), tip) == 6
    _destroy(sealed_tips)
    attacker = _attacker(sealed_tips, [*others, shares["2026-10"][0]])
    assert _opened(attacker, tip) == 0
    # The months that go on are what he opens with the very same keys.
    assert _opened(attacker, await _tip(sealed_tips, "2026-11")) == 6


async def test_two_shares_that_were_not_gone_after_all_still_open_the_month(
    sealed_tips: SealedTips,
) -> None:
    tip = await _tip(sealed_tips)
    shares = _share_all(sealed_tips)["2026-10"]
    destroy_key(sealed_tips.keys_dir, OCTOBER, LATER)
    assert _opened(_attacker(sealed_tips, shares[:1]), tip) == 0
    assert _opened(_attacker(sealed_tips, shares[1:]), tip) == 6


async def test_old_backups_of_database_and_files_stay_shut(
    sealed_tips: SealedTips, tmp_path: Path
) -> None:
    kept_id = await sealed_tips.add_tip("2026-10")
    lost = await _tip(sealed_tips)
    shares = _share_all(sealed_tips)
    _back_up(sealed_tips, tmp_path / "backup")
    everything = list(sealed_in(tmp_path / "backup"))
    assert len(everything) == 14
    opens = _attacker(sealed_tips, shares["2026-11"]).opens
    assert all(opens(each) for each in everything)
    units = sealed_tips.key_list.units
    await sealed_tips.rewrap()(kept_id, Move(units[OCTOBER], units[UNIT, LATER]))
    _destroy(sealed_tips)
    attacker = _attacker(sealed_tips, shares["2026-11"])
    questions = [each for each in everything if attacker.opens(each)]
    # A question to the tipster is the mailbox's too: receipts open it, and nothing else does.
    assert len(questions) == 2
    assert _opened(attacker, lost) == 0
    kept = await sealed_tips.everything_sealed(kept_id)
    assert _opened(attacker, kept) == 7
    without_receipts = Attacker()
    without_receipts.take_folder(sealed_tips.keys_dir, PASSPHRASE)
    assert not any(without_receipts.opens(each) for each in everything)


async def test_an_old_copy_of_the_staffs_folder_opens_until_its_passphrase_is_forgotten(
    sealed_tips: SealedTips, tmp_path: Path
) -> None:
    tip = await _tip(sealed_tips)
    shutil.copytree(sealed_tips.keys_dir, tmp_path / "backup")
    change_passphrase(sealed_tips.keys_dir, PASSPHRASE, b"new", CHEAP)
    destroy_key(sealed_tips.keys_dir, OCTOBER, LATER)
    attacker = Attacker()
    attacker.take_folder(sealed_tips.keys_dir, b"new")
    attacker.take_folder(tmp_path / "backup", b"new")
    assert _opened(attacker, tip) == 0
    attacker.take_folder(tmp_path / "backup", PASSPHRASE)
    assert _opened(attacker, tip) == 6


async def test_a_standby_key_goes_with_its_quarter(sealed_tips: SealedTips) -> None:
    tip = await _tip(sealed_tips, "2026-12")
    destroy_key(sealed_tips.keys_dir, OCTOBER, LATER)
    assert _opened(_attacker(sealed_tips, []), tip) == 6
    destroy_key(sealed_tips.keys_dir, (UNIT, "2026-11"), LATER)
    assert _opened(_attacker(sealed_tips, []), tip) == 0


def _back_up(sealed_tips: SealedTips, target: Path) -> None:
    shutil.copytree(sealed_tips.folder / "files", target / "files")
    # The WAL belongs to the database: SQLite's own backup would take it in.
    source = Path(str(sealed_tips.engine.url.database))
    for path in source.parent.glob(f"{source.name}*"):
        shutil.copy(path, target / path.name)
