"""Replays the audit: each entry must have been allowed when it was written, and means something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from bot.reports.staff.rules import Role, roles_from_letters
from storage.reports.audit import AuditRow
from storage.reports.tips import Tip
from tests.drills.watch_oracle import TERMS, ToldTip, hour_of

AGAIN: Final = ("acknowledgement", "reading", "answer")


class Ledger:
    """What stands in the audit, tip by tip; `tips` goes by number."""

    def __init__(self) -> None:
        self.tips: dict[str, ToldTip] = {}
        self.position = 0
        self._acts: dict[str, Callable[[ToldTip, AuditRow], None]] = {
            "taken": self._taken,
            "returned": self._returned,
            "handed_over": self._handed_over,
            "transferred": self._transferred,
            "read": self._read,
            "asked": self._asked,
            "closed": self._closed,
            "reopened": self._opened,
            "undone": self._opened,
            "urgency": self._urgency,
            "noted": self._by_holder,
            "stated": self._by_holder,
            "linked": self._by_holder,
            "offered": self._by_holder,
            "minor_asked": self._minor_asked,
            "minor_approved": self._minor_approved,
        }

    def know(self, tip: Tip) -> None:
        self.tips[tip.number] = ToldTip(
            number=tip.number,
            id=tip.id,
            unit=tip.unit_id,
            urgency=tip.urgency.value,
            hour=hour_of(tip.hour),
        )

    def replay(self, rows: Sequence[AuditRow]) -> set[str]:
        """Take in new entries and return the numbers of the tips that they name."""
        for row in rows:
            assert row.position == self.position + 1
            self.position = row.position
            if row.kind in {"removed", "role_changed"}:
                self._people(row)
            elif row.tip_number is not None and row.kind in self._acts:
                self._acts[row.kind](self.tips[row.tip_number], row)
        return {row.tip_number for row in rows if row.tip_number is not None}

    def chore_ran(self, now: datetime) -> None:
        """Do what the clock's round does by itself."""
        for tip in self.tips.values():
            if tip.is_closed:
                continue
            was_known = bool(tip.promised)
            tip.start()
            if was_known and tip.holder is None:
                tip.begin(("acknowledgement",), hour_of(now))

    def _taken(self, tip: ToldTip, row: AuditRow) -> None:
        assert (tip.holder, tip.is_closed, tip.unit) == (None, False, row.unit_id)
        tip.holder = row.staff_id
        tip.start()
        tip.settle(row.hour, "met", "acknowledgement")

    def _returned(self, tip: ToldTip, row: AuditRow) -> None:
        assert not tip.is_closed
        if row.detail.startswith("from:"):
            # Whoever left: the staff's own feature knows no clock, whose round notes it later.
            assert tip.holder == row.detail.removeprefix("from:")
            tip.holder = None
            return
        assert tip.holder == row.staff_id
        tip.holder = None
        tip.start()
        tip.begin(("acknowledgement",), row.hour)

    def _handed_over(self, tip: ToldTip, row: AuditRow) -> None:
        assert tip.holder not in {None, row.staff_id}
        assert (tip.is_closed, tip.unit) == (False, row.unit_id)
        tip.holder = row.staff_id

    def _minor_asked(self, tip: ToldTip, row: AuditRow) -> None:
        assert (tip.holder, tip.unit) == (row.staff_id, row.unit_id)

    def _minor_approved(self, tip: ToldTip, row: AuditRow) -> None:
        officer, _, whose = row.detail.removeprefix("person:").partition(",")
        assert (tip.holder, tip.unit) == (officer, row.unit_id)
        assert (whose == "own") == (officer == row.staff_id)

    def _transferred(self, tip: ToldTip, row: AuditRow) -> None:
        way, _, other = row.detail.partition(":")
        if way == "from":
            assert tip.unit == row.unit_id
            return
        self._by_holder(tip, row)
        tip.unit, tip.holder = other, None
        tip.start()
        tip.settle(row.hour, "met", "transfer")
        tip.settle(row.hour, "ended", *TERMS)
        tip.begin(TERMS, row.hour)

    def _read(self, tip: ToldTip, row: AuditRow) -> None:
        assert (tip.holder, tip.unit) == (row.staff_id, row.unit_id)
        tip.reads += 1
        tip.start()
        tip.settle(row.hour, "met", "acknowledgement", "reading")

    def _asked(self, tip: ToldTip, row: AuditRow) -> None:
        self._by_holder(tip, row)
        tip.start()
        tip.settle(row.hour, "met", "acknowledgement", "answer")

    def _closed(self, tip: ToldTip, row: AuditRow) -> None:
        self._by_holder(tip, row)
        tip.is_closed = True
        tip.start()
        tip.settle(row.hour, "ended", *TERMS)

    def _opened(self, tip: ToldTip, row: AuditRow) -> None:
        assert tip.is_closed
        tip.is_closed = False
        tip.start()
        tip.begin(AGAIN if tip.holder is None else AGAIN[1:], row.hour)

    def _urgency(self, tip: ToldTip, row: AuditRow) -> None:
        self._by_holder(tip, row)
        tip.urgency = row.detail
        tip.start()
        tip.date_anew()

    def _by_holder(self, tip: ToldTip, row: AuditRow) -> None:
        assert (tip.holder, tip.is_closed, tip.unit) == (row.staff_id, False, row.unit_id)

    def _people(self, row: AuditRow) -> None:
        """Take closed tips, which are given back without a word, from whom works on none."""
        person, _, letters = row.detail.removeprefix("person:").partition(",")
        if Role.TRIAGE in roles_from_letters(letters):
            return
        for tip in self.tips.values():
            if tip.holder == person and tip.is_closed:
                tip.holder = None
