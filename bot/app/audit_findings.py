"""What of the audit is missing: entries that must be there, and the head that is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from bot.app.keys_ending import open_work
from bot.app.units_doctor import UnitFinding
from bot.reports.rewards.rules.standing import EventKind
from bot.reports.staff.audit.keeping import HEAD_FILE, holds, read_head
from bot.reports.staff.audit.service import AuditKind
from bot.settings import Settings
from storage.reports.unit_of_work import ReportsUnitOfWork

# What the staff did with a reward has an entry each; what the reporter did has none.
TOLD_AS: Final[Mapping[str, AuditKind]] = {
    EventKind.PROPOSED: AuditKind.REWARD_PROPOSED,
    EventKind.SECONDED: AuditKind.REWARD_DECIDED,
    EventKind.APPROVED: AuditKind.REWARD_DECIDED,
    EventKind.REJECTED: AuditKind.REWARD_DECIDED,
    EventKind.UNLOCKED: AuditKind.REWARD_DECIDED,
    EventKind.EXTENDED: AuditKind.REWARD_DECIDED,
    EventKind.TAKEN_BACK: AuditKind.REWARD_DECIDED,
    EventKind.LAPSED: AuditKind.REWARD_DECIDED,
    EventKind.PAID: AuditKind.REWARD_PAID,
    EventKind.REVERSED: AuditKind.REWARD_REVERSED,
}
_MOST: Final = 20


def head_path(settings: Settings) -> Path:
    return settings.data_dir / HEAD_FILE


def lost_head_words(path: Path) -> str:
    return (
        f"The audit does not hold the head that is kept in {path}: newer entries were removed, "
        "or an older backup was put back. Once you know which and have written it down, delete "
        "that file."
    )


async def list_gaps(work: ReportsUnitOfWork) -> list[str]:
    """Return a sentence for each thing that happened and that no entry tells of."""
    return [
        *(f"Report {each} was taken or closed" for each in await work.audit.list_untold_tips()),
        *(await _untold_rewards(work)),
        *(f"{each} works here" for each in await work.audit.list_untold_staff()),
    ]


def gap_words(gaps: list[str]) -> Iterator[str]:
    """Yield the first of them in words, and how many more there are."""
    for gap in gaps[:_MOST]:
        yield f"{gap}, and no entry of the audit says so."
    if len(gaps) > _MOST:
        yield f"… and {len(gaps) - _MOST} more."


async def find_in_audit(settings: Settings) -> list[UnitFinding]:
    """Return what the doctor says; nothing where the database is elsewhere."""
    async with open_work(settings) as work_factory:
        if work_factory is None:
            return []
        async with work_factory() as work:
            gaps = await list_gaps(work)
            head = await _find_in_head(work, settings)
    words = gap_words(gaps)
    return [*head, *(UnitFinding(is_red=True, sentence=each) for each in words)]


async def _find_in_head(work: ReportsUnitOfWork, settings: Settings) -> list[UnitFinding]:
    path = head_path(settings)
    try:
        head = read_head(path)
    except ValueError:
        return [UnitFinding(is_red=True, sentence=lost_head_words(path))]
    if head is not None:
        is_held = await holds(work, head)
        return [] if is_held else [UnitFinding(is_red=True, sentence=lost_head_words(path))]
    if settings.staff_bot_token is None or await work.audit.find_last() is None:
        return []
    return [
        UnitFinding(
            is_red=False,
            sentence=f"No head of the audit is kept in {path}; entries cut off its end would "
            "not all show. The staff bot writes it within a minute of its start.",
        )
    ]


async def _untold_rewards(work: ReportsUnitOfWork) -> list[str]:
    told = await work.audit.count_by_tip(sorted({kind.value for kind in TOLD_AS.values()}))
    happened: Counter[tuple[str, str]] = Counter()
    for (number, event), count in (await work.rewards.count_events()).items():
        if event in TOLD_AS:
            happened[number, TOLD_AS[event].value] += count
    return [
        f"For report {number} “{kind}” happened {count} times"
        for (number, kind), count in sorted(happened.items())
        if told.get((number, kind), 0) < count
    ]
