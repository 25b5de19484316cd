"""Asks a guest for the age band once in a conversation; in memory, and gone after an hour."""

from __future__ import annotations

from dataclasses import replace

from aiogram.fsm.context import FSMContext

from bot.education.learning.rules.progress import is_finished
from bot.education.learning.service.lessons import LessonView
from storage.education.kinds import AttemptKind

# Apart from the questions that wait for an answer, which every door clears.
DESTINY = "age-band"
ASKED_BELOW = "asked_below"


async def may_ask(state: FSMContext, view: LessonView) -> bool:
    """Return whether the question stands below this result: below the first one, and no other."""
    is_result = view.plan.kind is AttemptKind.LESSON and is_finished(view.plan, view.progress)
    if view.is_remembered or not is_result:
        return True
    asked_below = (await _memory(state).get_data()).get(ASKED_BELOW)
    if asked_below is None:
        await _memory(state).set_data({ASKED_BELOW: view.attempt_id})
    return asked_below in {None, view.attempt_id}


async def decline(state: FSMContext) -> None:
    """Note that the answer was "not now", so that no result asks."""
    await _memory(state).set_data({ASKED_BELOW: ""})


async def ask_anew(state: FSMContext) -> None:
    """Somebody else learns on the chat from now on."""
    await _memory(state).set_data({})


def _memory(state: FSMContext) -> FSMContext:
    return FSMContext(storage=state.storage, key=replace(state.key, destiny=DESTINY))
