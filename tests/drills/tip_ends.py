"""How tips end: closed, undone, settled, shredded after a plea for help, opened again by words."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.reports.triage.rules import Outcome
from storage.reports.kinds import TipStatus
from tests.drills.tip_machine import TipMachine, act
from tests.drills.tip_model import Close, Known
from tests.drills.tip_works import REPLY


class WholeTipMachine(TipMachine):
    """The acts of the other machine, and those that end a tip."""

    tips = TipMachine.tips

    @act(tip=tips, outcome=st.sampled_from(list(Outcome)))
    def close(self, tip: Known, outcome: Outcome) -> None:
        head = self._run(self.office.rows(tip.id))[-1].sequence
        card = self._run(self.office.close(self.post, tip.id, outcome))
        assert (card is not None) == tip.is_held
        if tip.is_held and tip.close is None:
            tip.close = Close(outcome, before=tip.status, head=head)
            tip.status = TipStatus.CLOSED

    @act(tip=tips)
    def undo(self, tip: Known) -> None:
        card = self._run(self.works.undo(self.post, tip.id))
        may = tip.is_held and tip.close is not None and not tip.close.is_settled
        assert (card is not None) == may
        if may and tip.close is not None:
            tip.status, tip.close = tip.close.before, None

    @act(tip=tips, times=st.integers(1, 2))
    def settle(self, tip: Known, times: int) -> None:
        """Settle when the ten minutes are over; the outbox may say so twice."""
        close = tip.close
        head = 0 if close is None else close.head
        done = [self._run(self.works.settle(tip.id, "zh_Hans", head)) for _ in range(times)]
        is_plea = close is not None and close.outcome is Outcome.HELP
        may = close is not None and not close.is_settled
        may = may and not (is_plea and close is not None and close.has_newer_words)
        assert done == [may, False][:times]
        if may and close is not None:
            close.is_settled = True
            if is_plea:
                tip.said, tip.files, tip.nonces = [("staff", REPLY)], 0, {}

    @act(tip=tips)
    def hear(self, tip: Known) -> None:
        """Let the staff bot send the cards of the tipster's words: they count from now on."""
        if tip.close is not None and not tip.close.has_newer_words:
            return
        is_opened = self._run(self.works.hear(tip.id))
        assert is_opened == (tip.close is not None)
        if is_opened or tip.is_answered(tip.status):
            tip.status, tip.close = TipStatus.ANSWERED, None
        assert not self._run(self.works.hear(tip.id))
