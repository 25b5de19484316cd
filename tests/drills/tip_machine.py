"""Intake, mailbox and desk as a state machine, beside a model of what must be stored."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from bot.errors import TipChangedError
from bot.reports.mailbox.service import ANSWER_CARD, AddWordsRequest, create_nonce
from bot.reports.staff.service import Post
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import CARD, SentTip
from storage.reports.kinds import TipStatus
from storage.vault.receipts import Receipt
from tests.drills.tip_model import Known, Line, request_of, together
from tests.drills.tip_works import Onlooker, Works, Workshop
from tests.reports.services import LI, written
from tests.reports.tipster import a_picture

STEM = "Zxyqorblu"
OPEN = {TipStatus.NEW, TipStatus.TAKEN, TipStatus.ASKED, TipStatus.ANSWERED}
BREAKS = st.sampled_from(["", "", "before", "after"])


ACTS: set[str] = set()


def act(**drawn: Any) -> Callable[[Callable[..., Any]], Any]:
    """Declare a rule, and count how often it was followed to its end."""

    def declare(function: Callable[..., Any]) -> Any:
        ACTS.add(function.__name__)

        @wraps(function)
        def counted(machine: TipMachine, **given: Any) -> Any:
            result = function(machine, **given)
            TipMachine.steps[function.__name__] += 1
            return result

        return rule(**drawn)(counted)

    return declare


class TipMachine(RuleBasedStateMachine):
    """Every rule does to the house what a person may do, and to the model what must follow."""

    workshop: ClassVar[Workshop]
    steps: ClassVar[Counter[str]] = Counter()
    tips = Bundle("tips")

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.line, self.known, self.count = Line(), [], 0  # type: ignore[var-annotated]
        self.file = self.workshop.new_file()
        self.onlooker = Onlooker(self.file)
        self._start()
        self.post: Post = self._run(self._open())

    def _start(self) -> None:
        self.works = Works(self.workshop, self.file, self.line)
        self.services = self.works.services

    async def _open(self) -> Post:
        await self.services.open()
        return await self.services.post(LI)

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def _text(self, kind: str) -> str:
        self.count += 1
        return f"{STEM} {kind} {self.count}"

    @act(
        target=tips,
        times=st.integers(1, 3),
        has_file=st.booleans(),
        breaks=BREAKS,
    )
    def send_tip(self, *, times: int, has_file: bool, breaks: str) -> Known:
        files = [a_picture(b"a picture")] if has_file else []
        text, receipt = self._text("tip"), Receipt.create()
        request = request_of(receipt, text, files)
        self.line.breaks = breaks
        found = self._run(together([self.works.send(request) for _ in range(times)]))
        sent = self._run(self.works.send(request))
        assert {each for each in found if isinstance(each, SentTip)} <= {sent}
        said = [("tipster", text)]
        return self._know(Known(receipt, sent.number, sent.tip_id, said, files=len(files)))

    @act(tip=tips)
    def send_again(self, tip: Known) -> None:
        """Another text under the same receipt is the tip that was sent first."""
        sent = self._run(self.works.send(request_of(tip.receipt, self._text("other"), [])))
        assert (sent.number, sent.tip_id) == (tip.number, tip.id)

    @act(
        tip=tips,
        times=st.integers(1, 3),
        has_file=st.booleans(),
        breaks=BREAKS,
    )
    def add_words(self, *, tip: Known, times: int, has_file: bool, breaks: str) -> None:
        nonce, text = create_nonce(), self._text("addition")
        files = [a_picture(b"another picture")] if has_file else []
        request = AddWordsRequest(
            receipt=tip.receipt, nonce=nonce, words=Words(text=text, files=files)
        )
        self.line.breaks = breaks
        self._run(together([self.works.add(request) for _ in range(times)]))
        self._run(self.works.add(request))
        tip.hear(text)
        tip.nonces[nonce] = text
        tip.files += len(files)

    @act(tip=tips)
    def repeat_words(self, tip: Known) -> None:
        for nonce in [*tip.nonces][:3]:
            words = Words(text=self._text("never stored"))
            request = AddWordsRequest(receipt=tip.receipt, nonce=nonce, words=words)
            self._run(self.works.add(request))

    @act(tip=tips)
    def take(self, tip: Known) -> None:
        assert self._run(self.services.take(self.post, tip.id))
        if tip.status is TipStatus.CLOSED:
            return
        tip.is_held = True
        if tip.status is TipStatus.NEW:
            tip.status = TipStatus.TAKEN

    @act(tip=tips)
    def give_back(self, tip: Known) -> None:
        card = self._run(self.services.give_back(self.post, tip.id))
        may = tip.is_held and tip.status in OPEN
        assert (card is not None) == may
        if may:
            tip.is_held = False
            tip.status = TipStatus.NEW if tip.status is TipStatus.TAKEN else tip.status

    @act(tip=tips, is_question=st.booleans(), breaks=st.sampled_from(["", "before", "after"]))
    def write(self, *, tip: Known, is_question: bool, breaks: str) -> None:
        words = written(tip, text := self._text("desk"), is_question=is_question)  # type: ignore[arg-type]
        may = tip.is_held and tip.status in OPEN
        self.line.breaks = breaks if may else ""
        self._run(together([self.services.write(self.post, words)]))
        card = self._run(self.services.write(self.post, words))
        assert (card is not None) == may
        if may:
            self._wrote(tip, text, is_question=is_question)

    def _wrote(self, tip: Known, text: str, *, is_question: bool) -> None:
        tip.said.append(("staff" if is_question else "note", text))
        if is_question:
            tip.status = TipStatus.ASKED

    @act(tip=tips, other=tips)
    def everybody_writes_at_once(self, tip: Known, other: Known) -> None:
        """Two people of one tip and one of another one race; all words come through, in any order."""
        mine, theirs = self._text("race"), self._text("race")
        requests = [(tip, mine), (other, theirs)]
        done = self._run(
            together(
                [
                    self.works.add(
                        AddWordsRequest(
                            receipt=each.receipt, nonce=create_nonce(), words=Words(text=text)
                        )
                    )
                    for each, text in requests
                ]
            )
        )
        assert not any(isinstance(each, TipChangedError) for each in done)
        if tip is other:
            said = self._texts_of(tip)
            assert sorted(said[-2:]) == sorted([mine, theirs])
            requests = [(tip, text) for text in said[-2:]]
        for each, text in requests:
            each.hear(text)

    @act(tip=tips)
    def look_into_the_mailbox(self, tip: Known) -> None:
        box = self._run(self.works.open_mailbox(tip.receipt))
        assert (box.number, box.questions) == (tip.number, tip.questions)
        assert (box.status, box.is_intact) == (tip.told, True)

    @act()
    def try_a_receipt_of_nobody(self) -> None:
        assert self._run(self.works.open_mailbox(Receipt.create())) is None

    @act(tip=tips)
    def read(self, tip: Known) -> None:
        self._check(tip)

    @act()
    def restart(self) -> None:
        self._run(self.works.engine.dispose())
        self._start()

    @initialize(target=tips)
    def somebody_has_sent_a_tip(self) -> Known:
        text, receipt = self._text("tip"), Receipt.create()
        sent = self._run(self.works.send(request_of(receipt, text, [])))
        return self._know(Known(receipt, sent.number, sent.tip_id, [("tipster", text)]))

    def _know(self, tip: Known) -> Known:
        self.known.append(tip)
        return tip

    @invariant()
    def no_tip_is_lost_or_doubled(self) -> None:
        assert self.onlooker.numbers() == sorted(tip.number for tip in self.known)

    def teardown(self) -> None:
        for tip in self.known:
            self._check(tip)
        self._check_cards()
        self.runner.run(self.works.engine.dispose())
        self.runner.close()
        self._check_nothing_in_clear()
        self.onlooker.close()
        self.workshop.forget(self.file)

    def _check_cards(self) -> None:
        """Every tip and every addition called the staff once, to its own tip.

        A plea that could not be settled, because nobody had read all of it, calls them once for
        all that was added until then.
        """
        cards = self.onlooker.cards()
        for tip in self.known:
            assert cards.pop((CARD, tip.id)) == 1
            assert cards.pop((ANSWER_CARD, tip.id), 0) == tip.news
        assert not cards

    def _check_nothing_in_clear(self) -> None:
        """Look into the database, its log before it is emptied, the sealed files and the logs."""
        for path in self.workshop.files_of(self.file):
            assert STEM.encode() not in path.read_bytes()

    def _texts_of(self, tip: Known) -> list[str]:
        rows = self._run(self.services.rows(tip.id))
        trail = self.services.read.desk.open(rows)
        assert trail.is_intact
        return [message.text for message in trail.messages]

    def _check(self, tip: Known) -> None:
        """Compare the whole trail, its files and its status with the model."""
        rows = self._run(self.services.rows(tip.id))
        trail = self.services.read.desk.open(rows)
        assert trail.is_intact
        assert [(it.author.value, it.text) for it in trail.messages] == tip.said
        assert sum(len(it.files) for it in trail.messages) == tip.files
        assert not any(it.lost_files for it in trail.messages)
        assert self._run(self.services.tip(tip.id)).status is tip.status
