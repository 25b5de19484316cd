"""A gateway in the test's process, and the bots on it as a child that can be killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import aiohttp
from pydantic import AnyHttpUrl, SecretStr

from bot.app.commands import binding_code
from bot.app.stage import Director, Stage
from bot.gateway.cast import CHINESE
from bot.gateway.server import serve
from bot.gateway.world.world import World
from bot.settings import load_settings
from storage.vault.keys import Argon2Cost, create_keys, months_from
from tests.player import Player

ROOT = Path(__file__).parents[3]
PASSPHRASE = "a passphrase of the drills"
CHEAP = Argon2Cost(opslimit=1, memlimit=8 * 1024 * 1024)
UNIT = "qianjiang"


class Nursery:
    """The process that forks victims."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._read()

    def ask(self, **command: Any) -> int:
        stdin = self._pipe(self._process.stdin)
        stdin.write(json.dumps(command) + "\n")
        stdin.flush()
        return int(self._read())

    def _read(self) -> Any:
        line = self._pipe(self._process.stdout).readline()
        assert line, "the nursery has died"
        return json.loads(line)

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


@contextmanager
def open_nursery() -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.drills.kill9.victim"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Nursery(process)
        finally:
            process.terminate()


@dataclass(kw_only=True)
class Stand:
    """The stage, who plays on it, and the child that is running."""

    nursery: Nursery
    stage: Stage
    world: World
    folder: Path
    student: Player
    citizen: Player
    officer: Player
    child: int = field(default=0)

    @property
    def public(self) -> int:
        return self.stage.public_bot

    @property
    def _point(self) -> Path:
        return self.folder / "point"

    async def start(self) -> None:
        """Start the bots on the data folder as it is."""
        self._point.unlink(missing_ok=True)
        environment = {
            "HUMEN_BOT_TOKEN": self.stage.public_token.get_secret_value(),
            "HUMEN_STAFF_BOT_TOKEN": self.stage.staff_token.get_secret_value(),
            "HUMEN_TELEGRAM_API": self.stage.base_url,
            "HUMEN_DATA_DIR": str(self.folder / "data"),
            "HUMEN_STAFF_PASSPHRASE": PASSPHRASE,
            "HUMEN_CARD_DELAY_MINUTES": "0",
            "HUMEN_LOG_FILE": str(self.folder / "humen.log"),
            "DRILL_POINT_FILE": str(self._point),
        }
        self.child = self.nursery.ask(start=environment)

    def arm(self, point: str) -> None:
        """Let the child die when it next comes to the point."""
        draft = self.folder / "point.new"
        draft.write_text(point, encoding="utf-8")
        draft.rename(self._point)

    async def dies(self) -> None:
        """Wait until the child has been killed at its point."""
        async with asyncio.timeout(30):
            ended = await asyncio.to_thread(self.nursery.ask, wait=self.child)
        self.child = 0
        assert ended == signal.SIGKILL, self.log()

    async def kill(self) -> None:
        """Kill the child from outside, whatever it does."""
        os.kill(self.child, signal.SIGKILL)
        await self.dies()

    async def quiet(self) -> None:
        """Wait until the bots have confirmed all that people did."""
        queues = [bot.updates for bot in self.world.bots.values()]
        async with asyncio.timeout(30):
            while any(queue.pending_count for queue in queues):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.03)

    def log(self) -> str:
        path = self.folder / "humen.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def rows(self, house: str, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement on a house's database, beside the child or without it."""
        path = self.folder / "data" / f"{house}.sqlite3"
        with closing(sqlite3.connect(path, timeout=20)) as connection, connection:
            return connection.execute(statement).fetchall()

    def count(self, house: str, table: str) -> int:
        return int(self.rows(house, f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608

    def marks(self) -> int:
        """Return how many options are marked in open questions."""
        statement = "SELECT coalesce(sum(json_array_length(selected)), 0) FROM attempts"
        return int(self.rows("education", statement)[0][0])

    def let_leases_end(self) -> None:
        """Do what two minutes do."""
        self.rows("reports", "UPDATE outbox SET due_at = '2000-01-01 00:00:00.000000'")


@asynccontextmanager
async def open_stand(folder: Path, nursery: Nursery) -> AsyncIterator[Stand]:
    """Set the stage, start the bots and bind the admin chat."""
    world = World()
    (folder / "data").mkdir()
    months = months_from(datetime.now(UTC).strftime("%Y-%m"), ahead=3)
    create_keys(
        folder / "data" / "keys",
        units=[UNIT],
        months=months,
        passphrase=PASSPHRASE.encode(),
        cost=CHEAP,
    )
    async with serve(world) as base_url, aiohttp.ClientSession() as session:
        director = Director(base_url, session)
        stage = await director.set_up(CHINESE)
        stand = Stand(
            nursery=nursery,
            stage=stage,
            world=world,
            folder=folder,
            student=await Player.of(base_url, stage.student),
            citizen=await Player.of(base_url, stage.citizen),
            officer=await Player.of(base_url, stage.officer),
        )
        code = await _binding_code(stage, folder / "data")
        await stand.start()
        try:
            await director.open(stage, code)
            await _seat(stand)
            yield stand
        finally:
            if stand.child:
                await stand.kill()


async def _binding_code(stage: Stage, data: Path) -> str:
    settings = load_settings(
        bot_token=stage.public_token,
        telegram_api=AnyHttpUrl(stage.base_url),
        data_dir=data,
        staff_passphrase=SecretStr(PASSPHRASE),
    )
    return await binding_code(settings, UNIT)


async def _seat(stand: Stand) -> None:
    await stand.student.sees("您想做什么？", chat=stand.public, within=20)
    await stand.citizen.sees("您想做什么？", chat=stand.public, within=20)
    await stand.officer.sees("值班群", chat=stand.stage.admin_chat, within=20)
