"""The life of a month's key: made, shared, recovered, destroyed, and never seen again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Final

import pytest
from nacl.public import PrivateKey

from storage.errors import (
    KeyDestroyedError,
    KeyFileError,
    KeyInUseError,
    KeyListError,
    SharePlanError,
    TooFewSharesError,
    UnknownKeyError,
    UnknownMediumError,
    WrongPassphraseError,
    WrongSharesError,
)
from storage.vault import disk
from storage.vault.destruction import (
    STAFF_HOST,
    carry_out,
    confirm_gone,
    destroy_key,
    plan_destruction,
)
from storage.vault.inventory import KeyStatus, take_inventory
from storage.vault.key_list import KeyList, KeyState, read_key_list
from storage.vault.keys import Argon2Cost, PublicKeys, Role, StaffKeys, create_keys
from storage.vault.recovery import Handout, Lock, SharePlan, recover_key, share_key

PASSPHRASE: Final = b"correct horse"
UNIT: Final = "qianjiang"
OCTOBER: Final = (UNIT, "2026-10")
NOVEMBER: Final = (UNIT, "2026-11")
QUARTER: Final = (UNIT, "2026-Q4")
PLAN: Final = SharePlan(2, ("safe A", "safe B", "刘局"))
LATER: Final = "2027-02"


@pytest.fixture(autouse=True)
def year(folder: Path, cheap: Argon2Cost) -> KeyList:
    """Return the list of a folder with October to January."""
    months = ["2026-10", "2026-11", "2026-12", "2027-01"]
    return create_keys(folder, units=[UNIT], months=months, passphrase=PASSPHRASE, cost=cheap)


def _make_again(folder: Path, cheap: Argon2Cost) -> KeyList:
    months = ["2026-10", "2026-11", "2026-12", "2027-01", "2027-02"]
    return create_keys(folder, units=[UNIT], months=months, passphrase=PASSPHRASE, cost=cheap)


def _private(folder: Path, key_id: str) -> Path:
    return folder / f"staff/private/{key_id}.json"


def _status(folder: Path, place: tuple[str, str], month: str = LATER) -> KeyStatus:
    keys = take_inventory(folder, None, month).keys
    return next(each.status for each in keys if each.key.place == place)


def _share(
    folder: Path, place: tuple[str, str] = OCTOBER, plan: SharePlan = PLAN
) -> list[Handout]:
    return share_key(folder, place, plan, PASSPHRASE)


def _lock(cheap: Argon2Cost, **changes: Any) -> Lock:
    return Lock(**({"passphrase": PASSPHRASE, "cost": cheap} | changes))


def test_states_follow_the_month(folder: Path) -> None:
    statuses = {
        each.key.month: each.status for each in take_inventory(folder, None, "2026-11").keys
    }
    assert statuses == {
        "2026-10": KeyStatus.ACTIVE,
        "2026-11": KeyStatus.ACTIVE,
        "2026-12": KeyStatus.FUTURE,
        "2027-01": KeyStatus.FUTURE,
        "2026-Q4": KeyStatus.STANDBY,
        "2027-Q1": KeyStatus.STANDBY,
    }


def test_a_month_without_shares_is_destroyed_at_once(folder: Path, year: KeyList) -> None:
    key = year.key_of(*OCTOBER)
    (touched,) = destroy_key(folder, OCTOBER, LATER)
    assert touched.state is KeyState.DESTROYED
    assert not _private(folder, key.id).exists()
    for role in Role:
        signed = read_key_list((folder / role / "key_list.json").read_bytes(), year.pin)
        assert signed.key_of(*OCTOBER).state is KeyState.DESTROYED


def test_shares_keep_a_month_destroying_until_each_is_confirmed_gone(
    folder: Path, year: KeyList
) -> None:
    _share(folder)
    (touched,) = destroy_key(folder, OCTOBER, LATER)
    assert touched.state is KeyState.DESTROYING
    assert not _private(folder, touched.id).exists()
    for medium in PLAN.media:
        assert _status(folder, OCTOBER) is KeyStatus.DESTROYING
        confirm_gone(folder, OCTOBER, medium)
        confirm_gone(folder, OCTOBER, medium)
    assert _status(folder, OCTOBER) is KeyStatus.DESTROYED
    assert _status(folder, NOVEMBER) is KeyStatus.ACTIVE


def test_nothing_is_sealed_to_a_key_on_its_way_out(folder: Path, year: KeyList) -> None:
    _share(folder)
    destroy_key(folder, OCTOBER, LATER)
    public = PublicKeys.load(folder, year.pin)
    assert public.unit_key(*OCTOBER) == year.key_of(*QUARTER)
    destroy_key(folder, QUARTER, LATER)
    public.refresh(folder)
    with pytest.raises(UnknownKeyError):
        public.unit_key(*OCTOBER)


@pytest.mark.parametrize("with_shares", [True, False])
def test_what_is_destroyed_is_never_remade(
    folder: Path, cheap: Argon2Cost, *, with_shares: bool
) -> None:
    if with_shares:
        _share(folder)
    (gone,) = destroy_key(folder, OCTOBER, LATER)
    again = _make_again(folder, cheap)
    assert again.key_of(*OCTOBER) == gone
    assert not _private(folder, gone.id).exists()
    assert (UNIT, "2027-02") in again.units


@pytest.mark.parametrize("month", ["2026-10", "2026-09"])
def test_a_month_that_is_not_over_is_not_destroyed(
    folder: Path, year: KeyList, month: str
) -> None:
    for place in (OCTOBER, NOVEMBER, QUARTER):
        with pytest.raises(KeyInUseError):
            destroy_key(folder, place, month)
    assert set(StaffKeys.load(folder, PASSPHRASE, None)._private_keys) == {
        key.id for key in year.units.values()
    }


def test_destroying_twice_is_destroying_once(folder: Path) -> None:
    first = destroy_key(folder, OCTOBER, LATER)
    files = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert destroy_key(folder, OCTOBER, LATER) == first
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == files


def test_a_standby_key_goes_with_the_last_month_it_may_have_served(
    folder: Path, year: KeyList
) -> None:
    destroy_key(folder, OCTOBER, LATER)
    destroy_key(folder, (UNIT, "2026-12"), LATER)
    assert _status(folder, QUARTER) is KeyStatus.STANDBY
    planned = plan_destruction(take_inventory(folder, None, LATER).key_list, NOVEMBER, LATER)
    assert [key.place for key in planned] == [NOVEMBER, QUARTER]
    touched = destroy_key(folder, NOVEMBER, LATER)
    assert [(key.place, key.state) for key in touched] == [
        (NOVEMBER, KeyState.DESTROYED),
        (QUARTER, KeyState.DESTROYED),
    ]
    assert not _private(folder, year.key_of(*QUARTER).id).exists()


def test_a_standby_key_stays_while_its_quarter_runs(folder: Path) -> None:
    destroy_key(folder, OCTOBER, "2026-12")
    destroy_key(folder, NOVEMBER, "2026-12")
    assert _status(folder, QUARTER) is KeyStatus.STANDBY


def test_a_running_staff_process_lets_go_of_a_destroyed_key(
    folder: Path, year: KeyList, cheap: Argon2Cost
) -> None:
    running = StaffKeys.load(folder, PASSPHRASE, year.pin)
    gone = year.key_of(*OCTOBER).id
    assert isinstance(running.private_key(gone), PrivateKey)
    destroy_key(folder, OCTOBER, LATER)
    _make_again(folder, cheap)
    running.refresh(folder)
    with pytest.raises(UnknownKeyError):
        running.private_key(gone)
    made = running.unit_key(UNIT, "2027-02")
    assert not made.is_standby
    assert isinstance(running.private_key(made.id), PrivateKey)


def test_a_key_that_an_old_copy_brings_back_is_neither_read_nor_left(
    folder: Path, year: KeyList, tmp_path: Path
) -> None:
    key_id = year.key_of(*OCTOBER).id
    shutil.copy(_private(folder, key_id), tmp_path / "old")
    destroy_key(folder, OCTOBER, LATER)
    shutil.copy(tmp_path / "old", _private(folder, key_id))
    with pytest.raises(UnknownKeyError):
        StaffKeys.load(folder, PASSPHRASE, year.pin).private_key(key_id)
    shutil.rmtree(folder / "operator")
    assert carry_out(folder, year.pin) == 1
    assert not _private(folder, key_id).exists()
    assert carry_out(folder, year.pin) == 0


def test_the_bytes_of_a_key_file_are_written_over(
    folder: Path, year: KeyList, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _private(folder, year.key_of(*OCTOBER).id)
    before = path.read_bytes()
    seen: list[bytes] = []

    def look(self: Path, *, missing_ok: bool = False) -> None:
        seen.append(self.read_bytes())
        original(self, missing_ok=missing_ok)

    original = Path.unlink
    monkeypatch.setattr(disk.Path, "unlink", look)
    destroy_key(folder, OCTOBER, LATER)
    (written,) = [each for each in seen if len(each) == len(before)]
    assert sum(a == b for a, b in zip(written, before, strict=True)) < len(before) / 8


def test_a_lost_key_comes_back_from_two_shares_of_three(
    folder: Path, year: KeyList, cheap: Argon2Cost
) -> None:
    handouts = _share(folder)
    assert [each.medium for each in handouts] == list(PLAN.media)
    key_id = year.key_of(*OCTOBER).id
    before = bytes(StaffKeys.load(folder, PASSPHRASE, None).private_key(key_id))
    _private(folder, key_id).unlink()
    recovered = recover_key(folder, OCTOBER, [handouts[2].words, handouts[0].words], _lock(cheap))
    assert recovered.id == key_id
    assert bytes(StaffKeys.load(folder, PASSPHRASE, None).private_key(key_id)) == before


def test_a_staff_host_without_the_operator_recovers_under_a_new_passphrase(
    folder: Path, year: KeyList, cheap: Argon2Cost
) -> None:
    words = [each.words for each in _share(folder)]
    shutil.rmtree(folder / "operator")
    shutil.rmtree(folder / "staff/private")
    (folder / "staff/passphrase.json").unlink()
    recover_key(folder, OCTOBER, words, _lock(cheap, passphrase=b"new", pinned=year.pin))
    staff = StaffKeys.load(folder, b"new", year.pin)
    assert isinstance(staff.private_key(year.key_of(*OCTOBER).id), PrivateKey)


def test_wrong_and_too_few_shares_are_told_apart(folder: Path, cheap: Argon2Cost) -> None:
    ours, november = _share(folder), _share(folder, NOVEMBER)
    again = _share(folder)
    words = [each.words for each in ours]
    for shares, error in (
        (words[:1], TooFewSharesError),
        ([words[0], words[0]], TooFewSharesError),
        ([each.words for each in november], WrongSharesError),
        ([words[0], again[1].words], WrongSharesError),
        ([words[0], november[1].words], WrongSharesError),
    ):
        with pytest.raises(error):
            recover_key(folder, OCTOBER, shares, _lock(cheap))
    with pytest.raises(WrongPassphraseError):
        recover_key(folder, OCTOBER, words, _lock(cheap, passphrase=b"other"))
    with pytest.raises(UnknownKeyError):
        recover_key(folder, (UNIT, "2030-01"), words, _lock(cheap))
    with pytest.raises(KeyListError):
        recover_key(folder, OCTOBER, words, _lock(cheap, pinned="0" * 64))
    recover_key(folder, OCTOBER, words, _lock(cheap))
    recover_key(folder, OCTOBER, [each.words for each in again], _lock(cheap))


def test_a_key_on_its_way_out_is_neither_shared_nor_recovered(
    folder: Path, year: KeyList, cheap: Argon2Cost
) -> None:
    words = [each.words for each in _share(folder)]
    destroy_key(folder, OCTOBER, LATER)
    for _ in range(2):
        with pytest.raises(KeyDestroyedError):
            recover_key(folder, OCTOBER, words, _lock(cheap))
        with pytest.raises(KeyDestroyedError):
            _share(folder)
        for medium in PLAN.media:
            confirm_gone(folder, OCTOBER, medium)
    assert not _private(folder, year.key_of(*OCTOBER).id).exists()


def test_every_share_that_was_ever_handed_out_must_be_confirmed(folder: Path) -> None:
    _share(folder)
    _share(folder, plan=SharePlan(2, ("safe A", "bank")))
    destroy_key(folder, OCTOBER, LATER)
    for medium in ("safe A", "safe B", "刘局"):
        assert confirm_gone(folder, OCTOBER, medium).state is KeyState.DESTROYING
    assert confirm_gone(folder, OCTOBER, "bank").state is KeyState.DESTROYED


def test_only_listed_media_of_keys_on_their_way_out_are_confirmed(folder: Path) -> None:
    _share(folder)
    with pytest.raises(KeyInUseError):
        confirm_gone(folder, OCTOBER, "safe A")
    destroy_key(folder, OCTOBER, LATER)
    with pytest.raises(UnknownMediumError):
        confirm_gone(folder, OCTOBER, "safe C")


@pytest.mark.parametrize("media", [("a", "a"), ("a", ""), ("a", " b"), ("a",), ()])
def test_every_medium_has_a_name_of_its_own(folder: Path, media: tuple[str, ...]) -> None:
    with pytest.raises(SharePlanError):
        _share(folder, plan=SharePlan(2, media))
    assert not (folder / "operator/shares.json").exists()


def test_shares_are_written_down_nowhere(folder: Path) -> None:
    handouts = _share(folder)
    everything = b"\n".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    for handout in handouts:
        assert handout.words.encode() not in everything
        assert " ".join(handout.words.split()[3:6]).encode() not in everything
        assert handout.words not in repr(handout)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_text("{}"),
        lambda path: path.write_text(path.read_text().replace("false", "true", 1)),
        lambda path: path.write_text(path.read_text().replace("safe A", "safe C")),
    ],
    ids=["lost", "empty", "confirmed by another hand", "another medium"],
)
def test_a_lost_or_changed_register_does_not_make_a_key_look_destroyed(
    folder: Path, damage: Any
) -> None:
    _share(folder)
    destroy_key(folder, OCTOBER, LATER)
    damage(folder / "operator/shares.json")
    for command in (
        lambda: destroy_key(folder, OCTOBER, LATER),
        lambda: confirm_gone(folder, OCTOBER, "safe B"),
    ):
        with pytest.raises(KeyFileError):
            command()
    assert _status_without_register(folder) is KeyState.DESTROYING


def _status_without_register(folder: Path) -> KeyState:
    signed = read_key_list((folder / "public/key_list.json").read_bytes(), None)
    return signed.key_of(*OCTOBER).state


def test_a_state_that_the_operator_did_not_sign_is_refused(folder: Path, year: KeyList) -> None:
    destroy_key(folder, OCTOBER, LATER)
    path = folder / "public/key_list.json"
    document = json.loads(path.read_text())
    for row in document["list"]["units"]:
        row["state"] = "active"
    path.write_text(json.dumps(document))
    with pytest.raises(KeyListError):
        PublicKeys.load(folder, year.pin)


def test_where_the_staffs_folder_is_elsewhere_its_host_must_be_confirmed(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "staff").rename(tmp_path / "staff")
    (touched,) = destroy_key(folder, OCTOBER, LATER)
    assert touched.state is KeyState.DESTROYING
    assert confirm_gone(folder, OCTOBER, STAFF_HOST).state is KeyState.DESTROYED


def test_only_who_has_the_operators_folder_may_destroy(folder: Path) -> None:
    shutil.rmtree(folder / "operator")
    with pytest.raises(KeyFileError, match="operator"):
        destroy_key(folder, OCTOBER, LATER)
    with pytest.raises(KeyFileError, match="operator"):
        _share(folder)
