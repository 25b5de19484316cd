"""What the tip machine works on: the use cases of both halves over one SQLite file."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import sqlite3
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from sqlalchemy import event

from bot.app.reports import build_reports_public
from bot.reports.mailbox.service import AddWords, OpenMailbox
from bot.reports.tips.service import SendTip
from bot.reports.triage.outcomes.service import HearWords, UndoClose
from bot.reports.triage.outcomes.settling import SettleClose
from storage.kit.engine import create_engine
from storage.reports.unit_of_work import ReportsUnitOfWork
from tests.drills.tip_model import Line, stop_waiting_for_the_disk
from tests.logs import logging_to
from tests.reports.house import House, open_house
from tests.reports.services import Services, staff_services

REPLY = "Here is how to get help."


class Workshop:
    """Makes keys, an empty database and the dialogs once for all runs of the machine."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "humen.log"
        self._runner, self._stack = asyncio.Runner(), AsyncExitStack()
        self._stack.enter_context(logging_to(self.log))
        self.house = self._runner.run(self._stack.enter_async_context(open_house(folder)))
        self._runner.run(self.house.engine.dispose())
        workflow = build_reports_public(self.house.parts()).workflow
        self.send: SendTip = workflow["tip_desk"].send_tip
        # Without the quota around it, and without rewards: they have tests of their own.
        self.add: AddWords = workflow["mailbox_desk"].add_words.add_words
        self.open_mailbox: OpenMailbox = workflow["mailbox_desk"].open_mailbox

    def new_file(self) -> Path:
        """Return a migrated database in which nobody wrote."""
        file = self.folder / f"{secrets.token_hex(8)}.db"
        shutil.copyfile(self.folder / "reports.sqlite3", file)
        return file

    def files_of(self, file: Path) -> list[Path]:
        """Return all that a run leaves on the disk: databases, their logs, sealed files, logs."""
        sealed = [path for path in (self.folder / "files").iterdir() if path.is_file()]
        return [*self.folder.glob(f"{file.name}*"), *sealed, self.log]

    def forget(self, file: Path) -> None:
        """Make room for the next run."""
        for path in self.files_of(file):
            if path != self.log:
                path.unlink()

    def close(self) -> None:
        self._runner.run(self._stack.aclose())
        self._runner.close()


class Works:
    """What a start of the application makes: a new engine, and use cases over it.

    The line of those that write may break.
    """

    def __init__(self, workshop: Workshop, file: Path, line: Line) -> None:
        self.engine = create_engine(f"sqlite+aiosqlite:///{file}")
        event.listen(self.engine.sync_engine, "connect", stop_waiting_for_the_disk)
        house: House = replace(workshop.house, engine=self.engine)

        def breaking() -> ReportsUnitOfWork:
            return line.work(self.engine)

        find_unit = replace(workshop.send.find_unit, unit_of_work=house.work)
        self.send = replace(workshop.send, unit_of_work=breaking, find_unit=find_unit)
        self.add = replace(workshop.add, unit_of_work=breaking)
        self.open_mailbox = replace(
            workshop.open_mailbox, unit_of_work=house.work, find_reward=None
        )
        self.services: Services = staff_services(house)
        self.services.write = replace(self.services.write, unit_of_work=breaking)
        self.undo = UndoClose(**self.services.tools)
        self.hear = HearWords(**self.services.tools)
        self.settle = SettleClose(
            **self.services.tools, replies={"zh_Hans": REPLY, "en": REPLY}, scrub=_leave_the_log
        )


async def _leave_the_log() -> None:
    """Do nothing: the machine is about what is stored, not about the disk."""


class Onlooker:
    """Reads the file past the application: what it sees has been committed."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file)

    def numbers(self) -> list[str]:
        rows = self._connection.execute("SELECT number FROM tips ORDER BY number")
        return [row[0] for row in rows]

    def cards(self) -> Counter[tuple[str, str]]:
        """Return how many cards of which kind wait for each tip."""
        statement = "SELECT kind, json_extract(payload, '$.tip') FROM outbox"
        rows = self._connection.execute(statement).fetchall()
        return Counter((kind, tip) for kind, tip in rows if kind in {"card", "answer_card"})

    def close(self) -> None:
        self._connection.close()
