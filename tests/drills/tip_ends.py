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
        """Close it; only two together hand a child's danger on, so nobody ends a tip so alone."""
        card = self._run(self.services.close(self.post, tip.id, outcome))
        may = tip.is_held and outcome is not Outcome.PROTECTION
        assert (card is not None) == may
        if may and tip.close is None:
            is_heard = tip.is_read and tip.is_answered(tip.status)
            before = TipStatus.ANSWERED if is_heard else tip.status
            tip.close = Close(outcome, before=before, has_news=not tip.is_read)
            tip.status = TipStatus.CLOSED

    @act(tip=tips)
    def open_to_read(self, tip: Known) -> None:
        """Let the holder read it; what is read once it is closed does not count for that close."""
        opened = self._run(self.services.read_through(self.post, tip.id))
        assert (opened is not None) == tip.is_held
        if opened is not None:
            assert [it.text for it in opened[1].messages] == [text for _by, text in tip.said]
            tip.is_read = True

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
        done = [self._run(self.works.settle(tip.id, "zh_Hans")) for _ in range(times)]
        if close is None or close.is_settled:
            assert not any(done)
            return
        is_plea = close.outcome is Outcome.HELP
        may = not (is_plea and close.has_news)
        assert done == [may, False][:times]
        if not may:
            tip.news = 1
            return
        close.is_settled = True
        if is_plea:
            tip.said, tip.files, tip.nonces = [("staff", REPLY)], 0, {}

    @act(tip=tips)
    def hear(self, tip: Known) -> None:
        """Let the staff bot send the cards of the tipster's words: they count from now on."""
        if tip.close is not None and not tip.close.has_news:
            return
        is_opened = self._run(self.works.hear(tip.id))
        assert is_opened == (tip.close is not None)
        if is_opened or tip.is_answered(tip.status):
            tip.status, tip.close = TipStatus.ANSWERED, None
        assert not self._run(self.works.hear(tip.id))
