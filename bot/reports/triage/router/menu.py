"""The command menu of the staff bot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aiogram.utils.i18n import lazy_gettext as __
from babel.support import LazyProxy

COMMANDS: Final[Mapping[str, LazyProxy]] = {
    "queue": __("What waits, with filters"),
    "mine": __("What I hold, and what is offered to me"),
    "find": __("A report by its number"),
    "shift": __("End of my shift: hand over"),
    "roster": __("Who holds how much"),
    "report": __("What came in, as a picture and a table"),
    "watch": __("Where more came in than usual"),
    "pay": __("Pay a reward out for its claim code"),
    "unit": __("For which unit I work"),
}
