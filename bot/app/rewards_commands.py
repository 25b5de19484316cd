"""What the commands on rewards print: a proposal with its working, the schema, the schedules."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import typer
from pydantic import ValidationError

from bot.app import shelves
from bot.chat.catalogue_files import read_catalogue
from bot.errors import OutcomeFileError
from bot.reports.rewards.rules.choosing import choose_scheme, engine_for, find_unrecorded, is_code
from bot.reports.rewards.rules.proposal import Case, Proposal, Verdict
from bot.reports.rewards.rules.without import without_scheme
from bot.reports.rewards.wording.tongue import Tongue
from bot.reports.rewards.wording.working import write_basis, write_headline, write_working
from content.errors import ContentNotFoundError
from content.schema.conversions import RewardRules
from content.schema.outcomes import OutcomeFacts, OutcomeLists
from content.schema.rewards import Scheme

LANGUAGES = ("zh_Hans", "en")


def print_explanation(
    path: Path, scheme_id: str, region: str, day: str, languages: tuple[str, ...]
) -> None:
    """Print proposal and working of an outcome in each language, as the schedule is printed."""
    lists = shelves.outcomes()
    rules = replace(shelves.rewards(), pays_for_users=True)
    scheme = _scheme(rules, scheme_id, region)
    unrecorded = None if scheme_id else find_unrecorded(rules, region or None)
    case = Case(facts=read_outcome(path, lists), on=_day(day), unrecorded=unrecorded)
    proposal = _propose(rules, scheme, lists, case)
    for language in languages or LANGUAGES:
        tongue = Tongue(locale=language, gettext=read_catalogue(language).gettext, lists=lists)
        typer.echo(_text(proposal, tongue))


def print_schema() -> None:
    typer.echo(json.dumps(OutcomeFacts.model_json_schema(), ensure_ascii=False, indent=2))


def print_schemes(language: str) -> None:
    rules = shelves.rewards()
    for scheme in rules.schemes.values():
        until = scheme.valid_to or "…"
        typer.echo(
            f"{scheme.id}\t{scheme.source.grade}\t{scheme.valid_from} – {until}\t"
            f"{scheme.name.to(language)}"
        )


def read_outcome(path: Path, lists: OutcomeLists) -> OutcomeFacts:
    """Raise `OutcomeFileError` naming each field that is wrong, and each id in no list."""
    try:
        facts = OutcomeFacts.model_validate_json(path.read_bytes())
    except OSError:
        raise OutcomeFileError(["the file cannot be read"]) from None
    except ValidationError as error:
        raise OutcomeFileError(
            [
                f"{'.'.join(map(str, each['loc'])) or 'file'}: {each['msg']}"
                for each in error.errors()
            ]
        ) from None
    if unknown := lists.unknown(facts):
        raise OutcomeFileError([f"{each}: in no list of outcomes" for each in unknown])
    return facts


def _day(text: str) -> date:
    if not text:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("a day is written 2026-11-22") from None


def _scheme(rules: RewardRules, scheme_id: str, region: str) -> Scheme | None:
    if not scheme_id:
        if region and not is_code(region):
            raise typer.BadParameter(f"{region}: no code of a region, such as 440100")
        return choose_scheme(rules, region or None)
    try:
        return rules.scheme(scheme_id)
    except ContentNotFoundError:
        known = ", ".join(rules.schemes)
        raise typer.BadParameter(f"no scheme '{scheme_id}'; there are {known}") from None


def _propose(
    rules: RewardRules, scheme: Scheme | None, lists: OutcomeLists, case: Case
) -> Proposal:
    if scheme is None:
        return without_scheme(case)
    return engine_for(rules, scheme, lists).propose(case)


def _text(proposal: Proposal, tongue: Tongue) -> str:
    name = "" if proposal.scheme is None else f"[{proposal.scheme.name.to(tongue.locale)}] "
    lines = [write_headline(proposal, tongue), *write_working(proposal, tongue)]
    if proposal.verdict in {Verdict.PROPOSED, Verdict.AT_LEAST}:
        lines[0] = f"{name}{lines[0]}"
    return "\n".join([*lines, *write_basis(proposal, tongue), ""])
