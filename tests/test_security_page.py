"""SECURITY.md claims nothing without a test, and every file of tests that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
HEADER = "| part | surrenders | does not surrender | shown by |"
A_TEST = re.compile(r"^ *(async )?def test_", re.MULTILINE)
SHOWN = re.compile(r"\[[^\]]+\]\(tests/[^)]+\)")


def rows() -> list[list[str]]:
    """Return the cells of the table's rows."""
    lines = PAGE.partition(HEADER)[2].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_file_that_is_named_holds_tests() -> None:
    named = set(re.findall(r"[`(](tests/[^`)\s]+)[`)]", PAGE))
    assert len(named) > 20
    shows_nothing = [path for path in named if not holds_tests(ROOT / path)]
    assert shows_nothing == []


def holds_tests(path: Path) -> bool:
    return path.is_file() and A_TEST.search(path.read_text(encoding="utf-8")) is not None


def test_every_part_says_what_it_surrenders_and_what_tests_show_of_it() -> None:
    for part, surrenders, keeps, shown in rows():
        assert part
        assert surrenders, part
        assert keeps, part
        assert SHOWN.search(shown), f"a claim without a test: {part}"
        assert re.sub(r"[,\s]", "", SHOWN.sub("", shown)) == "", part


def test_the_table_is_found_and_names_every_role_of_the_keys_folder() -> None:
    parts = " ".join(row[0] for row in rows())
    assert len(rows()) >= 20
    for role in ("operator", "public", "staff", "delivery"):
        assert f"`keys/{role}`" in parts
