"""The wording of a sentence as numbers: which short runs of words stand in it, and how rare."""

from __future__ import annotations

from base64 import b64decode
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from content.danger_layer import KINDS, DangerLayer

Floats = npt.NDArray[np.float32]

# Rarities are kept in whole steps, so that one fits in a byte.
RARITY_STEPS = 20
# A long word is also known by pieces of this many letters: one slip leaves most of them whole.
_LETTERS = 4


def runs(words: tuple[str, ...]) -> list[int]:
    """Return the checksums of one to three words in a row, of two around a third, of letters."""
    found = set(words)
    found.update(map(" ".join, pairwise(words)))
    found.update(map(" ".join, zip(words, words[1:], words[2:], strict=False)))
    found.update(map(" _ ".join, zip(words, words[2:], strict=False)))
    for word in set(words):
        if word.isascii() and len(word) >= _LETTERS:
            edged = f"<{word}>"
            found.update("~" + edged[i : i + _LETTERS] for i in range(len(edged) - _LETTERS + 1))
    return sorted({crc32(run.encode()) for run in found})


class Wording:
    """What each run of words that the lessons hold at least twice says for each kind."""

    def __init__(self, layer: DangerLayer) -> None:
        self._known = np.frombuffer(b64decode(layer.runs), dtype="<u4")
        rarity = np.frombuffer(b64decode(layer.rarity), dtype=np.uint8)
        self._rarity: Floats = rarity.astype(np.float32) / np.float32(RARITY_STEPS)
        weights = np.frombuffer(b64decode(layer.weights), dtype=np.int8)
        self._weights: Floats = weights.reshape(-1, len(KINDS)) * np.float32(layer.step)

    def weigh(self, words: tuple[str, ...]) -> Floats:
        """Return what the words say for each of `KINDS`; runs that no lesson holds say nothing."""
        sought = np.array(runs(words), dtype="<u4")
        at = np.minimum(np.searchsorted(self._known, sought), len(self._known) - 1)
        at = at[self._known[at] == sought]
        rarity: Floats = self._rarity[at]
        length = np.float32(max(float(np.sqrt(rarity @ rarity)), 1e-6))
        said: Floats = (rarity / length) @ self._weights[at]
        return said
