"""The headings and lists of the spreadsheet, in both languages side by side."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path

from content.reading import Problems, parse, read
from content.schema.text import ContentModel

QUESTION_COLUMNS = (
    "id", "lesson", "point", "kind", "prompt_zh", "prompt_en", "explanation_zh",
    "explanation_en", "facts", "scene", "title_zh", "title_en",
)  # fmt: skip
PART_COLUMNS = (
    "part", "part_id", "right", "text_zh", "text_en", "match_zh", "match_en", "why_zh",
    "why_en", "icon", "name_zh", "name_en",
)  # fmt: skip
COLUMNS = (*QUESTION_COLUMNS, *PART_COLUMNS)
NEEDED = ("id", "lesson", "kind", "prompt_zh", "part")
LOCALE_OF = {"zh": "zh_Hans", "en": "en"}
_BREAKS = re.compile(r"[\s/|,，、:：()（）]+")


class Words(ContentModel):
    """What stands in headings, drop-downs and notes."""

    sheets: Mapping[str, str]
    columns: Mapping[str, str]
    kinds: Mapping[str, str]
    parts: Mapping[str, str]
    scenes: Mapping[str, str]
    icons: Mapping[str, str]
    answers: Mapping[str, str]
    notes: tuple[str, ...]

    def heading(self, column: str) -> str:
        return f"{self.columns[column]}\n{column}"

    def column(self, heading: str) -> str | None:
        """Return the column that a heading names by its key or by its Chinese words."""
        tokens = _tokens(heading)
        for key, words in self.columns.items():
            if key in tokens or heading.strip() == words:
                return key
        return None

    def choices(self, column: str) -> Mapping[str, str]:
        """Return what may be chosen in a column, by its key."""
        lists = {
            "kind": self.kinds,
            "part": self.parts,
            "scene": self.scenes,
            "icon": self.icons,
            "right": self.answers,
        }
        return lists.get(column, {})

    def shown(self, column: str, key: str) -> str:
        return f"{self.choices(column)[key]} {key}"

    def key(self, column: str, value: str) -> str:
        """Return the key that a cell names; the value itself where it names none."""
        tokens = _tokens(value)
        for key, words in self.choices(column).items():
            if key in tokens or words in tokens or value.strip().casefold() == words:
                return key
        return value


@functools.cache
def load_words() -> Words:
    """Read the words, which ship with this package."""
    root, problems = Path(__file__).parent, Problems()
    document = read(root / "words.yaml", root, problems)
    words = document and parse(document, Words, problems)
    problems.raise_if_any()
    assert words, "a file without problems is read"
    return words


def _tokens(text: str) -> set[str]:
    return set(_BREAKS.split(text.strip().casefold()))
