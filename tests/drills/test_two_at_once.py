"""Two people act on the same money at the same moment, again and again, on PostgreSQL.

Nothing is paid twice, and nothing that is not verified and approved by two.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.reports.rewards.rules.standing import RewardState
from storage.vault.keys import StaffKeys
from tests.databases import Database
from tests.drills.conftest import Tell, seeds_of
from tests.drills.money_pairs import ACTS, Money
from tests.drills.sizes import share_of
from tests.keys import PASSPHRASE, UNIT, copy_keys
from tests.reports.rewards.treasury import Treasury

STEPS = share_of(10_000, least=200)
ROUND = 200


@pytest.mark.timeout(3600)
async def test_ten_thousand_steps_of_two_people(
    postgresql: Database, tmp_path: Path, tell: Tell
) -> None:
    copy_keys(tmp_path / "keys", [UNIT], ["2026-03"])
    keys = StaffKeys.load(tmp_path / "keys", PASSPHRASE, None)
    money = Money(Treasury(await postgresql("reports"), keys), seeds_of(12))
    await money.begin()
    while money.steps < STEPS:
        for _step in range(ROUND // 2):
            await money.step()
        await money.assert_books()
    tell(f"{money.steps} steps, {dict(money.done)}")
    assert {act.__name__ for act in ACTS} <= set(money.done)
    assert {RewardState.PAID, RewardState.REVERSED, RewardState.ACCEPTED} <= set(money.done)
