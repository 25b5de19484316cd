"""The command line answers quickly, in sentences, and never with a traceback."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from bot.cli import app
from bot.gateway.server import serve
from bot.gateway.world.world import World
from tests.processes import Outcome, end_of, humen, start, wait_for

TOKEN = "7300000001:AAPublicBotTokenForCommandTests00"
STAFF_TOKEN = "7300000002:AAStaffBotTokenForCommandTests000"


def commands() -> Iterator[tuple[str, ...]]:
    """Yield every command and group of commands."""

    def below(command: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        for name, each in getattr(command, "commands", {}).items():
            yield from below(each, (*path, name))

    return below(get_command(app), ())


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment with a fresh data folder, and without a developer's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUMEN_")}
    return kept | {"HUMEN_DATA_DIR": str(tmp_path / "data"), "COLUMNS": "120"}


def ensure_a_sentence(outcome: Outcome, *words: str) -> None:
    assert outcome.returncode == 2, outcome.stderr
    assert "Traceback" not in outcome.stderr
    told = outcome.stderr.strip().splitlines()[-1]
    assert told.startswith("humen: ")
    for word in words:
        assert word in told


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_neither_aiogram_nor_sqlalchemy(option: str) -> None:
    script = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from bot.cli import app\n"
        f"assert CliRunner().invoke(app, ['{option}']).exit_code == 0\n"
        "print([n for n in ('aiogram', 'sqlalchemy', 'aiohttp', 'pydantic', 'PIL') if n in sys.modules])\n"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert outcome.stdout.strip() == "[]"


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads(
        Path(__file__).parents[1].joinpath("pyproject.toml").read_text("utf-8")
    )
    outcome = CliRunner().invoke(app, ["--version"])
    assert outcome.output == f"humen {project['project']['version']}\n"


@pytest.mark.parametrize("path", list(commands()), ids=lambda path: " ".join(path) or "humen")
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    outcome = CliRunner().invoke(app, [*path, "--help"])
    assert outcome.exit_code == 0
    assert "Usage:" in outcome.output
    command = get_command(app)
    for name in path:
        command = command.commands[name]  # type: ignore[attr-defined]
    assert command.help


def test_running_without_tokens_says_which_settings_to_make(
    environment: dict[str, str], tmp_path: Path
) -> None:
    outcome = humen("run", environment=environment, folder=tmp_path)
    ensure_a_sentence(outcome, "HUMEN_BOT_TOKEN", "HUMEN_STAFF_BOT_TOKEN")


def test_a_bad_setting_is_named(environment: dict[str, str], tmp_path: Path) -> None:
    environment["HUMEN_TIME_ZONE"] = "Nowhere/Land"
    outcome = humen("run", environment=environment, folder=tmp_path)
    ensure_a_sentence(outcome, "HUMEN_TIME_ZONE")


def test_a_staff_bot_without_its_passphrase_says_so(
    environment: dict[str, str], tmp_path: Path
) -> None:
    environment["HUMEN_STAFF_BOT_TOKEN"] = STAFF_TOKEN
    outcome = humen("run", environment=environment, folder=tmp_path)
    ensure_a_sentence(outcome, "HUMEN_STAFF_PASSPHRASE")


def test_a_data_folder_that_cannot_be_used_says_so(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    environment |= {"HUMEN_BOT_TOKEN": TOKEN, "HUMEN_DATA_DIR": str(tmp_path / "file")}
    ensure_a_sentence(humen("run", environment=environment, folder=tmp_path))


def test_a_data_folder_of_another_version_says_so(
    environment: dict[str, str], tmp_path: Path
) -> None:
    environment["HUMEN_BOT_TOKEN"] = TOKEN
    folder = Path(environment["HUMEN_DATA_DIR"])
    folder.mkdir()
    with closing(sqlite3.connect(folder / "education.sqlite3")) as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES ('2026_11_22_2')")
        database.commit()
    outcome = humen("run", environment=environment, folder=tmp_path)
    ensure_a_sentence(outcome, "education database", "another version of Humen", "2026_11_22_2")


async def test_a_token_that_telegram_refuses_says_so(
    environment: dict[str, str], tmp_path: Path
) -> None:
    async with serve(World()) as url:
        environment |= {
            "HUMEN_STAFF_BOT_TOKEN": STAFF_TOKEN,
            "HUMEN_STAFF_PASSPHRASE": "a passphrase for tests",
            "HUMEN_TELEGRAM_API": url,
        }
        outcome = await asyncio.to_thread(humen, "run", environment=environment, folder=tmp_path)
    ensure_a_sentence(outcome, "token")
    assert STAFF_TOKEN not in outcome.stderr


@pytest.mark.parametrize("command", ["demo", "gateway"])
def test_a_port_that_is_taken_says_so(
    environment: dict[str, str], tmp_path: Path, command: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        outcome = humen(command, "--port", port, environment=environment, folder=tmp_path)
    ensure_a_sentence(outcome, port, "--port")


@pytest.mark.parametrize("port", ["-1", "65536", "eighty"])
def test_a_port_that_is_none_is_refused(
    environment: dict[str, str], tmp_path: Path, port: str
) -> None:
    outcome = humen("gateway", "--port", port, environment=environment, folder=tmp_path)
    assert outcome.returncode == 2
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_gateway_ends_at_a_signal_without_a_traceback(
    environment: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    told = tmp_path / "told"
    process = start("gateway", "--port", "0", environment=environment, folder=tmp_path, told=told)
    wait_for("http://127.0.0.1:", process, told)
    assert process.pid is not None
    os.kill(process.pid, number)
    outcome = end_of(process, told)
    assert (outcome.returncode, outcome.stderr) == (0, "")


def test_content_that_is_sound_is_said_to_be_so(
    environment: dict[str, str], tmp_path: Path
) -> None:
    outcome = humen("content", "check", environment=environment, folder=tmp_path)
    assert outcome.returncode == 0
    assert "0 errors" in outcome.stdout


def test_a_binding_code_is_printed_as_it_is_sent(
    environment: dict[str, str], tmp_path: Path
) -> None:
    outcome = humen("staff", "code", environment=environment, folder=tmp_path)
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.startswith("/bind ")
