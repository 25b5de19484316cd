"""The words for roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from babel.support import LazyProxy

from bot.reports.staff.rules import MONEY, Role

NAMES: Mapping[Role, LazyProxy] = {
    Role.TRIAGE: __("handles reports"),
    Role.SUPERVISOR: __("supervisor"),
    Role.APPROVER: __("approves rewards"),
    Role.PAYER: __("pays rewards"),
    Role.AUDITOR: __("auditor"),
}


def name_roles(roles: Iterable[Role]) -> str:
    held = set(roles)
    return _(", ").join(str(NAMES[role]) for role in Role if role in held)


def money_warning(roles: Iterable[Role]) -> str:
    """Return a warning for two roles over money in one hand, or nothing."""
    if not set(roles) >= MONEY:
        return ""
    return _(
        "⚠️ Approving and paying in one hand: please give them to two people where you can. "
        "Nobody approves what he proposed himself."
    )
