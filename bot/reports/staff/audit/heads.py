"""The audit's head: how far the chain goes on a day, signed, in a form that people can copy."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from nacl.signing import VerifyKey

from storage.vault.audit import DIGEST_SIZE
from storage.vault.signing import SIGNATURE_SIZE, Writer, is_signed

_PURPOSE: Final = b"humen.audit.head.1"
_WRITTEN: Final = re.compile(
    r"(?<![0-9-])(?:(?P<day>\d{4}-\d{2}-\d{2})\s+)?(?P<position>\d{1,18})\s+"
    r"(?P<digest>(?:[0-9a-fA-F]{4}\s*){16})"
    r"(?:\s*(?P<signature>[A-Za-z0-9+/]{86}==))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The number of the last entry and the digest of the chain up to it."""

    day: date | None
    position: int
    digest: bytes
    signature: bytes = b""

    @classmethod
    def sign(cls, day: date, position: int, digest: bytes, writer: Writer) -> Self:
        words = _signed_words(day, position, digest)
        signature = writer.sign(_PURPOSE, words)
        return cls(day=day, position=position, digest=digest, signature=signature)

    def is_signed_by(self, writer: VerifyKey) -> bool:
        """Return whether the writer vouched for it; one copied without its signature is not."""
        if self.day is None or len(self.signature) != SIGNATURE_SIZE:
            return False
        words = _signed_words(self.day, self.position, self.digest)
        return is_signed(_PURPOSE, words, self.signature, writer)

    def __str__(self) -> str:
        """Return the line that an auditor keeps: day, position, and the digest in fours."""
        letters = self.digest.hex()
        groups = " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))
        day = "" if self.day is None else f"{self.day.isoformat()} "
        signature = f"\n{b64encode(self.signature).decode()}" if self.signature else ""
        return f"{day}{self.position} {groups}{signature}"


def parse_head(text: str) -> Head | None:
    """Read what `str(head)` wrote, also out of a whole message and without day or signature."""
    found = _WRITTEN.search(text)
    if found is None:
        return None
    day, signature = found["day"], found["signature"]
    try:
        return Head(
            day=None if day is None else date.fromisoformat(day),
            position=int(found["position"]),
            digest=bytes.fromhex(found["digest"]),
            signature=b"" if signature is None else b64decode(signature),
        )
    except ValueError:
        return None


def _signed_words(day: date, position: int, digest: bytes) -> bytes:
    assert len(digest) == DIGEST_SIZE
    return f"{day.isoformat()} {position} ".encode() + digest
