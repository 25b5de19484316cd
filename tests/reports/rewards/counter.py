"""Both bots on one gateway: a citizen, Li who works on reports, Wang who approves, Zhou who pays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp

from bot.app.audit_findings import list_gaps
from bot.chat.delivery.outbox import OutboxWorker
from bot.gateway.server import serve
from bot.gateway.world.world import World
from bot.reports.staff.rules import Role
from bot.reports.triage.rules import Outcome
from content.schema.outcomes import OutcomeFacts
from storage.reports.outcomes import TipOutcome
from tests.keys import UNIT
from tests.logs import logging_to
from tests.player import Player
from tests.reports import staff_bot
from tests.reports.house import BOT, TOKEN, House, bot_on
from tests.reports.rewards.journey_words import CHINESE
from tests.reports.services import Services, staff_services
from tests.reports.tipster import Tipster


@dataclass(frozen=True, kw_only=True)
class Counter:
    """Where a report is rewarded, from its close to the cash desk."""

    house: House
    services: Services
    worker: OutboxWorker
    group: int
    li: Player
    wang: Player
    zhou: Player
    language: str

    def say(self, words: str, **filled: str) -> str:
        """Return the script's words in the language of the people."""
        return (CHINESE[words] if self.language == "zh-hans" else words).format(**filled)

    async def citizen(self) -> Tipster:
        return await Tipster.create(self.house, self.language)

    async def serve(self) -> None:
        """Let some minutes pass, and send what is due by then."""
        self.house.clock.now += timedelta(minutes=30)
        while await self.worker.serve_once():
            pass

    async def audit_tells_all(self) -> None:
        """Check that what happened has its entries; who works here was not invited, but made."""
        async with self.house.work() as work:
            gaps = [each for each in await list_gaps(work) if "works here" not in each]
        assert gaps == []

    async def close(self, number: str, facts: dict[str, Any]) -> str:
        """Let Li take the report, close it as verified with these facts, and have it settled."""
        async with self.house.work() as work:
            tip = await work.tips.find_by_number(number)
        assert tip is not None
        post = await self.services.post(self.li.id, self.group)
        await self.services.take(post, tip.id)
        known = OutcomeFacts.model_validate(facts)
        assert await self.services.close(post, tip.id, Outcome.CRIMINAL, known)
        await self.serve()
        return tip.id

    async def link(self, number: str, other: str) -> None:
        """Let somebody find that two reports are the same."""
        async with self.house.work() as work:
            one, two = [await work.tips.find_by_number(each) for each in (number, other)]
            assert one is not None
            assert two is not None
            known = await work.likeness.find_link(one.id, two.id)
            if known is None:
                work.likeness.add_link(one.id, two.id, "stated", verdict="same")
            else:
                known.verdict = "same"
            await work.commit()

    async def solve_elsewhere(self, number: str) -> None:
        """Let another unit close a report whose case it solved."""
        async with self.house.work() as work:
            await work.units.ensure(staff_bot.OTHER_UNIT, region_id="429005", locale="zh_Hans")
            tip = await work.tips.find_by_number(number)
            assert tip is not None
            tip.unit_id = staff_bot.OTHER_UNIT
            work.outcomes.add(
                TipOutcome(
                    tip_id=tip.id,
                    verified=True,
                    outcome_class="criminal",
                    facts={"flags": ["case_cracked"]},
                    status_before="taken",
                    is_settled=True,
                )
            )
            await work.commit()

    async def balances(self) -> dict[str, int]:
        """Return the accounts of the unit, in yuan."""
        async with self.house.work() as work:
            sums = await work.ledger.balances(UNIT)
        return {account: fen // 100 for (_unit, _year, account), fen in sums.items() if fen}


@asynccontextmanager
async def open_counter(house: House, language: str) -> AsyncIterator[Counter]:
    world = World()
    with logging_to(house.folder / "humen.log"):
        async with serve(world) as base_url, aiohttp.ClientSession() as session:
            house.base_url = base_url
            world.add_bot(staff_bot.TOKEN, "humen_duty_test_bot", "虎门值班室")
            world.add_bot(TOKEN, BOT, "虎门")
            names = ("李警官", "王警官", "周会计")
            people = [await Player.create(base_url, name, language) for name in names]
            li, wang, zhou = people
            group = await staff_bot._group(session, base_url, "值班群", people)
            services = staff_services(house)
            await services.open(chat=group)
            await _hire(house, services, group, people, language)
            async with staff_bot._running(house) as staff, bot_on(house):
                for player in people:
                    await player.send(staff_bot.BOT, "/start")
                    await player.sees("值班台" if language == "zh-hans" else "staff's desk")
                worker = OutboxWorker(staff.outbox, staff.senders, now=house.clock)
                yield Counter(
                    house=house,
                    services=services,
                    worker=worker,
                    group=group,
                    li=li,
                    wang=wang,
                    zhou=zhou,
                    language=language,
                )


async def _hire(
    house: House, services: Services, group: int, people: list[Player], language: str
) -> None:
    roles = ((Role.TRIAGE, Role.SUPERVISOR), (Role.APPROVER,), (Role.PAYER,))
    for player, held in zip(people, roles, strict=True):
        await services.post(player.id, group, roles=held)
    async with house.work() as work:
        unit = await work.units.get(UNIT)
        unit.locale = "zh_Hans" if language == "zh-hans" else "en"
        await work.commit()
