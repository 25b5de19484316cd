"""The unit's opened signatures, in the staff process's memory only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import structlog

from bot.reports.triage.duplicates.sealing import SignatureDesk
from bot.reports.triage.duplicates.signatures import Signature
from storage.errors import StorageError
from storage.reports.likeness import SignedTip, TipSignature

log = structlog.get_logger(__name__)


class SignatureBook:
    """Opens each signature once, about half a kilobyte each; of ended tips it keeps nothing."""

    def __init__(self, desk: SignatureDesk) -> None:
        self._desk = desk
        self._units: dict[str, dict[tuple[str, int], Signature | None]] = {}

    def turn_to(self, unit_id: str, signed: Iterable[SignedTip]) -> list[str]:
        """Forget what the unit no longer has, and return the tips whose signatures are new."""
        opened = self._units.get(unit_id, {})
        places = [(tip.tip_id, tip.covers) for tip in signed]
        self._units[unit_id] = {place: opened[place] for place in places if place in opened}
        return [tip_id for tip_id, covers in places if (tip_id, covers) not in opened]

    def read(self, unit_id: str, rows: Sequence[TipSignature]) -> None:
        """Open what is new; it blocks."""
        for row in rows:
            self._units[unit_id][row.tip_id, row.covers] = self._open(row)

    def find(self, unit_id: str, tip: SignedTip) -> Signature | None:
        return self._units[unit_id].get((tip.tip_id, tip.covers))

    def _open(self, row: TipSignature) -> Signature | None:
        try:
            return self._desk.open(row)
        except (StorageError, ValueError) as error:
            log.warning("signature_unreadable", error=type(error).__name__)
            return None
