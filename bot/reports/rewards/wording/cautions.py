"""What of a proposal is inferred or open, so that a person confirms it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.rewards.rules.proposal import Line, Proposal
from bot.reports.rewards.wording.amounts import name_of
from bot.reports.rewards.wording.tongue import Tongue


def write_cautions(proposal: Proposal, tongue: Tongue) -> list[str]:
    return [f"⚠️ {words}" for words in _cautions(proposal, tongue)]


def _cautions(proposal: Proposal, tongue: Tongue) -> Iterator[str]:
    _ = tongue.gettext
    if proposal.scheme is not None and proposal.scheme.source.grade not in {"A", "B"}:
        yield _("This schedule is known from news reports. Please compare it with its text.")
    if proposal.is_at_edge:
        yield _edge(proposal, tongue)
    for line in proposal.lines:
        yield from _doubts(line, tongue)
    table = proposal.table
    if table is not None and proposal.is_converted and not table.is_confirmed:
        yield table.note.to(tongue.locale)


def _edge(proposal: Proposal, tongue: Tongue) -> str:
    _ = tongue.gettext
    if proposal.scheme is not None and proposal.scheme.edges == "lower":
        return _(
            "Exactly at an edge that two bands share; the lower one is taken. Please confirm."
        )
    return _("Exactly at an edge that two bands share; the higher one is taken. Please confirm.")


def _doubts(line: Line, tongue: Tongue) -> Iterator[str]:
    _ = tongue.gettext
    label = line.head.label.to(tongue.locale)
    if line.band.grade == "D":
        words = _("{label}: the amount is inferred from local texts. Please confirm.")
        yield words.format(label=label)
    if line.band.doubt is not None:
        doubt = line.band.doubt.to(tongue.locale)
        yield _("{label}: {doubt}. Please confirm.").format(label=label, doubt=doubt)


def write_uncovered(proposal: Proposal, tongue: Tongue) -> list[str]:
    """Return a line that names what no head speaks of, so that nothing is dropped in silence."""
    _ = tongue.gettext
    labels = [
        _("growing area") if listed == "area" else name_of(listed, item_id, tongue)
        for listed, item_id in proposal.uncovered
    ]
    if not labels:
        return []
    label = _(", ").join(labels)
    return ["⚠️ " + _("Nothing in the schedule speaks of this: {label}").format(label=label)]
