"""Cases worked by hand over all schedules, with the article and figure each rests on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.chat.catalogue_files import read_catalogue
from bot.reports.rewards.rules.proposal import Why
from bot.reports.rewards.wording.tongue import Tongue
from bot.reports.rewards.wording.working import write_basis, write_headline, write_working
from tests.reports.rewards.rules.engines import lists, propose, rules
from tests.reports.rewards.rules.schedules import CAPS
from tests.reports.rewards.rules.worked import Worked, read_cases, told

WORKED = read_cases()
ENGLISH = Tongue(locale="en", gettext=read_catalogue("en").gettext, lists=lists())
CHINESE = Tongue(locale="zh_Hans", gettext=read_catalogue("zh_Hans").gettext, lists=lists())


def test_there_are_more_than_a_hundred_cases_over_all_schedules() -> None:
    assert len({each.name for each in WORKED}) == len(WORKED) > 100
    assert {each.schedule for each in WORKED} == set(rules().schemes)
    assert all(re.search(r"\d|own rule|no national head|ratio", each.working) for each in WORKED)


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case.name)
def test_a_case_earns_what_was_reckoned_by_hand(case: Worked) -> None:
    found = propose(case.schedule, case.outcome)
    assert (told(found), told(found.national)) == (case.expected, case.national), case.working


def test_the_cases_meet_every_band_that_is_not_in_the_typed_tables() -> None:
    met = set()
    for case in WORKED:
        found = propose(case.schedule, case.outcome)
        met |= {line.band.id for line in found.lines}
        met |= {each.band.id for each in found.obstacles if each.band is not None}
    for scheme in rules().schemes.values():
        if scheme.id not in CAPS:
            assert {band.id for band in scheme.bands()} <= met, scheme.id


ARTICLES = [case for case in WORKED if case.working.startswith("Art.")]


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case.name)
def test_the_working_names_the_article_where_it_is_known(case: Worked) -> None:
    number = re.match(r"Art\. (7(?: \(\d+\))?)", case.working)
    assert number is not None
    words = "\n".join(write_working(propose(case.schedule, case.outcome), ENGLISH))
    assert f"(Article {number[1]})" in words


@pytest.mark.parametrize("tongue", [ENGLISH, CHINESE], ids=["English", "Chinese"])
@pytest.mark.parametrize("case", WORKED, ids=lambda case: case.name)
def test_where_no_amount_is_known_the_words_hold_no_number(case: Worked, tongue: Tongue) -> None:
    found = propose(case.schedule, case.outcome)
    own = replace(found, national=None)
    words = "\n".join([write_headline(own, tongue), *write_working(own, tongue)])
    assert "{" not in words
    if found.total is None and not found.heads:
        assert not re.search(r"\d", words), words
        assert len(words.splitlines()) > 1, "a reason is given"
    else:
        assert re.search(r"\d", write_headline(found, tongue))


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case.name)
def test_the_basis_names_issuer_and_document_and_no_address(case: Worked) -> None:
    source = rules().scheme(case.schedule).source
    for tongue in (ENGLISH, CHINESE):
        words = "\n".join(write_basis(propose(case.schedule, case.outcome), tongue))
        assert source.issuer.to(tongue.locale) in words
        assert source.document.to(tongue.locale) in words
        assert "http" not in words
        assert "www" not in words


def test_the_whole_working_reads_line_by_line_in_english() -> None:
    facts = {
        "seizures": [
            {"substance": "ketamine", "grams": "100"},
            {"substance": "meth", "grams": "5"},
        ],
        "people": [{"role": "drug-driver", "count": 3}],
    }
    found = propose("national-2018", facts)
    assert write_headline(found, ENGLISH) == "Proposed reward: 2,000 yuan"
    assert write_working(found, ENGLISH) == [
        "• Drugs seized (Article 7 (1))",
        "  Ketamine: 100 g × 50 ÷ 500 = 10 g of Heroin",
        "  Methamphetamine: 5 g",
        "  15 g (band 10 to 50): 500 yuan",
        "• Driving under drugs (Article 7)",
        "  people: 3 × 500 yuan = 1,500 yuan",
        "= Together: 2,000 yuan",
        "⚠️ Driving under drugs: the amount is inferred from local texts. Please confirm.",
        (
            "⚠️ Inferred from the quantities that sentencing goes by; it is no prescribed table "
            "and must be confirmed"
        ),
    ]


def test_the_whole_working_reads_line_by_line_in_chinese() -> None:
    facts = {"sites": [{"kind": "factory", "count": 2}]}
    found = propose("national-2018", facts)
    assert write_headline(found, CHINESE) == "建议奖励：40,000 至 300,000 元，具体数额由人确定"
    assert write_working(found, CHINESE) == [
        "• 捣毁制毒工厂（第七条）",
        "  2 处 × 20,000 至 200,000 元 = 40,000 至 400,000 元",
        "= 同一举报最高 300,000 元（第七条第（十）项）：40,000 至 300,000 元",
        "⚠️ 捣毁制毒工厂：金额由地方文本推知，请确认。",
    ]


def test_whoever_decides_by_hand_reads_that_the_facts_have_earned_a_reward_already() -> None:
    facts = {"seizures": [{"substance": "heroin", "grams": "12"}]}
    old = propose("national-2018", facts, on=date(2017, 1, 1), is_promised_elsewhere=True)
    assert [each.why for each in old.obstacles] == [Why.ALREADY_PROMISED, Why.NOT_YET_VALID]
    later = propose("national-2018", facts, is_promised_elsewhere=True, is_first=False)
    assert [each.why for each in later.obstacles] == [Why.LATER_REPORTER]
    found = propose("national-2018", facts, is_promised_elsewhere=True)
    assert write_headline(found, CHINESE) == "须由人决定：按已知规定得不出金额。"
    assert write_working(found, CHINESE) == [
        "• 同一事实的另一条举报，奖励已经定下或发放；这一条还给不给，要由人来定"
    ]
