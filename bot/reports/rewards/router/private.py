"""The state of somebody's private chat with the staff bot, from wherever a button was tapped."""

from __future__ import annotations

from dataclasses import replace

from aiogram.fsm.context import FSMContext


def private_state(state: FSMContext, person: int) -> FSMContext:
    key = replace(state.key, chat_id=person, user_id=person, thread_id=None)
    return FSMContext(storage=state.storage, key=key)
