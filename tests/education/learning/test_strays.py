"""A stranger checks a certificate: on the web, by its link, or by nothing but its code."""

from __future__ import annotations

from html import unescape

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.drawing.certificate import group_code
from bot.education.learning.router.callbacks import AttemptCallback
from bot.education.learning.router.certificates import verification_link
from bot.education.learning.service.certificates import IssueCertificate
from tests.education.learning.school import School
from tests.education.learning.telephone import Telephone
from tests.education.learning.verification import read_page

GENUINE = "✅ This certificate is genuine."
UNKNOWN = "No certificate has this code"
NOT_KEPT = "I did not keep what you sent."
WRONG = "ABCD-EFGH-12"


@pytest.fixture
async def code(school: School) -> str:
    done = await school.finish(await school.start())
    issued = await school.use(IssueCertificate)(school.update(), done.attempt_id)
    assert issued is not None
    return issued.code


async def test_the_page_says_day_result_and_issuer_in_words(school: School, code: str) -> None:
    status, page = await read_page(school, code, "en-GB")
    assert status == 200
    assert "<p>November 21, 2026</p><p>Right at once 5 / 5</p>" in page
    assert "Issued by Humen. The code proves the course, the result and the date" in page
    assert "2026-11-21" not in page
    _status, page = await read_page(school, code, "zh-CN")
    assert "<p>2026年11月21日</p><p>一次答对 5 / 5</p>" in page
    assert "由虎门（Humen）颁发" in page
    status, page = await read_page(school, "ABCDEFGHJK", "zh-CN")
    assert status == 404
    assert "虎门" in page


async def test_the_chat_says_all_that_the_page_says(
    school: School, code: str, phone: Telephone
) -> None:
    _status, page = await read_page(school, code, "en")
    await phone.say(f"/verify {code}")
    lines = [line for line in phone.words().splitlines() if line]
    assert len(lines) == 8
    assert [line for line in lines if line not in unescape(page)] == []


async def test_a_pasted_link_is_answered_however_it_is_copied(code: str, phone: Telephone) -> None:
    link = verification_link("HumenBot", code)
    for words in (
        link,
        link.removeprefix("https://"),
        link.replace("HumenBot", "humenbot"),
        f"Look what my daughter got!\n{link}",
        f"tg://resolve?domain=HumenBot&start=verify-{code}",
    ):
        await phone.say(words)
        assert phone.words().startswith(GENUINE), words
    await phone.say(verification_link("HumenBot", "ABCDEFGHJK"))
    assert phone.words().startswith(UNKNOWN)


async def test_a_forwarded_certificate_is_answered_too(code: str, phone: Telephone) -> None:
    caption = f"🎓 Well done!\n{verification_link('HumenBot', code)}"
    file = {"file_id": "f", "file_unique_id": "u"}
    await phone.say("", document=file, caption=caption)
    assert phone.words().startswith(GENUINE)


async def test_a_code_alone_is_answered(code: str, phone: Telephone) -> None:
    for words in (code, group_code(code), f" {group_code(code).lower()}\n"):
        await phone.say(words)
        assert phone.words().startswith(GENUINE), words
    for words in (WRONG, WRONG.replace("-", "")):
        await phone.say(words)
        assert phone.words().startswith(UNKNOWN), words


@pytest.mark.parametrize(
    "words",
    [
        "basketball",
        "dealer1234",
        "1234567890",
        "ABCDEFGHIJ",
        "4008-1234-56",
        "ABCD-EFGH-12 is his car",
        "https://t.me/another_bot?start=v_ABCDEFGH12",
        "https://t.me/HumenBot",
    ],
)
async def test_what_only_looks_like_a_code_is_not_kept(phone: Telephone, words: str) -> None:
    await phone.say(words)
    assert NOT_KEPT in phone.words()


async def test_what_is_typed_into_a_form_belongs_to_the_form(code: str, phone: Telephone) -> None:
    await phone.say("/form")
    typed = [group_code(code), verification_link("HumenBot", code)]
    for words in typed:
        await phone.say(words)
        assert phone.shown() == []
    assert phone.typed == typed


async def test_a_person_in_danger_is_answered_first(code: str, phone: Telephone) -> None:
    await phone.say(f"I want to kill myself {verification_link('HumenBot', code)}")
    first, second = phone.shown()
    assert GENUINE not in first
    assert second.startswith(GENUINE)


@pytest.mark.parametrize(
    ("language", "ways"),
    [
        ("en", "scan the code in the picture, open the link, or send this line:"),
        ("zh-hans", "扫图上的二维码、点下面的链接，或者发送这一行，谁都能查验："),
    ],
)
async def test_below_the_picture_stand_all_ways_to_check_it(
    school: School, guests: AsyncEngine, language: str, ways: str
) -> None:
    phone = Telephone(school, guests, language)
    done = await school.finish(await school.start())
    await phone.tap(AttemptCallback(attempt=done.attempt_id, action="nameless").pack())
    told, line, link = phone.words().splitlines()
    assert told.endswith(ways)
    assert line.startswith("<code>/verify ")
    assert link.startswith("https://t.me/HumenBot?start=v_")
