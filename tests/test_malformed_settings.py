"""Settings that cannot work end the program with one sentence, which names them and no secret."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.cli import main

TOKEN, OTHER = (
    "700100200:abcdefghijklmnopqrstuvwxyzABCDEF",
    "700100201:abcdefghijklmnopqrstuvwxyzABCDEF",
)
SECRET = "zyxquorbleSECRET"
NOWHERE = "http://127.0.0.1:9"

GOOD = {
    "HUMEN_BOT_TOKEN": TOKEN,
    "HUMEN_STAFF_BOT_TOKEN": OTHER,
    "HUMEN_STAFF_PASSPHRASE": SECRET,
    "HUMEN_TELEGRAM_API": NOWHERE,
}
CASES: dict[str, tuple[dict[str, str], str]] = {
    "no token": ({"HUMEN_BOT_TOKEN": "", "HUMEN_STAFF_BOT_TOKEN": ""}, "HUMEN_BOT_TOKEN"),
    "a token cut short": ({"HUMEN_BOT_TOKEN": f"7001:{SECRET[:9]}"}, "HUMEN_BOT_TOKEN"),
    "a token with spaces": ({"HUMEN_BOT_TOKEN": f"7 {SECRET}"}, "HUMEN_BOT_TOKEN"),
    "the same token twice": ({"HUMEN_STAFF_BOT_TOKEN": TOKEN}, "a token each"),
    "an address that is none": ({"HUMEN_TELEGRAM_API": SECRET}, "HUMEN_TELEGRAM_API"),
    "another kind of database": (
        {"HUMEN_REPORTS_DATABASE_URL": f"mysql://x:{SECRET}@h/d"},
        "sqlite:///",
    ),
    "a database that is no address": ({"HUMEN_REPORTS_DATABASE_URL": SECRET}, "sqlite:///"),
    "a database on a port of letters": (
        {"HUMEN_REPORTS_DATABASE_URL": f"postgresql://x:y@h:{SECRET}/d"},
        "HUMEN_",
    ),
    "one database for both": (
        {
            "HUMEN_REPORTS_DATABASE_URL": f"postgresql://x:{SECRET}@h/d",
            "HUMEN_EDUCATION_DATABASE_URL": f"postgresql://x:{SECRET}@h/d",
        },
        "may not share",
    ),
    "a webhook without a secret": ({"HUMEN_WEBHOOK_URL": "https://x.example"}, "WEBHOOK_SECRET"),
    "a negative wait": ({"HUMEN_CARD_DELAY_MINUTES": "-1"}, "HUMEN_CARD_DELAY_MINUTES"),
    "a wait in words": ({"HUMEN_CARD_DELAY_MINUTES": SECRET}, "HUMEN_CARD_DELAY_MINUTES"),
    "a port out of range": ({"HUMEN_WEBHOOK_PORT": "99999"}, "HUMEN_WEBHOOK_PORT"),
    "a unit with a slash": ({"HUMEN_UNIT": "../etc"}, "HUMEN_UNIT"),
    "a time zone on Mars": ({"HUMEN_TIME_ZONE": "Mars/Phobos"}, "HUMEN_"),
    "a region nowhere": ({"HUMEN_REGION": "999999"}, "HUMEN_REGION"),
    "no passphrase": ({"HUMEN_STAFF_PASSPHRASE": ""}, "HUMEN_STAFF_PASSPHRASE"),
    "a pinned key that is none": ({"HUMEN_OPERATOR_KEY": SECRET}, ""),
    "a file for a folder": ({"HUMEN_DATA_DIR": __file__}, ""),
    "a log in no folder": ({"HUMEN_LOG_FILE": "/no/such/folder/humen.log"}, ""),
}


@pytest.mark.parametrize("case", CASES)
def test_a_setting_that_cannot_work_is_named_in_a_sentence(
    case: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    settings, named = CASES[case]
    monkeypatch.chdir(tmp_path)
    for name, value in {**GOOD, "HUMEN_DATA_DIR": str(tmp_path / "data"), **settings}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["humen", "run"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = "".join(capfd.readouterr())
    assert ended.value.code == 2
    assert "humen: " in said
    assert named in said
    assert "Traceback" not in said
    assert SECRET not in said
