"""The slip says all a guardian has to know, on one page, in both languages."""

from __future__ import annotations

import itertools
import random

import pypdfium2
import pytest

from bot.chat.i18n import KNOWN_LOCALES, Catalogues
from bot.drawing.fonts import drawable
from bot.drawing.slip import HEIGHT, MARGIN, WIDTH, Slip, draw_slips, lay_out
from bot.education.learning.router.slips import slip_of
from bot.education.learning.rules.slips import create_number
from tests.drawing.cmap import missing
from tests.library import library

LIBRARY = library()
I18N = Catalogues()
CONTACT = "潜江市禁毒委员会办公室　张老师　0728-1234567"


def slip(locale: str, contact: str = CONTACT, number: str = "ABCDEFGH") -> Slip:
    with I18N.context(), I18N.use_locale(locale):
        return slip_of(LIBRARY.consent, locale, contact, number)


@pytest.mark.parametrize("locale", KNOWN_LOCALES)
@pytest.mark.parametrize("contact", ["", CONTACT, "W" * 120])
def test_every_word_of_the_content_is_on_the_page_and_none_overlaps(
    locale: str, contact: str
) -> None:
    boxes = lay_out(slip(locale, contact))
    said = "".join("".join(box.block.lines) for box in boxes).replace(" ", "")
    for section in LIBRARY.consent.sections:
        assert drawable(section.heading.to(locale)).replace(" ", "") in said
        assert drawable(section.text.to(locale)).replace(" ", "") in said
    assert drawable(LIBRARY.consent.form.to(locale)).replace(" ", "") in said
    assert "ABCD-EFGH" in said
    for box in boxes:
        assert not missing("".join(box.block.lines))
        assert MARGIN - 1 <= box.left <= box.right <= WIDTH - MARGIN + 1, box.block.lines
        assert 0 <= box.top <= box.bottom <= HEIGHT - 110, box.block.lines
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other), (one.block.lines, other.block.lines)


def test_a_school_gets_a_page_for_each_child_each_with_a_number_of_its_own() -> None:
    chance = random.Random(3)
    slips = [slip("zh_Hans", number=create_number(chance)) for _ in range(3)]
    document = pypdfium2.PdfDocument(draw_slips(slips))
    assert len(document) == 3
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842), "A4 in points"
    document.close()
    assert len({each.number for each in slips}) == 3
