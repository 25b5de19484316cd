"""SECURITY.md claims nothing without a test, and every test that it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[^`\s]+)`", PAGE)))
HEADER = "| part | surrenders | does not surrender | shown by |"


def rows() -> list[list[str]]:
    """Return the cells of the table's rows."""
    lines = PAGE.partition(HEADER)[2].splitlines()[2:]
    found = []
    for line in lines:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def functions_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {each.name for each in ast.walk(tree) if isinstance(each, kinds)}


@pytest.mark.parametrize("named", NAMED)
def test_every_test_that_is_named_exists(named: str) -> None:
    file, _separator, function = named.partition("::")
    path = ROOT / file
    assert path.name.startswith("test_"), "a folder or a page of helpers shows nothing"
    assert path.is_file()
    names = {name for name in functions_in(path) if name.startswith("test_")}
    assert function in names if function else names


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_every_part_says_what_it_surrenders_and_which_tests_show_it(row: list[str]) -> None:
    part, surrenders, keeps, shown = row
    assert part
    assert surrenders
    assert keeps
    assert re.search(r"`tests/[^`]+`", shown), "a claim without a test"
    assert re.sub(r"`tests/[^`\s]+`|[,\s]", "", shown) == ""


def test_the_table_is_found_and_names_every_role_of_the_keys_folder() -> None:
    parts = " ".join(row[0] for row in rows())
    assert len(rows()) >= 20
    for role in ("operator", "public", "staff", "delivery"):
        assert f"`keys/{role}`" in parts
