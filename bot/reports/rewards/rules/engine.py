"""The reward engine: an outcome and a schedule in, an amount with its working out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bot.reports.rewards.rules.bands import count_units, place, span_of
from bot.reports.rewards.rules.found import Thing, keep_only, things_in
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
from content.schema.rewards import Head, Scheme, Track, Unrecorded

OUT_OF_DATE: Final = frozenset({Why.NOT_YET_VALID, Why.EXPIRED})
OPEN_HERE: Final = frozenset(
    {Why.UNKNOWN_BAND, Why.BELOW_BANDS, Why.ABOVE_BANDS, Why.NO_TABLE, Why.BASE_UNSTATED}
)
"""What the record of a schedule leaves open, and the national one may know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one head makes of the facts."""

    head: Head
    lines: tuple[Line, ...]
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardEngine:
    """Applies one schedule; every amount comes from a known band, never from a guess."""

    scheme: Scheme
    table: Conversion | None
    lists: OutcomeLists
    national: RewardEngine | None = None
    pays_for_users: bool = False
    unrecorded: Mapping[str, Unrecorded] = field(default_factory=dict)

    def propose(self, case: Case) -> Proposal:
        blank = Proposal(
            verdict=Verdict.UNDECIDED,
            on=case.on,
            scheme=self.scheme,
            table=self.table,
            unrecorded=self.unrecorded.get(case.unrecorded or ""),
        )
        barred = self._bar(case)
        if barred:
            return self._barred(case, blank, barred)
        scales = Scales(facts=case.facts, lists=self.lists, table=self.table)
        heads, replaced = _applying(self.scheme, scales)
        judged = [self._judge(head, scales) for head in heads]
        covered = {each for head in (*heads, *replaced) for each in _names(head, scales)}
        lacking = [each for each in things_in(case.facts) if each not in covered]
        missing, unspoken = self._missing(case, lacking)
        results = tuple(self._result(each) for each in judged if each.lines)
        obstacles = [*(o for each in judged for o in each.obstacles), *missing]
        obstacles += self._open_questions(results, is_silent=not (results or obstacles))
        return self._answer(
            replace(
                blank,
                heads=results,
                replaced=tuple(replaced),
                obstacles=tuple(_each_once(obstacles)),
                uncovered=tuple(unspoken),
                lines=tuple(line for result in results for line in result.lines),
                national=self._compare(case, {*_open(judged, scales), *lacking}, obstacles),
            )
        )

    def _bar(self, case: Case) -> list[Why]:
        """Return why the outcome earns nothing, or else all that lets only a person judge it."""
        is_early = case.on < self.scheme.valid_from
        reasons = {
            Why.REPORTS_MINOR: case.facts.is_minor_reported,
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

    def _barred(self, case: Case, blank: Proposal, barred: list[Why]) -> Proposal:
        is_over = barred[0] in NOTHING_DUE
        national = None if self.national is None else self.national.propose(case)
        return replace(
            blank,
            verdict=Verdict.NONE if is_over else Verdict.UNDECIDED,
            obstacles=tuple(Obstacle(why=why) for why in barred),
            national=national if OUT_OF_DATE & set(barred) else None,
        )

    def _judge(self, head: Head, scales: Scales) -> Judged:
        if head.about_users and not self.pays_for_users:
            unpaid = Obstacle(why=Why.USERS_NOT_PAID, head=head)
            return Judged(head=head, lines=(), obstacles=(unpaid,))
        lines: list[Line] = []
        obstacles: list[Obstacle] = []
        for track in head.tracks:
            weighed, gaps = scales.weigh(track.measure)
            obstacles += [replace(gap, head=head) for gap in gaps]
            step = None if weighed is None else self._step(head, track, weighed)
            if isinstance(step, Line):
                lines.append(step)
            elif step is not None:
                obstacles.append(step)
        if len(lines) > 1 and head.combine == "unstated":
            obstacles.append(Obstacle(why=Why.TRACKS_UNSTATED, head=head))
        return Judged(head=head, lines=tuple(lines), obstacles=tuple(obstacles))

    def _step(self, head: Head, track: Track, weighed: Quantity) -> Line | Obstacle:
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

    def _result(self, judged: Judged) -> HeadResult:
        head, spans = judged.head, [line.earns for line in judged.lines]
        earned = add_up(spans) if head.combine == "sum" else highest(spans)
        within = earned.within(None if head.cap is None else to_fen(head.cap))
        capped = within != earned
        return HeadResult(head=head, lines=judged.lines, earns=within, is_capped=capped)

    def _missing(self, case: Case, lacking: list[Thing]) -> tuple[list[Obstacle], list[Thing]]:
        """Return the national heads that the record of this schedule does not have.

        Beside them, the findings that neither speaks of; a flag is no finding.
        """
        heads: list[Head] = []
        known: set[Thing] = set()
        if self.national is not None:
            facts = keep_only(case.facts, lacking)
            scales = Scales(facts=facts, lists=self.lists, table=self.national.table)
            heads = _applying(self.national.scheme, scales)[0]
            known = {each for head in heads for each in _names(head, scales)}
        unspoken = [each for each in lacking if each not in known and each[0] != "flags"]
        return [Obstacle(why=Why.UNRECORDED, head=head) for head in heads], unspoken

    def _open_questions(
        self, results: tuple[HeadResult, ...], *, is_silent: bool
    ) -> Iterator[Obstacle]:
        if len(results) > 1 and self.scheme.stacking == "unstated":
            yield Obstacle(why=Why.STACKING_UNSTATED)
        if is_silent:
            yield Obstacle(why=Why.NO_HEAD)

    def _compare(
        self, case: Case, things: set[Thing], obstacles: list[Obstacle]
    ) -> Proposal | None:
        """Return what the national schedule says of what is open here, if it is about that."""
        if self.national is None or not {each.why for each in obstacles} & {
            *OPEN_HERE,
            Why.UNRECORDED,
        }:
            return None
        return self.national.propose(replace(case, facts=keep_only(case.facts, things)))

    def _answer(self, found: Proposal) -> Proposal:
        """Say what is certain: all of it, a part of it, or none."""
        if not found.heads:
            return found
        spans = [result.earns for result in found.heads]
        earned = add_up(spans) if self.scheme.stacking == "sum" else highest(spans)
        total = earned.within(self._cap())
        if found.obstacles:
            least = total.lower
            verdict = Verdict.AT_LEAST if least else Verdict.UNDECIDED
            return replace(found, verdict=verdict, least=least or None)
        return replace(found, verdict=Verdict.PROPOSED, sum=earned, total=total)

    def _cap(self) -> int | None:
        return None if self.scheme.cap is None else to_fen(self.scheme.cap.amount)


def _applying(scheme: Scheme, scales: Scales) -> tuple[list[Head], list[Head]]:
    """Return the heads that the outcome has something of, and those they replace."""
    found = [
        head
        for head in scheme.heads
        if any(scales.names(track.measure) for track in head.tracks)
        and (head.needs is None or scales.names(head.needs))
    ]
    gone = {name for head in found for name in head.replaces}
    return [h for h in found if h.id not in gone], [h for h in found if h.id in gone]


def _names(head: Head, scales: Scales) -> Iterator[Thing]:
    for track in head.tracks:
        yield from scales.names(track.measure)
    if head.needs is not None:
        yield from scales.names(head.needs)


def _open(judged: list[Judged], scales: Scales) -> Iterator[Thing]:
    for each in judged:
        if OPEN_HERE & {obstacle.why for obstacle in each.obstacles}:
            yield from _names(each.head, scales)


def _each_once(obstacles: list[Obstacle]) -> list[Obstacle]:
    found: list[Obstacle] = []
    for each in obstacles:
        if each not in found:
            found.append(each)
    return found
