"""What a window of the form is written from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

from aiogram_dialog import DialogManager

from bot.reports.tips.desk import TipDesk
from bot.reports.tips.draft import Draft, read_draft
from bot.reports.tips.notices import write_notices
from content.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class TipView:
    """A draft, the content and the reader's language."""

    draft: Draft
    library: Library
    locale: str


Getter = Callable[..., Awaitable[dict[str, Any]]]


def desk_of(manager: DialogManager) -> TipDesk:
    return cast("TipDesk", manager.middleware_data["tip_desk"])


def view_of(manager: DialogManager) -> TipView:
    return TipView(
        draft=read_draft(manager),
        library=desk_of(manager).library,
        locale=manager.middleware_data["i18n"].current_locale,
    )


def prose(write: Callable[[TipView], str]) -> Getter:
    """Return a getter that writes a window's text, with what is to be told once below it."""

    async def getter(dialog_manager: DialogManager, **data: Any) -> dict[str, Any]:
        del data
        view = view_of(dialog_manager)
        notices = write_notices(view.draft.notices)
        return {"text": "\n\n".join(part for part in (write(view), notices) if part)}

    return getter
