"""Route keys: what the delivery role holds, one for each month and no longer than it."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from nacl.public import PrivateKey

from storage.errors import KeyFileError, UnknownKeyError
from storage.vault.disk import locked, overwrite_and_remove, sweep, write_atomically
from storage.vault.key_files import read_key_file, read_secret_file
from storage.vault.key_list import KeyList, RouteKey, fingerprint, read_key_list
from storage.vault.layout import KEY_LIST, PRIVATE, Role
from storage.vault.periods import check_month
from storage.vault.secrecy import Opaque, OpaquePrivateKey

_SUFFIX = ".key"


class RouteKeys(Opaque):
    """The signed key list and the private route keys that are still here.

    They lie without a passphrase, since delivery runs unattended: who reads the folder opens the
    addresses of the months in it, and no word of a tip.
    """

    def __init__(self, key_list: KeyList, private_keys: dict[str, PrivateKey]) -> None:
        self.key_list = key_list
        self._private_keys = private_keys

    @classmethod
    def load(cls, folder: Path, pinned: str | None) -> Self:
        """Read `delivery/` of a keys folder; `pinned` is the operator's public key in hex."""
        own = folder / Role.DELIVERY
        key_list = read_key_list(read_key_file(own / KEY_LIST), pinned)
        private_keys = {}
        for path in sorted((own / PRIVATE).glob(f"*{_SUFFIX}")):
            listed = key_list.routes.get(path.stem)
            if listed is None:
                # Made by a command that crashed before it signed the list.
                continue
            private = _read(path)
            if listed.id != fingerprint(private.public_key):
                raise KeyFileError(f"{path.name}: holds another key than the list names")
            private_keys[listed.id] = private
        return cls(key_list, private_keys)

    def has(self, key_id: str) -> bool:
        return key_id in self._private_keys

    def private_key(self, key_id: str) -> PrivateKey:
        """Return the private half of a route key; UnknownKeyError once its month is over."""
        key = self._private_keys.get(key_id)
        if key is None:
            raise UnknownKeyError("no private route key has this id")
        return key


def route_path(folder: Path, month: str) -> Path:
    return folder / f"{check_month(month)}{_SUFFIX}"


def create_route_key(folder: Path, month: str) -> RouteKey:
    private = PrivateKey.generate()
    write_atomically(route_path(folder, month), bytes(private))
    public = private.public_key
    return RouteKey(id=fingerprint(public), public=public, month=month)


def forget_routes_before(folder: Path, month: str) -> int:
    """Remove the private route keys of earlier months and return how many there were."""
    private = folder / Role.DELIVERY / PRIVATE
    if not private.is_dir():
        return 0
    with locked(folder):
        sweep(private)
        past = [path for path in private.glob(f"*{_SUFFIX}") if path.stem < check_month(month)]
        for path in past:
            overwrite_and_remove(path)
    return len(past)


def _read(path: Path) -> PrivateKey:
    secret = read_secret_file(path)
    if len(secret) != PrivateKey.SIZE:
        raise KeyFileError(f"{path.name}: damaged")
    return OpaquePrivateKey(secret)
