"""What a window of the form is written from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import time
from typing import Any, cast

from aiogram_dialog import DialogManager

from bot.chat.shown.register import ScreenRegister
from bot.reports.tips.desk import TipDesk
from bot.reports.tips.draft import Draft, read_draft
from bot.reports.tips.notices import write_notices
from bot.reports.tips.rules import SPOT, signals_of
from bot.reports.tips.taking import Taker
from content.library import Library
from storage.reports.kinds import Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class TipView:
    """A draft, the content and the reader's language.

    `checks_identity` says whether a reward for the draft's region takes a valid ID.
    """

    draft: Draft
    library: Library
    locale: str
    checks_identity: bool = True

    @property
    def is_urgent(self) -> bool:
        """Whether what the draft says makes it urgent by the clock's policy."""
        return urgency_of(self.draft, self.library) is Urgency.URGENT

    @property
    def asks(self) -> tuple[str, ...]:
        """The questions of the draft's category, and what was answered for another one."""
        form, category = self.library.tip_form, self.draft.category
        asked = () if category is None else form.category(category).asks
        others = (each.id for each in form.questions if each.id in self.draft.answers)
        return (*asked, *(name for name in others if name not in asked))

    def answer_to(self, question_id: str) -> str:
        """Return the answer in the reader's words, empty where there is none."""
        question = self.library.tip_form.question(question_id)
        answer = self.draft.answers.get(question_id, "")
        if question.kind == "choice" and answer:
            return question.option(answer).label.to(self.locale)
        spot = self.draft.answers.get(SPOT, "") if question.kind == "place" else ""
        return " · ".join(part for part in (answer, spot and f"📍 {spot}") if part)

    @property
    def is_receipt_hidden(self) -> bool:
        return time() >= self.draft.shown_until


def urgency_of(draft: Draft, library: Library) -> Urgency:
    signals = signals_of(draft.answers, happens_now=draft.urgent, is_minor=draft.is_minor)
    is_urgent = library.clock.urgency.is_urgent(draft.category or "", signals)
    return Urgency.URGENT if is_urgent else Urgency.ROUTINE


Getter = Callable[..., Awaitable[dict[str, Any]]]


def screens_of(manager: DialogManager) -> ScreenRegister:
    return cast("ScreenRegister", manager.middleware_data["screens"])


def chat_of(manager: DialogManager) -> int:
    return int(manager.middleware_data["event_chat"].id)


def taker_of(manager: DialogManager) -> Taker:
    return Taker(desk_of(manager).files, screens_of(manager))


def desk_of(manager: DialogManager) -> TipDesk:
    return cast("TipDesk", manager.middleware_data["tip_desk"])


def view_of(manager: DialogManager) -> TipView:
    draft, desk = read_draft(manager), desk_of(manager)
    return TipView(
        draft=draft,
        library=desk.library,
        locale=manager.middleware_data["i18n"].current_locale,
        checks_identity=desk.checks_identity(draft.region),
    )


def prose(write: Callable[[TipView], str]) -> Getter:
    """Return a getter that writes a window's text, with what is to be told once below it."""

    async def getter(dialog_manager: DialogManager, **data: Any) -> dict[str, Any]:
        del data
        view = view_of(dialog_manager)
        notices = write_notices(view.draft.notices)
        return {"text": "\n\n".join(part for part in (write(view), notices) if part)}

    return getter
