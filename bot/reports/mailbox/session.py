"""An open mailbox; its receipt lives here, in memory, until it is closed or an hour has gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, cast

from aiogram_dialog import DialogManager
from pydantic import Field

from bot.reports.mailbox.followups import AddWithinQuota
from bot.reports.mailbox.service import Mailbox, OpenMailbox, create_nonce
from bot.reports.mailbox.tries import Tries
from bot.reports.push.service import TurnOffNotices, TurnOnNotices
from bot.reports.tips.attachments import FileTaker
from bot.reports.tips.draft import Composition
from bot.reports.tips.taking import Taker
from bot.reports.tips.view import screens_of
from storage.vault.receipts import Receipt

if TYPE_CHECKING:
    from bot.reports.mailbox.rewards import MailboxRewards

_SESSION = "session"


class MailboxSession(Composition):
    """The receipt, what it opened, and the answer being written."""

    receipt: Receipt | None = None
    mailbox: Mailbox | None = None
    nonce: bytes = Field(default_factory=create_nonce)
    page: int = 0
    wish: str = ""

    def empty(self) -> None:
        """Let go of the words written so far; the next ones are another answer."""
        self.text = ""
        self.files = []
        self.nonce = create_nonce()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxDesk:
    """What the mailbox's windows work with, handed to them by name."""

    open_mailbox: OpenMailbox
    add_words: AddWithinQuota
    turn_on: TurnOnNotices
    turn_off: TurnOffNotices
    files: FileTaker
    tries: Tries
    zone: tzinfo
    rewards: MailboxRewards | None = None


def desk_of(manager: DialogManager) -> MailboxDesk:
    return cast("MailboxDesk", manager.middleware_data["mailbox_desk"])


def taker_of(manager: DialogManager) -> Taker:
    return Taker(desk_of(manager).files, screens_of(manager))


def read_session(manager: DialogManager) -> MailboxSession:
    """Return the session as it is, for showing it."""
    data: dict[str, Any] = manager.dialog_data
    return cast("MailboxSession", data.setdefault(_SESSION, MailboxSession()))


def take_session(manager: DialogManager) -> MailboxSession:
    """Return the session for a change; what was told once is not told again."""
    session = read_session(manager)
    session.notices.clear()
    return session
