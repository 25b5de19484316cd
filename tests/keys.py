"""Keys of an installation as tests use them: made once a process, then copied."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from storage.vault.keys import Argon2Cost, create_keys

UNIT: Final = "qianjiang"
PASSPHRASE: Final = b"a passphrase of the tests"
CHEAP: Final = Argon2Cost(opslimit=1, memlimit=8192)


def copy_keys(folder: Path, units: Sequence[str] = (UNIT,), months: Sequence[str] = ()) -> None:
    """Write a new keys folder of these units and months."""
    folder.mkdir(mode=0o700, parents=True)
    for path, (mode, data) in _made(tuple(units), tuple(months)).items():
        if data is None:
            (folder / path).mkdir(mode=mode)
        else:
            (folder / path).touch(mode)
            (folder / path).write_bytes(data)


@functools.cache
def _made(units: Sequence[str], months: Sequence[str]) -> dict[Path, tuple[int, bytes | None]]:
    """Return mode and bytes of everything in a keys folder, parents first."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "keys"
        create_keys(folder, units=units, months=months, passphrase=PASSPHRASE, cost=CHEAP)
        return {
            path.relative_to(folder): (
                path.stat().st_mode & 0o777,
                path.read_bytes() if path.is_file() else None,
            )
            for path in sorted(folder.rglob("*"))
        }
