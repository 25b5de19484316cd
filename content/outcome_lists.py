"""Reads the closed lists of outcomes."""

from __future__ import annotations

from pathlib import Path

from content.loader import ROOT
from content.reading import Problems, parse
from content.schema.outcomes import OutcomeLists
from content.weaving import read_woven


def load_outcomes(root: Path = ROOT) -> OutcomeLists:
    """Read `outcomes/` below the content folder; raise ContentErrors with every fault found."""
    problems = Problems()
    document = read_woven(root / "outcomes" / "outcomes.yaml", root, problems)
    lists = document and parse(document, OutcomeLists, problems)
    problems.raise_if_any()
    assert lists, "a shelf without problems is full"
    return lists
