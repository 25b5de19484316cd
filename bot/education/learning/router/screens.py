"""The lesson's one card, as it looks at every step."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card
from bot.chat.keyboards import button, help_button, menu_button, rows
from bot.education.learning.router.callbacks import (
    AnswerCallback,
    ChooseCallback,
    GoOnCallback,
    MarkCallback,
    SubmitCallback,
)
from bot.education.learning.router.results import result_card
from bot.education.learning.rules.plan import (
    CardStep,
    QuestionStep,
    ResultStep,
    SceneStep,
    StoryStep,
)
from bot.education.learning.rules.progress import is_correct, scene_node, step_at
from bot.education.learning.service.lessons import LessonView
from content.library import Library
from content.schema import Source

LETTERS = "ABCDEFGH"


def cite(source: Source, locale: str) -> str:
    """Return issuer, document and date; an address of a mirror is never shown."""
    return _("{issuer}, {document}, {dated}").format(
        issuer=source.issuer.to(locale),
        document=source.document.to(locale),
        dated=source.dated,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Screens:
    """Draws an attempt in one language."""

    view: LessonView
    library: Library
    locale: str

    def card(self) -> Card:
        """Return the card of the step where the attempt stands."""
        step = step_at(self.view.plan, self.view.progress)
        match step:
            case StoryStep():
                return self._story()
            case CardStep(card=card):
                text = f"<b>{card.title.to(self.locale)}</b>\n\n{card.text.to(self.locale)}"
                return self._reading(text, _("Go on ▶️"))
            case SceneStep():
                return self._scene(step)
            case QuestionStep(question=question) if question.id in self.view.progress.answers:
                return self._answered(step)
            case QuestionStep():
                return self._asking(step)
            case ResultStep():
                return result_card(self.view, self.library, self.locale)

    def _story(self) -> Card:
        lesson = self.view.plan.lesson
        text = f"<b>{lesson.title.to(self.locale)}</b>\n\n{lesson.story.to(self.locale)}"
        return self._reading(text, _("💭 What do you think?"))

    def _reading(self, text: str, label: str) -> Card:
        return Card(text=self._headed(text), keyboard=self._below([self._go_on(label)]))

    def _scene(self, step: SceneStep) -> Card:
        here = scene_node(step, self.view.progress)
        node = step.scene.nodes[here]
        parts = [_("🎭 <b>Your turn</b>")]
        if self.view.progress.scene_choice:
            before, choice_id = self.view.progress.scene_choice.split(".", 1)
            choice = next(c for c in step.scene.nodes[before].choices if c.id == choice_id)
            parts.append(f"<i>{choice.reaction.to(self.locale)}</i>")
        parts.append(node.text.to(self.locale))
        lines = [
            [
                button(
                    choice.text.to(self.locale),
                    ChooseCallback(
                        attempt=self.view.attempt_id,
                        position=self.view.progress.position,
                        node=here,
                        choice=choice.id,
                    ).pack(),
                )
            ]
            for choice in node.choices
        ]
        if node.ending:
            lines = [[self._go_on(_("Go on ▶️"))]]
        return Card(text=self._headed("\n\n".join(parts)), keyboard=self._below(*lines))

    def _asking(self, step: QuestionStep) -> Card:
        question = step.question
        options = self.view.plan.options(question)
        marked = self.view.progress.selected
        listed = "\n".join(
            f"{'☑️ ' if option.id in marked else ''}<b>{LETTERS[n]}.</b> "
            f"{option.text.to(self.locale)}"
            for n, option in enumerate(options)
        )
        text = "\n\n".join((self._title(step), question.prompt.to(self.locale), listed))
        buttons = [self._option(step, n) for n in range(len(options))]
        lines = [buttons]
        if question.kind == "multiple" and marked:
            place = self._place()
            lines.append([button(_("That is my answer"), SubmitCallback(**place).pack())])
        return Card(text=self._headed(text), keyboard=self._below(*lines))

    def _option(self, step: QuestionStep, number: int) -> InlineKeyboardButton:
        question = step.question
        option = self.view.plan.options(question)[number]
        place = self._place()
        if question.kind == "multiple":
            on = option.id not in self.view.progress.selected
            label = LETTERS[number] if on else f"☑️ {LETTERS[number]}"
            return button(label, MarkCallback(**place, option=number, on=on).pack())
        return button(LETTERS[number], AnswerCallback(**place, option=number).pack())

    def _answered(self, step: QuestionStep) -> Card:
        question = step.question
        chosen = self.view.progress.answers[question.id]
        right = is_correct(question, chosen)
        verdict = _("✅ <b>Yes, that is right.</b>") if right else _("💡 <b>Not quite.</b>")
        lines = [
            f"{'✅' if option.correct else '▫️'} {option.text.to(self.locale)}"
            f"{_(' (your answer)') if option.id in chosen else ''}"
            for option in self.view.plan.options(question)
        ]
        whys = [o.why.to(self.locale) for o in question.options if o.id in chosen]
        text = "\n\n".join(
            (
                self._title(step),
                question.prompt.to(self.locale),
                "\n".join(lines),
                verdict + "\n" + "\n".join(whys),
                question.explanation.to(self.locale),
                self._sources(step),
            )
        )
        return Card(text=self._headed(text), keyboard=self._below([self._go_on(_("Go on ▶️"))]))

    def _sources(self, step: QuestionStep) -> str:
        facts = [self.library.fact(each) for each in step.question.facts]
        cited = dict.fromkeys(cite(fact.source, self.locale) for fact in facts)
        return "\n".join(f"<i>{_('Source: {source}').format(source=c)}</i>" for c in cited)

    def _title(self, step: QuestionStep) -> str:
        asked = len(self.view.plan.questions)
        title = _("<b>Question {number} of {asked}</b>").format(number=step.number, asked=asked)
        if step.question.kind == "multiple":
            title += " · " + _("more than one may be right")
        return title

    def _headed(self, text: str) -> str:
        done, steps = self.view.progress.position, len(self.view.plan.steps) - 1
        filled = round(8 * done / steps)
        return f"{'▰' * filled}{'▱' * (8 - filled)}\n\n{text}"

    def _place(self) -> dict[str, str | int]:
        return {"attempt": self.view.attempt_id, "position": self.view.progress.position}

    def _go_on(self, label: str) -> InlineKeyboardButton:
        return button(
            label,
            GoOnCallback(
                attempt=self.view.attempt_id, position=self.view.progress.position
            ).pack(),
        )

    def _below(self, *lines: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
        return rows(*lines, [help_button(), menu_button()])
