"""Intake, mailbox and desk as a state machine, beside a model that says what must be stored."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule
from sqlalchemy import event

from bot.app.reports import build_reports_public
from bot.errors import TipChangedError
from bot.reports.mailbox.rules import status_after_words
from bot.reports.mailbox.service import AddWords, AddWordsRequest, OpenMailbox, create_nonce
from bot.reports.staff.service import Post
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import SendTip, SentTip
from bot.reports.triage.rules import Outcome
from storage.kit.engine import create_engine
from storage.reports.kinds import TipStatus
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.receipts import Receipt
from tests.drills.tip_model import (
    Known,
    Line,
    request_of,
    rows_of,
    stop_waiting_for_the_disk,
    together,
)
from tests.reports.desk import LI, Office, open_office, written
from tests.reports.house import House, open_house
from tests.reports.tipster import a_picture

STEM = "Zxyqorblu"
OPEN = {TipStatus.NEW, TipStatus.TAKEN, TipStatus.ASKED, TipStatus.ANSWERED}


class TipMachine(RuleBasedStateMachine):
    """Every rule does to the house what a person may do, and to the model what must follow."""

    house: ClassVar[House]
    template: ClassVar[Path]
    steps: ClassVar[int] = 0
    tips = Bundle("tips")

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.line, self.known, self.count = Line(), [], 0  # type: ignore[var-annotated]
        folder = self.template.parent
        self.file = folder / f"{secrets.token_hex(8)}.sqlite3"
        shutil.copyfile(self.template, self.file)
        self._start()
        self.post: Post = self._run(self._open())

    def _start(self) -> None:
        """Do what a start of the application does: a new engine and new use cases."""
        self.engine = create_engine(f"sqlite+aiosqlite:///{self.file}")
        event.listen(self.engine.sync_engine, "connect", stop_waiting_for_the_disk)
        house = replace(self.house, engine=self.engine)
        workflow = build_reports_public(house.parts()).workflow
        send: SendTip = workflow["tip_desk"].send_tip
        add: AddWords = workflow["mailbox_desk"].add_words

        def breaking() -> ReportsUnitOfWork:
            return self.line.work(self.engine)

        self.send, self.add = (
            replace(send, unit_of_work=breaking),
            replace(add, unit_of_work=breaking),
        )
        self.open_mailbox: OpenMailbox = workflow["mailbox_desk"].open_mailbox
        self.office: Office = open_office(house)
        self.office.write = replace(self.office.write, unit_of_work=breaking)

    async def _open(self) -> Post:
        await self.office.open()
        return await self.office.post(LI)

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def _text(self, kind: str) -> str:
        self.count += 1
        return f"{STEM} {kind} {self.count}"

    @rule(
        target=tips,
        times=st.integers(1, 3),
        has_file=st.booleans(),
        breaks=st.sampled_from(["", "", "before", "after"]),
    )
    def send_tip(self, *, times: int, has_file: bool, breaks: str) -> Known:
        files = [a_picture(b"a picture")] if has_file else []
        text, receipt = self._text("tip"), Receipt.create()
        request = request_of(receipt, text, files)
        self.line.breaks = breaks
        found = self._run(together([self.send(request) for _ in range(times)]))
        sent = self._run(self.send(request))
        assert {each for each in found if isinstance(each, SentTip)} <= {sent}
        known = Known(receipt, sent.number, sent.tip_id, [("tipster", text)], files=len(files))
        self.known.append(known)
        return known

    @rule(tip=tips)
    def send_again(self, tip: Known) -> None:
        """Another text under the same receipt is the tip that was sent first."""
        sent = self._run(self.send(request_of(tip.receipt, self._text("other"), [])))
        assert (sent.number, sent.tip_id) == (tip.number, tip.id)

    @rule(
        tip=tips,
        times=st.integers(1, 3),
        has_file=st.booleans(),
        breaks=st.sampled_from(["", "", "before", "after"]),
    )
    def add_words(self, *, tip: Known, times: int, has_file: bool, breaks: str) -> None:
        nonce, text = create_nonce(), self._text("addition")
        files = [a_picture(b"another picture")] if has_file else []
        request = AddWordsRequest(
            receipt=tip.receipt, nonce=nonce, words=Words(text=text, files=files)
        )
        self.line.breaks = breaks
        self._run(together([self.add(request) for _ in range(times)]))
        self._run(self.add(request))
        tip.said.append(("tipster", text))
        tip.nonces[nonce] = text
        tip.files += len(files)
        tip.status = status_after_words(tip.status)

    @rule(tip=tips)
    def repeat_words(self, tip: Known) -> None:
        for nonce in [*tip.nonces][:3]:
            words = Words(text=self._text("never stored"))
            request = AddWordsRequest(receipt=tip.receipt, nonce=nonce, words=words)
            self._run(self.add(request))

    @rule(tip=tips)
    def take(self, tip: Known) -> None:
        assert self._run(self.office.take(self.post, tip.id))
        if tip.status is TipStatus.CLOSED:
            return
        tip.is_held = True
        if tip.status is TipStatus.NEW:
            tip.status = TipStatus.TAKEN

    @rule(tip=tips)
    def give_back(self, tip: Known) -> None:
        card = self._run(self.office.give_back(self.post, tip.id))
        may = tip.is_held and tip.status in OPEN
        assert (card is not None) == may
        if may:
            tip.is_held = False
            tip.status = TipStatus.NEW if tip.status is TipStatus.TAKEN else tip.status

    @rule(tip=tips, is_question=st.booleans(), breaks=st.sampled_from(["", "before", "after"]))
    def write(self, *, tip: Known, is_question: bool, breaks: str) -> None:
        words = written(tip, text := self._text("desk"), is_question=is_question)  # type: ignore[arg-type]
        may = tip.is_held and tip.status in OPEN
        self.line.breaks = breaks if may else ""
        self._run(together([self.office.write(self.post, words)]))
        card = self._run(self.office.write(self.post, words))
        assert (card is not None) == may
        if may:
            self._wrote(tip, text, is_question=is_question)

    def _wrote(self, tip: Known, text: str, *, is_question: bool) -> None:
        tip.said.append(("staff" if is_question else "note", text))
        if is_question:
            tip.status = TipStatus.ASKED

    @rule(tip=tips, other=tips)
    def everybody_writes_at_once(self, tip: Known, other: Known) -> None:
        """Two people of one tip and one of another one race; all words come through, in any order."""
        mine, theirs = self._text("race"), self._text("race")
        requests = [(tip, mine), (other, theirs)]
        done = self._run(
            together(
                [
                    self.add(
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
            each.said.append(("tipster", text))
            each.status = status_after_words(each.status)

    @rule(tip=tips, outcome=st.sampled_from(list(Outcome)))
    def close(self, tip: Known, outcome: Outcome) -> None:
        card = self._run(self.office.close(self.post, tip.id, outcome))
        assert (card is not None) == tip.is_held
        if tip.is_held:
            tip.status = TipStatus.CLOSED

    @rule(tip=tips)
    def look_into_the_mailbox(self, tip: Known) -> None:
        box = self._run(self.open_mailbox(tip.receipt))
        assert (box.number, box.questions) == (tip.number, tip.questions)
        assert (box.status, box.is_intact) == (tip.status, True)

    @rule()
    def try_a_receipt_of_nobody(self) -> None:
        assert self._run(self.open_mailbox(Receipt.create())) is None

    @rule(tip=tips)
    def read(self, tip: Known) -> None:
        self._check(tip)

    @rule()
    def restart(self) -> None:
        self._run(self.engine.dispose())
        self._start()

    @invariant()
    def no_tip_is_lost_or_doubled(self) -> None:
        type(self).steps += 1
        rows = self.runner.run(rows_of(self.engine, "SELECT number FROM tips"))
        assert sorted(row[0] for row in rows) == sorted(tip.number for tip in self.known)

    def teardown(self) -> None:
        for tip in self.known:
            self._check(tip)
        self.runner.run(self.engine.dispose())
        self.runner.close()
        for path in self.file.parent.glob(f"{self.file.name}*"):
            assert STEM.encode() not in path.read_bytes()
            path.unlink()
        for name in self.house.files.list_names():
            assert STEM.encode() not in self.house.files.get(name)
            self.house.files.delete(name)

    def _texts_of(self, tip: Known) -> list[str]:
        rows = self._run(self.office.rows(tip.id))
        trail = self.office.read.desk.open(rows)
        assert trail.is_intact
        return [message.text for message in trail.messages]

    def _check(self, tip: Known) -> None:
        """Compare the whole trail, its files and its status with the model."""
        rows = self._run(self.office.rows(tip.id))
        trail = self.office.read.desk.open(rows)
        assert trail.is_intact
        assert [(it.author.value, it.text) for it in trail.messages] == tip.said
        assert sum(len(it.files) for it in trail.messages) == tip.files
        assert not any(it.lost_files for it in trail.messages)
        assert self._run(self.office.tip(tip.id)).status is tip.status


class Workshop:
    """Makes the keys and the template once for all runs of the machine."""

    def __init__(self, folder: Path) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        house = self._runner.run(self._stack.enter_async_context(open_house(folder)))
        self._runner.run(house.engine.dispose())
        TipMachine.house, TipMachine.template = house, folder / "reports.sqlite3"
        TipMachine.steps = 0

    def close(self) -> None:
        self._runner.run(self._stack.aclose())
        self._runner.close()
