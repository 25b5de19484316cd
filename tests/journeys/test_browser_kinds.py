"""Each kind of question on a phone of 390 pixels, by its buttons alone, in both languages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from bot.gateway.cast import CHINESE, ENGLISH, Cast
from tests.browser import chromium, font_settings, record_complaints
from tests.company import Company, perform
from tests.journeys.hand import PATIENCE_MS, Hand
from tests.journeys.known import known_in
from tests.journeys.six_kinds import ask_one_of_each
from tests.journeys.test_browser_story import OVERFLOWING

__all__ = ["chromium", "font_settings"]

pytestmark = pytest.mark.browser

POCKET = (390, 844)
BUTTONS = """() => [...document.querySelectorAll("[data-phone]:not([hidden]) button[data-button]")]
  .filter((node) => node.offsetParent)
  .map((node) => { const box = node.getBoundingClientRect();
    return [node.innerText, box.left, box.right, box.height]; })"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is tapped and seen, in one language."""

    cast: Cast
    locale: str
    to_question: tuple[str, ...]
    question: str
    go_on: str
    done: str
    right: str
    cards: int
    choices: tuple[str, ...]
    finished: str
    sources: str
    source: str


SCRIPTS = {
    "zh_Hans": Words(
        cast=CHINESE,
        locale="zh_Hans",
        to_question=("学一课", "开始第 1 课", "你会怎么想？"),
        question="第 {number} 题，共 6 题",
        go_on="继续",
        done="就选这些",
        right="答对了！",
        cards=4,
        choices=("“我妈鼻子可灵了，饶了我吧！”", "“我得回家了。小雨，一起走吧？”"),
        finished="一次答对 6 题，共 6 题。",
        sources="出处",
        source="出处：国家禁毒委员会办公室",
    ),
    "en": Words(
        cast=ENGLISH,
        locale="en",
        to_question=("Start learning", "Start lesson 1", "What do you think?"),
        question="Question {number} of 6",
        go_on="Go on",
        done="That is my answer",
        right="Yes, that is right.",
        cards=4,
        choices=('"My mum can smell anything', '"I have to go home. Xiaoyu'),
        finished="6 of 6 answered right at once.",
        sources="Sources",
        source="Source: National Narcotics Control Commission Office",
    ),
}


@pytest.fixture(params=SCRIPTS.values(), ids=SCRIPTS.keys())
def words(request: pytest.FixtureRequest) -> Words:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def _one_of_each() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        ask_one_of_each(patch)
        yield


@pytest.fixture
async def company(_one_of_each: None, words: Words, tmp_path: Path) -> AsyncIterator[Company]:
    async with perform(tmp_path, words.cast) as performing:
        yield performing


class Looker:
    """Looks at the phone after each step: nothing overflows, and a thumb hits every button."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._page, self._folder = page, folder
        self.faults: list[str] = []

    async def __call__(self, name: str) -> None:
        await self._page.screenshot(path=self._folder / f"{name}.png")
        self.faults += [f"{name}: {each}" for each in await self._page.evaluate(OVERFLOWING)]
        for text, left, right, height in await self._page.evaluate(BUTTONS):
            if left < 0 or right > POCKET[0] or height < 32:
                self.faults.append(f"{name}: the button {text!r} is out of reach")


async def test_each_kind_is_answered_on_a_small_phone(
    words: Words, company: Company, chromium: Browser, tmp_path: Path
) -> None:
    page = await chromium.new_page(
        viewport={"width": POCKET[0], "height": POCKET[1]}, reduced_motion="reduce"
    )
    page.set_default_timeout(PATIENCE_MS)
    complaints = record_complaints(page)
    await page.goto(f"{company.stage.base_url}/?lang={words.locale}")
    hand, look = Hand(page=page, phone="student"), Looker(page, tmp_path)
    await play(hand, words, look)
    await page.close()
    assert (complaints, look.faults) == ([], [])


async def play(hand: Hand, words: Words, look: Looker) -> None:
    known = known_in(words.locale)
    for button in words.to_question:
        await hand.tap(button)
    await answer(hand, words, look, known, 1)
    await hand.tap(words.sources)
    await hand.sees(words.source)
    await look("sources")
    for _ in range(words.cards + 1):
        await hand.go_on(words.go_on)
    for choice in words.choices:
        await hand.go_on(choice)
        await look(f"scene {choice[:6]}")
    for number in range(2, 7):
        await hand.go_on(words.go_on)
        await answer(hand, words, look, known, number)
    await hand.go_on(words.go_on)
    await hand.sees(words.finished)


async def answer(
    hand: Hand, words: Words, look: Looker, known: dict[str, list[str]], number: int
) -> None:
    card = await hand.sees(words.question.format(number=number))
    await look(f"question {number}")
    options = next(taps for prompt, taps in known.items() if prompt in card)
    await hand.choose(options, card, words.done)
    await hand.sees(words.right)
    await look(f"verdict {number}")
