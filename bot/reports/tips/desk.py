"""What the form's windows work with, handed to them by name."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reports.tips.pictures import PictureTaker
from bot.reports.tips.service import SendTip
from content.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class TipDesk:
    """The content, the use case and the picture cleaner."""

    library: Library
    send_tip: SendTip
    pictures: PictureTaker
