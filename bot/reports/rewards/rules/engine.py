"""The reward engine: an outcome and a schedule in, an amount with its working out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.reports.rewards.rules.bands import count_units, place, span_of
from bot.reports.rewards.rules.money import add_up, highest, to_fen
from bot.reports.rewards.rules.proposal import (
    NOTHING_DUE,
    Case,
    HeadResult,
    Line,
    Obstacle,
    Proposal,
    Quantity,
    Verdict,
    Why,
)
from bot.reports.rewards.rules.quantities import Scales
from content.schema.conversions import Conversion
from content.schema.outcomes import OutcomeLists
from content.schema.rewards import Head, Scheme, Track

USERS: Final = frozenset({("people", "user"), ("people", "user-isolation")})
Judged = tuple[list[Line], list[Obstacle]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardEngine:
    """Applies one schedule; every amount comes from a known band, never from a guess."""

    scheme: Scheme
    table: Conversion | None
    lists: OutcomeLists

    def propose(self, case: Case) -> Proposal:
        barred = self._bar(case)
        if barred:
            return self._without_amount(case, [Obstacle(why=why) for why in barred])
        scales = Scales(facts=case.facts, lists=self.lists, table=self.table)
        heads, replaced = self._applying(scales)
        judged = [(head, self._judge(head, scales)) for head in heads]
        results = [self._result(head, lines) for head, (lines, _) in judged if lines]
        obstacles = [each for _, (_, found) in judged for each in found]
        obstacles += self._open_questions(case, heads, results)
        if any(each.why not in NOTHING_DUE for each in obstacles) or not results:
            return self._without_amount(case, obstacles)
        return self._with_amount(case, results, tuple(replaced), self._uncovered(case, scales))

    def _bar(self, case: Case) -> list[Why]:
        """Return why the outcome earns nothing, or else all that lets only a person judge it."""
        is_early = case.on < self.scheme.valid_from
        reasons = {
            Why.ABOUT_MINOR: case.facts.is_about_minor,
            Why.NOT_VERIFIED: not case.is_verified,
            Why.LATER_REPORTER: not case.is_first,
            Why.CRACKED_ELSEWHERE: not case.is_cracked_here,
            Why.BY_MINOR: case.facts.is_by_minor,
            Why.ALREADY_PROMISED: case.is_promised_elsewhere,
            Why.NOT_YET_VALID: is_early,
            Why.EXPIRED: not is_early and not self.scheme.is_valid(case.on),
        }
        found = [why for why, holds in reasons.items() if holds]
        return [why for why in found if why in NOTHING_DUE][:1] or found

    def _applying(self, scales: Scales) -> tuple[list[Head], list[Head]]:
        """Return the heads that the outcome has something of, and those they replace."""
        found = [
            head
            for head in self.scheme.heads
            if any(scales.weigh(track.measure) is not None for track in head.tracks)
            and (head.needs is None or scales.weigh(head.needs) is not None)
        ]
        gone = {name for head in found for name in head.replaces}
        return [h for h in found if h.id not in gone], [h for h in found if h.id in gone]

    def _judge(self, head: Head, scales: Scales) -> Judged:
        if head.about_users and not self.scheme.pays_for_users:
            return [], [Obstacle(why=Why.USERS_NOT_PAID, head=head)]
        lines: list[Line] = []
        obstacles: list[Obstacle] = []
        for track in head.tracks:
            step = self._step(head, track, scales.weigh(track.measure))
            if isinstance(step, Line):
                lines.append(step)
            elif step is not None:
                obstacles.append(step)
        if len(lines) > 1 and head.combine == "unstated":
            obstacles.append(Obstacle(why=Why.TRACKS_UNSTATED, head=head))
        return lines, obstacles

    def _step(
        self, head: Head, track: Track, weighed: Quantity | Obstacle | None
    ) -> Line | Obstacle | None:
        if weighed is None:
            return None
        if isinstance(weighed, Obstacle):
            return Obstacle(why=weighed.why, head=head, substance=weighed.substance)
        placed = place(track, weighed.amount, self.scheme.edges)
        if isinstance(placed, Obstacle):
            return Obstacle(why=placed.why, head=head, band=placed.band)
        band = placed.band
        if not band.is_known:
            why = Why.REFERENCE if band.kind == "reference" else Why.UNKNOWN_BAND
            return Obstacle(why=why, head=head, band=band)
        units = count_units(band, weighed.amount)
        return Line(
            head=head,
            band=band,
            quantity=weighed,
            units=units,
            earns=span_of(band, self.scheme).times(units),
            is_at_edge=placed.is_at_edge,
        )

    def _result(self, head: Head, lines: list[Line]) -> HeadResult:
        spans = [line.earns for line in lines]
        earned = add_up(spans) if head.combine == "sum" else highest(spans)
        within = earned.within(None if head.cap is None else to_fen(head.cap))
        return HeadResult(head=head, lines=tuple(lines), earns=within, is_capped=within != earned)

    def _open_questions(
        self, case: Case, heads: list[Head], results: list[HeadResult]
    ) -> Iterator[Obstacle]:
        if len(results) > 1 and self.scheme.stacking == "unstated":
            yield Obstacle(why=Why.STACKING_UNSTATED)
        if heads:
            return
        spoken = set(_spoken_of(case))
        if spoken and spoken <= USERS and not self.scheme.pays_for_users:
            yield Obstacle(why=Why.USERS_NOT_PAID)
        else:
            yield Obstacle(why=Why.NO_HEAD)

    def _uncovered(self, case: Case, scales: Scales) -> tuple[tuple[str, str], ...]:
        """Return what was found and weighed, and no head of the schedule speaks of."""
        covered = {
            name
            for head in self.scheme.heads
            for track in head.tracks
            for name in scales.names(track.measure)
        }
        told = ("substances", "precursors", "plants", "area")
        return tuple(
            (name, each) for name, each in _spoken_of(case) if name in told and each not in covered
        )

    def _without_amount(self, case: Case, obstacles: list[Obstacle]) -> Proposal:
        is_over = all(each.why in NOTHING_DUE for each in obstacles)
        return Proposal(
            verdict=Verdict.NONE if is_over else Verdict.UNDECIDED,
            on=case.on,
            scheme=self.scheme,
            table=self.table,
            obstacles=tuple(_each_once(obstacles)),
        )

    def _with_amount(
        self,
        case: Case,
        results: list[HeadResult],
        replaced: tuple[Head, ...],
        uncovered: tuple[tuple[str, str], ...],
    ) -> Proposal:
        spans = [result.earns for result in results]
        earned = highest(spans) if self.scheme.stacking == "highest" else add_up(spans)
        return Proposal(
            verdict=Verdict.PROPOSED,
            on=case.on,
            scheme=self.scheme,
            table=self.table,
            heads=tuple(results),
            replaced=replaced,
            uncovered=uncovered,
            sum=earned,
            total=earned.within(self._cap()),
            lines=tuple(line for result in results for line in result.lines),
        )

    def _cap(self) -> int | None:
        return None if self.scheme.cap is None else to_fen(self.scheme.cap.amount)


def _spoken_of(case: Case) -> Iterator[tuple[str, str]]:
    """Yield each thing that was found, as (list, id); flags are no finding."""
    for name, ids in case.facts.ids():
        if name != "flags":
            yield from ((_KINDS.get(name, name), each) for each in ids)
    if case.facts.area_mu is not None:
        yield "area", "area"


def _each_once(obstacles: list[Obstacle]) -> list[Obstacle]:
    found: list[Obstacle] = []
    for each in obstacles:
        if each not in found:
            found.append(each)
    return found


_KINDS: Final = {"roles": "people"}
