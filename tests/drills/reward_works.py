"""What the machine of rewards stands on: posts, the database of a run, and what must hold."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Coroutine
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import event

from bot.reports.rewards.rules.claims import make_code
from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.standing import RewardState
from bot.reports.rewards.service.deciding import Decision
from bot.reports.staff.rules import Role
from bot.reports.staff.service import Post
from storage.kit.engine import create_engine
from storage.vault.keys import StaffKeys
from tests.drills.reward_model import Books, Expected
from tests.drills.tip_model import stop_waiting_for_the_disk
from tests.reports.rewards.treasury import OTHER, UNIT, Treasury

PEOPLE = range(1, 7)
ACTS: set[str] = set()


def act(**drawn: Any) -> Callable[[Callable[..., Any]], Any]:
    """Declare a rule, and count how often it was followed to its end."""

    def declare(function: Callable[..., Any]) -> Any:
        ACTS.add(function.__name__)

        @wraps(function)
        def counted(machine: RewardWorks, **given: Any) -> Any:
            result = function(machine, **given)
            machine.steps[function.__name__] += 1
            return result

        return rule(**drawn)(counted)

    return declare


async def hire(treasury: Treasury) -> dict[tuple[int, str], str]:
    """Give everybody every role in both units, of which a tap brings some; return the ids."""
    await treasury.found()
    places = [(person, unit) for person in PEOPLE for unit in (UNIT, OTHER)]
    return {
        (person, unit): (await treasury.hire(person, *Role, unit=unit)).staff_id
        for person, unit in places
    }


class RewardWorks(RuleBasedStateMachine):
    """The database of one run, and the model beside it."""

    template: ClassVar[Path]
    keys: ClassVar[StaffKeys]
    posts: ClassVar[dict[tuple[int, str], str]]
    steps: ClassVar[Counter[str]] = Counter()
    ends: ClassVar[Counter[RewardState]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.file = self.template.parent / f"{secrets.token_hex(8)}.sqlite3"
        shutil.copyfile(self.template, self.file)
        self.engine = create_engine(f"sqlite+aiosqlite:///{self.file}")
        event.listen(self.engine.sync_engine, "connect", stop_waiting_for_the_disk)
        self.treasury = Treasury(self.engine, self.keys)
        self.known: list[Expected] = []
        self.model = Books()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    async def _together(self, *works: Coroutine[Any, Any, Any]) -> list[Any]:
        return list(await asyncio.gather(*works))

    def _post(self, person: int, roles: frozenset[Role], *, disguised: bool = False) -> Post:
        """Return a post in the unit; disguised, it names the one that the person has elsewhere."""
        staff_id = self.posts[person, OTHER if disguised else UNIT]
        return Post(staff_id=staff_id, unit_id=UNIT, admin_chat=-1, roles=roles)

    @property
    def today(self) -> Any:
        return self.treasury.books.today()

    def _decision(self, reward: Expected, reason: Reason, *, late: bool = False) -> Decision:
        sequence = reward.sequence - late
        return Decision(reward_id=reward.reward_id, sequence=sequence, reason=reason)

    def _code(self, reward: Expected) -> str:
        """Return the code as the tipster alone can make it."""
        return make_code(reward.tip.receipt.keys().claim, reward.reward_id)

    @invariant()
    def the_ledger_balances(self) -> None:
        self.model.count(self.known)
        sums = self._run(self._sums())
        found = {name: sums.get(name, 0) / 100 for name in ("reserved", "paid", "donated")}
        assert found == {
            "reserved": self.model.reserved,
            "paid": self.model.paid,
            "donated": self.model.donated,
        }
        assert sums.get("available", 0) / 100 == self.model.available
        assert sum(sums.values()) == 0

    async def _sums(self) -> dict[str, int]:
        async with self.treasury.work() as work:
            found = await work.ledger.balances(UNIT)
        sums: Counter[str] = Counter()
        for (_unit, _year, account), fen in found.items():
            sums[account] += fen
        return dict(sums)

    def teardown(self) -> None:
        assert self._run(self.treasury.reconcile()).faults == []
        for reward in self.known:
            dossier = self._run(self.treasury.dossier(reward.reward_id))
            assert (dossier.state, dossier.standing.sequence) == (reward.state, reward.sequence)
            assert reward.payouts <= 1
            self.ends[reward.state] += 1
        self._run(self.engine.dispose())
        self.runner.close()
        for path in self.file.parent.glob(f"{self.file.name}*"):
            path.unlink()
