"""The layer by which the guard weighs a sentence: numbers learnt from sentences."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from content.danger import DANGER_KINDS, ROOT, DangerKind

NO_DANGER = "none"
KINDS = (*DANGER_KINDS, NO_DANGER)
# How much a phrase that was found counts beside the sense of the sentence.
PHRASE_WEIGHT = 0.3
PATH = Path("guard") / "layer.json"


class DangerLayer(BaseModel):
    """What is known of the sense of a sentence, of its wording, and what taught it.

    `rows` has a row for each of `KINDS`: the sense, the phrases found, a constant. `runs` are the
    known runs of words, as sorted checksums of four bytes; `rarity` is a byte for each of them,
    and `weights` a signed byte for each and each of `KINDS`, in steps of `step`. All in base 64.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    lessons: str
    rows: tuple[tuple[float, ...], ...]
    runs: str
    rarity: str
    weights: str
    step: float


def load_layer(root: Path = ROOT) -> DangerLayer:
    """Read what `python -m tests.chat.guard_school` wrote."""
    return DangerLayer.model_validate_json((root / PATH).read_text("utf-8"))


def phrase_marks(found: frozenset[DangerKind]) -> list[float]:
    """Return the phrases found as the layer counts them, and its constant."""
    return [*(PHRASE_WEIGHT * (kind in found) for kind in DANGER_KINDS), 1.0]
