"""Planted faults in reward schedules are refused at their line; what ships cites no mirror."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from content.errors import ContentErrors, ContentNotFoundError
from content.loader import ROOT
from content.reward_shelf import load_rewards

NATIONAL = "rewards/national-2018.yaml"
TABLE = "rewards/conversions/derived-2016.yaml"
BAND = '{id: n02, from: "10", to: "50", kind: fixed, min: 500, max: 500, grade: B}'

PLANTS = {
    "a band leaves a gap": (NATIONAL, BAND, BAND.replace('"10"', '"11"'), "join them"),
    "a higher band earns less": (NATIONAL, BAND, BAND.replace("500", "200"), "earns less"),
    "a fixed band has two amounts": (
        NATIONAL,
        BAND,
        BAND.replace("max: 500", "max: 501"),
        "make them so",
    ),
    "a band ends before it starts": (NATIONAL, BAND, BAND.replace('"50"', '"9"'), "higher `to`"),
    "an unknown amount has another grade": (
        NATIONAL,
        'kind: unknown, grade: U,\n             reason: {zh_Hans: "这一段',
        'kind: unknown, grade: D,\n             reason: {zh_Hans: "这一段',
        "grade U",
    ),
    "an unknown amount has a number": (
        NATIONAL,
        'to: "1000", kind: unknown, grade: U',
        'to: "1000", kind: unknown, min: 5, max: 5, grade: U',
        "give it a reason only",
    ),
    "a known amount has grade U": (
        NATIONAL,
        BAND,
        BAND.replace("grade: B", "grade: U"),
        "grade U",
    ),
    "a range has its ends exchanged": (
        NATIONAL,
        "kind: range, min: 10000, max: 100000",
        "kind: range, min: 100000, max: 10000",
        "correct them",
    ),
    "what is paid per unit says of how many": (
        NATIONAL,
        'kind: per_unit, min: 500, max: 500, every: "1"',
        "kind: per_unit, min: 500, max: 500",
        "set both or none",
    ),
    "a floor without a cap": (
        NATIONAL,
        'cap: {amount: 300000, article: {zh_Hans: "第七条第（十）项", en: "Article 7 (10)"}, grade: B}\n',
        "",
        "needs a cap",
    ),
    "the tiers do not rise": (
        NATIONAL,
        "  - {up_to: 3000, approvers: 1}\n  - {approvers: 2}\n",
        "  - {approvers: 2}\n  - {up_to: 3000, approvers: 1}\n",
        "the tiers rise",
    ),
    "a band's id stands twice": (NATIONAL, "id: n03,", "id: n02,", "is taken"),
    "a role is in no list": (NATIONAL, "ids: [drug-driver]", "ids: [pilot]", "no list of roles"),
    "a table is not there": (NATIONAL, "conversion: derived-2016", "conversion: none", "no table"),
    "the national one has a region": (
        NATIONAL,
        "level: national\n",
        'level: national\nregions: ["420000"]\n',
        "names its regions",
    ),
    "two schedules share a region": (
        "rewards/fuzhou-2023.yaml",
        'regions: ["361000"]',
        'regions: ["361000", "310000"]',
        "has this region already",
    ),
    "an id is not the file's": (NATIONAL, "id: national-2018", "id: nation", "same name"),
    "a ratio stands twice": (TABLE, "substance: meth,", "substance: heroin,", "stands twice"),
    "a substance is in no list": (TABLE, "substance: khat,", "substance: moonshine,", "mend it"),
    "a basis is not there": (
        TABLE,
        'substance: khat, amount: "100000", equals: "50", basis: interpretation',
        'substance: khat, amount: "100000", equals: "50", basis: hearsay',
        "add it to the bases",
    ),
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for folder in ("rewards", "outcomes"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_fault_is_refused_with_what_to_do(tree: Path, name: str) -> None:
    file, old, new, says = PLANTS[name]
    path = tree / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(ContentErrors) as found:
        load_rewards(tree)
    messages = [error.message for error in found.value.errors]
    assert any(says in message for message in messages), messages
    assert all(error.path.startswith("rewards/") for error in found.value.errors)


def test_what_ships_names_documents_and_no_address() -> None:
    for path in (ROOT / "rewards").rglob("*.yaml"):
        text = path.read_text("utf-8")
        assert not re.search(r"https?:|www\.|\.(com|cn|net|html)\b", text), path.name


def test_every_unknown_band_says_why_without_a_number() -> None:
    for scheme in load_rewards().schemes.values():
        for band in scheme.bands():
            if band.reason is not None:
                words = band.reason.to("zh_Hans") + band.reason.to("en")
                assert not re.search(r"\d", words), band.id


def test_a_tree_without_rewards_has_none(tmp_path: Path) -> None:
    rules = load_rewards(tmp_path)
    assert rules.schemes == {}
    assert rules.national() is None
    with pytest.raises(ContentNotFoundError):
        rules.scheme("national-2018")
