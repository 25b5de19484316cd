"""Writers that are killed at random: `python -m tests.drills.kill9.killing FOLDER RUNS`.

This process imports and reads the content once and forks each victim. A victim sends tips, adds
words and asks questions as fast as it can and says so after each; it is killed at a random
moment. Whoever was not answered repeats what he sent, as people do, to the next victim.
The last line of the output is JSON with what was found.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.app.reports import build_reports_public
from bot.reports.mailbox.service import AddWords, AddWordsRequest, create_nonce
from bot.reports.tips.orphans import OrphanSweep
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import SendTip, SendTipRequest
from storage.kit.engine import create_engine
from storage.kit.migrate import upgrade
from storage.reports.kinds import Urgency
from storage.reports.tips import Tip
from storage.vault.files import SealedFiles
from storage.vault.keys import PublicKeys, StaffKeys, create_keys
from storage.vault.receipts import Receipt
from tests.keys import CHEAP, PASSPHRASE, UNIT
from tests.library import library
from tests.reports.house import House
from tests.reports.services import LI, staff_services, written
from tests.reports.tipster import a_picture

LONGEST_LIFE = 0.4
READY = b"r"
DONE = b"d"


@dataclass(frozen=True, slots=True)
class Intent:
    """What somebody wants stored once: a tip, or words or a question on an earlier one."""

    kind: str
    receipt: Receipt = field(repr=False)
    nonce: bytes
    text: str


def plan(number: int, sent: list[Receipt]) -> Intent:
    kind = random.choice(["tip", "words", "question"]) if sent else "tip"
    receipt = Receipt.create() if kind == "tip" else random.choice(sent)
    return Intent(kind, receipt, create_nonce(), f"{kind} {number}")


def build(folder: Path) -> House:
    return House(
        folder=folder,
        engine=create_engine(f"sqlite+aiosqlite:///{folder / 'reports.sqlite3'}"),
        keys=PublicKeys.load(folder / "keys", None),
        staff_keys=STAFF[0],
        files=SealedFiles(folder / "files"),
        library=library(),
    )


STAFF: list[StaffKeys] = []


class Writer:
    """The use cases of both halves over a house."""

    def __init__(self, house: House) -> None:
        workflow = build_reports_public(house.parts()).workflow
        self.house, self.services = house, staff_services(house)
        self.send: SendTip = workflow["tip_desk"].send_tip
        self.add: AddWords = workflow["mailbox_desk"].add_words.add_words

    async def store(self, intent: Intent) -> None:
        words = Words(text=intent.text, files=[a_picture(b"a picture of " + intent.nonce)])
        if intent.kind == "tip":
            await self.send(
                SendTipRequest(
                    receipt=intent.receipt,
                    category="trafficking",
                    region_id="429005001",
                    urgency=Urgency.ROUTINE,
                    words=words,
                )
            )
        elif intent.kind == "words":
            request = AddWordsRequest(receipt=intent.receipt, nonce=intent.nonce, words=words)
            await self.add(request)
        else:
            await self._ask(intent)

    async def _ask(self, intent: Intent) -> None:
        async with self.house.work() as work:
            tip = await work.tips.get_by_lookup(intent.receipt.keys().lookup)
        post = await self.services.post(LI)
        await self.services.take(post, tip.id)
        assert await self.services.write(post, written(tip, intent.text, nonce=intent.nonce))


async def _write(writer: Writer, intents: list[Intent], out: int) -> None:
    await writer.send.is_sent(Receipt.create())
    os.write(out, READY)
    for intent in intents:
        await writer.store(intent)
        os.write(out, DONE)


def fork_and_kill(writer: Writer, intents: list[Intent]) -> tuple[int, bool]:
    """Return how many intents a victim confirmed, and whether it was killed at work."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            asyncio.run(_write(writer, intents, writing))
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    assert os.read(reading, 1) == READY
    time.sleep(random.uniform(0, LONGEST_LIFE))
    os.kill(child, signal.SIGKILL)
    _child, status = os.waitpid(child, 0)
    told = b""
    while part := os.read(reading, 4096):
        told += part
    os.close(reading)
    return told.count(DONE), os.WIFSIGNALED(status)


def missing_in(folder: Path, confirmed: list[Intent]) -> int:
    """Return how many confirmed intents do not stand in the database exactly once."""
    path = folder / "reports.sqlite3"
    with closing(sqlite3.connect(path, timeout=20)) as connection:
        lookups = Counter(row[0] for row in connection.execute("SELECT lookup FROM tips"))
        nonces = Counter(row[0] for row in connection.execute("SELECT nonce FROM envelopes"))
    return sum(
        (lookups[it.receipt.keys().lookup] if it.kind == "tip" else nonces[it.nonce]) != 1
        for it in confirmed
    )


async def _prepare(folder: Path) -> None:
    create_keys(
        folder / "keys",
        units=[UNIT],
        months=["2026-11"],
        passphrase=PASSPHRASE,
        cost=CHEAP,
    )
    STAFF.append(StaffKeys.load(folder / "keys", PASSPHRASE, None))
    house = build(folder)
    await upgrade(house.engine, "reports")
    await staff_services(house).open()
    await house.engine.dispose()


async def _judge(folder: Path, wanted: list[Intent]) -> dict[str, int]:
    """Open every tip as the staff do, and compare with what people wanted stored."""
    house = build(folder)
    sweep = OrphanSweep(unit_of_work=house.work, files=house.files)
    await sweep()
    await sweep()
    services, read, broken = staff_services(house), Counter[str](), 0
    async with house.work() as work:
        tip_ids = (await work.session.execute(select(Tip.id))).scalars().all()
        names = set(await work.envelopes.list_file_names())
    for tip_id in tip_ids:
        trail = services.read.desk.open(await services.rows(tip_id))
        broken += not trail.is_intact or any(each.lost_files for each in trail.messages)
        read.update(each.text for each in trail.messages)
    await house.engine.dispose()
    expected = Counter(intent.text for intent in wanted)
    return {
        "lost": (expected - read).total(),
        "doubled": (read - expected).total(),
        "broken": broken,
        "stray_files": len(set(house.files.list_names()) ^ names),
        "stored": read.total(),
    }


def main() -> None:
    folder, runs = Path(sys.argv[1]), int(sys.argv[2])
    asyncio.run(_prepare(folder))
    # Its engine has opened no connection yet, so that a fork shares none.
    writer = Writer(build(folder))
    confirmed: list[Intent] = []
    sent: list[Receipt] = []
    waiting: list[Intent] = []
    results: dict[str, Any] = {"runs": 0, "killed": 0, "unlike_at_once": 0, "repeated": 0}
    for _run in range(runs):
        intents = waiting[:1] + [plan(len(confirmed) + n + 1, sent) for n in range(60)]
        results["repeated"] += len(waiting[:1])
        done, was_killed = fork_and_kill(writer, intents)
        for intent in intents[:done]:
            confirmed.append(intent)
            sent += [intent.receipt] if intent.kind == "tip" else []
        waiting = intents[done : done + 1]
        results["runs"] += 1
        results["killed"] += was_killed
        results["unlike_at_once"] += missing_in(folder, confirmed)
    if waiting:
        asyncio.run(_finish(folder, waiting[0]))
    results |= asyncio.run(_judge(folder, [*confirmed, *waiting]))
    sys.stdout.write(json.dumps(results) + "\n")


async def _finish(folder: Path, intent: Intent) -> None:
    writer = Writer(build(folder))
    await writer.store(intent)
    await writer.house.engine.dispose()


if __name__ == "__main__":
    main()
