"""The hourly levelling reaches both houses and the files, and every application does it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import leveling
from bot.app.leveling import level_all
from bot.gateway.cast import CHINESE
from storage.vault.files import LEVEL_TIME, SealedFiles
from tests.databases import Database
from tests.logs import logging_to
from tests.whole_app import run_whole_app


@pytest.fixture
async def engines(sqlite: Database) -> tuple[AsyncEngine, AsyncEngine]:
    """Return both houses' databases, each with a row in its write-ahead log."""
    education, reports = await sqlite("education"), await sqlite("reports")
    async with education.begin() as connection:
        await connection.execute(text("INSERT INTO applied_updates VALUES (1, 2, '2026-11-21')"))
    async with reports.begin() as connection:
        await connection.execute(text("INSERT INTO forget_wishes VALUES ('a', '2026-11', x'00')"))
    return education, reports


def log_of(engine: AsyncEngine) -> Path:
    return Path(f"{engine.url.database}-wal")


async def test_both_houses_and_the_files_are_levelled(
    engines: tuple[AsyncEngine, AsyncEngine], tmp_path: Path
) -> None:
    files = SealedFiles(tmp_path / "files")
    name = files.put(b"sealed")
    assert all(log_of(engine).stat().st_size for engine in engines)
    await level_all(*engines, files)
    assert not any(log_of(engine).stat().st_size for engine in engines)
    assert (tmp_path / "files" / name).stat().st_mtime == LEVEL_TIME


@pytest.mark.parametrize(
    ("step", "event"), [("level", "rows_not_levelled"), ("shorten_log", "log_not_shortened")]
)
async def test_what_could_not_be_done_is_told_and_the_rest_is_done(
    engines: tuple[AsyncEngine, AsyncEngine],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    event: str,
) -> None:
    async def in_the_way(_engine: AsyncEngine) -> bool:
        return False

    monkeypatch.setattr(leveling, step, in_the_way)
    files = SealedFiles(tmp_path / "files")
    files.put(b"sealed")
    with logging_to(tmp_path / "log"):
        await level_all(*engines, files)
    told = (tmp_path / "log").read_text()
    assert [f"event='{event}'" in line for line in told.splitlines()] == [True, True]
    assert files.level() == 0


async def test_an_application_levels_from_its_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    levelled = []

    async def note(education: AsyncEngine, reports: AsyncEngine, files: SealedFiles) -> None:
        levelled.append((education, reports, files))

    monkeypatch.setattr(leveling, "level_all", note)
    async with run_whole_app(tmp_path, CHINESE):
        pass
    assert levelled
