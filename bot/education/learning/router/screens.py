"""The lesson's one card, as it looks at every step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card
from bot.chat.keyboards import button, help_button, menu_button, rows
from bot.drawing.trap import TrapPicture
from bot.education.learning.router.callbacks import (
    AnswerCallback,
    GoOnCallback,
    LookCallback,
    MarkCallback,
    SubmitCallback,
    UndoCallback,
)
from bot.education.learning.router.closings import closing_card, guess_row, over_card
from bot.education.learning.router.questions import QuestionScreen
from bot.education.learning.router.scenes import SceneScreen
from bot.education.learning.router.traps import trap_picture
from bot.education.learning.rules.asking import Asking
from bot.education.learning.rules.plan import (
    CardStep,
    QuestionStep,
    ResultStep,
    SceneStep,
    StoryStep,
)
from bot.education.learning.rules.progress import asking_at, step_at
from bot.education.learning.service.lessons import LessonView
from content.library import Library
from content.schema import Card as ReadingCard
from content.schema import Source


def cite(source: Source, locale: str) -> str:
    """Return issuer, document and date; an address of a mirror is never shown."""
    return _("{issuer}, {document}, {dated}").format(
        issuer=source.issuer.to(locale),
        document=source.document.to(locale),
        dated=source.dated,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonButtons:
    """What a lesson's buttons carry: the attempt, the place, and numbers as shuffled for it."""

    attempt: str
    position: int

    def answer(self, option: int, nth: int) -> str:
        return AnswerCallback(
            attempt=self.attempt, position=self.position, option=option, nth=nth
        ).pack()

    def mark(self, option: int, on: bool) -> str:  # noqa: FBT001 - what the button carries
        return MarkCallback(
            attempt=self.attempt, position=self.position, option=option, on=on
        ).pack()

    def undo(self, nth: int) -> str:
        return UndoCallback(attempt=self.attempt, position=self.position, nth=nth).pack()

    def submit(self) -> str:
        return SubmitCallback(attempt=self.attempt, position=self.position).pack()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screens:
    """Draws an attempt in one language, with its sources or its picture in words if asked.

    `asks` says whether a result may ask for the age band.
    """

    view: LessonView
    library: Library
    locale: str
    sources: bool = False
    in_words: bool = False
    asks: bool = True

    def card(self) -> Card:
        """Return the card of the step where the attempt stands."""
        if self.view.is_over:
            return over_card(self.view)
        step = step_at(self.view.plan, self.view.progress)
        match step:
            case StoryStep():
                return self._story()
            case CardStep(card=card):
                return self._to_read(card)
            case SceneStep():
                return self._scene(step)
            case QuestionStep():
                return self._questioning(step)
            case ResultStep():
                return closing_card(self.view, self.library, self.locale, asks=self.asks)

    @property
    def is_pictured(self) -> bool:
        """Return whether the card belongs to a picture that is shown already."""
        step = step_at(self.view.plan, self.view.progress)
        is_pictured = isinstance(step, QuestionStep) and step.question.picture is not None
        return is_pictured and not self.view.is_over

    def trap(self) -> TrapPicture | None:
        """Return the picture to draw for the card, or None where there is none to answer."""
        step = step_at(self.view.plan, self.view.progress)
        if not isinstance(step, QuestionStep) or not self.is_pictured:
            return None
        gone = step.question.id in self.view.plan.withdrawn
        if gone or step.question.id in self.view.progress.answers:
            return None
        return trap_picture(self._question(step), self.locale)

    def _story(self) -> Card:
        lesson = self.view.plan.lesson
        text = f"<b>{lesson.title.to(self.locale)}</b>\n\n{lesson.story.to(self.locale)}"
        return self._card(text, [self._go_on(_("💭 What do you think?"))])

    def _to_read(self, card: ReadingCard) -> Card:
        text = f"<b>{card.title.to(self.locale)}</b>\n\n{card.text.to(self.locale)}"
        return self._sourced(text, card.facts)

    def _scene(self, step: SceneStep) -> Card:
        screen = SceneScreen(view=self.view, step=step, locale=self.locale)
        lines = screen.lines() or [[self._go_on(_("Go on ▶️"))]]
        return self._card(screen.text(), *lines)

    def _questioning(self, step: QuestionStep) -> Card:
        if step.question.id in self.view.progress.answers:
            return self._answered(step)
        if step.question.id in self.view.plan.withdrawn:
            return self._withdrawn(step)
        return self._asking(step)

    def _asking(self, step: QuestionStep) -> Card:
        attempt, position = self.view.attempt_id, self.view.progress.position
        screen = QuestionScreen(
            asking=self._question(step),
            locale=self.locale,
            buttons=LessonButtons(attempt=attempt, position=position),
            in_words=self.in_words,
        )
        title = self._title(step)
        if hint := screen.hint():
            title += " · " + hint
        lines = screen.lines()
        if step.question.kind == "spot" and not self.in_words:
            look = LookCallback(attempt=attempt, position=position, at="words").pack()
            lines.append([button(_("🔤 In words"), look)])
        return self._card(f"{title}\n\n{screen.text()}", *lines)

    def _answered(self, step: QuestionStep) -> Card:
        answer = self.view.progress.answers[step.question.id]
        screen = QuestionScreen(
            asking=self.view.plan.asking(step.question),
            locale=self.locale,
            buttons=LessonButtons(attempt="", position=0),
        )
        text = f"{self._title(step)}\n\n{screen.verdict(answer)}"
        return self._sourced(text, step.question.facts, guess_row(self.view, step.question))

    def _withdrawn(self, step: QuestionStep) -> Card:
        words = _("What this question rests on is no longer in force, so it is left out.")
        return self._card(f"{self._title(step)}\n\n{words}", [self._go_on(_("Go on ▶️"))])

    def _question(self, step: QuestionStep) -> Asking:
        return asking_at(self.view.plan, self.view.progress, step.question)

    def _sourced(
        self, text: str, facts: tuple[str, ...], extra: Sequence[InlineKeyboardButton] = ()
    ) -> Card:
        """Return a card whose sources are one tap away."""
        go_on = self._go_on(_("Go on ▶️"))
        if self.sources:
            return self._card(f"{text}\n\n{self._cited(facts)}", [go_on], [*extra])
        look = LookCallback(
            attempt=self.view.attempt_id, position=self.view.progress.position, at="sources"
        )
        return self._card(text, [go_on], [button(_("📎 Sources"), look.pack()), *extra])

    def _cited(self, facts: tuple[str, ...]) -> str:
        found = [self.library.fact(each) for each in facts]
        cited = dict.fromkeys(cite(fact.source, self.locale) for fact in found)
        return "\n".join(f"<i>{_('Source: {source}').format(source=c)}</i>" for c in cited)

    def _title(self, step: QuestionStep) -> str:
        number = len(self.view.plan.questions)
        return _("<b>Question {number} of {asked}</b>").format(number=step.number, asked=number)

    def _card(self, text: str, *lines: list[InlineKeyboardButton]) -> Card:
        return Card(text=self._headed(text), keyboard=self._below(*lines))

    def _headed(self, text: str) -> str:
        done, steps = self.view.progress.position, max(1, len(self.view.plan.steps) - 1)
        filled = round(8 * done / steps)
        return f"{'▰' * filled}{'▱' * (8 - filled)}\n\n{text}"

    def _go_on(self, label: str) -> InlineKeyboardButton:
        place = GoOnCallback(attempt=self.view.attempt_id, position=self.view.progress.position)
        return button(label, place.pack())

    def _below(self, *lines: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
        return rows(*lines, [help_button(), menu_button()])
