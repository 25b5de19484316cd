"""The draft of a tip: in memory only, for an hour at most, and shown by no `repr`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import cast

from aiogram_dialog import DialogManager
from pydantic import BaseModel, ConfigDict, Field

from bot.drawing.media.kinds import CleanFile
from bot.reports.tips.rules import OFFICIAL, SPOT, YES, join_text
from storage.vault.receipts import Receipt

_DRAFT = "draft"


class NoticeKind(StrEnum):
    """What a card tells once, besides its own words."""

    TEXT_KEPT = auto()
    PICTURE_KEPT = auto()
    FILE_KEPT = auto()
    TOO_LONG = auto()
    TOO_MANY = auto()
    FILE_UNREAD = auto()
    FILE_PROTECTED = auto()
    FILE_TOO_LARGE = auto()
    FILE_LOST = auto()
    OFFICE_FILE = auto()
    LEFT = auto()
    IN_DRAFT = auto()
    UNSUPPORTED = auto()
    COMMAND = auto()
    RECEIPT_SEEN = auto()
    UNDELETED = auto()
    OWN_UNDELETED = auto()
    TWO_WORDS = auto()
    WRONG_WORDS = auto()
    WORD_COUNT = auto()
    WORD_UNKNOWN = auto()
    RECEIPT_UNKNOWN = auto()
    WAIT = auto()
    SPOT_KEPT = auto()
    ANSWER_TOO_LONG = auto()
    CHOOSE = auto()
    STRAY_GONE = auto()
    PAUSE = auto()
    ANSWER_SENT = auto()
    NOTHING_NEW = auto()
    PUSH_ON = auto()
    PUSH_OFF = auto()
    PUSH_IMPOSSIBLE = auto()
    NO_ROOM = auto()
    FILES_PAUSE = auto()
    ANSWER_PAUSE = auto()
    ANSWER_WAITS = auto()


@dataclass(frozen=True, slots=True)
class Notice:
    """A kind and the numbers or words that it speaks of."""

    kind: NoticeKind
    number: int = 0
    words: tuple[str, ...] = ()


class Composition(BaseModel):
    """Words and files that a person is putting together."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    text: str = ""
    files: list[CleanFile] = Field(default_factory=list)
    taken: set[int] = Field(default_factory=set)
    notices: list[Notice] = Field(default_factory=list)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    __str__ = __repr__

    @property
    def is_empty(self) -> bool:
        return not self.text and not self.files

    def take_spot(self, spot: str) -> bool:
        """Take a shared location among the words; return False where they grow too long."""
        joined = join_text(self.text, f"📍 {spot}")
        self.text = joined or self.text
        return joined is not None

    def tell(self, kind: NoticeKind, number: int = 0, words: tuple[str, ...] = ()) -> None:
        self.notices.append(Notice(kind, number, words))


class Draft(Composition):
    """What the form has gathered so far."""

    urgent: bool = False
    is_minor: bool = False
    category: str | None = None
    region: str | None = None
    within: str | None = None
    places_page: int = 0
    answers: dict[str, str] = Field(default_factory=dict)
    asking: str | None = None
    is_walking: bool = False
    is_passed_up: bool = False
    receipt: Receipt | None = None
    shown_until: float = 0.0
    positions: tuple[int, ...] = ()
    number: str | None = None
    is_forgotten: bool = False
    is_clear: bool = True

    def take_spot(self, spot: str) -> bool:
        self.answers[SPOT] = spot
        return True

    @property
    def is_about_official(self) -> bool:
        return self.answers.get(OFFICIAL) == YES

    def after_sending(self, number: str, *, is_forgotten: bool, is_clear: bool) -> Draft:
        """Return what may stay of a draft once it is sent: no word, no file, no receipt."""
        return Draft(
            number=number,
            is_forgotten=is_forgotten,
            is_minor=self.is_minor,
            is_clear=is_clear,
            taken=self.taken,
        )


def read_draft(manager: DialogManager) -> Draft:
    """Return the draft as it is, for showing it."""
    return cast("Draft", manager.dialog_data.setdefault(_DRAFT, Draft()))


def take_draft(manager: DialogManager) -> Draft:
    """Return the draft for a change; what was told once is not told again."""
    draft = read_draft(manager)
    draft.notices.clear()
    return draft


def put_draft(manager: DialogManager, draft: Draft) -> None:
    manager.dialog_data[_DRAFT] = draft
