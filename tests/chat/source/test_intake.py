"""Each update is settled, whatever comes of it, and nothing of it is told to the log."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, ChatMemberUpdated, Update

from bot.chat.source import intake as intake_module
from bot.chat.source.intake import UpdateIntake
from bot.chat.source.settling import settle
from tests.chat.conftest import Log
from tests.chat.recording import RecordingSession, raw_message, raw_tap
from tests.chat.source.conftest import Desk

SECRET = "住在潜江的王小明"
MALFORMED: list[dict[str, Any]] = [
    {},
    {"update_id": "seven"},
    {"update_id": 7, "message": {"text": SECRET}},
    {"update_id": 7, "message": SECRET},
    {"update_id": 7, "callback_query": {"id": 1, "from": {"id": SECRET}}},
    {"update_id": 7},
    {"update_id": 7, "an_event_of_2031": {"text": SECRET}},
    {"update_id": None, "message": None},
]


async def take(intake: UpdateIntake, raw: dict[str, Any]) -> None:
    await asyncio.wait_for(intake.accept(raw), 10)


@pytest.mark.parametrize("raw", MALFORMED)
async def test_a_malformed_update_is_settled_and_counted_without_its_content(
    intake: UpdateIntake, desk: Desk, log: Log, raw: dict[str, Any]
) -> None:
    await take(intake, raw)
    assert (intake.counters.malformed, intake.counters.settled) == (1, 0)
    assert desk.heard == []
    written = log()
    assert "update_malformed" in written
    assert SECRET not in written


async def test_a_good_update_is_handled_and_counted(intake: UpdateIntake, desk: Desk) -> None:
    await take(intake, raw_message(1, 5, "你好"))
    assert desk.heard == ["你好"]
    assert intake.counters.settled == 1


async def test_the_library_keeps_no_update_once_it_is_settled(
    intake: UpdateIntake, desk: Desk
) -> None:
    kinds = vars(Update)["event_type"].fget
    await take(intake, raw_message(1, 5, SECRET))
    assert desk.heard == [SECRET]
    assert kinds.cache_info().currsize == 0
    desk.failures = [ValueError(), ValueError(), ValueError()]
    await take(intake, raw_message(2, 5, SECRET))
    assert kinds.cache_info().currsize == 0


async def test_an_update_that_fails_twice_succeeds_the_third_time(
    intake: UpdateIntake, desk: Desk
) -> None:
    desk.failures = [ValueError("first"), ValueError("second")]
    await take(intake, raw_message(1, 5, "你好"))
    assert desk.heard == ["你好"]
    assert (intake.counters.settled, intake.counters.skipped, desk.apologies) == (1, 0, [])


async def test_an_update_that_fails_three_times_is_skipped_and_its_sender_told(
    intake: UpdateIntake, desk: Desk, log: Log
) -> None:
    desk.failures = [ValueError(SECRET)] * 3
    await take(intake, raw_message(1, 4_700_123_987, SECRET))
    assert (desk.heard, intake.counters.skipped, desk.apologies) == ([], 1, [1])
    written = log()
    assert written.count("update_failed") == 3
    assert "ValueError" in written
    assert SECRET not in written
    assert "4700123987" not in written


async def test_who_blocked_the_bot_is_settled_at_once(intake: UpdateIntake, desk: Desk) -> None:
    method = SendMessage(chat_id=5, text="hi")
    desk.failures = [TelegramForbiddenError(method, "Forbidden: bot was blocked by the user")]
    await take(intake, raw_message(1, 5))
    assert (intake.counters.blocked, intake.counters.skipped, desk.apologies) == (1, 0, [])


async def test_a_method_that_a_handler_returns_is_carried_out(
    intake: UpdateIntake, session: RecordingSession, dispatcher: Dispatcher
) -> None:
    async def answer(query: CallbackQuery) -> SendMessage:
        return SendMessage(chat_id=query.from_user.id, text="ok")

    dispatcher.callback_query.register(answer)
    await take(intake, raw_tap(1, 5, "x"))
    assert session.names() == ["SendMessage"]


async def test_a_flood_of_one_chat_is_shed_logged_and_told_once(
    intake: UpdateIntake, desk: Desk, log: Log
) -> None:
    gate = desk.hold("0")
    pending = [intake.accept(raw_message(n, 5, str(n))) for n in range(310)]
    await take(intake, raw_message(400, 6, "another chat"))
    gate.set()
    await asyncio.wait_for(asyncio.gather(*pending), 10)
    await intake.drain()
    assert intake.counters.shed == 10
    assert desk.heard == ["another chat", *(str(n) for n in range(300))]
    assert (desk.floods, log().count("flood_shed")) == ([300], 1)


async def test_leaving_commands_taps_and_danger_go_past_every_limit(
    intake: UpdateIntake, desk: Desk, dispatcher: Dispatcher
) -> None:
    async def noted(event: CallbackQuery | ChatMemberUpdated) -> None:
        desk.heard.append(type(event).__name__)

    dispatcher.callback_query.register(noted)
    dispatcher.chat_member.register(noted)
    gate = desk.hold("0")
    for number in range(305):
        intake.accept(raw_message(number, 5, str(number)))
    person = raw_message(1, 5)["message"]["from"]
    member = {"status": "member", "user": person}
    left = {"status": "left", "user": person}
    change = {"chat": {"id": 5, "type": "private"}, "from": person, "date": 1}
    member_left = change | {"old_chat_member": member, "new_chat_member": left}
    intake.accept({"update_id": 500, "chat_member": member_left})
    intake.accept(raw_message(501, 5, "/queue"))
    intake.accept(raw_tap(502, 5, "x"))
    intake.accept(raw_message(503, 5, "SOS"))
    await asyncio.sleep(0)
    # Danger is answered now, and not behind what waits.
    assert (desk.answered, desk.heard) == ([503], [])
    gate.set()
    await intake.drain()
    assert desk.heard[300:] == ["ChatMemberUpdated", "/queue", "CallbackQuery", "SOS"]


async def test_danger_is_answered_once_however_often_the_update_fails(
    intake: UpdateIntake, desk: Desk
) -> None:
    desk.failures = [ValueError()] * 3
    await take(intake, raw_message(1, 5, "SOS"))
    assert (desk.answered, desk.apologies) == ([1], [1])


async def test_who_asks_for_help_is_given_it_at_the_first_failure(
    intake: UpdateIntake, desk: Desk
) -> None:
    desk.failures = [ConnectionError()] * 2
    await take(intake, raw_message(1, 5, "/help"))
    assert (desk.apologies, len(desk.failures)) == ([1], 1)


async def test_what_is_kept_already_is_settled_before_the_slow_rest_is_done(
    intake: UpdateIntake, desk: Desk, dispatcher: Dispatcher
) -> None:
    async def slow(query: CallbackQuery) -> None:
        settle()
        await desk.hold("slow").wait()
        desk.heard.append("slow")

    dispatcher.callback_query.register(slow)
    gate = desk.hold("slow")
    behind_it = [intake.accept(raw_tap(1, 5, "x")), intake.accept(raw_message(2, 5, "next"))]
    await asyncio.wait_for(asyncio.gather(*behind_it), 5)
    await take(intake, raw_message(3, 5, "and one more"))
    assert desk.heard == []
    gate.set()
    await intake.drain()
    assert desk.heard == ["slow", "next", "and one more"]


async def test_a_tap_waits_for_the_messages_of_its_chat(
    intake: UpdateIntake, desk: Desk, dispatcher: Dispatcher
) -> None:
    async def tapped(query: CallbackQuery) -> None:
        desk.heard.append("tap")

    dispatcher.callback_query.register(tapped)
    gate = desk.hold("slow")
    first = intake.accept(raw_message(1, 5, "slow"))
    tap = intake.accept(raw_tap(2, 5, "x"))
    await asyncio.sleep(0)
    gate.set()
    await asyncio.wait_for(asyncio.gather(first, tap), 10)
    assert desk.heard == ["slow", "tap"]


async def test_every_update_that_telegram_can_send_finds_a_lane(
    intake: UpdateIntake, dispatcher: Dispatcher
) -> None:
    poll = {
        "id": "1",
        "question": "?",
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    }
    await take(intake, {"update_id": 1, "poll": poll})
    inline = {"id": "1", "from": raw_message(1, 5)["message"]["from"], "query": "", "offset": ""}
    await take(intake, {"update_id": 2, "inline_query": inline})
    assert intake.counters.skipped == 0


async def test_one_update_delivered_five_times_side_by_side_is_heard_once(
    intake: UpdateIntake, desk: Desk
) -> None:
    await asyncio.gather(*(take(intake, raw_message(1, 5, "once")) for _ in range(5)))
    assert desk.heard == ["once"]


async def test_who_waits_long_is_told_and_who_waits_for_nothing_is_not(
    intake: UpdateIntake, desk: Desk, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "WAIT_SECONDS", 0.1)
    gates = [desk.hold(words) for words in ("a locked database", "a film")]

    async def film(query: CallbackQuery) -> None:
        settle()
        await gates[1].wait()

    dispatcher.callback_query.register(film)
    pending = [intake.accept(raw_message(1, 5, "a locked database"))]
    await take(intake, raw_tap(2, 6, "x"))
    async with asyncio.timeout(10):
        while not desk.waits:  # noqa: ASYNC110 - a timer tells nobody
            await asyncio.sleep(0.01)
    for gate in gates:
        gate.set()
    await asyncio.wait_for(asyncio.gather(*pending), 10)
    await take(intake, raw_message(3, 5, "quick"))
    await intake.drain()
    assert (desk.waits, desk.heard) == ([1], ["a locked database", "quick"])


async def test_a_private_message_of_nobody_is_ignored_quietly(
    intake: UpdateIntake, desk: Desk, log: Log
) -> None:
    raw = raw_message(1, 5, "words")
    del raw["message"]["from"]
    await take(intake, raw)
    assert (desk.heard, desk.apologies, log()) == ([], [], "")
