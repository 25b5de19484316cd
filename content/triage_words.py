"""Reads what officers may ask ready-made, and which questions to a reporter are held back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from content.errors import ContentNotFoundError
from content.loader import ROOT
from content.phrases import PhraseSyntaxError, Speller, Stage, stages
from content.reading import Document, Problems, parse, read
from content.schema.text import LOCALES, ContentModel, Id, Label, Line, Note, ShortId
from content.weaving import read_woven

HeldFor = Literal["identity", "approach", "purchase"]
HELD_FOR: tuple[HeldFor, ...] = get_args(HeldFor)


class ReadyQuestion(ContentModel):
    """A question that can be sent as it stands, in the tipster's language."""

    id: ShortId
    label: Label
    text: Line


class TriageWords(ContentModel):
    """The ready-made questions in order, and the answer to a plea for help."""

    questions: Annotated[tuple[ReadyQuestion, ...], Field(min_length=1)]
    help_reply: Note
    facts: tuple[Id, ...]

    def question(self, question_id: str) -> ReadyQuestion:
        """Return the question; raises ContentNotFoundError."""
        for each in self.questions:
            if each.id == question_id:
                return each
        raise ContentNotFoundError("ready-made question", question_id)


class _HeldFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    gap: int = Field(ge=1, le=10)
    identity: tuple[str, ...] = Field(min_length=1)
    approach: tuple[str, ...] = Field(min_length=1)
    purchase: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldPhrase:
    """Stages that follow one another, and why a question with them is held back, if it is."""

    stages: tuple[Stage, ...]
    reason: HeldFor | None


@dataclass(frozen=True, slots=True)
class HeldPhrases:
    """What a question is compared with."""

    phrases: tuple[HeldPhrase, ...]
    speller: Speller


def read_questions(root: Path, problems: Problems) -> Document | None:
    """Read the ready-made questions and the answer to a plea for help, as they are written."""
    return read_woven(root / "triage" / "questions.yaml", root, problems)


def load_triage_words(root: Path = ROOT) -> TriageWords:
    """Read the ready-made questions; raise ContentErrors with every fault found."""
    problems = Problems()
    document = read_questions(root, problems)
    words = document and parse(document, TriageWords, problems)
    problems.raise_if_any()
    assert words, "a shelf without problems is full"
    return words


def load_held_phrases(speller: Speller, root: Path = ROOT) -> HeldPhrases:
    """Read the phrases of questions that are held back; raise ContentErrors as above."""
    problems = Problems()
    phrases = tuple(
        phrase for locale in LOCALES for phrase in _read_held(locale, speller, root, problems)
    )
    problems.raise_if_any()
    return HeldPhrases(phrases, speller)


def _read_held(
    locale: str, speller: Speller, root: Path, problems: Problems
) -> Iterator[HeldPhrase]:
    document = read(root / "triage" / f"held.{locale}.yaml", root, problems)
    held = parse(document, _HeldFile, problems) if document else None
    if document is None or held is None:
        return
    kinds: tuple[HeldFor | None, ...] = (*HELD_FOR, None)
    for reason in kinds:
        name = reason or "unless"
        for index, phrase in enumerate(getattr(held, name)):
            try:
                yield HeldPhrase(stages(phrase, {}, speller, held.gap), reason)
            except PhraseSyntaxError as error:
                problems.add(document.place((name, index)), str(error))
