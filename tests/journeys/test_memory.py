"""Reminded and practising, certified and verified, consenting or not, leaving nothing behind."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import aiohttp
import pytest
import pytest_asyncio

from bot.education.learning.rules.slips import create_number, show_number
from tests.journeys.conftest import open_town
from tests.journeys.memory_words import CHINESE, ENGLISH
from tests.journeys.planned import Moments
from tests.languages import in_each_language
from tests.lessons import lesson_card, next_move
from tests.phone import JSON, inline_buttons, words_of
from tests.player import Player
from tests.traces import Traces
from tests.whole_app import WholeApp

pytestmark = pytest.mark.asyncio(loop_scope="module")

CHINA = ZoneInfo("Asia/Shanghai")
HELP_DATA = "open:help"
WITHIN = 25.0
COMMANDS = (
    "/learn",
    "/practice",
    "/progress",
    "/reminders",
    "/mydata",
    "/profile",
    "/verify",
    "/help",
)
HOUSE = {"le", "go", "ch", "an", "ma", "su", "lo", "co", "pb", "gu", "ho", "re", "md", "cs", "pr"}
HOUSE |= {"age", "at", "help"}
DOORS = {
    f"open:{name}" for name in ("learn", "practice", "progress", "reminders", "quiet", "help")
}
MOST_TAPS = 70
SHOWN = ("message_id", "text", "caption", "reply_markup")


class Calendar:
    """China's time, turned by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 15, 10, tzinfo=CHINA)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, days: int, hour: int) -> None:
        self.now = (self.now + timedelta(days=days)).replace(hour=hour, minute=0)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A running app, its clock, and the language spoken there."""

    app: WholeApp
    calendar: Calendar
    says: Mapping[str, str]
    language: str

    async def somebody(self) -> Somebody:
        player = await Player.create(self.app.stage.base_url, "Qxm", self.language)
        await player.send(self.app.public, "/start")
        someone = Somebody(player, self)
        await someone.sees("menu")
        return someone

    @property
    def disk(self) -> Path:
        return self.app.folder

    def traces_of(self, *players: Player) -> set[tuple[str, str]]:
        """Return where under the data folder the ids of these people turn up."""
        traces = Traces()
        for player in players:
            traces.number("chat", player.id)
        return traces.found_under(self.disk)


@dataclass(frozen=True)
class Somebody:
    """A person who taps and sees by the names of words."""

    player: Player
    place: Place

    async def sees(self, name: str) -> JSON:
        return await self.player.sees(self.place.says[name], within=WITHIN)

    async def tap(self, *names: str) -> None:
        for name in names:
            await self.player.tap(self.place.says[name], within=WITHIN)

    async def say(self, text: str) -> None:
        await self.player.say(text)

    async def card(self) -> JSON:
        return await self.player.last()

    async def go_on(self, card: JSON) -> JSON:
        """Tap on from a card to the end of its attempt, whatever is right."""
        bot = self.place.app.public
        while (data := next_move(card)) is not None:
            await self.player.tap_data(data, card, chat=bot)
            card = await following(self.player, bot, card)
        return card

    async def learn(self) -> None:
        """Take the first lesson to its end."""
        await self.tap("learn", "lesson")
        await self.player.sees("▱", within=WITHIN)
        await self.go_on(await self.card())
        await self.sees("finished")

    async def become_adult(self) -> None:
        await self.learn()
        await self.tap("adult")
        await self.sees("kept")


async def following(player: Player, bot: int, card: JSON) -> JSON:
    """Wait for what follows a card: the same message changed, or another one in its place."""
    async with asyncio.timeout(WITHIN):
        while True:
            # Between a picture's card and the next there is none for a moment.
            with suppress(IndexError):
                newest = await lesson_card(player, bot)
                if any(newest.get(each) != card.get(each) for each in SHOWN):
                    return newest
            await asyncio.sleep(0.05)


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=in_each_language())
async def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Place]:
    locale, calendar = str(request.param), Calendar()
    is_chinese = locale == "zh_Hans"
    async with open_town(tmp_path_factory.mktemp("memory"), locale, calendar) as app:
        yield Place(
            app=app,
            calendar=calendar,
            says=CHINESE if is_chinese else ENGLISH,
            language="zh-hans" if is_chinese else "en",
        )


async def test_the_reminder_comes_at_the_chosen_hour_and_not_at_night(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = Moments.watch(monkeypatch)
    mei = await place.somebody()
    await mei.become_adult()
    await mei.say("/reminders")
    await mei.sees("when")
    await mei.player.tap("17:00", within=WITHIN)
    await mei.sees("set")
    for days, hour in ((0, 20), (0, 21), (0, 23), (2, 3), (0, 16)):
        place.calendar.turn(days, hour)
        await planned.at(place.calendar.now)
        await mei.player.not_sees(place.says["reminder"])
    place.calendar.turn(0, 17)
    notice = await mei.sees("reminder")
    place.calendar.turn(0, 18)
    await planned.at(place.calendar.now)
    shown = [m for m in await mei.player.messages() if place.says["reminder"] in words_of(m)]
    assert len(shown) == 1
    await mei.player.tap(place.says["practise"], message=notice)
    await mei.sees("question")
    await mei.go_on(await mei.card())
    await mei.sees("practised")
    await mei.say("/progress")
    picture = await mei.sees("progress")
    assert picture["photo"]
    place.calendar.turn(1, 17)
    await mei.sees("reminder")
    await mei.tap("quiet")
    await mei.sees("quieted")


async def test_a_certificate_is_a_png_that_a_stranger_verifies(place: Place) -> None:
    mei, stranger = await place.somebody(), await place.somebody()
    await mei.learn()
    await mei.tap("certificate")
    await mei.sees("which_name")
    await mei.say("Zhang Xiaohai")
    card = await mei.sees("well_done")
    picture = await mei.player.file(card)
    assert picture.startswith(b"\x89PNG")
    assert card["document"]["file_name"] == "certificate.png"
    link = next(word for word in words_of(card).split() if "start=v_" in word)
    await stranger.say("/start " + link.partition("start=")[2])
    shown = await stranger.sees("genuine")
    assert "Zhang" not in words_of(shown)
    code = link.partition("v_")[2]
    for path, status in ((f"/verify/{code}", 200), ("/verify/ABCDEFGHJK", 404)):
        spoken = {"Accept-Language": place.language}
        async with (
            aiohttp.ClientSession(headers=spoken) as session,
            session.get(place.app.stage.base_url + path) as answer,
        ):
            assert answer.status == status
            page = await answer.text()
            assert (place.says["genuine"] in page) is (status == 200)
            assert "Zhang" not in page


async def test_below_fourteen_without_consent_nothing_is_on_disk(place: Place) -> None:
    child = await place.somebody()
    await child.learn()
    await child.tap("child")
    await child.sees("ask_consent")
    await child.tap("not_now")
    await child.sees("finished")
    await child.tap("certificate")
    await child.sees("which_name")
    await child.say("Kexin")
    await child.sees("well_done")
    await child.say("/practice")
    await child.sees("nothing_due")
    await child.say("/mydata")
    await child.sees("in_memory")
    assert place.traces_of(child.player) == set()


async def test_with_consent_the_record_tells_what_was_agreed_and_goes_when_withdrawn(
    place: Place,
) -> None:
    child = await place.somebody()
    await child.learn()
    await child.tap("child", "slip")
    slip = await child.sees("print")
    assert (await child.player.file(slip)).startswith(b"%PDF")
    await child.tap("guardian")
    await child.sees("law")
    await child.tap("agree")
    await child.sees("say_it")
    assert place.traces_of(child.player) == set(), "one button allows nothing"
    await child.say(place.says["sentence"])
    await child.sees("kept")
    assert place.traces_of(child.player) != set()
    await child.say("/mydata")
    await child.sees("on_disk")
    await child.tap("withdraw")
    await child.sees("withdrawn")
    assert place.traces_of(child.player) == set()
    await child.say("/mydata")
    await child.sees("no_data")


async def test_a_school_s_paper_slip_is_told_by_its_number(place: Place) -> None:
    child = await place.somebody()
    await child.learn()
    await child.tap("child", "school")
    await child.sees("ask_slip")
    await child.say("ABCD-EFGH-12")
    await child.sees("no_slip")
    number = create_number(Random(5))
    await child.say(show_number(number).lower())
    await child.sees("kept")
    with closing(sqlite3.connect(place.disk / "education.sqlite3")) as connection:
        row = connection.execute(
            "SELECT age_band, consent_version, consent_by FROM learners WHERE consent_slip = ?",
            [number],
        ).fetchone()
    assert row == ("under-14", "2026-11", "school")


async def test_a_paper_slip_stands_for_one_child_only(place: Place) -> None:
    number = show_number(create_number(Random(6)))
    first, second = await place.somebody(), await place.somebody()
    for child, answer in ((first, "kept"), (second, "taken_slip")):
        await child.learn()
        await child.tap("child", "school")
        await child.sees("ask_slip")
        await child.say(number)
        await child.sees(answer)
    assert place.traces_of(second.player) == set()


async def test_my_data_is_shown_exported_and_erased_to_the_last_byte(place: Place) -> None:
    mei = await place.somebody()
    await mei.become_adult()
    await mei.tap("certificate")
    await mei.sees("which_name")
    await mei.say("Xiaohai")
    await mei.sees("well_done")
    await mei.say("/mydata")
    await mei.sees("on_disk")
    await mei.tap("export")
    exported = json.loads(await mei.player.file(await mei.sees("exported")))
    assert exported["learners"][0]["chat_id"] == mei.player.id
    assert set(exported) == {"learners", "attempts", "answers", "reviews", "habits"}
    traces = Traces()
    traces.number("chat", mei.player.id)
    traces.text("learner", exported["learners"][0]["id"])
    traces.text("attempt", *(each["id"] for each in exported["attempts"]))
    traces.text("certificate", exported["attempts"][0]["certificate_code"])
    found = {label for label, _where in traces.found_under(place.disk)}
    assert found == {"chat", "learner", "attempt", "certificate"}
    await mei.say("/mydata")
    await mei.tap("erase")
    await mei.sees("sure")
    await mei.tap("erase_all")
    await mei.sees("erased")
    assert traces.found_under(place.disk) == set()
    await mei.say("/mydata")
    await mei.sees("no_data")


async def test_help_is_opened_cleared_and_leaves_no_trace(place: Place) -> None:
    mei = await place.somebody()
    await mei.say("/help")
    await mei.sees("numbers")
    await mei.sees("treatment")
    await mei.tap("places")
    await mei.sees("where")
    await mei.tap("clear")
    await mei.player.no_longer_sees(place.says["where"], within=WITHIN)
    await mei.player.no_longer_sees("/help", within=WITHIN)
    assert place.traces_of(mei.player) == set()


async def test_the_way_to_help_stands_on_every_screen_of_the_house(place: Place) -> None:
    mei = await place.somebody()
    await mei.become_adult()
    seen: set[str] = set()
    for command in COMMANDS:
        await mei.say(command)
        await mei.player.sees(command)
        await _settle(place)
        await _crawl(place, mei.player, seen)
    assert len(seen) > 40
    for message in await mei.player.messages():
        if not message["out"]:
            data = {str(b.get("callback_data")) for b in inline_buttons(message)}
            assert HELP_DATA in data or any(each.startswith("help:") for each in data), message


async def _crawl(place: Place, player: Player, seen: set[str]) -> None:
    """Tap every button of the newest message once, and of what it leads to, within the house."""
    message = await player.last()
    for each in list(inline_buttons(message)):
        data = str(each.get("callback_data"))
        kind = data.partition(":")[0]
        is_foreign = kind not in HOUSE and data not in DOORS
        if is_foreign or data in seen or ":really:" in data or ":all:" in data:
            continue
        if message["message_id"] not in {m["message_id"] for m in await player.messages()}:
            return
        seen.add(data)
        await player.tap_data(data, message, chat=place.app.public)
        await _settle(place)
        newest = await player.last()
        shown = {str(b.get("callback_data")) for b in inline_buttons(newest)}
        assert HELP_DATA in shown or any(d.startswith("help:") for d in shown), newest
        if len(seen) < MOST_TAPS:
            await _crawl(place, player, seen)


async def _settle(place: Place) -> None:
    """Wait until the bot has done with all that it was told."""
    queue = place.app.world.bots[place.app.public].updates
    async with asyncio.timeout(WITHIN):
        while queue.pending_count:  # noqa: ASYNC110 - the gateway tells nobody
            await asyncio.sleep(0.02)


async def newest_after(mei: Somebody, card: JSON) -> JSON:
    """Wait for the newest message to be another than the card; the last one leads nowhere."""
    async with asyncio.timeout(WITHIN):
        while True:
            newest = await mei.card()
            if any(newest.get(each) != card.get(each) for each in SHOWN):
                return newest
            await asyncio.sleep(0.05)


async def test_probes_frame_a_course_without_telling_what_is_right(place: Place) -> None:
    mei = await place.somebody()
    await mei.tap("learn", "before")
    await mei.sees("probe_question")
    card = await mei.card()
    while (data := next_move(card)) is not None:
        assert "✅" not in words_of(card)
        assert "💡" not in words_of(card)
        await mei.player.tap_data(data, card, chat=place.app.public)
        card = await newest_after(mei, card)
    await mei.sees("no_verdict")
    await mei.learn()
    assert not any(place.says["after"] in b["text"] for b in inline_buttons(await mei.card()))
