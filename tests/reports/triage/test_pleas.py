"""A plea among the tips: marked and urgent before anybody reads, and never destroyed with a child."""

from __future__ import annotations

import pytest

from bot.app.reports_staff import is_plea
from bot.reports.triage.pleas import MarkPlea
from bot.reports.triage.rules import Outcome, may_end_as
from bot.reports.triage.service import MarkMinor, SetUrgency
from storage.reports.kinds import Urgency
from tests.reports.services import Services
from tests.reports.triage.triage_services import LI


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("我爸天天吸毒，我不想活了", True),
        ("叔叔卖那个东西，还摸我下面，不许我告诉妈妈", True),
        ("he deals at our place and i want to die", True),
        ("隔壁三楼有人卖毒品，每天晚上十点交易，开银色面包车", False),
        ("A man sells pills near the metro every Friday at ten.", False),
    ],
)
def test_the_words_of_somebody_in_danger_are_a_plea_and_a_tip_is_not(
    words: str, *, expected: bool
) -> None:
    assert is_plea(words) is expected


@pytest.mark.parametrize("is_plea", [True, False])
async def test_a_plea_is_marked_and_urgent_before_anybody_reads(
    services: Services, *, is_plea: bool
) -> None:
    tip = await services.send_tip()
    await MarkPlea(**services.tools, hears=lambda _text: is_plea)(tip.id)
    marked = await services.tip(tip.id)
    assert marked.asks_help is is_plea
    assert (marked.urgency is Urgency.URGENT) is is_plea


async def test_the_officer_has_the_last_word_on_how_urgent_a_plea_is(services: Services) -> None:
    mark, tip = MarkPlea(**services.tools, hears=bool), await services.send_tip()
    await mark(tip.id)
    await services.open()
    li = await services.post(LI)
    await services.take(li, tip.id)
    assert await SetUrgency(**services.tools)(li, tip.id, Urgency.ROUTINE)
    await mark(tip.id)
    marked = await services.tip(tip.id)
    assert (marked.asks_help, marked.urgency) == (True, Urgency.ROUTINE)


async def test_a_child_in_danger_is_neither_a_plea_nor_somebody_elses(services: Services) -> None:
    await services.open()
    tip, li = await services.send_tip(), await services.post(LI)
    await services.take(li, tip.id)
    assert await MarkMinor(**services.tools)(li, tip.id, is_minor=True)
    for barred in (Outcome.HELP, Outcome.ELSEWHERE, Outcome.PROTECTION):
        assert await services.close(li, tip.id, barred) is None
    assert (await services.tip(tip.id)).closed_as is None
    assert await services.close(li, tip.id, Outcome.UNVERIFIED)


async def test_the_plea_of_a_child_ends_so_as_well_though_nobody_marked_it(
    services: Services,
) -> None:
    await services.open()
    tip = await services.send_tip(answers={"minor": "yes"})
    await MarkPlea(**services.tools, hears=bool)(tip.id)
    li = await services.post(LI)
    await services.take(li, tip.id)
    for barred in (Outcome.HELP, Outcome.ELSEWHERE):
        assert await services.close(li, tip.id, barred) is None
    expected = [each for each in Outcome if each not in {Outcome.HELP, Outcome.ELSEWHERE}]
    assert await services.close.endings(tip.id) == expected


@pytest.mark.parametrize(
    ("said", "barred"),
    [
        ({}, set()),
        ({"asks_help": True}, set()),
        ({"by_minor": True}, {Outcome.HELP}),
        ({"by_minor": True, "asks_help": True}, {Outcome.HELP, Outcome.ELSEWHERE}),
        ({"about_minor": True}, {Outcome.HELP, Outcome.ELSEWHERE}),
    ],
)
def test_where_a_child_may_be_in_danger_two_outcomes_are_barred(
    said: dict[str, bool], barred: set[Outcome]
) -> None:
    whole = {"about_minor": False, **said}
    assert {each for each in Outcome if not may_end_as(each, **whole)} == barred
