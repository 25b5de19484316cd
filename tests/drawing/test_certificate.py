"""Every certificate is whole: nothing overflows, nothing overlaps, nothing is drawn as a box."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import itertools
import random
from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops, ImageDraw

from bot.drawing.certificate import (
    CODE_PLACE,
    Certificate,
    CertificateWords,
    draw_certificate,
    group_code,
    lay_out,
)
from bot.drawing.designs import Design
from bot.drawing.layout import Box
from tests.drawing.cmap import missing
from tests.drawing.qr_reader import read_code

ZH = CertificateWords(
    locale="zh_Hans",
    brand="Humen 虎门",
    title="学习证书",
    given_to="特此证明",
    completed="已学完",
    date_label="颁发日期",
    score_label="正确率",
    code_label="查验码",
)
EN = CertificateWords(
    locale="en",
    brand="Humen 虎门",
    title="Certificate of Learning",
    given_to="This certifies that",
    completed="has completed",
    date_label="Date of issue",
    score_label="Correct answers",
    code_label="Check code",
)
LINK = "https://t.me/humen_demo_bot?start=v_7K3F9QXM2B"
SAFE_LEFT, SAFE_TOP, SAFE_RIGHT, SAFE_BOTTOM = 110, 60, 970, 1396
SCRIPTS = (
    "海门林安若溪欧阳龘䶮木江阿热合曼·",
    "abcdefghijklmnopqrstuvwxyzWWWMMQ -'",
    "ÁÂÃÄÅẤẬàảãễịờữŻŁğßÆ",
    "ПётрЩЖыюяЇґ ΩμέλΨ",
    "김민수뷁 さくらアヤ",
    "محمد สมชาย བོད ",
    "🌊👩‍🚀❤️🇨🇳1️⃣",
    "，。（）“”《》!?%#@…—",
)


def sample(words: CertificateWords = ZH) -> Certificate:
    return Certificate(
        name="林小海",
        course="守住自己的门：初中禁毒课",
        lesson="第一课　朋友递来的“糖”",
        issued_on=dt.date(2026, 6, 26),
        code="7k3f9qxm2brt",
        score="92%",
        words=words,
        link=LINK,
    )


def random_certificates(count: int) -> Iterator[Certificate]:
    chance = random.Random(6_03)
    for number in range(count):
        pool = "".join(chance.sample(SCRIPTS, chance.randint(1, 3)))
        titles = SCRIPTS[0] + SCRIPTS[7] if number % 2 else SCRIPTS[1] + "    "
        yield dataclasses.replace(
            sample(ZH if number % 2 else EN),
            name="".join(chance.choices(pool, k=chance.randint(1, 40))),
            course="".join(chance.choices(titles, k=chance.randint(1, 60))),
            lesson="".join(chance.choices(titles, k=chance.randint(1, 80))),
            score=chance.choice([None, "100%", "12/12"]),
            design=chance.choice(list(Design)),
            link=chance.choice([LINK, ""]),
        )


def ink(box: Box) -> tuple[int, int, int, int] | None:
    page = Image.new("RGB", (1080, 1440))
    box.draw(ImageDraw.Draw(page))
    return page.getbbox()


def _touches_code(box: Box) -> bool:
    beside = box.right <= CODE_PLACE.left or CODE_PLACE.right <= box.left
    return not (beside or box.bottom <= CODE_PLACE.top or CODE_PLACE.bottom <= box.top)


@pytest.mark.parametrize("design", Design)
@pytest.mark.parametrize(
    "link",
    [LINK, "https://t.me/a_bot?start=v_0000000000", f"https://t.me/{'x' * 32}?start=v_ZZZZZZZZZZ"],
)
def test_the_code_is_read_off_the_picture(design: Design, link: str) -> None:
    drawn = draw_certificate(dataclasses.replace(sample(), design=design, link=link))
    place = CODE_PLACE
    with Image.open(io.BytesIO(drawn)) as picture:
        read = read_code(picture, (place.left, place.top, place.right, place.bottom))
    assert read == link


def test_a_link_too_long_for_the_square_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        draw_certificate(dataclasses.replace(sample(), link="x" * 2000))


def test_the_designs_differ() -> None:
    drawn = {draw_certificate(dataclasses.replace(sample(), design=each)) for each in Design}
    assert len(drawn) == len(Design)


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_it_is_a_portrait_png_without_metadata(words: CertificateWords) -> None:
    with Image.open(io.BytesIO(draw_certificate(sample(words)))) as picture:
        assert (picture.format, picture.size, picture.mode) == ("PNG", (1080, 1440), "RGB")
        assert picture.info == {}


def test_equal_certificates_give_equal_bytes() -> None:
    assert draw_certificate(sample()) == draw_certificate(sample())


def test_another_name_changes_only_the_line_of_the_name() -> None:
    other = dataclasses.replace(sample(), name="林小山")
    pictures = [Image.open(io.BytesIO(draw_certificate(one))) for one in (sample(), other)]
    name = next(box for box in lay_out(sample()) if box.block.role == "name")
    changed = ImageChops.difference(*pictures).getbbox()
    assert changed is not None
    assert name.top <= changed[1] < changed[3] <= name.bottom


def test_200_random_names_and_titles_stay_on_the_page_and_off_one_another() -> None:
    for certificate in random_certificates(200):
        boxes = lay_out(certificate)
        for box in boxes:
            assert not missing("".join(box.block.lines)), certificate.name
            assert box.left >= SAFE_LEFT, certificate.name
            assert box.right <= SAFE_RIGHT, certificate.name
            assert SAFE_TOP <= box.top <= box.bottom <= SAFE_BOTTOM, certificate.name
        if certificate.link:
            assert not any(_touches_code(box) for box in boxes), certificate.name
        for one, other in itertools.combinations(boxes, 2):
            assert not one.overlaps(other), (one.block.role, other.block.role, certificate.name)


def test_the_ink_lies_within_the_measured_boxes() -> None:
    for certificate in random_certificates(12):
        for box in lay_out(certificate):
            bounds = ink(box)
            if bounds:
                left, top, right, bottom = bounds
                assert box.left - 3 <= left < right <= box.right + 3, box.block.lines
                assert box.top - 1 <= top < bottom <= box.bottom + 1, box.block.lines


def test_a_name_of_forty_characters_is_not_cut() -> None:
    for name in ("林" * 40, "W" * 40, "Maximiliana Christopherson-Featherstoneh"):
        boxes = lay_out(dataclasses.replace(sample(), name=name))
        lines = next(box.block.lines for box in boxes if box.block.role == "name")
        assert "".join(lines).replace(" ", "") == name.replace(" ", "")


def test_a_name_that_cannot_be_drawn_leaves_its_line_blank() -> None:
    boxes = lay_out(dataclasses.replace(sample(), name="🌊🌊"))
    assert next(box.block.lines for box in boxes if box.block.role == "name") == ()
    assert draw_certificate(dataclasses.replace(sample(), name="🌊🌊"))


def test_a_whole_course_without_score_has_no_lesson_and_one_column() -> None:
    boxes = lay_out(dataclasses.replace(sample(), lesson=None, score=None))
    roles = [box.block.role for box in boxes]
    assert "lesson" not in roles
    assert "score" not in roles
    assert next(box.center for box in boxes if box.block.role == "date") == 540


@pytest.mark.parametrize(("words", "day"), [(ZH, "2026年6月26日"), (EN, "June 26, 2026")])
def test_the_date_is_written_as_the_language_does(words: CertificateWords, day: str) -> None:
    lines = [box.block.lines for box in lay_out(sample(words)) if box.block.role == "date"]
    assert lines == [(day,)]


@pytest.mark.parametrize(
    ("code", "grouped"),
    [
        ("7K3F9QXM2BRT", "7K3F-9QXM-2BRT"),
        ("7K3F 9QXM-2B", "7K3F-9QXM-2B"),
        ("7K3", "7K3"),
        ("", ""),
    ],
)
def test_a_code_stands_in_groups_of_four(code: str, grouped: str) -> None:
    assert group_code(code) == grouped
