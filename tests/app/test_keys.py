"""Where each role runs: one machine, or hosts that hold their own folder only."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app.keys import (
    follow_public_keys,
    follow_staff_keys,
    make_all_keys,
    open_public_keys,
    open_staff_keys,
)
from bot.errors import SettingsError
from bot.settings import Settings, load_settings
from storage.errors import KeyListError, UnknownKeyError
from storage.vault.destruction import destroy_key
from storage.vault.exporting import export_role
from storage.vault.keys import Role
from storage.vault.routes import RouteKeys

NOW = datetime(2026, 11, 21, tzinfo=UTC)
LATER = datetime(2027, 4, 1, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path / "one", staff_passphrase=SecretStr("correct horse"))


def _host(settings: Settings, role: Role) -> Settings:
    """Return the settings of a host that was given one role's folder."""
    there = settings.data_dir.parent / role
    key_list = export_role(settings.keys_dir, role, there / "keys", "host")
    return settings.model_copy(update={"data_dir": there, "operator_key": key_list.pin})


async def test_a_staff_host_works_without_the_operators_folder(settings: Settings) -> None:
    make_all_keys(settings, NOW)
    host = _host(settings, Role.STAFF)
    shutil.rmtree(settings.keys_dir)
    staff = await open_staff_keys(host, LATER)
    assert [path.name for path in host.keys_dir.iterdir()] == ["staff"]
    key = staff.unit_key(host.unit, "2026-11")
    assert bytes(staff.private_key(key.id).public_key) == bytes(key.public)


async def test_a_staff_host_drops_what_its_list_says_is_destroyed(settings: Settings) -> None:
    make_all_keys(settings, NOW)
    host = _host(settings, Role.STAFF)
    running = await open_staff_keys(host, NOW)
    gone = running.unit_key(host.unit, "2026-11").id
    destroy_key(settings.keys_dir, (host.unit, "2026-11"), "2027-04")
    shutil.copy(settings.keys_dir / "staff/key_list.json", host.keys_dir / "staff")
    await follow_staff_keys(host, running, lambda: LATER)()
    with pytest.raises(UnknownKeyError):
        running.private_key(gone)
    await open_staff_keys(host, LATER)
    assert not (host.keys_dir / f"staff/private/{gone}.json").exists()


def test_a_public_host_holds_its_own_folder_only(settings: Settings) -> None:
    make_all_keys(settings, NOW)
    host = _host(settings, Role.PUBLIC)
    shutil.rmtree(settings.keys_dir)
    assert not open_public_keys(host).unit_key(host.unit, "2026-11").is_standby
    assert [path.name for path in host.keys_dir.iterdir()] == ["public"]


def test_a_host_with_another_pin_is_refused(settings: Settings) -> None:
    make_all_keys(settings, NOW)
    host = _host(settings, Role.PUBLIC)
    with pytest.raises(KeyListError):
        open_public_keys(host.model_copy(update={"operator_key": "0" * 64}))


async def test_without_a_passphrase_no_key_is_made(settings: Settings) -> None:
    bare = settings.model_copy(update={"staff_passphrase": SecretStr("")})
    with pytest.raises(SettingsError, match="HUMEN_STAFF_PASSPHRASE"):
        await open_staff_keys(bare, NOW)
    assert not settings.keys_dir.exists()


async def test_running_processes_take_in_the_months_to_come(settings: Settings) -> None:
    staff = await open_staff_keys(settings, NOW)
    public = open_public_keys(settings)
    assert public.unit_key(settings.unit, "2027-04").is_standby
    await follow_staff_keys(settings, staff, lambda: LATER)()
    await follow_public_keys(settings, public)()
    key = public.unit_key(settings.unit, "2027-04")
    assert not key.is_standby
    assert bytes(staff.private_key(key.id).public_key) == bytes(key.public)


async def test_nothing_is_made_while_there_are_months_enough(settings: Settings) -> None:
    staff = await open_staff_keys(settings, NOW)
    before = staff.key_list
    await follow_staff_keys(settings, staff, lambda: NOW)()
    assert staff.key_list == before


def test_standby_keys_reach_beyond_a_year_of_neglect(settings: Settings) -> None:
    key_list = make_all_keys(settings, NOW)
    for month in ("2027-03", "2027-12", "2028-03"):
        assert key_list.unit_key(settings.unit, month).is_standby


def test_route_keys_end_with_their_month(settings: Settings) -> None:
    key_list = make_all_keys(settings, NOW)
    later = make_all_keys(settings, datetime(2026, 12, 1, tzinfo=UTC))
    delivery = RouteKeys.load(settings.keys_dir, None)
    delivery.private_key(later.route_key("2026-12").id)
    with pytest.raises(UnknownKeyError):
        delivery.private_key(key_list.route_key("2026-11").id)
