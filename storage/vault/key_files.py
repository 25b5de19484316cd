"""Reading and writing the single files of a keys folder."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Final

from nacl.public import PrivateKey

from storage.errors import KeyFileError
from storage.vault.disk import is_shared, write_atomically
from storage.vault.key_list import UnitKey, fingerprint
from storage.vault.secrecy import OpaquePrivateKey
from storage.vault.signing import SEED_SIZE, Writer
from storage.vault.wrapping import Wrapping

_FORMAT: Final = 1


def read_key_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise KeyFileError(f"{path.name}: missing or not readable") from None


def read_secret_file(path: Path) -> bytes:
    """Read a file that nobody but its owner may touch."""
    try:
        with path.open("rb") as file:
            # Asked of the open file: its name may be gone by now, or another's.
            is_open_to_others, secret = is_shared(file.fileno()), file.read()
    except OSError:
        raise KeyFileError(f"{path.name}: missing or not readable") from None
    if is_open_to_others:
        raise KeyFileError(f"{path.name}: others than its owner have access")
    return secret


def read_writer(path: Path) -> Writer:
    seed = read_secret_file(path)
    if len(seed) != SEED_SIZE:
        raise KeyFileError(f"{path.name}: damaged")
    return Writer(seed)


def read_or_create_writer(path: Path) -> Writer:
    if path.exists():
        return read_writer(path)
    writer = Writer.create()
    write_atomically(path, writer.seed)
    return writer


def read_private_key(path: Path, wrapping: Wrapping) -> PrivateKey:
    """Unwrap the private key of a month; its public half must have the id in the file's name."""
    try:
        document = json.loads(read_secret_file(path))
        wrapped = b64decode(document["wrapped"], validate=True)
        is_known = document["format"] == _FORMAT
        key = OpaquePrivateKey(wrapping.unwrap(wrapped))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise KeyFileError(f"{path.name}: damaged") from None
    if not is_known or fingerprint(key.public_key) != path.stem:
        raise KeyFileError(f"{path.name}: holds another key")
    return key


def create_unit_key(folder: Path, unit: str, month: str, wrapping: Wrapping) -> UnitKey:
    """Draw a random key, keep its private half wrapped in the folder, return its public half."""
    private = PrivateKey.generate()
    key = UnitKey(
        id=fingerprint(private.public_key), public=private.public_key, unit=unit, month=month
    )
    write_private_key(folder, key, private, wrapping)
    return key


def write_private_key(folder: Path, key: UnitKey, private: PrivateKey, wrapping: Wrapping) -> None:
    document = {
        "format": _FORMAT,
        "unit": key.unit,
        "month": key.month,
        "wrapped": b64encode(wrapping.wrap(bytes(private))).decode(),
    }
    write_atomically(key_path(folder, key.id), json.dumps(document, indent=1).encode())


def key_path(folder: Path, key_id: str) -> Path:
    return folder / f"{key_id}.json"


def rewrap_private_key(path: Path, wrapping: Wrapping) -> None:
    """Wrap a private key anew; the wrapping must still unwrap what the file holds."""
    private = read_private_key(path, wrapping)
    document = json.loads(read_secret_file(path))
    document["wrapped"] = b64encode(wrapping.wrap(bytes(private))).decode()
    write_atomically(path, json.dumps(document, indent=1).encode())
