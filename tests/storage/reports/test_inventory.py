"""Every sealed column is declared, and everything declared is a sealed column."""

from __future__ import annotations

from sqlalchemy import LargeBinary

from storage.kit.base import Sealed
from storage.reports import unit_of_work
from storage.reports.base import Base
from storage.reports.inventory import SEALED_COLUMNS

assert unit_of_work, "its import brings in every model"

# Bytes that are no content: random ids, digests and public keys.
_PLAIN_BYTES = {
    ("tips", "lookup"),
    ("tips", "mailbox_public"),
    ("tombstones", "lookup"),
    ("envelopes", "nonce"),
    ("units", "binding_digest"),
    ("units", "exposed_wrapping"),
    ("invitations", "digest"),
    ("outbox", "address"),
    ("audit_entries", "digest"),
    ("audit_entries", "signature"),
    ("audit_heads", "digest"),
    ("audit_heads", "signature"),
    ("boards", "shown"),
    ("reward_events", "verifier"),
}


def test_the_inventory_lists_exactly_the_sealed_columns() -> None:
    sealed = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Sealed)
    }
    assert sealed == SEALED_COLUMNS


def test_every_other_column_of_bytes_is_known_to_hold_no_content() -> None:
    plain = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert plain == _PLAIN_BYTES
