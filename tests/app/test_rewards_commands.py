"""`humen rewards`: explaining without a bot, and the books at the command line."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from bot.errors import OutcomeFileError, UnknownUnitError
from content.loader import ROOT
from content.schema.outcomes import OutcomeFacts
from tests.app.test_units_commands import Humen

SAMPLES = sorted((ROOT / "rewards" / "samples").glob("*.json"))


@pytest.fixture
def humen(tmp_path: Path) -> Humen:
    return Humen(tmp_path)


def explained(humen: Humen, name: str, *options: str) -> str:
    return humen("rewards", "explain", str(ROOT / "rewards" / "samples" / name), *options)


def test_twelve_grams_are_explained_in_both_languages(humen: Humen) -> None:
    text = explained(humen, "twelve-grams.json", "--on", "2026-11-22")
    assert "[全国办法（2018）] 建议奖励：500 元" in text
    assert "12 克（10 至 50 档）：500 元" in text
    assert "[National measures (2018)] Proposed reward: 500 yuan" in text
    assert "Basis: National Narcotics Control Commission Office" in text
    assert "Jin Du Ban Tong (2018) No. 70 · 2018-08" in text


def test_another_schedule_another_day_or_region(humen: Humen) -> None:
    by_id = explained(humen, "twelve-grams.json", "--scheme", "laixi-2017", "--on", "2025-01-01")
    assert "1,000 to 5,000 yuan" in by_id
    expired = explained(humen, "twelve-grams.json", "--scheme", "laixi-2017", "--on", "2026-01-01")
    assert "须由人决定" in expired
    assert "该标准已过有效期" in expired
    by_region = explained(humen, "twelve-grams.json", "--region", "410000", "--language", "en")
    assert "A person must decide" in by_region
    humen("rewards", "explain", str(SAMPLES[0]), "--scheme", "nowhere", code=2)
    humen("rewards", "explain", str(SAMPLES[0]), "--on", "yesterday", code=2)


def test_where_a_person_decides_or_nothing_is_due(humen: Humen) -> None:
    assert "precursor" not in explained(humen, "a-person-decides.json", "--language", "zh_Hans")
    assert "A person must decide" in explained(humen, "a-person-decides.json")
    assert "No reward is due." in explained(humen, "a-minor-reported.json")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_every_sample_fits_the_schema_that_is_printed(humen: Humen, sample: Path) -> None:
    OutcomeFacts.model_validate_json(sample.read_bytes())
    schema = json.loads(humen("rewards", "schema"))
    assert set(json.loads(sample.read_text("utf-8"))) <= set(schema["properties"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "Invalid JSON"),
        ('{"seizures": [{"substance": "moonshine", "grams": "1"}]}', "substances/moonshine"),
        ('{"seizures": [{"substance": "heroin", "grams": "much"}]}', "seizures.0.grams"),
        ('{"reporter": "somebody"}', "reporter"),
    ],
)
def test_a_file_that_is_no_outcome_is_refused_in_a_sentence(
    humen: Humen, tmp_path: Path, text: str, says: str
) -> None:
    file = tmp_path / "outcome.json"
    file.write_text(text, "utf-8")
    with pytest.raises(OutcomeFileError, match=says):
        humen("rewards", "explain", str(file))


def test_explaining_imports_no_chat_library(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from bot.app.rewards_commands import "
        f"print_explanation; print_explanation(Path({str(SAMPLES[0])!r}), '', '', '', ('en',)); "
        "assert not {'aiogram', 'sqlalchemy', 'aiogram_dialog'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, timeout=60)


def test_the_schedules_are_listed(humen: Humen) -> None:
    text = humen("rewards", "list")
    assert "national-2018" in text
    assert "laixi-2017\tB\t2017-05-18 – 2025-12-31" in text


def test_the_budget_the_comparison_and_the_workbook(humen: Humen, tmp_path: Path) -> None:
    humen("units", "add", "qianjiang", "429005")
    text = humen("rewards", "budget", "qianjiang", "50000", "--year", "2026")
    assert "qianjiang 2026: allotted 50,000, available 50,000, kept ready 0" in text
    text = humen("rewards", "budget", "qianjiang", "--year", "2026", "--", "-1000.50")
    assert "available 48,999.50" in text
    assert "0 disagreements" in humen("rewards", "reconcile")
    file = tmp_path / "books.xlsx"
    humen("rewards", "export", str(file), "--language", "en")
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    assert book.sheetnames == ["Entries", "Balances"]
    assert book["Entries"].max_row == 6
    assert "is written 50000" in humen("rewards", "budget", "qianjiang", "nothing", code=2)
    assert "an amount above 0" in humen("rewards", "budget", "qianjiang", "0.00", code=2)
    with pytest.raises(UnknownUnitError):
        humen("rewards", "budget", "nowhere", "5")
