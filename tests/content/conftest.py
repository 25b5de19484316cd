"""A tiny valid content tree, small enough to break on purpose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

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
    "courses/tiny/course.yaml": "id: tiny\nlessons: [first]\n",
    "courses/tiny/zh_Hans.yaml": "title: 小课\naudience: 给测试\n",
    "courses/tiny/en.yaml": "title: Tiny\naudience: For tests\n",
    "courses/tiny/first/lesson.yaml": """\
id: first
minutes: 3
opener: sale
cards:
  - {id: one, facts: [lasting]}
  - {id: two, facts: [any-amount]}
scene:
  start: offer
  nodes:
    offer:
      choices:
        - {id: refuse, to: safe}
        - {id: waver, to: back}
    back:
      choices:
        - {id: stop, to: safe}
        - {id: again, to: offer}
    safe: {ending: safe}
questions:
  - id: sale
    kind: true_false
    facts: [any-amount]
    options:
      - {id: right, correct: true}
      - {id: wrong, correct: false}
  - id: help
    kind: multiple
    facts: [lasting]
    options:
      - {id: mum, correct: true}
      - {id: doctor, correct: true}
      - {id: nobody, correct: false}
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

STORY = {
    "zh_Hans": "放学路上，你遇到一件小事。" * 7,
    "en": "On the way home something happens. " * 4,
}


def _prose(locale: str, word: str) -> dict[str, str]:
    """Return the prose of the tree, every text the same word."""
    choice = f"{{text: {word}, reaction: {word}}}"
    question = f"prompt: {word}, explanation: {word}"
    option = f"{{text: {word}, why: {word}}}"
    return {
        f"courses/tiny/first/{locale}.yaml": f"""\
title: {word}
story: {STORY[locale]}
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
    {{{question}, options: {{right: {option}, wrong: {option}}}}}
  help:
    {{{question}, options: {{mum: {option}, doctor: {option}, nobody: {option}}}}}
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
