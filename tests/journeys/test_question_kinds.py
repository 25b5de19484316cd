"""Each kind of question over the gateway, by buttons alone; and nothing tells the answer before."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator

import pytest

from content.schema import Question
from tests.injecting import inject
from tests.journeys.conftest import Place, in_town, newcomer
from tests.journeys.known import KNOWN_IN_CHINESE, known_in
from tests.journeys.scenes import (
    IN_WORDS,
    MARKED,
    Answers,
    buttons_of,
    in_turn,
    letters_on,
    question_on,
)
from tests.journeys.six_kinds import KINDS, ask_one_of_each, fewest_taps, one_of_each, secrets_of
from tests.lessons import changed, lesson_card, next_move
from tests.phone import JSON, call, inline_buttons, words_of
from tests.player import Player
from tests.whole_app import WholeApp

pytestmark = in_town
OPAQUE = re.compile(r"^(an|ma|un|su|go|ch):[\w-]{6,20}(:-?\d+)*(:(True|False|0|1))?$")
ALL_RIGHT = {"zh_Hans": "一次答对 6 题，共 6 题。", "en": "6 of 6 answered right at once."}
START = {"zh-hans": ("学一课", "开始第 1 课"), "en": ("Start learning", "Start lesson 1")}


@pytest.fixture(autouse=True)
def _one_of_each() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        ask_one_of_each(patch)
        yield


async def begin(student: Player, bot: int) -> JSON:
    for words in START[student.user["language_code"]]:
        await student.tap(words, chat=bot)
    await student.sees("▱")
    return await lesson_card(student, bot)


async def to_question(student: Player, bot: int, card: JSON) -> JSON:
    """Tap on through story, cards and scene until a question or the end stands there."""
    while not _is_asked(card):
        data = next_move(card)
        if data is None:
            return card
        await student.tap_data(data, card, chat=bot)
        card = await changed(student, bot, card)
    return card


def _is_asked(card: JSON) -> bool:
    return any(
        str(b.get("callback_data")).startswith(("an:", "ma:")) for b in inline_buttons(card)
    )


def asked_on(card: JSON, known: Answers) -> Question:
    place = list(known).index(question_on(card, known))
    prompts = {question.id: question for question in one_of_each()}
    beginning = list(known)[place]
    return next(
        each
        for each in prompts.values()
        if any(each.prompt.to(locale).startswith(beginning) for locale in ("zh_Hans", "en"))
    )


async def received(student: Player) -> str:
    """Return everything the student's phone was ever sent, and what stands on it."""
    url, user = student.base_url, {"user": student.id}
    state = await call(url, "GET", "/sim/state", params=user)
    past = await call(url, "GET", "/sim/changes", params={**user, "after": 0, "wait": 0})
    return json.dumps([state, past], ensure_ascii=False)


async def answer_watching(student: Player, bot: int, card: JSON, known: Answers) -> JSON:
    """Answer with the fewest taps, and look before each that nothing tells what is right."""
    question = asked_on(card, known)
    before, spare = student.taps, 0
    if any(IN_WORDS.search(each) for each in buttons_of(card)):
        # The picture can be answered as it stands; who cannot see it asks for the words.
        assert "photo" in card
        await student.tap(next(b for b in buttons_of(card) if IN_WORDS.search(b)), message=card)
        card, spare = await changed(student, bot, card), 1
    is_marked = MARKED.search(words_of(card)) is not None
    for option in in_turn(words_of(card), known[question_on(card, known)]):
        if option not in letters_on(card):
            break
        await nothing_tells(student, card, question)
        await student.tap(letters_on(card)[option], message=card)
        card = await changed(student, bot, card)
    if is_marked:
        await nothing_tells(student, card, question)
        done = next(b for b in inline_buttons(card) if b["callback_data"].startswith("su:"))
        await student.tap_data(done["callback_data"], card)
        card = await changed(student, bot, card)
    assert student.taps - before - spare == fewest_taps(question)
    return card


async def nothing_tells(student: Player, card: JSON, question: Question) -> None:
    everything = await received(student)
    told = [
        each
        for each in secrets_of(question)
        if json.dumps(each, ensure_ascii=False)[1:-1] in everything
    ]
    assert told == []
    assert '"poll"' not in everything
    assert "correct" not in everything
    for button in inline_buttons(card):
        data = str(button["callback_data"])
        if data[:2] in {"an", "ma", "un", "su"}:
            assert OPAQUE.match(data), data


async def play(student: Player, bot: int, known: Answers) -> JSON:
    card = await to_question(student, bot, await begin(student, bot))
    kinds = []
    while _is_asked(card):
        kinds.append(asked_on(card, known).kind)
        card = await answer_watching(student, bot, card, known)
        assert "✅" in words_of(card)
        card = await to_question(student, bot, card)
    assert sorted(kinds) == sorted(KINDS)
    return card


