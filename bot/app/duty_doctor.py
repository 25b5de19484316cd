"""What `humen doctor` finds wrong with the clock's calendar and with who is told of the audit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from bot.app.keys_ending import open_work
from bot.app.shared import utc_now
from bot.app.units_doctor import UnitFinding
from bot.reports.staff.audit.posting import auditors_of
from bot.reports.staff.rules import Role, roles_from
from bot.reports.triage.clock.working_days import is_known
from bot.settings import Settings
from storage.reports.unit_of_work import ReportsUnitOfWork

DECEMBER: Final = 12


async def find_in_duty(settings: Settings) -> list[UnitFinding]:
    """Return what is wrong; nothing of the units where the database is elsewhere."""
    today = utc_now().astimezone(ZoneInfo(settings.time_zone)).date()
    found = list(calendar_findings(today))
    async with open_work(settings) as work_factory:
        if work_factory is None:
            return found
        async with work_factory() as work:
            for unit in await work.units.list_all():
                if unit.chat_id is not None:
                    found += await _audit_findings(work, unit.id)
    return found


def calendar_findings(today: date) -> Iterator[UnitFinding]:
    """Yield a year whose holidays nobody has told us: this one, or in December the next."""
    remedy = "pip install --upgrade chinesecalendar, once the State Council has announced them."
    if not is_known(today):
        yield UnitFinding(
            is_red=True,
            sentence=f"The holidays of {today.year} are not known here: deadlines count Monday "
            f"to Friday. {remedy}",
        )
    elif today.month == DECEMBER and not is_known(today.replace(year=today.year + 1)):
        yield UnitFinding(
            is_red=False, sentence=f"The holidays of {today.year + 1} are not known yet. {remedy}"
        )


async def _audit_findings(work: ReportsUnitOfWork, unit_id: str) -> list[UnitFinding]:
    people = await auditors_of(work, unit_id)
    if any(Role.AUDITOR in roles_from(each.roles) for each in people):
        return []
    who = "its supervisors hear" if people else "nobody hears"
    return [
        UnitFinding(
            is_red=not people,
            sentence=f"{unit_id} has no auditor; {who} how far the audit goes. "
            f"humen staff invite {unit_id} auditor",
        )
    ]
