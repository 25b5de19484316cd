"""A question on a card: before it is answered, and after, with what was right and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from aiogram.types import InlineKeyboardButton
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import button
from bot.education.learning.router.verdicts import Verdict
from bot.education.learning.rules.asking import LETTERS, Asking, Entry
from content.schema import LocalText

MARKED = "☑️ "


class Buttons(Protocol):
    """The callback data of a question's buttons; whoever asks it decides what they carry."""

    def answer(self, option: int, nth: int) -> str: ...
    def mark(self, option: int, on: bool) -> str: ...  # noqa: FBT001 - what the button carries
    def undo(self, nth: int) -> str: ...
    def submit(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionScreen:
    """Shows a question in one language; `in_words` tells what a picture shows."""

    asking: Asking
    locale: str
    buttons: Buttons
    in_words: bool = False

    def hint(self) -> str:
        """Return how this kind of question is answered, for its heading."""
        hints = {
            "multiple": _("more than one may be right"),
            "order": _("put them in order"),
            "match": _("find what belongs together"),
            "spot": _("find the trap"),
        }
        return hints.get(self.asking.question.kind, "")

    def text(self) -> str:
        """Return the prompt and what is to choose from now."""
        parts = [self._say(self.asking.question.prompt)]
        match self.asking.question.kind:
            case "order":
                parts += [self._listed(), self._order_so_far()]
            case "match":
                parts += [self._lefts(), self._listed(), self._looking_for()]
            case "true_false" if self.asking.picked:
                parts += [self._verdict_given(), self._listed()]
            case "spot" if not self.in_words:
                pass
            case _:
                parts += [self._listed()]
        return "\n\n".join(parts)

    def lines(self) -> list[list[InlineKeyboardButton]]:
        """Return the rows of buttons that answer."""
        asking = self.asking
        rows = [[self._button(number) for number in asking.open]]
        if asking.can_undo:
            rows.append([button(_("↩️ Take back"), self.buttons.undo(len(asking.picked)))])
        if asking.question.kind == "multiple" and asking.picked:
            rows.append([button(_("That is my answer"), self.buttons.submit())])
        return rows

    def verdict(self, answer: tuple[str, ...]) -> str:
        """Return what was right and why, once the answer is given."""
        return Verdict(asking=self.asking, answer=answer, locale=self.locale).text()

    def _button(self, number: int) -> InlineKeyboardButton:
        asking = self.asking
        if asking.question.kind == "multiple":
            on = asking.entries[number].id not in asking.picked
            label = self.asking.name(number) if on else MARKED + self.asking.name(number)
            return button(label, self.buttons.mark(number, on))
        return button(self.asking.name(number), self.buttons.answer(number, len(asking.picked)))

    def _listed(self) -> str:
        return "\n".join(
            self._line(number, entry) for number, entry in enumerate(self.asking.entries)
        )

    def _line(self, number: int, entry: Entry) -> str:
        mark = MARKED if entry.id in self.asking.picked else ""
        return f"{mark}<b>{self.asking.name(number)}.</b> {self._say(entry.text)}"

    def _order_so_far(self) -> str:
        asking = self.asking
        places = [self._letter(each) for each in asking.picked]
        question = _("What comes {place}?").format(place=_nth(len(places)))
        if not places:
            return question
        so_far = _("So far: {letters}").format(letters=" → ".join(places))
        return f"{so_far}\n{question}"

    def _lefts(self) -> str:
        picked = self.asking.picked
        return "\n".join(
            f"<b>{number}.</b> {self._say(pair.left)}"
            + (f" → <b>{self._letter(picked[number - 1])}</b>" if number <= len(picked) else "")
            for number, pair in enumerate(self.asking.lefts, 1)
        )

    def _looking_for(self) -> str:
        number = len(self.asking.picked) + 1
        left = self._say(self.asking.lefts[number - 1].left)
        return _("Which belongs to <b>{number}. {left}</b>?").format(number=number, left=left)

    def _verdict_given(self) -> str:
        given = next(o for o in self.asking.options if o.id == self.asking.picked[0])
        said = _("Your answer: <b>{answer}</b>").format(answer=self._say(given.text))
        return said + "\n" + _("And why? Choose the reason.")

    def _letter(self, entry_id: str) -> str:
        ids = [entry.id for entry in self.asking.entries]
        return LETTERS[ids.index(entry_id)]

    def _say(self, text: LocalText) -> str:
        return text.to(self.locale)


def _nth(done: int) -> str:
    places = (_("first"), _("second"), _("third"), _("fourth"), _("fifth"))
    return places[done]
