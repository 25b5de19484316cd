"""A crash at every single write of every command leaves a state the command goes on from."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from storage.errors import WrongPassphraseError
from storage.vault.destruction import confirm_gone, destroy_key
from storage.vault.exporting import export_role
from storage.vault.inventory import take_inventory
from storage.vault.key_list import KeyList, KeyState
from storage.vault.keys import Argon2Cost, PublicKeys, Role, StaffKeys, create_keys
from storage.vault.passphrases import change_passphrase
from storage.vault.recovery import Lock, SharePlan, recover_key, share_key
from storage.vault.routes import RouteKeys, forget_routes_before
from tests.storage.vault.crashing import crashes

PASSPHRASE: Final = b"correct horse"
UNIT: Final = "qianjiang"
OCTOBER: Final = (UNIT, "2026-10")
LATER: Final = "2027-02"
PLAN: Final = SharePlan(2, ("safe A", "safe B"))


@pytest.fixture
def year(folder: Path, cheap: Argon2Cost) -> KeyList:
    return _make(folder, cheap)


def _make(folder: Path, cheap: Argon2Cost, *more: str) -> KeyList:
    months = ["2026-10", *more]
    return create_keys(folder, units=[UNIT], months=months, passphrase=PASSPHRASE, cost=cheap)


def _wrapped(folder: Path, key_id: str) -> bytes:
    file = (folder / f"staff/private/{key_id}.json").read_bytes()
    return file[file.index(b'"wrapped"') :]


def _holds(folder: Path, content: bytes) -> list[str]:
    return [p.name for p in folder.rglob("*") if p.is_file() and content in p.read_bytes()]


def _everybody_loads(folder: Path, passphrase: bytes = PASSPHRASE) -> StaffKeys:
    PublicKeys.load(folder, None)
    RouteKeys.load(folder, None)
    return StaffKeys.load(folder, passphrase, None)


def _state(folder: Path) -> KeyState:
    return take_inventory(folder, None, LATER).key_list.key_of(*OCTOBER).state


def _restarting(folder: Path, tmp_path: Path) -> Callable[[], None]:
    """Return what brings the folder back to its present state."""
    shutil.copytree(folder, tmp_path / "present")

    def restart() -> None:
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "present", folder)

    return restart


def test_destroying(folder: Path, year: KeyList, tmp_path: Path) -> None:
    key_id = year.key_of(*OCTOBER).id
    wrapped = _wrapped(folder, key_id)
    assert _holds(folder, wrapped)
    restart = _restarting(folder, tmp_path)
    states = []
    for _ in crashes(lambda: destroy_key(folder, OCTOBER, LATER)):
        staff = _everybody_loads(folder)
        states.append(_state(folder))
        if states[-1] is KeyState.ACTIVE:
            staff.private_key(key_id)
        assert not (states[-1] is KeyState.DESTROYED and _holds(folder, wrapped))
        (key, _standby) = destroy_key(folder, OCTOBER, LATER)
        assert key.state is _state(folder) is KeyState.DESTROYED
        assert _holds(folder, wrapped) == []
        assert list(folder.rglob(".*")) == []
        restart()
    assert set(states) == set(KeyState)
    assert states == sorted(states, key=list(KeyState).index)


def test_confirming(folder: Path, year: KeyList, tmp_path: Path) -> None:
    share_key(folder, OCTOBER, PLAN, PASSPHRASE)
    destroy_key(folder, OCTOBER, LATER)
    confirm_gone(folder, OCTOBER, "safe A")
    restart = _restarting(folder, tmp_path)
    for count in crashes(lambda: confirm_gone(folder, OCTOBER, "safe B")):
        _everybody_loads(folder)
        again = [
            lambda: confirm_gone(folder, OCTOBER, "safe B"),
            lambda: destroy_key(folder, OCTOBER, LATER)[0],
        ][count % 2 if _all_confirmed(folder) else 0]
        assert again().state is KeyState.DESTROYED
        restart()


def _all_confirmed(folder: Path) -> bool:
    keys = take_inventory(folder, None, LATER).keys
    shares = next(each.shares for each in keys if each.key.place == OCTOBER)
    return all(share.gone for share in shares or ())


def test_sharing_lists_no_share_too_few(
    folder: Path, year: KeyList, tmp_path: Path, cheap: Argon2Cost
) -> None:
    restart = _restarting(folder, tmp_path)
    for _ in crashes(lambda: share_key(folder, OCTOBER, PLAN, PASSPHRASE)):
        handouts = share_key(folder, OCTOBER, PLAN, PASSPHRASE)
        lock = Lock(passphrase=PASSPHRASE, cost=cheap)
        recover_key(folder, OCTOBER, [each.words for each in handouts], lock)
        (key, _standby) = destroy_key(folder, OCTOBER, LATER)
        assert key.state is KeyState.DESTROYING
        confirm_gone(folder, OCTOBER, "safe A")
        assert confirm_gone(folder, OCTOBER, "safe B").state is KeyState.DESTROYED
        restart()


def test_recovering(folder: Path, year: KeyList, tmp_path: Path, cheap: Argon2Cost) -> None:
    words = [each.words for each in share_key(folder, OCTOBER, PLAN, PASSPHRASE)]
    key_id = year.key_of(*OCTOBER).id
    (folder / f"staff/private/{key_id}.json").unlink()
    restart = _restarting(folder, tmp_path)
    lock = Lock(passphrase=PASSPHRASE, cost=cheap)
    for _ in crashes(lambda: recover_key(folder, OCTOBER, words, lock)):
        recover_key(folder, OCTOBER, words, lock)
        _everybody_loads(folder).private_key(key_id)
        restart()


def test_what_a_crashed_recovery_left_goes_with_the_month(
    folder: Path, year: KeyList, cheap: Argon2Cost, tmp_path: Path
) -> None:
    words = [each.words for each in share_key(folder, OCTOBER, PLAN, PASSPHRASE)]
    restart = _restarting(folder, tmp_path)
    lock = Lock(passphrase=PASSPHRASE, cost=cheap)
    littered = 0
    for _ in crashes(lambda: recover_key(folder, OCTOBER, words, lock)):
        littered += bool(list((folder / "staff/private").glob(".*")))
        destroy_key(folder, OCTOBER, LATER)
        assert list((folder / "staff/private").glob(".*")) == []
        restart()
    assert littered


def test_making_more_months(
    folder: Path, year: KeyList, tmp_path: Path, cheap: Argon2Cost
) -> None:
    restart = _restarting(folder, tmp_path)
    for _ in crashes(lambda: _make(folder, cheap, "2026-11", "2027-01")):
        _everybody_loads(folder)
        made = _make(folder, cheap, "2026-11", "2027-01")
        staff = _everybody_loads(folder)
        assert made.key_of(*OCTOBER) == year.key_of(*OCTOBER)
        for key in made.units.values():
            staff.private_key(key.id)
        routes = RouteKeys.load(folder, None)
        assert {routes.private_key(key.id).public_key for key in made.routes.values()}
        restart()


def test_changing_the_passphrase(
    folder: Path, year: KeyList, tmp_path: Path, cheap: Argon2Cost
) -> None:
    _make(folder, cheap, "2026-11", "2026-12")
    restart = _restarting(folder, tmp_path)
    is_new = []
    for _ in crashes(lambda: change_passphrase(folder, PASSPHRASE, b"new", cheap)):
        is_new.append(_opens(folder, b"new"))
        assert is_new[-1] != _opens(folder, PASSPHRASE)
        assert change_passphrase(folder, PASSPHRASE, b"new", cheap) == 4
        assert len(_everybody_loads(folder, b"new")._private_keys) == 4
        assert not _opens(folder, PASSPHRASE)
        assert not take_inventory(folder, None, LATER).is_change_unfinished
        restart()
    assert is_new == sorted(is_new)
    assert set(is_new) == {True, False}


def test_changing_to_a_third_passphrase_after_a_crash(
    folder: Path, year: KeyList, tmp_path: Path, cheap: Argon2Cost
) -> None:
    restart = _restarting(folder, tmp_path)
    unfinished = 0
    for _ in crashes(lambda: change_passphrase(folder, PASSPHRASE, b"new", cheap)):
        present = b"new" if _opens(folder, b"new") else PASSPHRASE
        unfinished += take_inventory(folder, None, LATER).is_change_unfinished
        change_passphrase(folder, present, b"third", cheap)
        assert len(_everybody_loads(folder, b"third")._private_keys) == 2
        restart()
    assert unfinished > 1


def _opens(folder: Path, passphrase: bytes) -> bool:
    try:
        return len(_everybody_loads(folder, passphrase)._private_keys) >= 2
    except WrongPassphraseError:
        return False


def test_exporting(folder: Path, year: KeyList, tmp_path: Path) -> None:
    restart = _restarting(folder, tmp_path)
    target = tmp_path / "host"
    for _ in crashes(lambda: export_role(folder, Role.STAFF, target, "host")):
        export_role(folder, Role.STAFF, target, "host")
        copy = StaffKeys.load(target, PASSPHRASE, year.pin)
        copy.private_key(year.key_of(*OCTOBER).id)
        (key, _standby) = destroy_key(folder, OCTOBER, LATER)
        assert key.state is KeyState.DESTROYING
        shutil.rmtree(target)
        restart()


def test_exporting_again_after_a_month_was_destroyed(
    folder: Path, year: KeyList, tmp_path: Path
) -> None:
    target = tmp_path / "host"
    export_role(folder, Role.STAFF, target, "host")
    destroy_key(folder, OCTOBER, LATER)
    wrapped = _wrapped(target, year.key_of(*OCTOBER).id)
    restart, restart_target = _restarting(folder, tmp_path), _restarting(target, tmp_path / "2")
    for _ in crashes(lambda: export_role(folder, Role.STAFF, target, "host")):
        assert not (_state(folder) is KeyState.DESTROYED and _holds(target, wrapped))
        export_role(folder, Role.STAFF, target, "host")
        assert _state(folder) is KeyState.DESTROYED
        assert _holds(target, wrapped) == []
        restart()
        restart_target()


def test_forgetting_routes(folder: Path, year: KeyList, tmp_path: Path) -> None:
    restart = _restarting(folder, tmp_path)
    secret = (folder / "delivery/private/2026-10.key").read_bytes()
    for _ in crashes(lambda: forget_routes_before(folder, "2026-11")):
        _everybody_loads(folder)
        forget_routes_before(folder, "2026-11")
        assert _holds(folder, secret) == []
        restart()


def test_commands_at_the_same_time_agree(folder: Path, year: KeyList, cheap: Argon2Cost) -> None:
    plan = SharePlan(2, ("bank", "safe"))
    commands: list[Callable[[], object]] = [
        lambda: destroy_key(folder, OCTOBER, LATER),
        lambda: destroy_key(folder, OCTOBER, LATER),
        lambda: share_key(folder, (UNIT, "2026-11"), plan, PASSPHRASE),
        lambda: share_key(folder, (UNIT, "2026-11"), plan, PASSPHRASE),
        lambda: _make(folder, cheap, "2026-11", "2026-12"),
        lambda: _make(folder, cheap, "2026-11", "2027-01"),
        lambda: export_role(folder, Role.STAFF, folder.parent / "host", "host"),
        lambda: forget_routes_before(folder, "2026-10"),
    ]
    _make(folder, cheap, "2026-11")
    with ThreadPoolExecutor(len(commands)) as pool:
        for each in [pool.submit(command) for command in commands]:
            each.result()
    inventory = take_inventory(folder, None, LATER)
    assert {key.month for key in inventory.key_list.units.values()} >= {"2026-12", "2027-01"}
    shared = next(each for each in inventory.keys if each.key.month == "2026-11")
    assert len([share for share in shared.shares or () if not share.is_copy]) == 4
    assert inventory.key_list.key_of(*OCTOBER).state is not KeyState.ACTIVE
    assert PublicKeys.load(folder, None).key_list == inventory.key_list


def test_who_loads_while_a_month_is_destroyed_meets_no_half_of_it(
    folder: Path, cheap: Argon2Cost
) -> None:
    months = [f"2025-{number:02}" for number in range(1, 13)]
    _make(folder, cheap, *months)
    with ThreadPoolExecutor(3) as pool:
        going = pool.submit(lambda: [destroy_key(folder, (UNIT, m), LATER) for m in months])
        loads = 0
        while not going.done():
            _everybody_loads(folder).refresh(folder)
            loads += 1
        going.result()
    assert loads
    assert len(_everybody_loads(folder)._private_keys) == 2


def test_the_crash_of_these_tests_is_a_real_one(folder: Path) -> None:
    folder.mkdir()
    path = folder / "file"
    seen = [path.read_text() for _ in crashes(lambda: path.write_text("x") and path.unlink())]
    assert seen == ["x"]
    assert not path.exists()
