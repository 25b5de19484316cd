"""Plays a lesson in the terminal as a learner meets it, with typed answers and without a bot."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from aiogram.types import InlineKeyboardButton
from rich.console import Console
from rich.markup import escape

from bot.chat.cards import Card
from bot.chat.i18n import Catalogues
from bot.education.learning.router import callbacks
from bot.education.learning.router.lessons import move_of
from bot.education.learning.router.screens import Screens
from bot.education.learning.rules.plan import choose_questions, lay_out
from bot.education.learning.rules.progress import Progress, apply, is_finished
from bot.education.learning.service.lessons import LessonView
from content.library import Library
from content.schema.facts import Moment

QUIT = {"q", "quit", "退出"}
MOVES: dict[str, type[callbacks.MoveCallback]] = {
    "go": callbacks.GoOnCallback,
    "ch": callbacks.ChooseCallback,
    "an": callbacks.AnswerCallback,
    "ma": callbacks.MarkCallback,
    "un": callbacks.UndoCallback,
    "su": callbacks.SubmitCallback,
}
LOOK = "lo"
STYLES = {"b": "bold", "i": "italic", "u": "underline", "blockquote": "dim"}
_TAG = re.compile(r"<(/?)(b|i|u|blockquote)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One lesson in one language; `ask` returns what is typed after the prompt it is given."""

    library: Library
    locale: str
    console: Console
    ask: Callable[[str], str]
    seed: int
    at: Moment
    catalogues: Catalogues

    def play(self, lesson_id: str) -> bool:
        """Play to the end and return True, or False when the reader left.

        Raises ContentNotFoundError for a lesson that the library does not have.
        """
        lesson = self.library.lesson(lesson_id)
        plan = lay_out(lesson, choose_questions(lesson, self.at, self.seed), self.seed, self.at)
        view = LessonView(attempt_id="preview", plan=plan, progress=Progress(), is_remembered=True)
        with self.catalogues.context(), self.catalogues.use_locale(self.locale):
            return self._go_through(view)

    def _go_through(self, view: LessonView) -> bool:
        # A terminal shows no pictures, so their words stand there from the start.
        screens = Screens(view=view, library=self.library, locale=self.locale, in_words=True)
        while True:
            card = screens.card()
            self.console.print(f"\n{to_rich(card.text)}\n")
            if is_finished(screens.view.plan, screens.view.progress):
                return True
            pressed = self._press(card)
            if pressed is None:
                return False
            screens = _after(screens, pressed)

    def _press(self, card: Card) -> str | None:
        """Return the callback data of the button that is typed, or None to leave."""
        buttons = _offered(card)
        for number, each in enumerate(buttons, 1):
            self.console.print(f"  [bold]{number}[/bold]  {escape(each.text)}")
        while True:
            typed = self.ask("> ").strip()
            if typed.casefold() in QUIT:
                return None
            for number, each in enumerate(buttons, 1):
                if typed.casefold() in {str(number), each.text.casefold()}:
                    return str(each.callback_data)
            # Letters come after numbers, as a picture's buttons are numbers themselves.
            for each in buttons:
                if typed and each.text.casefold().endswith(typed.casefold()):
                    return str(each.callback_data)


def to_rich(text: str) -> str:
    """Turn Telegram's HTML into the markup of the terminal."""

    def tag(found: re.Match[str]) -> str:
        return f"[{found[1]}{STYLES[found[2]]}]"

    # Square brackets are escaped first, or words in them would be taken for styles.
    return html.unescape(_TAG.sub(tag, escape(text)))


def _offered(card: Card) -> list[InlineKeyboardButton]:
    """Return the buttons that lead through the lesson; help and menu need a bot."""
    every = [button for row in card.keyboard.inline_keyboard for button in row]
    return [each for each in every if _prefix(str(each.callback_data)) in {*MOVES, LOOK}]


def _prefix(data: str) -> str:
    return data.partition(":")[0]


def _after(screens: Screens, data: str) -> Screens:
    if _prefix(data) == LOOK:
        return replace(screens, sources=True)
    move = move_of(MOVES[_prefix(data)].unpack(data))
    view = screens.view
    progress = apply(view.plan, view.progress, move)
    return replace(screens, view=replace(view, progress=progress), sources=False)
