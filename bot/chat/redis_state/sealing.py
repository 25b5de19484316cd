"""The key of the workers' memory: names by MAC, and values that only they can open."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from storage.vault.secrecy import Opaque

SALT_SIZE: Final = 32
_PREFIX: Final = "humen:"


class StateSecrets(Opaque):
    """Derived from the workers' common secret and the salt that lives in Redis."""

    def __init__(self, secret: bytes, salt: bytes) -> None:
        master = blake2b(salt, key=blake2b(secret, person=b"humen.state.1").digest()).digest()
        self.salt = salt
        self._naming = blake2b(key=master, person=b"humen.statename1").digest()
        sealing = blake2b(key=master, person=b"humen.stateseal1", digest_size=Aead.KEY_SIZE)
        self._box = Aead(sealing.digest())

    def name(self, *parts: object) -> str:
        """Return a key's name, which tells nothing of what it was made from."""
        text = "\0".join(str(part) for part in parts).encode()
        return _PREFIX + blake2b(text, key=self._naming, digest_size=20).hexdigest()

    def seal(self, data: bytes, place: str) -> bytes:
        """Seal bytes for one place, where alone they will open."""
        return bytes(self._box.encrypt(data, place.encode()))

    def open(self, sealed: bytes, place: str) -> bytes | None:
        """Return None for what another key sealed, or for another place."""
        try:
            return bytes(self._box.decrypt(sealed, place.encode()))
        except (CryptoError, ValueError):
            return None
