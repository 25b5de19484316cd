from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest
from nacl.public import SealedBox

from storage.errors import KeyFileError, UnknownKeyError
from storage.vault.keys import Argon2Cost, KeyList, PublicKeys, create_keys
from storage.vault.routes import RouteKeys, forget_routes_before


def test_the_public_role_seals_an_address_that_delivery_opens(
    folder: Path, key_list: KeyList, tmp_path: Path
) -> None:
    shutil.copytree(folder / "delivery", tmp_path / "host/delivery")
    key = PublicKeys.load(folder, key_list.pin).key_list.route_key("2026-12")
    sealed = SealedBox(key.public).encrypt(b"chat 7")
    delivery = RouteKeys.load(tmp_path / "host", key_list.pin)
    assert SealedBox(delivery.private_key(key.id)).decrypt(sealed) == b"chat 7"


def test_no_other_role_holds_a_route_key(folder: Path, key_list: KeyList) -> None:
    secrets = [path.read_bytes() for path in (folder / "delivery/private").iterdir()]
    assert len(set(secrets)) == 2
    for role in ("operator", "public", "staff"):
        for path in (folder / role).rglob("*.*"):
            assert not any(
                s in path.read_bytes() or s.hex() in path.read_text("latin-1") for s in secrets
            )


def test_a_month_without_a_route_key_is_told(folder: Path, key_list: KeyList) -> None:
    with pytest.raises(UnknownKeyError):
        key_list.route_key("2027-01")
    with pytest.raises(UnknownKeyError):
        RouteKeys.load(folder, None).private_key("0" * 16)


def test_routes_of_past_months_are_forgotten_and_not_remade(
    folder: Path, key_list: KeyList, cheap: Argon2Cost
) -> None:
    gone, kept = key_list.route_key("2026-11"), key_list.route_key("2026-12")
    assert forget_routes_before(folder, "2026-12") == 1
    assert forget_routes_before(folder, "2026-12") == 0
    months = ["2026-11", "2026-12"]
    create_keys(folder, units=["wuhan"], months=months, passphrase=b"correct horse", cost=cheap)
    delivery = RouteKeys.load(folder, key_list.pin)
    delivery.private_key(kept.id)
    with pytest.raises(UnknownKeyError):
        delivery.private_key(gone.id)


def test_only_the_owner_may_read_a_route_key(folder: Path, key_list: KeyList) -> None:
    (path, *_more) = (folder / "delivery/private").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    with pytest.raises(KeyFileError):
        RouteKeys.load(folder, None)


def test_another_months_route_key_is_refused(folder: Path, key_list: KeyList) -> None:
    one, other = sorted((folder / "delivery/private").iterdir())
    one.write_bytes(other.read_bytes())
    with pytest.raises(KeyFileError):
        RouteKeys.load(folder, None)


def test_a_host_without_a_delivery_folder_has_no_routes_to_forget(tmp_path: Path) -> None:
    assert forget_routes_before(tmp_path, "2027-01") == 0
