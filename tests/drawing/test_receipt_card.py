"""The receipt's card and the proof of filing: all of it fits, and nothing more stands on them."""

from __future__ import annotations

import datetime as dt
import io
import itertools

import pytest
from PIL import Image

from bot.drawing import proof, receipt_card
from bot.drawing.layout import Box
from bot.drawing.proof import Proof, ProofWords
from bot.drawing.receipt_card import ReceiptCard
from storage.vault.receipts import Receipt
from storage.vault.wordlists import words_for

WORDS = ProofWords(
    locale="zh_Hans",
    brand="虎门",
    title="举报提交凭证",
    number_label="举报编号",
    day_label="收到日期",
    note="本凭证只说明收到过这条举报，不含任何内容。",
)


def a_card(words: tuple[str, ...]) -> ReceiptCard:
    return ReceiptCard(
        words=words,
        title="My twelve words",
        order="In the order from 1 to 12",
        note="Keep this where nobody else looks. Whoever has it can open the mailbox.",
    )


def text_of(boxes: tuple[Box, ...], role: str) -> list[str]:
    return ["".join(box.block.lines) for box in boxes if box.block.role == role]


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
def test_every_word_stands_whole_beside_its_number(locale: str) -> None:
    words = Receipt.create().words(locale)
    boxes = receipt_card.lay_out(a_card(words))
    assert text_of(boxes, "word") == list(words)
    assert text_of(boxes, "number") == [str(place) for place in range(1, 13)]


def test_the_longest_words_of_the_list_overlap_nothing() -> None:
    longest = sorted(words_for("en"), key=len)[-12:]
    boxes = receipt_card.lay_out(a_card(tuple(longest)))
    assert text_of(boxes, "word") == longest
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    assert all(box.left > 0 and box.right < receipt_card.WIDTH for box in boxes)


def test_the_card_is_a_picture_without_metadata_and_shows_no_word_in_its_repr() -> None:
    card = a_card(Receipt.create().words("en"))
    with Image.open(io.BytesIO(receipt_card.draw_receipt_card(card))) as picture:
        picture.load()
        assert (picture.format, picture.size, picture.info) == ("PNG", (1080, 1350), {})
    assert card.words[0] not in repr(card)


def test_a_proof_holds_the_number_and_the_day_alone() -> None:
    paper = Proof(number="7K3M-9Q2C", day=dt.date(2026, 11, 21), words=WORDS)
    boxes = proof.lay_out(paper)
    assert text_of(boxes, "number") == ["7K3M-9Q2C"]
    assert text_of(boxes, "day") == ["2026年11月21日"]
    printed = {"".join(box.block.lines) for box in boxes}
    assert printed == {
        "7K3M-9Q2C",
        "2026年11月21日",
        *(
            getattr(WORDS, name)
            for name in ("brand", "title", "number_label", "day_label", "note")
        ),
    }
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    assert proof.draw_proof(paper) == proof.draw_proof(paper)
