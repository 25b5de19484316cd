from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from storage.errors import KeyFileError, WrongPassphraseError
from storage.vault.keys import Argon2Cost, KeyList, StaffKeys
from storage.vault.passphrases import change_passphrase

OLD: Final = b"correct horse"
NEW: Final = b"battery staple"


def _keys(folder: Path, passphrase: bytes) -> dict[str, bytes]:
    staff = StaffKeys.load(folder, passphrase, None)
    return {key.id: bytes(staff.private_key(key.id)) for key in staff.key_list.units.values()}


def test_the_new_passphrase_opens_the_same_keys_and_the_old_one_none(
    folder: Path, key_list: KeyList, cheap: Argon2Cost
) -> None:
    before = _keys(folder, OLD)
    assert change_passphrase(folder, OLD, NEW, cheap) == 6
    assert _keys(folder, NEW) == before
    with pytest.raises(WrongPassphraseError):
        StaffKeys.load(folder, OLD, None)


def test_an_old_copy_stays_locked_with_the_old_passphrase(
    folder: Path, key_list: KeyList, cheap: Argon2Cost, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "backup")
    change_passphrase(folder, OLD, NEW, cheap)
    with pytest.raises(WrongPassphraseError):
        StaffKeys.load(tmp_path / "backup", NEW, None)
    assert _keys(tmp_path / "backup", OLD) == _keys(folder, NEW)


def test_no_file_of_before_is_left(folder: Path, key_list: KeyList, cheap: Argon2Cost) -> None:
    staff = folder / "staff"
    secrets = [staff / "passphrase.json", *(staff / "private").iterdir()]
    before = {path: path.read_bytes() for path in secrets}
    change_passphrase(folder, OLD, NEW, cheap)
    assert {path for path in before if path.read_bytes() == before[path]} == set()
    assert b"earlier" not in (staff / "passphrase.json").read_bytes()


@pytest.mark.parametrize("given", [b"wrong", b"", NEW])
def test_a_wrong_old_passphrase_changes_nothing(
    folder: Path, key_list: KeyList, cheap: Argon2Cost, given: bytes
) -> None:
    before = _keys(folder, OLD)
    with pytest.raises(WrongPassphraseError):
        change_passphrase(folder, given, NEW, cheap)
    assert _keys(folder, OLD) == before


def test_where_the_staffs_folder_is_not_nothing_is_changed(
    folder: Path, key_list: KeyList, cheap: Argon2Cost
) -> None:
    shutil.rmtree(folder / "staff")
    with pytest.raises(KeyFileError):
        change_passphrase(folder, OLD, NEW, cheap)


def test_a_running_staff_process_keeps_its_keys_over_the_change(
    folder: Path, key_list: KeyList, cheap: Argon2Cost
) -> None:
    running = StaffKeys.load(folder, OLD, None)
    change_passphrase(folder, OLD, NEW, cheap)
    running.refresh(folder)
    assert len(running._private_keys) == 6
