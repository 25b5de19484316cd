"""What stands on a question's card once it is answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aiogram.utils.i18n import gettext as _

from bot.education.learning.rules.asking import LETTERS, Asking
from bot.education.learning.rules.grading import Graded, Part, grade
from content.schema import LocalText, Option, Pair

RIGHT, OTHER = "✅", "▫️"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An answer beside what is right, with the reasons, in one language."""

    asking: Asking
    answer: tuple[str, ...]
    locale: str

    def text(self) -> str:
        question = self.asking.question
        graded = grade(question, self.answer)
        parts = (
            self._say(question.prompt),
            self._headline(graded),
            "\n".join(self._lines(graded)),
            self._say(question.explanation),
        )
        return "\n\n".join(parts)

    def _headline(self, graded: Graded) -> str:
        if graded.is_correct:
            return _("✅ <b>Yes, that is right.</b>")
        if self.asking.question.kind == "true_false" and graded.right[:1] == (True,):
            return _("💡 <b>The verdict is right, the reason is not quite.</b>")
        return _("💡 <b>Not quite.</b>")

    def _lines(self, graded: Graded) -> Iterator[str]:
        match self.asking.question.kind:
            case "order":
                yield from self._order(graded)
            case "match":
                yield from self._pairs(graded)
            case "spot":
                yield from self._places(graded)
            case "true_false" if self.asking.question.reasons:
                yield from self._options(self.asking.options, graded)
                yield _("Because:")
                yield from self._options(self.asking.reasons, graded)
            case _:
                yield from self._options(self.asking.options, graded)

    def _options(self, options: Sequence[Option], graded: Graded) -> Iterator[str]:
        for letter, option in zip(LETTERS, options, strict=False):
            yield from self._option(f"{letter}.", option, graded)

    def _places(self, graded: Graded) -> Iterator[str]:
        """Tell the place of the trap and the place tapped; the picture shows the others."""
        for number, option in enumerate(self.asking.options, 1):
            if option in graded.reasons:
                yield from self._option(f"{number}.", option, graded)

    def _option(self, name: str, option: Option, graded: Graded) -> Iterator[str]:
        """Yield an option as it was called, and right below it why it is right or wrong."""
        mark = RIGHT if option.correct else OTHER
        yours = _(" (your answer)") if option.id in self.answer else ""
        yield f"{mark} {name} {self._say(option.text)}{yours}"
        yield from self._why(option, graded)

    def _why(self, part: Part, graded: Graded) -> Iterator[str]:
        if part in graded.reasons:
            yield f"      {self._say(part.why)}"

    def _order(self, graded: Graded) -> Iterator[str]:
        for number, step in enumerate(self.asking.question.steps, 1):
            line = f"{RIGHT if graded.right[number - 1] else OTHER} {number}. "
            line += self._say(step.text)
            if not graded.right[number - 1]:
                place = self.answer.index(step.id) + 1
                line += _(" (you: {place})").format(place=place)
            yield line
            yield from self._why(step, graded)

    def _pairs(self, graded: Graded) -> Iterator[str]:
        pairs = {pair.id: pair for pair in self.asking.question.pairs}
        answers = dict(zip(pairs, zip(self.answer, graded.right, strict=True), strict=True))
        for pair in self.asking.lefts:
            put, fits = answers[pair.id]
            yield self._pair(pair, None if fits else pairs[put])
            yield from self._why(pair, graded)

    def _pair(self, pair: Pair, put: Pair | None) -> str:
        line = (
            f"{RIGHT if put is None else OTHER} {self._say(pair.left)} → {self._say(pair.right)}"
        )
        if put is None:
            return line
        return line + _(" (you: {chosen})").format(chosen=self._say(put.right))

    def _say(self, text: LocalText) -> str:
        return text.to(self.locale)
