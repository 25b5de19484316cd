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


async def test_a_child_in_danger_is_not_closed_as_a_plea(services: Services) -> None:
    await services.open()
    tip, li = await services.send_tip(), await services.post(LI)
    await services.take(li, tip.id)
    assert await MarkMinor(**services.tools)(li, tip.id, is_minor=True)
    assert await services.close(li, tip.id, Outcome.HELP) is None
    assert (await services.tip(tip.id)).closed_as is None
    assert await services.close(li, tip.id, Outcome.ELSEWHERE)


def test_a_tip_with_a_child_in_it_may_not_be_answered_and_destroyed() -> None:
    assert not may_end_as(Outcome.HELP, about_minor=True)
    assert may_end_as(Outcome.HELP, about_minor=False)
    assert all(may_end_as(each, about_minor=True) for each in Outcome if each is not Outcome.HELP)
