"""Twenty tipsters and more, in both languages: each ends with a stored tip and its receipt."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from bot.app import demo
from bot.app.keys import open_public_keys, open_staff_keys
from bot.app.shared import utc_now
from bot.reports.mailbox.service import OpenMailbox
from bot.reports.triage.sealing import Desk, OpenedMessage
from bot.settings import Settings
from storage.kit.engine import create_engine
from storage.kit.unit_of_work import create_sessions
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.files import SealedFiles
from storage.vault.receipts import Receipt
from tests.journeys.conftest import open_town
from tests.journeys.guest import Guest
from tests.journeys.tipsters import STORIES, Story
from tests.languages import in_each_language
from tests.whole_app import WholeApp

pytestmark = pytest.mark.asyncio(loop_scope="module")

AT_ONCE = 6
LEAVES_WORDS = {"sends_what_cannot_be_taken", "writes_a_novel_first"}


@dataclass(frozen=True, kw_only=True, repr=False)
class Office:
    """The application, and the services that look into what it stored."""

    app: WholeApp
    desk: Desk
    open_mailbox: OpenMailbox
    sessions: Any

    async def read(self, receipt: Receipt) -> list[OpenedMessage]:
        """Open the one tip of a receipt with the staff's key."""
        async with ReportsUnitOfWork(self.sessions) as work:
            tip = await work.tips.get_by_lookup(receipt.keys().lookup)
            rows = await work.envelopes.list_by_tip(tip.id)
        trail = await asyncio.to_thread(self.desk.open, rows)
        assert trail.is_intact
        return list(trail.messages)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """Run the whole application, and keep the settings that it was started with."""
    kept: list[Settings] = []
    make = demo.demo_settings

    def keep(*arguments: Any) -> Settings:
        kept.append(make(*arguments))
        return kept[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "demo_settings", keep)
        async with open_town(tmp_path_factory.mktemp("town"), "zh_Hans") as app:
            (settings,) = kept
            engine = create_engine(settings.reports_url)
            sessions = create_sessions(engine)
            try:
                yield Office(
                    app=app,
                    desk=Desk(
                        keys=await open_staff_keys(settings, utc_now()),
                        files=SealedFiles(settings.files_dir),
                    ),
                    open_mailbox=OpenMailbox(
                        unit_of_work=lambda: ReportsUnitOfWork(sessions),
                        keys=open_public_keys(settings),
                    ),
                    sessions=sessions,
                )
            finally:
                await engine.dispose()


@pytest.mark.parametrize("language", in_each_language("zh-hans"))
async def test_every_tipster_ends_with_a_stored_tip_and_a_receipt_that_opens_it(
    office: Office, language: str
) -> None:
    assert len(STORIES) >= 20
    turns = asyncio.Semaphore(AT_ONCE)

    async def play(story: Story) -> None:
        async with turns:
            guest = await Guest.arrive(office.app, story.__name__, language)
            await story(guest)
            await _look_into(office, guest, story)

    async with asyncio.TaskGroup() as group:
        for story in STORIES:
            group.create_task(play(story))


async def _look_into(office: Office, guest: Guest, story: Story) -> None:
    receipt = Receipt.parse(" ".join(guest.receipt))
    (message,) = await office.read(receipt)
    found = (message.text, len(message.files), message.lost_files, dict(message.fields))
    assert found == (guest.words, guest.files, 0, guest.fields), story.__name__
    mailbox = await office.open_mailbox(receipt)
    assert mailbox is not None, story.__name__
    assert mailbox.is_intact, story.__name__
    if story.__name__ not in LEAVES_WORDS:
        assert await guest.leaves_nothing(), story.__name__
