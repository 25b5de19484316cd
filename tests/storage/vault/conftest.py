from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from storage.vault.keys import Argon2Cost, KeyList, PublicKeys, StaffKeys, create_keys

CHEAP: Final = Argon2Cost(opslimit=1, memlimit=8192)


@pytest.fixture(scope="session")
def vectors() -> dict[str, Any]:
    """Bytes as they are stored: from the first release on they must stay readable for ever."""
    content: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text())
    return content


@pytest.fixture(scope="session")
def cheap() -> Argon2Cost:
    return CHEAP


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, KeyList]:
    folder = tmp_path_factory.mktemp("made") / "keys"
    units, months = ["qianjiang", "wuhan"], ["2026-11", "2026-12"]
    return folder, create_keys(
        folder, units=units, months=months, passphrase=b"correct horse", cost=CHEAP
    )


@pytest.fixture
def key_list(folder: Path, made: tuple[Path, KeyList]) -> KeyList:
    """Return the key list of a folder that a test may spoil."""
    shutil.copytree(made[0], folder)
    return made[1]


@pytest.fixture
def public_keys(folder: Path, key_list: KeyList) -> PublicKeys:
    return PublicKeys.load(folder, key_list.pin)


@pytest.fixture
def staff_keys(folder: Path, key_list: KeyList) -> StaffKeys:
    return StaffKeys.load(folder, b"correct horse", key_list.pin)
