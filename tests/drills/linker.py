"""A linker: guesses who sent each tip, in every way we could think of, and is judged exactly."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import blake2b, md5, sha1, sha256, sha512
from math import comb

from storage.reports.kinds import cut_to_hour
from tests.drills.thief import Loot, StolenTip, Visit

GAP = 8
Guesses = dict[str, int]
Strategy = Callable[[Loot, random.Random], Guesses]


def chance_of(hits: int, trials: int, share: float) -> float:
    """Return how likely a uniform guess has so many hits or more: a one-sided binomial test."""
    return sum(
        comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(hits, trials + 1)
    )


def by_order(order: str, visited: Callable[[Visit], float]) -> Strategy:
    """Match the order of an hour's tips with the order of its visitors."""

    def guess(loot: Loot, source: random.Random) -> Guesses:
        found: Guesses = {}
        for hour, visits in loot.visits_by_hour.items():
            tips = [tip for tip in loot.tips if tip.hour == hour and order in tip.orders]
            tips.sort(key=lambda tip: tip.orders[order])
            people = sorted(visits, key=lambda visit: (visited(visit), source.random()))
            for index, tip in enumerate(tips):
                found[tip.id] = people[int((index + 0.5) * len(people) / len(tips))].user
        return found

    return guess


def by_time(moment: Callable[[StolenTip], Iterator[float]]) -> Strategy:
    """Guess whoever was seen last before a time that stands at the tip."""

    def guess(loot: Loot, source: random.Random) -> Guesses:
        found: Guesses = {}
        for tip in loot.tips:
            visits = [*loot.visits_by_hour.get(tip.hour, ())]
            source.shuffle(visits)
            for at in moment(tip):
                if visits:
                    found[tip.id] = min(visits, key=lambda each: _distance(each, at)).user
        return found

    return guess


def by_hash(loot: Loot, source: random.Random) -> Guesses:
    """Look for an id, or a digest of one, in everything that belongs to the tip."""
    del source
    found: Guesses = {}
    for tip in loot.tips:
        for user in loot.active[tip.hour]:
            if any(form in tip.everything for form in _forms(user)):
                found[tip.id] = user
    return found


def by_update(loot: Loot, source: random.Random) -> Guesses:
    """Take any number at the tip for an update id, and guess who caused the one before it."""
    del source
    found: Guesses = {}
    known = [update_id for update_id, _moment in loot.updates]
    for tip in loot.tips:
        for number in tip.numbers.values():
            if known[0] <= number <= known[-1] + 1000:
                _id, moment = max(each for each in loot.updates if each[0] <= number)
                visits = loot.visits_by_hour.get(tip.hour, ())
                found[tip.id] = min(
                    visits, key=lambda each: abs((each.moment - moment).total_seconds())
                ).user
    return found


def by_gap(visited: Callable[[Visit], float]) -> Strategy:
    """Take long gaps between the updates of learners for reports, and guess who was there last.

    The updates of an hour are laid against its visitors by rank, in the order given.
    """

    def guess(loot: Loot, source: random.Random) -> Guesses:
        found: Guesses = {}
        for hour, visits in loot.visits_by_hour.items():
            people = sorted(visits, key=lambda visit: (visited(visit), source.random()))
            for tip, rank in zip(_in_order(loot, hour), _gaps_in(loot, hour), strict=False):
                found[tip.id] = people[int(rank * len(people))].user
        return found

    return guess


def _in_order(loot: Loot, hour: datetime) -> list[StolenTip]:
    tips = [tip for tip in loot.tips if tip.hour == hour]
    return sorted(tips, key=lambda tip: tip.orders["acceptance"])


def _gaps_in(loot: Loot, hour: datetime) -> list[float]:
    """Return where in the hour's updates the gaps are, from 0 to 1; a long one counts often."""
    own = [place for place, each in enumerate(loot.updates) if cut_to_hour(each[1]) == hour]
    found: list[float] = []
    for rank, place in enumerate(own):
        if place + 1 < len(loot.updates):
            missing = loot.updates[place + 1][0] - loot.updates[place][0] - 1
            found += [rank / len(own)] * (missing // GAP)
    return found


def _earlier(name: str, delay: timedelta = timedelta()) -> Callable[[StolenTip], Iterator[float]]:
    def moments(tip: StolenTip) -> Iterator[float]:
        if name in tip.moments:
            yield (tip.moments[name] - delay).timestamp()

    return moments


def _planted_time(tip: StolenTip) -> Iterator[float]:
    for name, moment in tip.moments.items():
        if name.startswith("tip.") and moment != tip.hour:
            yield moment.timestamp()


def _when(visit: Visit) -> float:
    return visit.moment.timestamp()


def _where(order: str) -> Callable[[Visit], float]:
    """Return where a visit stands in an order; in one that does not know it, anywhere."""
    return lambda visit: visit.places.get(order, 0.0)


def _distance(visit: Visit, at: float) -> tuple[bool, float]:
    """Order those who were there before the time, the nearest first; then the others."""
    before = at - _when(visit)
    return before < 0, abs(before)


LOGICAL: Mapping[str, Strategy] = {
    "order of acceptance": by_order("acceptance", _when),
    "order of the card's due time": by_order("due", _when),
    "order of change of the files": by_order("change of file", _when),
    "a time in the tip's row": by_time(_planted_time),
    "the card's due time": by_time(_earlier("due", timedelta(minutes=10))),
    "the file's time": by_time(_earlier("time of file")),
    "an id or its hash": by_hash,
    "an update id": by_update,
    "gaps between update ids": by_gap(_when),
}
# The same questions to each order in which rows lie: by SQL, in the pages, and in the log.
PHYSICAL: Mapping[str, Strategy] = {
    f"{tips} against {visits}": by_order(tips, _where(visits))
    for visits in ("rows", "pages", "log")
    for tips in ("acceptance", visits, "due", "inode", "change of file")
} | {
    f"gaps between update ids against {visits}": by_gap(_where(visits))
    for visits in ("rows", "pages", "log")
}


def hits_of(
    strategy: Strategy, loot: Loot, truth: Mapping[str, int], source: random.Random
) -> int:
    """Return how many tips a strategy links rightly; where it has no guess, it guesses blindly."""
    guesses = strategy(loot, source)
    hits = 0
    for tip in loot.tips:
        guessed = guesses.get(tip.id)
        hits += (source.choice(loot.active[tip.hour]) if guessed is None else guessed) == truth[
            tip.id
        ]
    return hits


def link(
    strategies: Mapping[str, Strategy], loot: Loot, truth: Mapping[str, int], share: float
) -> dict[str, tuple[int, float]]:
    """Return each strategy's hits and the chance of as many by a uniform guess."""
    found = {}
    for name, strategy in strategies.items():
        hits = hits_of(strategy, loot, truth, random.Random(name))
        found[name] = (hits, chance_of(hits, len(loot.tips), share))
    return found


def _forms(user: int) -> Iterator[bytes]:
    """Yield an id and its digests as they might stand in a column."""
    texts = [str(user).encode(), user.to_bytes(8, "big"), user.to_bytes(8, "little")]
    for text in texts:
        yield text
        for digest in (md5, sha1, sha256, sha512, blake2b):
            made = digest(text).digest()[:8]
            yield made
            yield made.hex().encode()
