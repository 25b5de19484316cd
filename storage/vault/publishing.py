"""The operator's own hand: opening his folder, and giving each role the list he signed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from storage.vault.disk import sweep, write_atomically
from storage.vault.key_files import read_key_file, read_writer
from storage.vault.key_list import KeyList, read_key_list
from storage.vault.layout import KEY_LIST, OPERATOR_SEED, PRIVATE, Role
from storage.vault.secrecy import Opaque
from storage.vault.signing import Writer


@dataclass(frozen=True, slots=True, repr=False)
class Operator(Opaque):
    """The operator's writer, and the list as he signed it last."""

    writer: Writer
    key_list: KeyList


def open_operator(folder: Path) -> Operator:
    """Read `operator/` of a keys folder; a list that is not his own is refused."""
    writer = read_writer(folder / Role.OPERATOR / OPERATOR_SEED)
    pin = bytes(writer.public).hex()
    return Operator(writer, read_key_list(read_key_file(folder / Role.OPERATOR / KEY_LIST), pin))


def publish(folder: Path, operator: Writer, key_list: KeyList) -> None:
    """Sign the list and give it to every role whose folder is here.

    Ed25519 signs the same list with the same bytes, so that nothing is written in vain. The
    operator's copy comes first: it is the one the others are made from.
    """
    signed = key_list.to_bytes(operator)
    for role in Role:
        path = folder / role / KEY_LIST
        is_here = path.parent.is_dir()
        if is_here and (not path.exists() or path.read_bytes() != signed):
            write_atomically(path, signed)


def sweep_folder(folder: Path) -> None:
    """Remove what crashes left behind in a keys folder; only with it held by `locked`."""
    for role in Role:
        for place in (folder / role, folder / role / PRIVATE):
            sweep(place)
