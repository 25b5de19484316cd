"""The register of recovery shares and copies: on which medium, and whether it is gone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

from nacl.signing import VerifyKey

from storage.errors import KeyFileError, UnknownMediumError
from storage.vault.disk import write_atomically
from storage.vault.key_files import read_secret_file
from storage.vault.signing import Writer, is_signed

_FORMAT: Final = 1
_PURPOSE: Final = b"humen.shares.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of a key on a medium: `threshold` of one `split` recover the key.

    A whole copy, as an exported staff folder is one, has a threshold of 1.
    """

    key_id: str
    medium: str
    split: str
    threshold: int
    gone: bool = False

    @property
    def is_copy(self) -> bool:
        return self.threshold == 1


@dataclass(frozen=True, slots=True)
class Register:
    """Every share and copy that was ever handed out; none is ever taken off the list."""

    shares: tuple[Share, ...] = ()

    def of(self, key_id: str) -> tuple[Share, ...]:
        return tuple(share for share in self.shares if share.key_id == key_id)

    def outstanding(self, key_id: str) -> tuple[Share, ...]:
        """Return the key's shares whose medium is not yet confirmed gone."""
        return tuple(share for share in self.of(key_id) if not share.gone)

    def has_copy(self, key_id: str, medium: str) -> bool:
        return any(share.medium == medium and share.is_copy for share in self.of(key_id))

    def with_shares(self, shares: Iterable[Share]) -> Self:
        return replace(self, shares=(*self.shares, *shares))

    def confirmed(self, key_id: str, medium: str) -> Self:
        """Return the register with everything of the key on the medium gone."""
        if not any(share.medium == medium for share in self.of(key_id)):
            raise UnknownMediumError("nothing of this key is listed on such a medium")
        return replace(
            self,
            shares=tuple(
                replace(share, gone=True)
                if (share.key_id, share.medium) == (key_id, medium)
                else share
                for share in self.shares
            ),
        )

    def write(self, path: Path, operator: Writer) -> None:
        content = {"format": _FORMAT, "shares": [_row(share) for share in self.shares]}
        signature = operator.sign(_PURPOSE, _canonical(content)).hex()
        document = {"register": content, "signature": signature}
        write_atomically(path, json.dumps(document, indent=1, ensure_ascii=False).encode())


def read_register(path: Path, operator: VerifyKey) -> Register:
    """Read the signed register; one that does not exist is empty."""
    if not path.exists():
        return Register()
    try:
        document = json.loads(read_secret_file(path))
        content, signature = document["register"], bytes.fromhex(document["signature"])
        is_authentic = is_signed(_PURPOSE, _canonical(content), signature, operator)
        is_known = content["format"] == _FORMAT
        shares = tuple(Share(**row) for row in content["shares"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise KeyFileError(f"{path.name}: damaged") from None
    if not (is_authentic and is_known):
        raise KeyFileError(f"{path.name}: not signed by the operator")
    return Register(shares)


def _row(share: Share) -> dict[str, object]:
    return {
        "key_id": share.key_id,
        "medium": share.medium,
        "split": share.split,
        "threshold": share.threshold,
        "gone": share.gone,
    }


def _canonical(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
