"""Errors of the storage packages; none carries a secret or words for a user.

StorageError
├── NotFoundError
├── OtherVersionError
└── VaultError
    ├── ReceiptError
    │   ├── WrongWordCountError
    │   ├── UnknownWordError
    │   └── ReceiptChecksumError
    ├── PaddingError
    │   └── MessageTooLongError
    ├── EnvelopeError
    │   ├── EnvelopeFormatError
    │   ├── EnvelopeSignatureError
    │   ├── EnvelopeOpenError
    │   └── EnvelopeChainError
    ├── AuditChainError
    └── KeysError
        ├── KeyFileError
        ├── KeyListError
        ├── UnknownKeyError
        ├── WrongPassphraseError
        ├── KeyInUseError
        ├── KeyDestroyedError
        ├── UnknownMediumError
        ├── ExportError
        └── SharesError
            ├── SharePlanError
            ├── ShareWordsError
            ├── TooFewSharesError
            └── WrongSharesError
"""

from __future__ import annotations


class StorageError(Exception):
    """Something kept could not be read or written."""


class NotFoundError(StorageError):
    """No row or file has the given id."""


class OtherVersionError(StorageError):
    """A database stands at a revision that this version of Humen does not know."""

    def __init__(self, house: str, revision: str) -> None:
        super().__init__(
            f"the {house} database was made by another version of Humen ({revision}); "
            "start that version again, or begin with an empty data folder or database"
        )


class VaultError(StorageError):
    """The vault refused."""


class ReceiptError(VaultError):
    """A text is not a receipt."""


class WrongWordCountError(ReceiptError):
    """A receipt has twelve words; the text has `count`."""

    def __init__(self, count: int) -> None:
        super().__init__(f"a receipt has 12 words, not {count}")
        self.count = count


class UnknownWordError(ReceiptError):
    """The word at `position` (from 1) is in no list; `suggestions` are the nearest, best first.

    The suggestions stay out of the message: they are nearly the receipt's own words.
    """

    def __init__(self, position: int, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(f"word {position} is in no word list")
        self.position = position
        self.suggestions = suggestions


class ReceiptChecksumError(ReceiptError):
    """Twelve known words that no receipt consists of."""


class PaddingError(VaultError):
    """The bytes were not padded by this vault."""


class MessageTooLongError(PaddingError):
    """The message is longer than the largest size bucket."""


class EnvelopeError(VaultError):
    """An envelope was refused."""


class EnvelopeFormatError(EnvelopeError):
    """The bytes are no envelope of a known format."""


class EnvelopeSignatureError(EnvelopeError):
    """The envelope was edited, forged, moved or replayed."""


class EnvelopeOpenError(EnvelopeError):
    """The key or the context does not open the envelope."""


class EnvelopeChainError(EnvelopeError):
    """The row at `position` (from 1) is the first that does not belong where it stands."""

    def __init__(self, position: int) -> None:
        super().__init__(f"row {position} does not belong where it stands")
        self.position = position


class AuditChainError(VaultError):
    """The entry at `position` (from 1) is the first that does not belong where it stands."""

    def __init__(self, position: int) -> None:
        super().__init__(f"entry {position} does not belong where it stands")
        self.position = position


class KeysError(VaultError):
    """The keys folder refused."""


class KeyFileError(KeysError):
    """A key file is missing, damaged, or readable by others."""


class KeyListError(KeysError):
    """The key list is damaged or not signed by the pinned operator."""


class UnknownKeyError(KeysError):
    """No key has this id, or the unit has no key at all."""


class WrongPassphraseError(KeysError):
    """The passphrase does not open the staff's keys."""


class KeyInUseError(KeysError):
    """The key is in use: what its time is not over for, and what is not being destroyed."""


class KeyDestroyedError(KeysError):
    """The key is being destroyed or is destroyed; there is no way back."""


class UnknownMediumError(KeysError):
    """No share or copy of the key is listed on a medium of this name."""


class ExportError(KeysError):
    """The target of an export already holds something else."""


class SharesError(KeysError):
    """Recovery shares were refused."""


class SharePlanError(SharesError):
    """A key is split into 2 to 16 shares on as many media, of which at least 2 recover it."""


class ShareWordsError(SharesError):
    """The share at `position` (from 1) is mistyped or no share."""

    def __init__(self, position: int) -> None:
        super().__init__(f"share {position} is mistyped or no share")
        self.position = position


class TooFewSharesError(SharesError):
    """`needed` different shares recover the key; `given` were given."""

    def __init__(self, needed: int, given: int) -> None:
        super().__init__(f"it takes {needed} different shares, not {given}")
        self.needed = needed
        self.given = given


class WrongSharesError(SharesError):
    """The shares do not belong together, or to another key."""
