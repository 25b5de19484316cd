"""The names in a keys folder.

operator/  operator.seed, key_list.json,
           shares.json                          signs the key list and the register of shares;
                                                kept off the servers
public/    writer.seed, key_list.json           signs and seals; opens nothing
staff/     writer.seed, key_list.json,
           passphrase.json, private/<id>.json   opens what was sealed to its units
delivery/  key_list.json, private/<month>.key   opens the addresses of who asked to be notified
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """A process role with a folder of its own."""

    OPERATOR = "operator"
    PUBLIC = "public"
    STAFF = "staff"
    DELIVERY = "delivery"


OPERATOR_SEED: Final = "operator.seed"
WRITER_SEED: Final = "writer.seed"
KEY_LIST: Final = "key_list.json"
SHARES: Final = "shares.json"
PASSPHRASE_FILE: Final = "passphrase.json"  # noqa: S105 -- a file name, no passphrase
PRIVATE: Final = "private"
