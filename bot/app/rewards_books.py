"""What the finance office does at the command line: the budget, the comparison, the workbook."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import typer

from bot.app.keys_ending import run_or_explain
from bot.app.rewards import create_books
from bot.app.shared import open_reports, utc_now
from bot.chat.catalogue_files import read_catalogue
from bot.errors import UnknownUnitError
from bot.reports.rewards.rules.books import Balances
from bot.reports.rewards.rules.money import parse_yuan, write_yuan
from bot.reports.rewards.service.accounts import AllotBudget, Reconcile
from bot.reports.rewards.service.exporting import ExportLedger
from bot.reports.rewards.wording.workbook import write_labels
from bot.settings import Settings, load_settings
from storage.kit.unit_of_work import create_sessions
from storage.reports.unit_of_work import ReportsUnitOfWork

T = TypeVar("T")


def change_budget(unit_id: str, yuan: str, year: int) -> None:
    fen = _fen(yuan)
    settings = load_settings()
    year = year or utc_now().astimezone(ZoneInfo(settings.time_zone)).year

    async def change(tools: dict[str, Any]) -> Balances:
        async with tools["unit_of_work"]() as work:
            if await work.units.find(unit_id) is None:
                raise UnknownUnitError(unit_id)
        return await AllotBudget(**tools)(unit_id, year, fen)

    typer.echo(_balances((unit_id, year), run_or_explain(_with_tools(settings, change))))


def reconcile_books() -> None:
    """Print the balances and every disagreement; end with 1 where there is one."""

    async def reconcile(tools: dict[str, Any]) -> Any:
        return await Reconcile(**tools)()

    found = run_or_explain(_with_tools(load_settings(), reconcile))
    for account, balances in found.balances.items():
        typer.echo(_balances(account, balances))
    for fault in found.faults:
        typer.echo(f"disagreement: {fault}")
    typer.echo(f"{len(found.faults)} disagreements")
    raise typer.Exit(1 if found.faults else 0)


def export_books(file: Path, unit_id: str, year: int, language: str) -> None:
    labels = write_labels(read_catalogue(language).gettext)

    async def export(tools: dict[str, Any]) -> bytes:
        return await ExportLedger(**tools)(labels, unit_id or None, year or None)

    data = run_or_explain(_with_tools(load_settings(), export))
    try:
        file.write_bytes(data)
    except OSError:
        raise typer.BadParameter("this file cannot be written") from None
    typer.echo(f"{file} is written.")


async def _with_tools(settings: Settings, act: Callable[[dict[str, Any]], Awaitable[T]]) -> T:
    async with AsyncExitStack() as stack:
        sessions = create_sessions(await open_reports(settings, stack))
        tools = {
            "unit_of_work": lambda: ReportsUnitOfWork(sessions),
            "clock": utc_now,
            "books": create_books(utc_now, ZoneInfo(settings.time_zone)),
        }
        return await act(tools)


def _fen(yuan: str) -> int:
    fen = parse_yuan(yuan.removeprefix("-"))
    if fen is None:
        raise typer.BadParameter("an amount above 0 is written 50000, 50000.50, 5万 or -50000")
    return -fen if yuan.startswith("-") else fen


def _balances(account: tuple[str, int], balances: Balances) -> str:
    unit_id, year = account
    amounts = (
        ("allotted", -balances.allotted),
        ("available", balances.available),
        ("kept ready", balances.reserved),
        ("paid", balances.paid),
        ("donated", balances.donated),
    )
    return f"{unit_id} {year}: " + ", ".join(f"{name} {_yuan(fen)}" for name, fen in amounts)


def _yuan(fen: int) -> str:
    return f"-{write_yuan(-fen)}" if fen < 0 else write_yuan(fen)
