"""A learner's memory on a small phone: refused, kept, practised, certified, taken along, erased."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.drawing.certificate import group_code
from tests.browser import font_settings, in_browser, shared_chromium
from tests.journeys.certificate import (
    look_at_nameless,
    make,
    open_picture,
    read_link,
    verify_on_another_phone,
    verify_on_the_web,
)
from tests.journeys.evening import DRAWN, Evening, open_evening
from tests.journeys.hand import PATIENCE_MS
from tests.journeys.kept_rows import (
    assert_own_and_whole,
    assert_tells_no_key,
    counts,
    reminded_days,
    rows_kept,
    traces_of,
)
from tests.journeys.planned import Moments
from tests.languages import in_each_language
from tests.lessons import remember
from tests.traces import Traces

__all__ = ["font_settings", "shared_chromium"]

pytestmark = in_browser

EXPORT = "humen-my-data.json"
NAMES = {"zh_Hans": "欧阳林小海", "en": "Quillonvex Yu"}


@pytest.mark.timeout(240)
@pytest.mark.parametrize("locale", in_each_language())
async def test_what_is_remembered_of_a_learner(
    locale: str, shared_chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = Moments.watch(monkeypatch)
    async with open_evening(shared_chromium, locale, tmp_path) as evening:
        await refuse_and_consent(evening)
        await be_reminded(evening, planned)
        await practise(evening)
        await clear_help(evening)
        await withdraw(evening)
        await evening.begin_anew()
        await remember(evening.app.folder, evening.app.citizen.id)
        await be_certified(evening, shared_chromium, locale)
        await take_along_and_erase(evening, NAMES[locale])


async def refuse_and_consent(evening: Evening) -> None:
    """Below fourteen and without consent nothing is on the disk; with it, what was learned is."""
    student, data = evening.app.student, evening.app.folder
    traces = Traces()
    traces.number("the child", student.id)
    await evening.learn("learn", "lesson")
    await evening.tap("child", "ask_consent")
    await evening.tap("not_now", "finished")
    await evening.learn("next")
    await evening.ask("/progress", "progress")
    await evening.ask("/mydata", "in_memory")
    assert counts(rows_kept(data)) == {}
    assert traces.found_under(evening.disk) == set()
    await evening.tap("allow", "leave")
    await evening.tap("child", "ask_consent")
    await evening.tap("guardian", "law")
    await evening.tap("agree", "say_it")
    await evening.ask(evening.says["sentence"], "kept")
    kept = rows_kept(data)
    assert len(kept["attempts"]) == 2, "the same look finds what consent lets us keep"
    assert {"the child"} == {label for label, _place in traces.found_under(evening.disk)}


async def be_reminded(evening: Evening, planned: Moments) -> None:
    """Choose an hour; the next day neither the night nor an earlier hour brings a reminder."""
    await evening.ask("/reminders", "when")
    await evening.yu.tap("17:00")
    await evening.sees("set")
    await evening.look("set")
    for days, hour in ((1, 3), (0, 16)):
        evening.calendar.turn(days, hour)
        await planned.at(evening.calendar.now)
        assert reminded_days(evening.app.folder) == [None], f"at {hour} o'clock"
        await evening.yu.not_sees(evening.says["reminder"])
    evening.calendar.turn(0, 17)
    await evening.sees("reminder")
    await evening.look("reminder")
    assert reminded_days(evening.app.folder) == [str(evening.calendar.now.date())]


async def practise(evening: Evening) -> None:
    await evening.tap("practise", "question")
    await evening.answer_all()
    await evening.sees("practised")
    await evening.yu.say("/progress")
    words = re.compile(evening.says["progress"])
    bubble = evening.yu.screen.locator(".bubble:has(img)").filter(has_text=words).last
    await expect(bubble.locator("img")).to_be_visible(timeout=PATIENCE_MS)
    image = await bubble.locator("img").element_handle()
    await evening.yu.page.wait_for_function(DRAWN, arg=image)
    await evening.look("progress")


async def clear_help(evening: Evening) -> None:
    await evening.tap("help", "numbers")
    await evening.yu.tap(evening.says["clear"])
    await evening.yu.not_sees(evening.says["numbers"])


async def withdraw(evening: Evening) -> None:
    traces = Traces()
    traces.number("the child", evening.app.student.id)
    await evening.ask("/mydata", "data")
    await evening.tap("withdraw", "withdrawn")
    assert counts(rows_kept(evening.app.folder)) == {}
    assert traces.found_under(evening.disk) == set()


async def be_certified(evening: Evening, browser: Browser, locale: str) -> None:
    """Get a certificate with and without a name, which strangers verify in three ways."""
    name = NAMES[locale]
    await evening.learn("learn", "lesson")
    await evening.tap("allow", "leave")
    await evening.tap("adult", "kept")
    told, named = await make(evening, name)
    await open_picture(browser, named)
    link = read_link(named)
    assert link in told
    code = link.rpartition("v_")[2]
    assert group_code(code) in told
    await look_at_nameless(evening, named)
    traces = Traces()
    traces.text("the name", name)
    traces.text("the code", code)
    assert {label for label, _place in traces.found_under(evening.disk)} == {"the code"}
    await verify_on_another_phone(evening, link, name)
    await verify_on_the_web(browser, locale, evening, code, name)


async def take_along_and_erase(evening: Evening, name: str) -> None:
    app, disk = evening.app, evening.disk
    await evening.ask("/reminders", "when")
    await evening.yu.tap("17:00")
    await evening.sees("set")
    await evening.ask("/mydata", "on_disk")
    await evening.tap("export", "exported")
    text = (await evening.save(EXPORT)).read_text(encoding="utf-8")
    exported = json.loads(text)
    assert_own_and_whole(exported, rows_kept(app.folder), app.student.id)
    assert_tells_no_key(exported, text)
    own, other = traces_of(exported, app.student.id), Traces()
    other.number("another learner", app.citizen.id)
    other.text("names", app.citizen.name, app.student.name, name)
    assert other.found_in(text.encode()) == set()
    assert {label for label, _place in own.found_under(disk)} == set(own.forms)
    assert {label for label, _place in other.found_under(disk)} == {"another learner"}
    await evening.tap("my_data", "on_disk")
    await evening.tap("clear_export", "on_disk")
    await expect(evening.files(EXPORT)).to_have_count(0)
    await evening.tap("erase", "sure")
    await evening.tap("erase_all", "erased")
    await evening.yu.tap("19:00")
    await evening.sees("off")
    await evening.look("off")
    left = own.found_under(disk)
    assert left == set(), own.explain(left)
    await evening.ask("/mydata", "no_data")
    left = own.found_under(disk)
    assert left == set(), own.explain(left)
    found = {label for label, _place in other.found_under(disk)}
    assert found == {"another learner"}, "the others stay, and the scanner still sees them"
