"""Buttons of rewards do nothing for the staff of another unit."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock

import pytest

from bot.reports.rewards.router import deciding
from bot.reports.rewards.router.callbacks import RewardAction, RewardCallback
from bot.reports.staff.rules import Role
from bot.reports.staff.service import Post
from tests.reports.rewards.treasury import OTHER, Staffing, Treasury


@pytest.fixture
def refusals(monkeypatch: pytest.MonkeyPatch) -> AsyncMock:
    refuse = AsyncMock()
    monkeypatch.setattr(deciding, "refuse", refuse)
    return refuse


async def test_a_supervisor_of_another_unit_is_refused(
    treasury: Treasury, staff: Staffing, refusals: AsyncMock
) -> None:
    assert staff.li.unit_id != OTHER
    _tip, dossier = await treasury.opened()
    elsewhere: Post = await treasury.hire(9, Role.SUPERVISOR, Role.TRIAGE, unit=OTHER)
    desk: Any = SimpleNamespace(
        find_card=treasury.find_card,
        post_of=AsyncMock(return_value=elsewhere),
        open=AsyncMock(),
        show=AsyncMock(),
        bot=AsyncMock(),
    )
    sequence = dossier.standing.sequence
    data = RewardCallback(action=RewardAction.AGAIN, reward=dossier.reward_id, sequence=sequence)
    await deciding.again_pressed(AsyncMock(), data, desk)
    await deciding.amount_pressed(AsyncMock(), data, desk, AsyncMock())
    assert refusals.await_count == 2
    assert not desk.open.await_count
    assert not desk.bot.send_message.await_count
