"""Drafts become bytes and come back whole; nothing else is ever built."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest

from bot.app.public import FORMS
from bot.app.state import create_packer
from bot.chat.redis_state.packing import LONG_BYTES, Packer, kinds_within
from bot.drawing.media.kinds import CleanFile, Kind
from bot.errors import UnstorableStateError
from bot.reports.mailbox.service import Mailbox
from bot.reports.mailbox.session import MailboxSession
from bot.reports.rewards.rules.standing import RewardState
from bot.reports.rewards.rules.windows import Deadlines
from bot.reports.rewards.service.claiming import RewardNews
from bot.reports.tips.draft import Draft, NoticeKind
from storage.reports.kinds import TipStatus
from storage.vault.receipts import Receipt

NOW = datetime(2026, 11, 22, 10, 30, 1, 5, tzinfo=UTC)
PLAIN: list[Any] = [
    None,
    True,
    3,
    0.5,
    "金色港湾",
    b"short",
    [1, [2, "three"]],
    {"a": 1, 5: {"b": (1, 2)}},
    {1, 2},
    frozenset({"x"}),
    NOW,
    date(2026, 11, 22),
    Decimal("12.50"),
]


class Mood(StrEnum):
    """A kind that no form keeps."""

    GOOD = "good"


@dataclass
class Stranger:
    """A kind that the packer was not told of."""

    name: str = "x"


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: type(value).__name__)
def test_plain_values_come_back_as_they_were(value: Any) -> None:
    packer = Packer()
    back = packer.unpack(*packer.pack(value))
    assert back == value
    assert type(back) is type(value)


def test_a_draft_comes_back_whole() -> None:
    draft = Draft(
        text="昨晚",
        files=[CleanFile(kind=Kind.PICTURE, media_type="image/jpeg", data=b"p" * LONG_BYTES)],
        taken={4, 5},
        urgent=True,
        category="trafficking",
        answers={"when": "night"},
        receipt=Receipt.create(),
        positions=(3, 7),
    )
    draft.tell(NoticeKind.TOO_LONG, number=9, words=("a", "b"))
    packer = create_packer(FORMS)
    data, blobs = packer.pack({"draft": draft})
    assert len(blobs) == 1
    back = packer.unpack(data, blobs)["draft"]
    assert back == draft
    assert (type(back.notices[0].kind), back.receipt) == (NoticeKind, draft.receipt)


def test_an_open_mailbox_comes_back_whole() -> None:
    mailbox = Mailbox(number="ABCD-EFGH", status=TipStatus.ASKED, filed=NOW, questions=("?",))
    session = MailboxSession(receipt=Receipt.create(), mailbox=mailbox, page=1, own=[7])
    packer = create_packer(FORMS)
    assert packer.unpack(*packer.pack({"session": session}))["session"] == session


def test_a_reward_in_the_mailbox_comes_back_whole() -> None:
    deadlines = Deadlines(claim_until=NOW.date(), lapses_after=NOW.date())
    news = RewardNews(
        state=RewardState.ACCEPTED, fen=50_000, deadlines=deadlines, identity="required"
    )
    mailbox = Mailbox(number="ABCD-EFGH", status=TipStatus.CLOSED, reward=news)
    session = MailboxSession(receipt=Receipt.create(), mailbox=mailbox, wish="donate")
    packer = create_packer(FORMS)
    assert packer.unpack(*packer.pack({"session": session}))["session"] == session


def test_every_kind_within_the_forms_is_known() -> None:
    names = {kind.__name__ for kind in kinds_within(*FORMS)}
    assert {"Draft", "MailboxSession", "Mailbox", "CleanFile", "Kind", "Notice"} <= names


def test_an_object_of_another_kind_is_refused_when_it_is_written() -> None:
    with pytest.raises(UnstorableStateError):
        Packer().pack({"a": Stranger()})


def test_an_enum_of_another_kind_is_kept_as_its_value() -> None:
    packer = Packer()
    assert packer.unpack(*packer.pack({"mood": Mood.GOOD})) == {"mood": "good"}


def test_no_other_kind_is_built_from_bytes() -> None:
    forged = b'{"$":"kind","k":"subprocess.Popen","v":{"args":["true"]}}'
    with pytest.raises(KeyError):
        create_packer(FORMS).unpack(forged, {})