async def test_each_kind_is_answered_by_buttons_alone(place: Place) -> None:
    anna = await place.newcomer("Anna")
    card = await play(anna, place.app.public, known_in(place.locale))
    assert ALL_RIGHT[place.locale] in words_of(card)
    assert anna.sent == 1, "only /start was ever typed"


async def test_sources_are_one_tap_away_after_the_answer_and_silent_before(
    town: WholeApp, mei: Player
) -> None:
    bot = town.public
    card = await to_question(mei, bot, await begin(mei, bot))
    tap = next(str(b["callback_data"]) for b in inline_buttons(card))
    attempt, position = tap.split(":")[1:3]
    await press_anyway(town, mei, card, [f"lo:{attempt}:{position}:sources"])
    await mei.not_sees("出处：")
    card = await answer_watching(mei, bot, card, KNOWN_IN_CHINESE)
    await mei.tap("出处", message=card)
    shown = await mei.sees("出处：国家禁毒委员会办公室", message=card)
    assert not any("出处" in each for each in buttons_of(shown))


async def test_a_replayed_late_forged_or_foreign_answer_changes_nothing(town: WholeApp) -> None:
    bot = town.public
    mei = await newcomer(town, "小梅", "zh-hans")
    wang = await newcomer(town, "小王", "zh-hans")
    foreign = await to_question(wang, bot, await begin(wang, bot))
    card = await to_question(mei, bot, await begin(mei, bot))
    while _is_asked(card):
        asked = card
        data = [str(b["callback_data"]) for b in inline_buttons(card)]
        taps = [each for each in data if each[:2] in {"an", "ma"}]
        await press_anyway(town, wang, foreign, taps)
        await press_anyway(town, mei, card, _forged(taps))
        now = await lesson_card(mei, bot)
        assert (words_of(now), buttons_of(now)) == (words_of(card), buttons_of(card))
        card = await answer_watching(mei, bot, card, KNOWN_IN_CHINESE)
        await press_anyway(town, mei, card, [*taps, *_forged(taps)])
        now = await lesson_card(mei, bot)
        assert (words_of(now), buttons_of(now)) == (words_of(card), buttons_of(card))
        card = await to_question(mei, bot, card)
        await press_anyway(town, mei, card if _is_asked(card) else asked, taps)
    assert "一次答对 6 题，共 6 题。" in words_of(await lesson_card(mei, bot))
    assert words_of(await lesson_card(wang, bot)) == words_of(foreign)


def _forged(taps: list[str]) -> list[str]:
    """Return answers to other places, to options that are not there, and out of turn."""
    parts = taps[0].split(":")
    attempt, position = parts[1], int(parts[2])
    return [
        f"an:{attempt}:{position}:99:0",
        f"an:{attempt}:{position}:-1:0",
        f"an:{attempt}:{position}:0:7",
        f"an:{attempt}:{position + 1}:0:0",
        f"an:{attempt}:{position - 1}:0:0",
        f"ma:{attempt}:{position}:99:1",
        f"un:{attempt}:{position}:3",
        f"go:{attempt}:{position + 1}",
        "an:never-was-it:1:0:0",
    ]


async def press_anyway(app: WholeApp, student: Player, card: JSON, taps: list[str]) -> None:
    """Deliver these taps, though no phone shows such buttons, and wait until they are settled."""
    bot, user = app.public, app.world.users[student.id].to_json()
    queue = app.world.bots[bot].updates
    # A phone calls the chat by the bot, and the bot by the person.
    message = {**card, "chat": {"id": student.id, "type": "private", "first_name": "x"}}
    for number, data in enumerate(taps):
        query = {"id": str(900 + number), "from": user, "chat_instance": "1", "message": message}
        inject(app.world, bot, {"callback_query": {**query, "data": data}})
    async with asyncio.timeout(60):
        while queue.pending_count:  # noqa: ASYNC110 - the gateway tells nobody when it is done
            await asyncio.sleep(0.05)


async def test_a_step_of_an_order_can_be_taken_back(town: WholeApp, mei: Player) -> None:
    bot = town.public
    card = await to_question(mei, bot, await begin(mei, bot))
    while asked_on(card, KNOWN_IN_CHINESE).kind != "order":
        card = await answer_watching(mei, bot, card, KNOWN_IN_CHINESE)
        card = await to_question(mei, bot, card)
    # Delivered as the answers above that change nothing, so those had every chance to.
    tap = next(str(b["callback_data"]) for b in inline_buttons(card) if b["text"] == "A")
    await press_anyway(town, mei, card, [tap])
    picked = await changed(mei, bot, card)
    assert "已排：A" in words_of(picked)
    await mei.tap("撤回一步", message=picked)
    back = await changed(mei, bot, picked)
    assert (words_of(back), buttons_of(back)) == (words_of(card), buttons_of(card))
