"""What officers have written and not sent yet: one draft a report, shown while it is fresh.

The words are kept in memory, for an hour after they were written; the screen loses them sooner.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.i18n import gettext as _
from pydantic import BaseModel, Field, ValidationError

from bot.chat.delivery.refusals import at_best
from bot.chat.keyboards import button, rows
from bot.reports.staff.service import Post
from bot.reports.triage.router.callbacks import Action, TipCallback
from bot.reports.triage.router.desk import Triage
from storage.reports.shown import ShownPlace


class WritingSG(StatesGroup):
    """An officer is writing."""

    text = State()


class Draft(BaseModel):
    """What an officer is about to send; `tongue` is the tipster's language, if it is known.

    `review` is the message that shows the words, once there is one; `takes_words` says whether it
    asks to write again, which one report at a time does.
    """

    tip: str
    number: str
    is_question: bool
    nonce: str
    text: str = Field(default="", repr=False)
    meaning: str = Field(default="", repr=False)
    tongue: str = ""
    review: int = 0
    takes_words: bool = False


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of one officer, wherever he taps; whatever else he begins leaves them alone."""

    state: FSMContext
    person: int

    async def find(self, tip_id: str) -> Draft | None:
        try:
            return Draft.model_validate(await self._place(tip_id).get_data())
        except ValidationError:
            return None

    async def keep(self, draft: Draft) -> None:
        await self._place(draft.tip).set_data(draft.model_dump())

    async def await_words(self, triage: Triage, tip_id: str) -> None:
        """Let what the officer writes next be about this report, and no review say otherwise."""
        private = private_state(self.state, self.person)
        await private.set_state(WritingSG.text)
        await private.set_data({"tip": tip_id})
        shown = await triage.showing.tips_shown(self.person)
        for other in set(shown.values()) - {tip_id}:
            draft = await self.find(other)
            if draft is not None and draft.takes_words:
                await self._quieten(triage, draft.model_copy(update={"takes_words": False}))

    async def is_elsewhere(self) -> bool:
        """Return whether something else waits for what the officer writes next."""
        present = await private_state(self.state, self.person).get_state()
        return present not in {None, WritingSG.text.state}

    async def awaits_words(self, tip_id: str) -> bool:
        private = private_state(self.state, self.person)
        is_writing = await private.get_state() == WritingSG.text.state
        return is_writing and (await private.get_data()).get("tip") == tip_id

    async def end(self, tip_id: str) -> None:
        await self._place(tip_id).clear()
        if await self.awaits_words(tip_id):
            await private_state(self.state, self.person).clear()

    async def show(self, triage: Triage, post: Post, draft: Draft) -> None:
        """Show the words, protected; a review that showed them before goes."""
        takes_words = await self.awaits_words(draft.tip)
        draft = draft.model_copy(update={"takes_words": takes_words})
        sent = await triage.bot.send_message(
            self.person, _text(triage, draft), protect_content=True, reply_markup=_keyboard(draft)
        )
        place = ShownPlace(
            staff_id=post.staff_id,
            chat_id=self.person,
            message_id=sent.message_id,
            tip_id=draft.tip,
        )
        await triage.showing.keep(place)
        present = await self.find(draft.tip)
        if present is None or present.nonce != draft.nonce:
            # Sent or cancelled meanwhile.
            await triage.showing.hide_message(self.person, sent.message_id)
            return
        shown = {"review": sent.message_id, "takes_words": takes_words}
        await self.keep(present.model_copy(update=shown))
        await triage.showing.hide_message(self.person, present.review)

    async def _quieten(self, triage: Triage, draft: Draft) -> None:
        """Let a review ask for no more words; it can be sent, as before."""
        await self.keep(draft)
        with at_best():
            await triage.bot.edit_message_text(
                _text(triage, draft),
                chat_id=self.person,
                message_id=draft.review,
                reply_markup=_keyboard(draft),
            )
            return
        await triage.showing.hide_message(self.person, draft.review)

    def _place(self, tip_id: str) -> FSMContext:
        private = private_state(self.state, self.person)
        key = replace(private.key, destiny=f"words:{tip_id}")
        return FSMContext(storage=private.storage, key=key)


def private_state(state: FSMContext, person: int) -> FSMContext:
    """Return the officer's state in the private chat with the staff bot."""
    key = replace(state.key, chat_id=person, user_id=person, thread_id=None)
    return FSMContext(storage=state.storage, key=key)


def _text(triage: Triage, draft: Draft) -> str:
    heading = (
        _("To the reporter of {number}:") if draft.is_question else _("Note on {number}:")
    ).format(number=draft.number)
    parts = [f"<b>{heading}</b>\n{escape(draft.text)}"]
    if draft.meaning:
        parts.append(_("It means: {words}").format(words=escape(draft.meaning)))
    if draft.takes_words:
        parts.append(_("Write again to change it, or send it."))
    minutes = round(triage.showing.seconds / 60)
    parts.append(
        _(
            "<i>Not sent yet. This leaves the screen {minutes} minutes after your last touch; "
            "within an hour, “Ask” or “Note” on the card brings it back.</i>"
        ).format(minutes=minutes)
    )
    return "\n\n".join(parts)


def _keyboard(draft: Draft) -> InlineKeyboardMarkup:
    send = TipCallback(action=Action.SEND, tip=draft.tip).pack()
    cancel = TipCallback(action=Action.CANCEL, tip=draft.tip).pack()
    return rows([button(_("📨 Send"), send), button(_("Cancel"), cancel)])
