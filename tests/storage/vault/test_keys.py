from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import Any, Final

import pytest
from nacl.public import PrivateKey, PublicKey

from storage.errors import (
    KeyFileError,
    KeyListError,
    KeysError,
    UnknownKeyError,
    WrongPassphraseError,
)
from storage.vault.envelopes import GENESIS, Author, Context, open_envelope, seal, verify
from storage.vault.keys import (
    Argon2Cost,
    KeyList,
    PublicKeys,
    Role,
    StaffKeys,
    create_keys,
    months_from,
)
from storage.vault.signing import Writer
from tests.walking import each_of

PASSPHRASE: Final = b"correct horse"


def _create(folder: Path, cheap: Argon2Cost, **changes: Any) -> KeyList:
    wanted = {"units": ["qianjiang"], "months": ["2026-11"], "passphrase": PASSPHRASE, **changes}
    return create_keys(folder, **wanted, cost=cheap)


@each_of(
    "month,unit", itertools.product(["2026-11", "2026-12", "2026-10"], ["qianjiang", "wuhan"])
)
def test_the_public_role_seals_and_the_staff_opens(
    public_keys: PublicKeys, staff_keys: StaffKeys, unit: str, month: str
) -> None:
    context = Context("H7K2-9", 1, Author.TIPSTER, 1)
    key = public_keys.unit_key(unit, month)
    envelope = seal(b"words", context, [key.public], public_keys.writer, GENESIS)
    verify(envelope, context, GENESIS, staff_keys.key_list.authors[Author.TIPSTER])
    assert open_envelope(envelope, context, staff_keys.private_key(key.id)) == b"words"
    assert staff_keys.unit_key(unit, month) == key


def test_each_unit_and_month_has_a_key_of_its_own(key_list: KeyList) -> None:
    assert len({key.id for key in key_list.units.values()}) == 6
    assert len({bytes(key.public) for key in key_list.units.values()}) == 6


def test_a_missing_month_falls_back_to_the_units_standby_key(public_keys: PublicKeys) -> None:
    assert not public_keys.unit_key("wuhan", "2026-12").is_standby
    standby = public_keys.unit_key("wuhan", "2026-10")
    assert standby.is_standby
    assert standby != public_keys.unit_key("qianjiang", "2026-10")


@each_of("month", ["2026-09", "2027-01", "2031-07"])
def test_a_standby_key_serves_its_own_quarter_only(public_keys: PublicKeys, month: str) -> None:
    with pytest.raises(UnknownKeyError):
        public_keys.unit_key("wuhan", month)


def test_an_unknown_unit_has_no_key(public_keys: PublicKeys) -> None:
    with pytest.raises(UnknownKeyError):
        public_keys.unit_key("beijing", "2026-11")


def test_an_unknown_id_has_no_private_key(staff_keys: StaffKeys) -> None:
    with pytest.raises(UnknownKeyError):
        staff_keys.private_key("0123456789abcdef")


@each_of("month", ["", "2026-13", "2026-1", "26-11", "standby", "2026-11\n"])
def test_a_month_is_written_in_one_way(
    public_keys: PublicKeys, folder: Path, cheap: Argon2Cost, month: str
) -> None:
    with pytest.raises(ValueError, match="YYYY-MM"):
        public_keys.unit_key("wuhan", month)
    with pytest.raises(ValueError, match="YYYY-MM"):
        _create(folder, cheap, months=[month])


def test_months_are_counted_across_the_year() -> None:
    assert months_from("2026-11") == ("2026-11", "2026-12", "2027-01", "2027-02")
    assert months_from("2026-12", ahead=0) == ("2026-12",)


@each_of("pinned", ["0" * 64, "", "not hex", "standby"])
def test_another_pin_is_refused(folder: Path, key_list: KeyList, pinned: str) -> None:
    with pytest.raises(KeyListError):
        PublicKeys.load(folder, pinned)
    with pytest.raises(KeyListError):
        StaffKeys.load(folder, PASSPHRASE, pinned)


def test_the_pin_may_be_typed_in_capitals_or_left_out(folder: Path, key_list: KeyList) -> None:
    for pinned in (key_list.pin, f" {key_list.pin.upper()}\n", None):
        assert PublicKeys.load(folder, pinned).key_list == key_list


def test_another_operators_list_is_refused(
    folder: Path, key_list: KeyList, tmp_path: Path, cheap: Argon2Cost
) -> None:
    _create(tmp_path / "evil", cheap)
    shutil.copy(tmp_path / "evil/public/key_list.json", folder / "public/key_list.json")
    with pytest.raises(KeyListError):
        PublicKeys.load(folder, key_list.pin)
    with pytest.raises(KeyListError):
        PublicKeys.load(folder, None)


def test_each_role_needs_its_own_folder_only(
    folder: Path, key_list: KeyList, tmp_path: Path
) -> None:
    for role in (Role.PUBLIC, Role.STAFF):
        shutil.copytree(folder / role, tmp_path / "apart" / role)
    shutil.rmtree(folder)
    public = PublicKeys.load(tmp_path / "apart", key_list.pin)
    shutil.rmtree(tmp_path / "apart/public")
    staff = StaffKeys.load(tmp_path / "apart", PASSPHRASE, key_list.pin)
    key = public.unit_key("wuhan", "2026-11")
    assert PublicKey(bytes(staff.private_key(key.id).public_key)) == key.public


def test_a_destroyed_month_opens_no_more_and_the_others_do(
    folder: Path, key_list: KeyList, public_keys: PublicKeys
) -> None:
    gone = public_keys.unit_key("wuhan", "2026-11").id
    (folder / f"staff/private/{gone}.json").unlink()
    staff = StaffKeys.load(folder, PASSPHRASE, key_list.pin)
    with pytest.raises(UnknownKeyError):
        staff.private_key(gone)
    assert isinstance(staff.private_key(public_keys.unit_key("wuhan", "2026-12").id), PrivateKey)


def _load(role: Role, folder: Path, pin: str) -> PublicKeys | StaffKeys:
    if role is Role.PUBLIC:
        return PublicKeys.load(folder, pin)
    return StaffKeys.load(folder, PASSPHRASE, pin)


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.STAFF])
def test_a_writer_that_the_list_does_not_name_is_refused(
    folder: Path, key_list: KeyList, role: Role, cheap: Argon2Cost
) -> None:
    (folder / role / "writer.seed").write_bytes(Writer.create().seed)
    with pytest.raises(KeyListError):
        _load(role, folder, key_list.pin)
    with pytest.raises(KeyListError):
        _create(folder, cheap)


def test_keys_show_nothing(public_keys: PublicKeys, staff_keys: StaffKeys) -> None:
    writer = staff_keys.writer
    private = staff_keys.private_key(staff_keys.unit_key("wuhan", "2026-11").id)
    for value in (public_keys, staff_keys, writer, private):
        assert repr(value) == str(value) == f"<{type(value).__name__}>"
    shown = repr(vars(staff_keys)) + repr(vars(public_keys))
    assert "\\x" not in shown.replace(repr(staff_keys.key_list), "")


def test_errors_are_one_family(key_list: KeyList) -> None:
    assert all(
        issubclass(error, KeysError)
        for error in (KeyFileError, KeyListError, UnknownKeyError, WrongPassphraseError)
    )
