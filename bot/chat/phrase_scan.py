"""Finds phrases with gaps in a row of words, in time linear in its length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from content.danger import DangerKind, Phrase, PhraseRole
from content.phrases import Segment, Stage, Words


class Hit(NamedTuple):
    """A phrase found in `words[start:end]`."""

    start: int
    end: int
    role: PhraseRole
    kind: DangerKind | None


class _Step(NamedTuple):
    """The way from one stage of a phrase to the next; phrases with one beginning share it."""

    before: int | None
    reached: int
    gap: int


@dataclass(slots=True)
class _Node:
    """A place in the tree of segments."""

    to: dict[str, _Node] = field(default_factory=dict)
    steps: list[_Step] = field(default_factory=list)


class PhraseScanner:
    """All phrases, compiled into one tree of their segments.

    Each word starts one walk of at most the longest segment. Of everything found so far only the
    latest end of each beginning is kept: whatever could follow an earlier one can follow it too.
    """

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._root = _Node()
        self._numbers: dict[tuple[int | None, Stage], int] = {}
        self._complete: dict[int, list[tuple[PhraseRole, DangerKind | None]]] = defaultdict(list)
        for phrase in phrases:
            self._add(phrase)

    def vocabulary(self) -> set[str]:
        """Return every word that occurs in a phrase."""
        return {word for _, stage in self._numbers for form in stage.forms for word in form}

    def find(self, text: Words) -> list[Hit]:
        """Return the hits; one phrase may be hit often."""
        hits: list[Hit] = []
        latest: dict[int, tuple[int, int]] = {}
        due: dict[int, list[tuple[int, int]]] = {}
        for at, word in enumerate(text.words):
            for number, begun in due.pop(at, ()):
                latest[number] = (begun, at)
            if word not in self._root.to:
                continue
            for step, end in self._steps_at(text.words, at):
                start = _start(step, at, latest, text.sentences)
                if start is None:
                    continue
                due.setdefault(end, []).append((step.reached, start))
                meanings = self._complete.get(step.reached, ())
                hits.extend(Hit(start, end, role, kind) for role, kind in meanings)
        return hits

    def _steps_at(self, words: tuple[str, ...], at: int) -> list[tuple[_Step, int]]:
        found: list[tuple[_Step, int]] = []
        node = self._root
        for end in range(at, len(words)):
            after = node.to.get(words[end])
            if after is None:
                break
            node = after
            found += [(step, end + 1) for step in node.steps]
        return found

    def _add(self, phrase: Phrase) -> None:
        before: int | None = None
        for stage in phrase.stages:
            key = (before, stage)
            if key not in self._numbers:
                self._numbers[key] = len(self._numbers)
                step = _Step(before, self._numbers[key], stage.gap)
                for segment in stage.forms:
                    self._node(segment).steps.append(step)
            before = self._numbers[key]
        assert before is not None
        if (phrase.role, phrase.kind) not in self._complete[before]:
            self._complete[before].append((phrase.role, phrase.kind))

    def _node(self, segment: Segment) -> _Node:
        node = self._root
        for word in segment:
            node = node.to.setdefault(word, _Node())
        return node


def _start(
    step: _Step, at: int, latest: dict[int, tuple[int, int]], sentences: tuple[int, ...]
) -> int | None:
    """Return where the phrase that takes this step began, or None if its gap is too wide."""
    if step.before is None:
        return at
    if step.before not in latest:
        return None
    begun, end = latest[step.before]
    if at != end and (at - end > step.gap or sentences[end - 1] != sentences[at]):
        return None
    return begun
