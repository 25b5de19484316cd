"""A tiny valid content tree, small enough to break on purpose."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from content.loader import ROOT

TINY = {
    "facts/law.yaml": """\
facts:
  - id: any-amount
    statement: {zh_Hans: 无论数量多少, en: Whatever the amount}
    grade: confirmed
    source:
      issuer: {zh_Hans: 全国人大, en: National People's Congress}
      document: {zh_Hans: 刑法, en: Criminal Law}
      dated: 1997-03
    verified_on: 2026-01-01
    effective_from: 2020-01-01
    effective_to: 2026-06-30
    next_review: 2026-03-01
  - id: lasting
    statement: {zh_Hans: 一直有效, en: Always true}
    grade: confirmed
    source:
      issuer: {zh_Hans: 国务院, en: State Council}
      document: {zh_Hans: 条例, en: Regulations}
      dated: 2011-06-26
    verified_on: 2026-01-01
    effective_from: 2020-01-01
    next_review: 2027-03-01
""",
    "courses/tiny/course.yaml": "id: tiny\nstage: work\nlessons: [first]\n",
    "courses/tiny/zh_Hans.yaml": "title: 小课\naudience: 给测试\n",
    "courses/tiny/en.yaml": "title: Tiny\naudience: For tests\n",
    "courses/tiny/first/lesson.yaml": """\
id: first
minutes: 3
opener: sale
points:
  - {id: selling, covers: []}
  - {id: helping}
cards:
  - {id: one, facts: [lasting]}
  - {id: two, facts: [any-amount]}
scene:
  start: offer
  facts: [lasting]
  nodes:
    offer:
      choices:
        - {id: refuse, to: safe, way: tone}
        - {id: waver, to: back, way: risk}
    back:
      choices:
        - {id: stop, to: safe, way: exit}
        - {id: again, to: offer, way: ally}
    safe: {ending: safe}
questions:
  - id: sale
    point: selling
    kind: true_false
    facts: [any-amount]
    options:
      - {id: right, correct: true}
      - {id: wrong, correct: false}
    reasons:
      - {id: law, correct: true}
      - {id: hearsay, correct: false}
  - id: help
    point: helping
    kind: multiple
    facts: [lasting]
    options:
      - {id: mum, correct: true}
      - {id: doctor, correct: true}
      - {id: nobody, correct: false}
  - id: arrange
    point: helping
    kind: order
    facts: [lasting]
    steps:
      - {id: look}
      - {id: call}
      - {id: wait}
  - id: join
    point: helping
    kind: match
    facts: [lasting]
    pairs:
      - {id: ill}
      - {id: sad}
      - {id: lost}
  - id: trap
    point: helping
    kind: spot
    facts: [lasting]
    picture: {scene: messages}
    options:
      - {id: gift, correct: true, icon: person}
      - {id: aunt, correct: false, icon: person}
      - {id: team, correct: false, icon: person}
""",
    "regions/qianjiang.yaml": """\
source:
  issuer: {zh_Hans: 统计局, en: Statistics}
  document: {zh_Hans: 代码, en: Codes}
  dated: 2023
verified_on: 2026-01-01
regions:
  - {id: "420000", level: province, name: {zh_Hans: 湖北省, en: Hubei}}
  - {id: "429005", level: city, parent: "420000", name: {zh_Hans: 潜江市, en: Qianjiang}}
""",
    "help/help.yaml": """\
contacts:
  - {id: police, number: "110", facts: [lasting]}
pages: {}
page_facts:
  me: [lasting]
""",
    "tip_form/tip_form.yaml": """\
categories:
  - {id: other}
notes: {}
note_facts:
  reward: [lasting]
""",
    "campaigns/june/campaign.yaml": """\
id: june
starts: 06-01
ends: 06-30
course: tiny
peak_days:
  - {id: first-day, on: 06-03}
""",
}

# What stands on these rests on nothing else, so the tiny tree takes them as they ship.
WHOLE_SHELVES = ("clock", "consent")

STORY = {
    "zh_Hans": "放学路上，你遇到一件小事。" * 7,
    "en": "On the way home something happens. " * 4,
}


def _prose(locale: str, word: str) -> dict[str, str]:
    """Return the prose of the tree, every text the same word."""
    choice = f"{{text: {word}, reaction: {word}}}"
    question = f"prompt: {word}, explanation: {word}"

    def option(number: int) -> str:
        return f"{{text: {word} {number}, why: {word}}}"

    def pair(number: int) -> str:
        return f"{{left: {word} {number}, right: {word} {number}, why: {word}}}"

    def place(number: int) -> str:
        return f"{{name: {word}, text: {word} {number}, why: {word}}}"

    return {
        f"courses/tiny/first/{locale}.yaml": f"""\
title: {word}
story: {STORY[locale]}
points:
  selling: {{title: {word}}}
  helping: {{title: {word}}}
cards:
  one: {{title: {word}, text: {word}}}
  two: {{title: {word}, text: {word}}}
scene:
  nodes:
    offer:
      text: {word}
      choices:
        refuse: {choice}
        waver: {choice}
    back:
      text: {word}
      choices:
        stop: {choice}
        again: {choice}
    safe: {{text: {word}}}
questions:
  sale:
    {{{question}, options: {{right: {option(1)}, wrong: {option(2)}}},
     reasons: {{law: {option(3)}, hearsay: {option(4)}}}}}
  help:
    {{{question}, options: {{mum: {option(1)}, doctor: {option(2)}, nobody: {option(3)}}}}}
  arrange:
    {{{question}, steps: {{look: {option(1)}, call: {option(2)}, wait: {option(3)}}}}}
  join:
    {{{question}, pairs: {{ill: {pair(1)}, sad: {pair(2)}, lost: {pair(3)}}}}}
  trap:
    {{{question}, picture: {{title: {word}}},
     options: {{gift: {place(1)}, aunt: {place(2)}, team: {place(3)}}}}}
""",
        f"help/{locale}.yaml": f"""\
contacts:
  police: {{name: {word}, hours: {word}, note: {word}}}
pages:
  me: {word}
  friend: {word}
  parent: {word}
""",
        f"tip_form/{locale}.yaml": f"""\
categories:
  other: {{label: {word}, hint: {word}}}
notes:
  emergency: {word}
  safety: {word}
  honesty: {word}
  telegram: {word}
  reward: {word}
  about_me: {word}
  about_family: {word}
  minor: {word}
  minor_family: {word}
""",
        f"campaigns/june/{locale}.yaml": f"""\
title: {word}
banner: {word}
peak_days:
  first-day: {{banner: {word} 3}}
""",
    }


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Write the tiny tree and return its folder."""
    for name, text in (TINY | _prose("zh_Hans", "字") | _prose("en", "word")).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for shelf in WHOLE_SHELVES:
        shutil.copytree(ROOT / shelf, tmp_path / shelf)
    return tmp_path


@pytest.fixture
def edit(tree: Path) -> Callable[[str, str, str], None]:
    """Return a function that replaces one passage of a file of the tiny tree."""

    def replace(name: str, old: str, new: str) -> None:
        path = tree / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), "utf-8")

    return replace
