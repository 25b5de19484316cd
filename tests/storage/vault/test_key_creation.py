from __future__ import annotations

import json
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pytest

from storage.errors import (
    KeyFileError,
    WrongPassphraseError,
)
from storage.vault.keys import (
    MODERATE,
    Argon2Cost,
    KeyList,
    PublicKeys,
    Role,
    StaffKeys,
    create_keys,
)
from tests.walking import each_of

PASSPHRASE: Final = b"correct horse"


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _create(folder: Path, cheap: Argon2Cost, **changes: Any) -> KeyList:
    wanted = {"units": ["qianjiang"], "months": ["2026-11"], "passphrase": PASSPHRASE, **changes}
    return create_keys(folder, **wanted, cost=cheap)


def test_creating_again_changes_nothing(folder: Path, cheap: Argon2Cost) -> None:
    first = _create(folder, cheap)
    before = _files(folder)
    assert _create(folder, cheap) == first
    assert _files(folder) == before


def test_creating_again_adds_only_what_is_missing(folder: Path, cheap: Argon2Cost) -> None:
    first = _create(folder, cheap)
    before = _files(folder)
    second = _create(folder, cheap, units=["qianjiang", "wuhan"], months=["2026-11", "2026-12"])
    assert set(second.units) == {
        (unit, month)
        for unit in ("qianjiang", "wuhan")
        for month in ("2026-11", "2026-12", "2026-Q4")
    }
    assert first.units.items() <= second.units.items()
    after = _files(folder)
    changed = {name for name, content in before.items() if after[name] != content}
    assert changed == {f"{role}/key_list.json" for role in Role}


def test_a_crash_before_the_copies_is_mended(folder: Path, cheap: Argon2Cost) -> None:
    created = _create(folder, cheap)
    stale = (folder / "public/key_list.json").read_bytes()
    grown = _create(folder, cheap, months=["2026-11", "2026-12"])
    (folder / "public/key_list.json").write_bytes(stale)
    (folder / "staff/key_list.json").unlink()
    assert _create(folder, cheap) == grown != created
    assert PublicKeys.load(folder, grown.pin).key_list == grown
    assert StaffKeys.load(folder, PASSPHRASE, grown.pin).key_list == grown


def test_only_the_owner_has_access(folder: Path, key_list: KeyList) -> None:
    for path in (folder, *folder.rglob("*")):
        expected = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == expected, path.name


def test_no_temporary_file_is_left(folder: Path, key_list: KeyList) -> None:
    assert [path.name for path in folder.rglob(".*")] == []


def test_private_keys_are_random_and_stored_only_wrapped(
    folder: Path, key_list: KeyList, staff_keys: StaffKeys
) -> None:
    everything = b"\n".join(_files(folder).values())
    secrets = [bytes(staff_keys.private_key(key.id)) for key in key_list.units.values()]
    assert len(set(secrets)) == len(secrets) == 6
    for secret in secrets:
        assert secret not in everything
        assert secret.hex().encode() not in everything


@each_of("passphrase", [b"correct hors", b"Correct horse", b"\0", b""])
def test_a_wrong_passphrase_is_told(folder: Path, cheap: Argon2Cost, passphrase: bytes) -> None:
    key_list = _create(folder, cheap)
    before = _files(folder)
    with pytest.raises(WrongPassphraseError):
        StaffKeys.load(folder, passphrase, key_list.pin)
    with pytest.raises(WrongPassphraseError):
        _create(folder, cheap, months=["2027-05"], passphrase=passphrase)
    assert _files(folder) == before


def test_a_passphrase_may_be_secret_text(folder: Path, cheap: Argon2Cost) -> None:
    class Secret:
        def __init__(self, text: str) -> None:
            self._text = text

        def get_secret_value(self) -> str:
            return self._text

    key_list = _create(folder, cheap, passphrase=Secret("caf\u00e9 口令"))
    StaffKeys.load(folder, Secret("cafe\u0301 口令"), key_list.pin)
    StaffKeys.load(folder, "caf\u00e9 口令".encode(), key_list.pin)


def test_the_default_cost_is_moderate(folder: Path) -> None:
    key_list = create_keys(folder, units=["u"], months=["2026-Q4"], passphrase=PASSPHRASE)
    stored = json.loads((folder / "staff/passphrase.json").read_text())
    assert (stored["opslimit"], stored["memlimit"]) == (3, 256 * 1024 * 1024)
    assert (MODERATE.opslimit, MODERATE.memlimit) == (3, 256 * 1024 * 1024)
    assert key_list.unit_key("u", "2026-11").is_standby


def test_a_destroyed_month_is_not_made_anew(folder: Path, cheap: Argon2Cost) -> None:
    created = _create(folder, cheap)
    gone = created.unit_key("qianjiang", "2026-11").id
    (folder / f"staff/private/{gone}.json").unlink()
    assert _create(folder, cheap) == created
    assert not (folder / f"staff/private/{gone}.json").exists()


@pytest.mark.parametrize(
    "lost", ["operator/operator.seed", "public/writer.seed", "staff/writer.seed"]
)
def test_a_lost_seed_is_not_replaced_behind_the_operators_back(
    folder: Path, cheap: Argon2Cost, lost: str
) -> None:
    _create(folder, cheap)
    (folder / lost).unlink()
    before = _files(folder)
    with pytest.raises(KeyFileError):
        _create(folder, cheap)
    assert _files(folder) == before


def test_a_lost_operators_folder_is_not_replaced(folder: Path, cheap: Argon2Cost) -> None:
    _create(folder, cheap)
    shutil.rmtree(folder / "operator")
    with pytest.raises(KeyFileError):
        _create(folder, cheap)


def test_a_lost_passphrase_file_is_not_replaced(folder: Path, cheap: Argon2Cost) -> None:
    _create(folder, cheap)
    (folder / "staff/passphrase.json").unlink()
    with pytest.raises(KeyFileError, match=r"passphrase\.json"):
        _create(folder, cheap)


def test_commands_at_the_same_time_agree(folder: Path, cheap: Argon2Cost) -> None:
    with ThreadPoolExecutor(4) as pool:
        lists = list(pool.map(lambda _: _create(folder, cheap), range(4)))
    assert all(each == lists[0] for each in lists)
    assert len(list((folder / "staff/private").iterdir())) == len(lists[0].units) == 2


def test_a_crash_before_the_first_list_keeps_the_seeds(folder: Path, cheap: Argon2Cost) -> None:
    first = _create(folder, cheap)
    for role in Role:
        (folder / role / "key_list.json").unlink()
    second = _create(folder, cheap)
    assert (second.operator, second.writers) == (first.operator, first.writers)
