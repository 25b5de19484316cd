"""Months in virtual time: each warning once, the end on its day, and nothing left but a stone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

import pytest
from sqlalchemy.exc import OperationalError

from bot.reports.tips.orphans import OrphanSweep
from bot.reports.triage.retention.policy import RetentionPolicy
from bot.reports.triage.retention.service import END_WARNING, ENDED_CARD
from bot.reports.triage.rules import Outcome
from storage.errors import NotFoundError
from storage.reports.kinds import TipStatus
from storage.reports.tips import Tip
from storage.reports.tombstones import Tombstone
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.files import SealedFiles
from storage.vault.receipts import Receipt
from tests.clock import NOON
from tests.database_fixtures import on_both
from tests.reports.services import LI, TEXT, written
from tests.reports.tipster import a_picture
from tests.reports.triage.retention.keeping import Keeping

PICTURE = a_picture(b"\xff\xd8\xff a picture")


def day(number: int) -> date:
    return (NOON + timedelta(days=number)).date()


async def tombstones(keeping: Keeping, tip: Tip) -> Tombstone | None:
    async with keeping.house.work() as work:
        return await work.tombstones.find_by_number(tip.number)


async def is_there(keeping: Keeping, tip: Tip) -> bool:
    async with keeping.house.work() as work:
        return await work.tips.find(tip.id) is not None


async def close(keeping: Keeping, tip: Tip, outcome: Outcome = Outcome.VERIFIED) -> None:
    li = await keeping.services.post(LI)
    await keeping.services.take(li, tip.id)
    await keeping.services.close(li, tip.id, outcome)


@on_both
async def test_a_tip_is_warned_of_twice_and_ends_on_its_day(keeping: Keeping) -> None:
    receipt = Receipt.create()
    tip = await keeping.services.send_tip(receipt, files=(PICTURE,))
    await keeping.services.keep_message(tip.id, 77)
    assert await keeping.live(0, 39) == {26: [END_WARNING], 37: [END_WARNING]}
    assert await is_there(keeping, tip)
    assert await keeping.live(40, 45) == {
        26: [END_WARNING],
        37: [END_WARNING],
        40: [ENDED_CARD],
    }
    assert not await is_there(keeping, tip)
    stone = await tombstones(keeping, tip)
    assert stone is not None
    assert (stone.accepted_on, stone.ended_on) == (day(0), day(40))
    assert (stone.category_class, stone.outcome_class) == ("supply", "undecided")
    assert keeping.house.files.list_names() == []


async def test_a_year_passes_before_a_tip_ends_where_nobody_set_anything(keeping: Keeping) -> None:
    keeping.policy = RetentionPolicy()
    tip = await keeping.services.send_tip()
    assert set(await keeping.live(340, 366)) == {351, 362}
    assert not await is_there(keeping, tip)


async def test_words_of_the_tipster_extend_a_tip_and_warn_anew(keeping: Keeping) -> None:
    receipt = Receipt.create()
    tip = await keeping.services.send_tip(receipt)
    await keeping.live(0, 38)
    await keeping.add_words(receipt)
    assert await keeping.live(38, 77) == {day_: [END_WARNING] for day_ in (26, 37, 64, 75)}
    assert await is_there(keeping, tip)
    await keeping.live(78, 78)
    assert not await is_there(keeping, tip)


async def test_a_question_extends_a_tip_and_a_note_does_not(keeping: Keeping) -> None:
    asked, noted = await keeping.services.send_tip(), await keeping.services.send_tip()
    li = await keeping.services.post(LI)
    keeping.go_to(30)
    for tip in (asked, noted):
        await keeping.services.take(li, tip.id)
        await keeping.services.write(li, written(tip, "几个人？", is_question=tip is asked))
    await keeping.live(31, 50)
    assert (await is_there(keeping, asked), await is_there(keeping, noted)) == (True, False)
    await keeping.live(51, 70)
    assert not await is_there(keeping, asked)


async def test_a_closed_tip_counts_from_its_closing(keeping: Keeping) -> None:
    tip = await keeping.services.send_tip()
    keeping.go_to(35)
    await close(keeping, tip)
    assert set(await keeping.live(35, 64)) == {51, 62}
    assert await is_there(keeping, tip)
    await keeping.live(65, 65)
    stone = await tombstones(keeping, tip)
    assert stone is not None
    assert (stone.ended_on, stone.outcome_class) == (day(65), "verified")


async def test_a_tip_that_was_closed_by_an_earlier_version_ends_as_well(keeping: Keeping) -> None:
    tip = await keeping.services.send_tip()
    await close(keeping, tip)
    async with keeping.house.work() as work:
        (await work.tips.get(tip.id)).closed_on = None
        await work.commit()
    await keeping.live(15, 30)
    assert not await is_there(keeping, tip)


async def test_a_category_may_be_kept_longer(keeping: Keeping) -> None:
    tip = await keeping.services.send_tip()
    async with keeping.house.work() as work:
        (await work.tips.get(tip.id)).category = "fugitive"
        await work.commit()
    await close(keeping, tip)
    assert await keeping.live(20, 60) == {}
    assert await is_there(keeping, tip)


async def test_a_process_that_stood_still_warns_first_and_ends_three_days_later(
    keeping: Keeping,
) -> None:
    tip = await keeping.services.send_tip()
    assert await keeping.live(200, 202) == {200: [END_WARNING]}
    assert await is_there(keeping, tip)
    await keeping.live(203, 203)
    assert not await is_there(keeping, tip)


async def test_terms_that_were_shortened_end_nothing_unwarned(keeping: Keeping) -> None:
    keeping.policy = RetentionPolicy(days=365, terms={})
    tip = await keeping.services.send_tip()
    assert await keeping.live(98, 99) == {}
    keeping.policy = RetentionPolicy(days=30, terms={})
    assert await keeping.live(100, 102) == {100: [END_WARNING]}
    assert await is_there(keeping, tip)
    await keeping.live(103, 103)
    assert not await is_there(keeping, tip)


async def test_a_warning_and_a_stone_hold_nothing_finer_than_the_hour(keeping: Keeping) -> None:
    tip = await keeping.services.send_tip()
    keeping.go_to(26)
    await keeping.round()()
    (warning,) = await keeping.take_outbox()
    assert warning.due_at == keeping.house.clock.now.replace(minute=0, second=0, microsecond=0)
    assert warning.payload == {"tip": tip.id, "day": day(40).isoformat()}


async def test_the_mailbox_then_says_that_it_is_over_and_takes_nothing(keeping: Keeping) -> None:
    receipt = Receipt.create()
    tip = await keeping.services.send_tip(receipt)
    await keeping.live(37, 40)
    mailbox = await keeping.open_mailbox(receipt)
    assert mailbox is not None
    assert (mailbox.number, mailbox.status, mailbox.is_over) == (
        tip.number,
        TipStatus.CLOSED,
        True,
    )
    assert await keeping.open_mailbox(Receipt.create()) is None
    with pytest.raises(NotFoundError):
        await keeping.add_words(receipt, (PICTURE,))
    assert keeping.house.files.list_names() == []


async def test_the_others_stay_whole(keeping: Keeping) -> None:
    old = await keeping.services.send_tip(files=(PICTURE,))
    keeping.go_to(20)
    young = await keeping.services.send_tip(files=(PICTURE,))
    await keeping.live(37, 40)
    assert (await is_there(keeping, old), await is_there(keeping, young)) == (False, True)
    assert len(keeping.house.files.list_names()) == 1
    assert [message.text for message in await keeping.house.read(young)] == [TEXT]


async def test_no_byte_of_an_ended_tip_is_left_in_sqlites_files(
    keeping_in_sqlite: Keeping,
) -> None:
    keeping = keeping_in_sqlite
    tip = await keeping.services.send_tip(files=(PICTURE,))
    (row,) = await keeping.services.rows(tip.id)
    (name,) = keeping.house.files.list_names()
    body = [row.body[start : start + 16] for start in range(0, len(row.body), 16)]
    traces = [tip.id.encode(), tip.mailbox_public, name.encode(), *body]
    # Where a row goes on in another page, a trace may be cut.
    assert len(found(keeping, traces)) > 0.9 * len(traces)
    await keeping.live(37, 40)
    await keeping.round(scrubbing=keeping.scrub)()
    assert found(keeping, traces) == []
    assert len(found(keeping, [tip.number.encode(), tip.lookup])) == 2


def found(keeping: Keeping, traces: list[bytes]) -> list[bytes]:
    database = Path(str(keeping.house.engine.url.database))
    files = [each for each in database.parent.iterdir() if each.name.startswith(database.name)]
    stored = b"".join(file.read_bytes() for file in files)
    return [trace for trace in traces if trace in stored]


class CrashError(Exception):
    """The process dies here."""


def crashing_at_commit(keeping: Keeping) -> Callable[[], ReportsUnitOfWork]:
    class Crashing(ReportsUnitOfWork):
        async def commit(self) -> None:
            await self.session.flush()
            raise CrashError

    sessions = keeping.house.work()._sessions
    return lambda: Crashing(sessions)


@on_both
@pytest.mark.parametrize("moment", [26, 37, 40])
async def test_a_crash_before_the_commit_changes_nothing_and_the_next_round_does_it_once(
    keeping: Keeping, moment: int
) -> None:
    tip = await keeping.services.send_tip(files=(PICTURE,))
    await keeping.services.keep_message(tip.id, 77)
    await keeping.live(25, moment - 1)
    keeping.go_to(moment)
    with pytest.raises(CrashError):
        await keeping.round(crashing_at_commit(keeping))()
    assert await keeping.take_outbox() == []
    assert len(await keeping.house.read(tip)) == 1
    assert len(keeping.house.files.list_names()) == 1
    told = await keeping.live(moment, 41)
    assert told == {26: [END_WARNING], 37: [END_WARNING], 40: [ENDED_CARD]}


class DyingFiles(SealedFiles):
    """The process dies before the first file goes."""

    def delete(self, name: str) -> None:
        raise CrashError(name)


async def test_files_that_a_crash_left_behind_are_swept(keeping: Keeping) -> None:
    tip = await keeping.services.send_tip(files=(PICTURE, PICTURE))
    await keeping.live(37, 39)
    keeping.go_to(40)
    with pytest.raises(CrashError):
        await keeping.round(files=DyingFiles(keeping.house.folder / "files"))()
    assert not await is_there(keeping, tip)
    assert len(keeping.house.files.list_names()) == 2
    sweep = OrphanSweep(unit_of_work=keeping.house.work, files=keeping.house.files)
    await sweep()
    await sweep()
    assert keeping.house.files.list_names() == []


async def test_a_tip_that_cannot_be_ended_does_not_keep_the_others(keeping: Keeping) -> None:
    tips = [await keeping.services.send_tip() for _ in range(3)]
    await keeping.live(37, 39)
    keeping.go_to(40)
    broken = min(tip.id for tip in tips)

    class Breaking(ReportsUnitOfWork):
        async def __aenter__(self) -> Self:
            await super().__aenter__()
            execute = self.session.execute

            async def failing(statement: Any, *args: Any, **kwargs: Any) -> Any:
                if "FROM tips" in str(statement) and broken in str(
                    statement.compile().params.values()
                ):
                    raise OperationalError("statement", {}, Exception("locked"))
                return await execute(statement, *args, **kwargs)

            self.session.execute = failing  # type: ignore[method-assign]
            return self

    sessions = keeping.house.work()._sessions
    await keeping.round(lambda: Breaking(sessions))()
    assert [await is_there(keeping, tip) for tip in sorted(tips, key=lambda t: t.id)] == [
        True,
        False,
        False,
    ]


async def test_what_could_not_be_scrubbed_is_scrubbed_by_a_later_round(keeping: Keeping) -> None:
    answers, asked = iter([False, False, True]), []

    async def scrubbing() -> bool:
        asked.append(keeping.house.clock.now)
        return next(answers)

    keep = keeping.round(scrubbing=scrubbing)
    for _hour in range(6):
        await keep()
    assert len(asked) == 3, "at the start too: a crash may have come before it"


async def test_a_deletion_is_scrubbed_in_the_same_round(keeping: Keeping) -> None:
    await keeping.services.send_tip()
    await keeping.live(37, 39)
    calls = 0

    async def scrubbing() -> bool:
        nonlocal calls
        calls += 1
        return True

    keep = keeping.round(scrubbing=scrubbing)
    await keep()
    keeping.go_to(40)
    await keep()
    await keep()
    assert calls == 2


@on_both
@pytest.mark.parametrize("attempt", range(4))
async def test_words_that_come_at_the_last_moment_either_extend_the_tip_or_are_refused(
    keeping: Keeping, attempt: int
) -> None:
    receipt = Receipt.create()
    tip = await keeping.services.send_tip(receipt)
    await keeping.live(37, 39)
    keeping.go_to(40)
    outcomes = await asyncio.gather(
        keeping.round()(), keeping.add_words(receipt, (PICTURE,)), return_exceptions=True
    )
    if await is_there(keeping, tip):
        assert list(outcomes) == [None, None]
        assert len(await keeping.house.read(tip)) == 2
        assert len(keeping.house.files.list_names()) == 1
    else:
        assert isinstance(outcomes[1], NotFoundError)
        assert keeping.house.files.list_names() == []


async def test_what_is_on_a_screen_goes_first_and_a_tip_that_stays_on_one_ends_later(
    keeping: Keeping,
) -> None:
    tip, other = await keeping.services.send_tip(), await keeping.services.send_tip()
    li = await keeping.services.post(LI)
    async with keeping.house.work() as work:
        await work.shown.keep(li.staff_id, 501, tip.id)
        await work.commit()
    hidden: list[str] = []

    async def fail_to_hide(tip_id: str) -> None:
        hidden.append(tip_id)

    async def hide(tip_id: str) -> None:
        async with keeping.house.work() as work:
            places = await work.shown.list_of_tip(tip_id)
            await work.shown.forget(li.staff_id, [each.message_id for each in places])
            await work.commit()

    keeping.hide = fail_to_hide
    await keeping.live(37, 39)
    assert hidden == [], "not before its end"
    keeping.go_to(40)
    await keeping.round()()
    assert sorted(hidden) == sorted([tip.id, other.id])
    assert (await is_there(keeping, tip), await is_there(keeping, other)) == (True, False)
    keeping.hide = hide
    await keeping.round()()
    assert not await is_there(keeping, tip)
