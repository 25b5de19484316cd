"""One question as a learner meets it: shuffled by a seed, and answered step by step.

What is listed depends on ids and seed alone, never on what is right, so that no order tells it.
A tap says how many were picked before it; one that comes twice or late therefore changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final, Protocol, TypeVar

from content.schema import LocalText, Option, Pair, Question

LETTERS: Final = "ABCDEFGH"
"""What the entries are called on a card; the places of a picture have numbers."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


NamedT = TypeVar("NamedT", bound=_Named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands behind this number is picked; `nth` counts what was picked before."""

    position: int
    option: int
    nth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An option of a multiple choice, to be on or off; saying which makes repeats harmless."""

    position: int
    option: int
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """The last of `nth` picks is taken back."""

    position: int
    nth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """The options marked are the answer."""

    position: int


Response = Answer | Mark | Undo | Submit


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What stands behind a letter or a number."""

    id: str
    text: LocalText


def shuffled(items: Sequence[NamedT], salt: str) -> tuple[NamedT, ...]:
    """Return the items in an order that depends on their ids and the salt alone."""
    found = sorted(items, key=lambda item: item.id)
    Random(salt).shuffle(found)  # noqa: S311 - an order, no secret
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question, the seed that shuffles it, and what has been picked so far."""

    question: Question
    seed: int
    picked: tuple[str, ...] = ()
    is_submitted: bool = False

    @property
    def options(self) -> tuple[Option, ...]:
        """Return the options as they are listed; the two verdicts keep their order."""
        if self.question.kind == "true_false":
            return self.question.options
        return shuffled(self.question.options, self._salt("options"))

    @property
    def reasons(self) -> tuple[Option, ...]:
        return shuffled(self.question.reasons, self._salt("reasons"))

    @property
    def lefts(self) -> tuple[Pair, ...]:
        """Return the pairs in the order in which their left halves are listed."""
        return shuffled(self.question.pairs, self._salt("lefts"))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return what the letters of this moment stand for."""
        match self.question.kind:
            case "order":
                steps = shuffled(self.question.steps, self._salt("steps"))
                return tuple(Entry(id=step.id, text=step.text) for step in steps)
            case "match":
                rights = shuffled(self.question.pairs, self._salt("rights"))
                return tuple(Entry(id=pair.id, text=pair.right) for pair in rights)
            case "true_false" if self.picked:
                return _entries(self.reasons)
            case _:
                return _entries(self.options)

    @property
    def open(self) -> tuple[int, ...]:
        """Return the numbers that may be picked now."""
        return tuple(
            number
            for number, entry in enumerate(self.entries)
            if self.question.kind == "multiple" or entry.id not in self.picked
        )

    def name(self, number: int) -> str:
        """Return what an entry is called on the card."""
        return str(number + 1) if self.question.kind == "spot" else LETTERS[number]

    @property
    def can_undo(self) -> bool:
        return bool(self.picked) and self.question.kind in {"order", "match"}

    @property
    def answer(self) -> tuple[str, ...] | None:
        """Return the whole answer, as it is graded, or None while something is still missing."""
        match self.question.kind:
            case "multiple":
                return self.picked if self.is_submitted else None
            case "order":
                return self._filled()
            case "match":
                found = self._filled()
                if found is None:
                    return None
                put = {pair.id: each for pair, each in zip(self.lefts, found, strict=True)}
                return tuple(put[pair.id] for pair in self.question.pairs)
            case "true_false":
                wanted = 2 if self.question.reasons else 1
                return self.picked if len(self.picked) == wanted else None
            case _:
                return self.picked or None

    def after(self, move: Response) -> Asking:
        """Return the question after the move; the same one where the move does not fit it."""
        if self.answer is not None:
            return self
        is_multiple = self.question.kind == "multiple"
        match move:
            case Answer() if not is_multiple:
                return self._pick(move)
            case Mark() if is_multiple and move.option in self.open:
                return self._mark(move)
            case Undo() if self.can_undo and move.nth == len(self.picked):
                return replace(self, picked=self.picked[:-1])
            case Submit() if is_multiple and self.picked:
                return replace(self, is_submitted=True)
        return self

    def _pick(self, move: Answer) -> Asking:
        if move.nth != len(self.picked) or move.option not in self.open:
            return self
        return replace(self, picked=(*self.picked, self.entries[move.option].id))

    def _mark(self, move: Mark) -> Asking:
        option = self.entries[move.option].id
        marked = {*self.picked, option} if move.on else {*self.picked} - {option}
        if marked == {*self.picked}:
            return self
        return replace(self, picked=tuple(o.id for o in self.question.options if o.id in marked))

    def _filled(self) -> tuple[str, ...] | None:
        """Return the picks once only one entry is left, which then has but one place."""
        left = [entry.id for entry in self.entries if entry.id not in self.picked]
        return (*self.picked, *left) if len(left) <= 1 else None

    def _salt(self, what: str) -> str:
        return f"{self.seed}:{self.question.id}:{what}"


def _entries(options: Sequence[Option]) -> tuple[Entry, ...]:
    return tuple(Entry(id=option.id, text=option.text) for option in options)
