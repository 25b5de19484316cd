"""From any text, on any screen of both bots' private chats: a number for help at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.conftest import Place, open_town
from tests.journeys.scenes import receipt_on, words_asked
from tests.journeys.walks import Walker
from tests.languages import in_each_language
from tests.whole_app import WholeApp

# The guard hears the first; in the second there is nothing to hear.
WORDS = {
    "zh_Hans": ("我不想活了，就今晚", "今天下雨了"),
    "en": ("I want to kill myself tonight", "It rains today"),
}


@pytest.fixture(params=in_each_language())
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """Open a town of its own: what the walks leave behind is nobody else's to meet."""
    async with open_town(tmp_path, request.param) as app:
        yield Place(app=app, locale=request.param)


async def test_every_screen_of_the_public_bot(place: Place) -> None:
    learners = [await _walker(place, words) for words in WORDS[place.locale]]
    reporters = [await _walker(place, words) for words in WORDS[place.locale]]
    walkers = [*learners, *reporters]
    await asyncio.gather(*map(learn, learners), *map(report, reporters))
    _assert_heard(place.app, walkers, 150)


async def test_every_screen_of_the_staff_bot(place: Place) -> None:
    app = place.app
    sender = await _walker(place, "")
    await send_tip(sender)
    await send_tip(sender)
    walkers = [
        Walker(app=app, player=app.officer, chat=app.desk, words=words)
        for words in WORDS[place.locale]
    ]
    for walker in walkers:
        await work(walker)
        await walker.clear()
    _assert_heard(app, walkers, 40)


async def _walker(place: Place, words: str) -> Walker:
    app, person = place.app, await place.newcomer("小雨")
    return Walker(app=app, player=person, chat=app.public, words=words)


def _assert_heard(app: WholeApp, walkers: list[Walker], screens: int) -> None:
    """Check that every screen answered with a number, and that no disk keeps danger's words."""
    assert [line for each in walkers for line in each.silent] == []
    assert sum(each.screens for each in walkers) >= screens
    stored = b"".join(p.read_bytes() for p in app.folder.rglob("*") if p.is_file())
    assert not [each.words for each in walkers if each.words.encode() in stored]
    log = app.log.read_text(encoding="utf-8")
    assert not [each.words for each in walkers if each.words in log]


async def learn(walker: Walker) -> None:
    """See all that a learner can see."""
    await walker.go("/start", "open:help", "help:me", "help:friend", "help:parent", "help:places")
    await walker.go("help:all", "open:language", "/progress", "/verify", "/reminders", "/forget")
    await walker.go("/profile", "/mydata", "/practice", "/learn", "ca:", "ca:work", "co:")
    await walker.step("pb:")
    await walker.take_lesson()
    await walker.step("/learn", "ca:", "ca:junior", "co:junior-secondary", "le:")
    await walker.take_lesson()
    await walker.go("at:", "/learn", "age:under-14", "cs:school", "cs:slip", "cs:read")
    await walker.step("cs:agree")
    await walker.go(
        "/mydata",
        "md:age",
        "/mydata",
        "md:export",
        "/mydata",
        "md:erase",
        "/reminders",
        "/practice",
    )
    await walker.go("/progress", "/profile", "pr:add", "/profile", "pr:forget", "/exit")


async def report(walker: Walker) -> None:
    """See every step of the form, and then of the mailbox."""
    await walker.go("open:report", "now", "urgent_on", "back_category", "minor", "grown_up")
    await walker.go("not_now", "about_me", "report_me", "about_family", "report_family")
    await walker.go("category", "region", "change_text", "guided")
    await walker.go("question_done", "change_category", "erase_category", "/start")
    receipt = await send_tip(walker)
    await walker.write("sent")
    await walker.go("/receipt")
    await walker.type(" ".join(receipt))
    # Whatever is written in the mailbox may be sent, so it leads to the review.
    for steps in (["add"], ["proof"], ["again"], ["tell"], ["tell", "turn_on"], ["untell"]):
        await walker.step(*steps)
        await walker.write(steps[-1])
        await walker.step("drop_review")
    await walker.go("close_card")


async def send_tip(walker: Walker) -> list[str]:
    """Fill the form in, write on its last screens, and send it."""
    await walker.step("/start", "open:report", "not_now", "category", "region")
    await walker.type("金色港湾后门有人卖，白色面包车")
    await walker.go("reviewed")
    card, _data = await walker.find("written")
    receipt = receipt_on(card)
    await walker.go("written")
    card, _data = await walker.find("show_words")
    await walker.type(words_asked(card, receipt))
    await walker.write("ready")
    await walker.step("send")
    return receipt


async def work(walker: Walker) -> None:
    """See every screen that an officer sees in private."""
    await walker.go("/start", "/queue", "f:p", "/mine", "/shift", "/roster", "/staff", "stf:show")
    await walker.go("/invite", "inv:make", "/unit", "/rewards", "/ledger", "/pay", "/report")
    await walker.go("/watch", "/bind", "/help", "/find")
    chat = walker.app.admin_chat
    _card, data = await walker.find("tip:take", chat)
    tip = data.rpartition(":")[2]
    await walker.step("tip:take", f"tip:read:{tip}", chat=chat)
    await walker.go("tip:ask", "tip:cancel", "tip:note", "tip:cancel", "tip:close", "end:verified")
    await walker.go("oc:l", "oc:i")
    await walker.step(f"tip:more:{tip}", chat=chat)
    await walker.go("tip:link", "tip:close", "end:unverified", "/queue")
