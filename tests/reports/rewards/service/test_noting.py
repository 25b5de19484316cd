"""Notes on a proposal are read by who decides on it, and by nobody else."""

from __future__ import annotations

import pytest

from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.service.deciding import Decision
from bot.reports.rewards.service.dossiers import Dossier
from bot.reports.staff.audit.service import AuditKind
from storage.errors import StorageError
from storage.vault.keys import StaffKeys, create_keys
from tests.keys import CHEAP, PASSPHRASE
from tests.reports.rewards.treasury import OTHER, UNIT, Closed, Staffing, Treasury

NOTE = "核对过扣押清单"


async def noted(treasury: Treasury, staff: Staffing) -> tuple[Closed, Dossier]:
    tip, dossier = await treasury.opened()
    decision = Decision(
        reward_id=dossier.reward_id,
        sequence=dossier.standing.sequence,
        reason=Reason.AS_COMPUTED,
        fen=50_000,
        note=NOTE,
    )
    proposed = await treasury.propose_reward(staff.li, decision)
    assert proposed is not None
    return tip, proposed


async def has_note(treasury: Treasury, dossier: Dossier) -> bool:
    card = await treasury.find_card(dossier.reward_id)
    assert card is not None
    return card.has_note


async def test_who_proposes_and_who_approves_read_it_and_the_audit_tells(
    treasury: Treasury, staff: Staffing
) -> None:
    tip, dossier = await noted(treasury, staff)
    assert await has_note(treasury, dossier)
    for post in (staff.li, staff.wang, staff.chen):
        assert await treasury.read_notes(post, dossier.reward_id) == [NOTE]
    async with treasury.work() as work:
        rows = await work.audit.list_of_tip(tip.number)
    readings = [row for row in rows if row.kind == AuditKind.READ.value]
    assert [row.staff_id for row in readings] == [
        post.staff_id for post in (staff.li, staff.wang, staff.chen)
    ]
    assert await treasury.approve(staff.wang, dossier) is not None
    assert await treasury.read_notes(staff.wang, dossier.reward_id) == [NOTE], "also afterwards"


async def test_who_pays_and_other_units_do_not(treasury: Treasury, staff: Staffing) -> None:
    _, dossier = await noted(treasury, staff)
    away = await treasury.hire(9, *staff.chen.roles, unit=OTHER)
    for post in (staff.sun, away):
        assert await treasury.read_notes(post, dossier.reward_id) is None
    assert await treasury.read_notes(staff.wang, "0" * 32) is None


async def test_a_note_on_what_has_changed_since_is_no_longer_shown(
    treasury: Treasury, staff: Staffing
) -> None:
    tip, dossier = await noted(treasury, staff)
    async with treasury.work() as work:
        outcome = await work.outcomes.find(tip.tip_id)
        assert outcome is not None
        outcome.facts = {"seizures": [{"substance": "heroin", "grams": "5"}]}
        await work.commit()
    await treasury.open(tip.tip_id)
    assert not await has_note(treasury, dossier)
    assert await treasury.read_notes(staff.wang, dossier.reward_id) == []


async def test_without_the_key_nothing_is_read(
    treasury: Treasury, staff: Staffing, tmp_path_factory: pytest.TempPathFactory
) -> None:
    _, dossier = await noted(treasury, staff)
    folder = tmp_path_factory.mktemp("other-keys")
    create_keys(folder, units=[UNIT], months=["2026-03"], passphrase=PASSPHRASE, cost=CHEAP)
    other = Treasury(treasury.engine, StaffKeys.load(folder, PASSPHRASE, None))
    with pytest.raises(StorageError):
        await other.read_notes(staff.wang, dossier.reward_id)
