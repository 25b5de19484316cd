"""The layer by which the guard weighs the sense of a sentence: numbers learnt from sentences."""

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
    """A row for each of `KINDS`: the sense, the phrases found, a constant. And what taught it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lessons: str
    rows: tuple[tuple[float, ...], ...]


def load_layer(root: Path = ROOT) -> DangerLayer:
    """Read what `python -m tests.chat.guard_school` wrote."""
    return DangerLayer.model_validate_json((root / PATH).read_text("utf-8"))


def phrase_marks(found: frozenset[DangerKind]) -> list[float]:
    """Return the phrases found as the layer counts them, and its constant."""
    return [*(PHRASE_WEIGHT * (kind in found) for kind in DANGER_KINDS), 1.0]
