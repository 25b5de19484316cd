"""A card names the place of a report, however high or unknown it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.chat.i18n import Catalogues
from bot.reports.triage.router.wording import Wording
from bot.reports.triage.service import TipCard
from content.outcome_lists import load_outcomes
from storage.reports.kinds import TipStatus, Urgency
from tests.keys import UNIT
from tests.library import library

CARD = TipCard(
    tip_id="0" * 32,
    number="7K3M-9Q2C",
    category="trafficking",
    region_id="429005001",
    urgency=Urgency.ROUTINE,
    status=TipStatus.NEW,
    hour=datetime(2026, 11, 21, 12, tzinfo=UTC),
    unit_id=UNIT,
    admin_chat=None,
    locale="zh_Hans",
    holder=None,
    message_id=None,
    closed_as=None,
)


@pytest.mark.parametrize(
    ("region", "place"),
    [
        ("429005001", "潜江市园林街道"),
        ("429005", "湖北省潜江市"),
        ("420000", "湖北省"),
        ("999999", "999999"),
    ],
)
def test_a_place_is_named_with_the_one_above_it_where_there_is_one(
    region: str, place: str
) -> None:
    i18n = Catalogues()
    wording = Wording(library=library(), outcomes=load_outcomes(), i18n=i18n)
    with i18n.context(), i18n.use_locale("zh_Hans"):
        assert wording.place(replace(CARD, region_id=region)) == place
