"""The phrases by which people in danger are recognised, and the words of the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from content.phrases import PhraseSyntaxError, Speller, Stage, stages
from content.reading import Document, Problems, parse, read

DangerKind = Literal["overdose", "danger_now", "child_abuse", "self_harm", "relapse"]
PhraseRole = Literal["phrases", "mild", "unless", "aside", "now"]

DANGER_KINDS: tuple[DangerKind, ...] = get_args(DangerKind)
LOCALES = ("zh_Hans", "en")
ROOT = Path(__file__).parent


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _KindFile(_File):
    """`mild` phrases are dropped in a sentence that only tells or asks; see `_AsideFile`."""

    phrases: tuple[str, ...] = Field(min_length=1)
    mild: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class _AsideFile(_File):
    """`aside`: a sentence about lessons, news, films, long ago; `now` overrules it."""

    gap: int = Field(ge=1, le=10)
    words: dict[str, tuple[str, ...]] = {}
    aside: tuple[str, ...] = Field(min_length=1)
    now: tuple[str, ...] = ()


class _TraditionalFile(_File):
    pairs: tuple[str, ...]


class _AnswerFile(_File):
    overdose: str = Field(min_length=1)
    danger_now: str = Field(min_length=1)
    child_abuse: str = Field(min_length=1)
    self_harm: str = Field(min_length=1)
    relapse: str = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Stages that follow one another, and what finding them means."""

    stages: tuple[Stage, ...]
    role: PhraseRole
    kind: DangerKind | None


@dataclass(frozen=True, slots=True, repr=False)
class DangerPhrases:
    """What the guard compares with, and what it says."""

    phrases: tuple[Phrase, ...]
    speller: Speller
    answers: Mapping[DangerKind, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class _Loading:
    root: Path
    speller: Speller
    problems: Problems = field(default_factory=Problems)

    def read(self, name: str) -> Document | None:
        return read(self.root / "guard" / name, self.root, self.problems)

    def locale(self, locale: str) -> Iterator[Phrase]:
        """Yield all phrases of a locale."""
        document = self.read(f"context.{locale}.yaml")
        context = parse(document, _AsideFile, self.problems) if document else None
        if document is None or context is None:
            return
        yield from self._phrases(document, context, ("aside", "now"), None)
        for kind in DANGER_KINDS:
            listed = self.read(f"{kind}.{locale}.yaml")
            if listed and parse(listed, _KindFile, self.problems):
                yield from self._phrases(listed, context, ("phrases", "mild", "unless"), kind)

    def _phrases(
        self,
        document: Document,
        context: _AsideFile,
        roles: tuple[PhraseRole, ...],
        kind: DangerKind | None,
    ) -> Iterator[Phrase]:
        assert isinstance(document.data, dict)
        for role in roles:
            for index, phrase in enumerate(document.data.get(role, ())):
                try:
                    read = stages(str(phrase), context.words, self.speller, context.gap)
                except PhraseSyntaxError as error:
                    self.problems.add(document.place((role, index)), str(error))
                else:
                    yield Phrase(read, role, kind)

    def answers(self) -> dict[DangerKind, dict[str, str]]:
        found: dict[DangerKind, dict[str, str]] = {kind: {} for kind in DANGER_KINDS}
        for locale in LOCALES:
            document = self.read(f"answers.{locale}.yaml")
            prose = parse(document, _AnswerFile, self.problems) if document else None
            if prose is not None:
                for kind in DANGER_KINDS:
                    found[kind][locale] = str(getattr(prose, kind)).strip()
        return found


def load_danger(root: Path = ROOT) -> DangerPhrases:
    """Read `guard/` below the content folder; raise ContentErrors with every fault found."""
    problems = Problems()
    loading = _Loading(root, Speller(_traditional(root, problems)), problems)
    phrases = tuple(dict.fromkeys(p for locale in LOCALES for p in loading.locale(locale)))
    answers = loading.answers()
    problems.raise_if_any()
    return DangerPhrases(phrases, loading.speller, answers)


def _traditional(root: Path, problems: Problems) -> dict[str, str]:
    """Read the pairs of a traditional and a simplified character."""
    document = read(root / "guard" / "traditional.yaml", root, problems)
    listed = parse(document, _TraditionalFile, problems) if document else None
    if document is None or listed is None:
        return {}
    pairs = {}
    for index, line in enumerate(listed.pairs):
        for pair in line.split():
            if len(pair) != 2:
                message = f"'{pair}' is not a pair; write the traditional, then the simplified"
                problems.add(document.place(("pairs", index)), message)
            pairs[pair[0]] = pair[-1]
    return pairs
