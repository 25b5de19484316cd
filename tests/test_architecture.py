"""The walls of DESIGN.md hold, and the checker that says so notices when they do not."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "storage", "content")
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

# A file, the import planted in it, and the contract that must notice.
VIOLATIONS = [
    (
        "bot/education/learning/service/lessons.py",
        "import storage.reports.tips",
        "The education house cannot open the reports' storage",
    ),
    (
        "bot/chat/menu.py",
        "import bot.gateway.server",
        "Only the composition root opens the gateway",
    ),
    (
        "bot/reports/tips/service.py",
        "import bot.education.help",
        "Two houses, no door between them",
    ),
    (
        "bot/education/help/router.py",
        "import bot.education.learning.service",
        "Inside the education house a feature calls only the lower ones",
    ),
    (
        "bot/reports/tips/rules.py",
        "import storage.reports.tips",
        "Rules and content know no database",
    ),
    (
        "bot/reports/triage/service/cards.py",
        "import aiogram",
        "Use cases and rules know no chat library",
    ),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--config", "pyproject.toml", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a copy of the code that may be spoilt."""
    ignored = shutil.ignore_patterns("__pycache__", "*.yaml", "static")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold() -> None:
    outcome = lint(ROOT)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize(("path", "line", "contract"), VIOLATIONS)
def test_a_planted_violation_is_caught_by_name(
    tree: Path, path: str, line: str, contract: str
) -> None:
    spoilt = tree / path
    spoilt.write_text(f"{spoilt.read_text('utf-8')}\n{line}\n", "utf-8")
    outcome = lint(tree)
    assert outcome.returncode != 0
    assert f"{contract} BROKEN" in outcome.stdout


def test_no_feature_opens_the_router_or_flow_of_another() -> None:
    assert list(foreign_doors(ROOT)) == []


def test_a_planted_import_of_another_router_is_caught(tree: Path) -> None:
    spoilt = tree / "bot/reports/triage/service/cards.py"
    spoilt.write_text("from bot.reports.tips.flow import anything\n", "utf-8")
    assert list(foreign_doors(tree)) == [
        "bot/reports/triage/service/cards.py: bot.reports.tips.flow"
    ]


def foreign_doors(root: Path) -> Iterator[str]:
    """Yield where a feature imports the router or the flow of another one."""
    for house in ("education", "reports"):
        for path in sorted((root / "bot" / house).rglob("*.py")):
            own = ".".join(path.relative_to(root).parts[:3])
            for module in imports_of(path):
                parts = module.split(".")
                is_door = len(parts) > 3 and parts[3] in {"router", "flow"}
                if parts[:2] == ["bot", house] and is_door and ".".join(parts[:3]) != own:
                    yield f"{path.relative_to(root)}: {module}"


def imports_of(path: Path) -> Iterator[str]:
    """Yield every name imported, so that `from feature import router` counts as well."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (
                f"{node.module}.{a.name}" for a in node.names if a.name in {"router", "flow"}
            )


def test_names_of_the_catch_all_kind_are_not_used() -> None:
    names = {path.stem for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    assert names.isdisjoint({"utils", "helpers", "common", "misc"})


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
    }
    assert [name for name, length in lengths.items() if length > 300] == []
