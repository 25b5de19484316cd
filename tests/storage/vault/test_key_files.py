from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from storage.errors import (
    KeyFileError,
    KeyListError,
)
from storage.vault.keys import (
    KeyList,
    PublicKeys,
    StaffKeys,
)
from tests.walking import each_of

PASSPHRASE: Final = b"correct horse"


DAMAGES: Final[dict[str, Callable[[bytes], bytes]]] = {
    "empty": lambda _: b"",
    "cut": lambda data: data[: len(data) // 2],
    "binary": lambda data: b"\xff\xfe" + data,
    "list": lambda _: b"[]",
    "null": lambda _: b"null",
    "deep": lambda _: b"[" * 100_000,
    "digits": lambda _: b"9" * 10_000,
}


LOADED: Final = [
    "public/key_list.json",
    "public/writer.seed",
    "staff/key_list.json",
    "staff/writer.seed",
    "staff/passphrase.json",
    "staff/private",
]


def _loaded_file(folder: Path, name: str) -> Path:
    path = folder / name
    return next(path.iterdir()) if path.is_dir() else path


def _load_both(folder: Path, pin: str) -> None:
    PublicKeys.load(folder, pin)
    StaffKeys.load(folder, PASSPHRASE, pin)


@each_of("damage,name", itertools.product(DAMAGES, LOADED))
def test_a_damaged_file_is_a_plain_error(
    folder: Path, key_list: KeyList, name: str, damage: str
) -> None:
    path = _loaded_file(folder, name)
    genuine = path.read_bytes()
    path.write_bytes(DAMAGES[damage](genuine))
    with pytest.raises((KeyFileError, KeyListError)) as caught:
        _load_both(folder, key_list.pin)
    path.write_bytes(genuine)
    _load_both(folder, key_list.pin)
    assert str(folder) not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("name", LOADED[:-1])
def test_a_missing_file_is_a_plain_error(folder: Path, key_list: KeyList, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(KeyFileError, match=Path(name).name):
        _load_both(folder, key_list.pin)


@each_of(
    "name,mode",
    itertools.product([n for n in LOADED if "key_list" not in n], [0o640, 0o604, 0o660, 0o601]),
)
def test_a_secret_file_open_to_others_is_refused(
    folder: Path, key_list: KeyList, name: str, mode: int
) -> None:
    path = _loaded_file(folder, name)
    path.chmod(mode)
    with pytest.raises(KeyFileError, match="others"):
        _load_both(folder, key_list.pin)
    path.chmod(0o600)


def test_private_keys_under_each_others_names_are_refused(folder: Path, key_list: KeyList) -> None:
    one, other = sorted((folder / "staff/private").iterdir())[:2]
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    with pytest.raises(KeyFileError, match="another key"):
        StaffKeys.load(folder, PASSPHRASE, key_list.pin)


@each_of(
    "change",
    [
        {"opslimit": 10**9},
        {"memlimit": 2**40},
        {"opslimit": 0},
        {"memlimit": 1},
        {"opslimit": 1.5},
        {"opslimit": "1"},
        {"salt": ""},
        {"salt": "?"},
        {"check": None},
        {"format": 2},
    ],
)
def test_a_damaged_cost_is_not_paid(
    folder: Path, key_list: KeyList, change: dict[str, Any]
) -> None:
    path = folder / "staff/passphrase.json"
    genuine = path.read_text()
    path.write_text(json.dumps(json.loads(genuine) | change))
    with pytest.raises(KeyFileError):
        StaffKeys.load(folder, PASSPHRASE, key_list.pin)
    path.write_text(genuine)
