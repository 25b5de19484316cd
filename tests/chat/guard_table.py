"""Tells how well the guard hears sentences that it has not learnt, by kind and language.

`python -m tests.chat.guard_table` judges `guard_unseen.jsonl`, or the file that is named: a line
each of `{"locale", "kind", "hand", "text"}`. Whoever writes one has not read the lessons.
`--missed` lists below the table what was heard wrongly.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bot.app import shelves
from bot.chat.guard import Danger

UNSEEN = Path(__file__).with_name("guard_unseen.jsonl")
_CODES = {"violence": Danger.DANGER_NOW.value, "abuse": Danger.CHILD_ABUSE.value}
_LOCALES = {"zh": "zh_Hans"}
_KINDS = (*(kind.value for kind in Danger), "none")


class Unseen(NamedTuple):
    locale: str
    kind: str
    hand: str
    text: str


def unseen(path: Path = UNSEEN) -> list[Unseen]:
    """Return the sentences, with languages and kinds as the code names them."""
    found = [Unseen(**json.loads(line)) for line in path.read_text("utf-8").splitlines() if line]
    named = [
        one._replace(
            locale=_LOCALES.get(one.locale, one.locale), kind=_CODES.get(one.kind, one.kind)
        )
        for one in found
    ]
    strange = {one.kind for one in named} - {*_KINDS}
    assert not strange, f"no such kinds: {strange}"
    return named


@dataclass
class Table:
    """How often each kind was heard as each kind, by language."""

    seen: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def count(self, locale: str, kind: str, heard: str) -> None:
        self.seen[locale, kind, str(heard)] += 1

    def locales(self) -> list[str]:
        return sorted({locale for locale, _, _ in self.seen}, reverse=True)

    def share(self, locale: str, *, right: bool = False, kind: str | None = None) -> float:
        """Return how many dangers, or sentences of one kind, were heard, or heard as theirs."""
        asked = [kind] if kind else [k for k in _KINDS if k != "none"]
        rows = {key: n for key, n in self.seen.items() if key[0] == locale and key[1] in asked}
        good = sum(n for (_, k, h), n in rows.items() if (h == k if right else h != "none"))
        return good / max(sum(rows.values()), 1)

    def __str__(self) -> str:
        lines = ["  language  kind         sentences  right  heard"]
        for locale in self.locales():
            for kind in _KINDS:
                total = sum(
                    n for (loc, k, _), n in self.seen.items() if (loc, k) == (locale, kind)
                )
                right, heard = (self.share(locale, right=r, kind=kind) for r in (True, False))
                lines.append(f"  {locale:8}  {kind:11}  {total:9}  {right:5.0%}  {heard:5.0%}")
            right, heard = self.share(locale, right=True), self.share(locale)
            alarms = self.share(locale, kind="none")
            lines.append(
                f"  {locale:8}  of all dangers: right {right:.1%}, heard {heard:.1%}; "
                f"false alarms {alarms:.1%}"
            )
        return "\n".join(lines) + "\n"


def judged(path: Path = UNSEEN) -> tuple[Table, list[str]]:
    """Return the table of the guard as a bot has it, and a line for each fault."""
    guard, table, faults = shelves.guard(), Table(), []
    for one in unseen(path):
        heard = guard.look(one.text) or "none"
        table.count(one.locale, one.kind, heard)
        if heard != one.kind:
            faults.append(f"  {one.locale} {one.hand}: {one.kind} heard as {heard}: {one.text}")
    return table, faults


def main() -> None:
    named = [Path(name) for name in sys.argv[1:] if not name.startswith("--")]
    table, faults = judged(*named)
    sys.stdout.write(str(table))
    if "--missed" in sys.argv:
        sys.stdout.write("\n".join(faults) + "\n")


if __name__ == "__main__":
    main()
