"""Bad settings give a sentence that names the variable, and never its value."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr

from bot.errors import SettingsError
from bot.settings import Settings, load_settings

EXAMPLE = Path(__file__).parents[1] / ".env.example"
TOKEN = "7300000001:AAPublicBotTokenForSettingsTests0"
STAFF_TOKEN = "7300000002:AAStaffBotTokenForSettingsTests00"

# What is set, and the variables that the sentence names.
BAD = [
    ({"BOT_TOKEN": "no-token-geheim"}, ["BOT_TOKEN"]),
    ({"BOT_TOKEN": "123:short"}, ["BOT_TOKEN"]),
    ({"STAFF_BOT_TOKEN": f"{TOKEN}\n{TOKEN}"}, ["STAFF_BOT_TOKEN"]),
    ({"BOT_TOKEN": TOKEN, "STAFF_BOT_TOKEN": TOKEN}, ["BOT_TOKEN", "STAFF_BOT_TOKEN"]),
    ({"TELEGRAM_API": "geheim.example"}, ["TELEGRAM_API"]),
    ({"TELEGRAM_API": "ftp://geheim.example"}, ["TELEGRAM_API"]),
    ({"EDUCATION_DATABASE_URL": "mysql://geheim@host/x"}, ["EDUCATION_DATABASE_URL"]),
    ({"REPORTS_DATABASE_URL": "geheim"}, ["REPORTS_DATABASE_URL"]),
    ({"REPORTS_DATABASE_URL": "postgresql://u:geheim@host:port/x"}, ["REPORTS_DATABASE_URL"]),
    (
        {
            "EDUCATION_DATABASE_URL": "sqlite:///geheim.db",
            "REPORTS_DATABASE_URL": "sqlite:///geheim.db",
        },
        ["EDUCATION_DATABASE_URL", "REPORTS_DATABASE_URL"],
    ),
    ({"UNIT": "Geheim Ä"}, ["UNIT"]),
    ({"CARD_DELAY_MINUTES": "geheim"}, ["CARD_DELAY_MINUTES"]),
    ({"CARD_DELAY_MINUTES": "-1"}, ["CARD_DELAY_MINUTES"]),
    ({"CARD_DELAY_MINUTES": "100000"}, ["CARD_DELAY_MINUTES"]),
    ({"TIME_ZONE": "Geheim/Land"}, ["TIME_ZONE"]),
    ({"TIME_ZONE": "../../etc/geheim"}, ["TIME_ZONE"]),
    ({"TIME_ZONE": "Asia/Kolkata"}, ["TIME_ZONE"]),
    ({"TIME_ZONE": "Asia/Kathmandu"}, ["TIME_ZONE"]),
    ({"TIME_ZONE": "Australia/Lord_Howe"}, ["TIME_ZONE"]),
    ({"WEBHOOK_URL": "geheim"}, ["WEBHOOK_URL"]),
    ({"WEBHOOK_URL": "https://bot.example"}, ["WEBHOOK_SECRET"]),
    ({"WEBHOOK_URL": "https://bot.example", "WEBHOOK_SECRET": "geheim"}, ["WEBHOOK_SECRET"]),
    (
        {"WEBHOOK_URL": "https://bot.example", "WEBHOOK_SECRET": "geheim mit Leerzeichen"},
        ["WEBHOOK_SECRET"],
    ),
    ({"WEBHOOK_PORT": "65536"}, ["WEBHOOK_PORT"]),
    ({"WEBHOOK_PORT": "geheim"}, ["WEBHOOK_PORT"]),
    ({"DELIVERY": "geheim"}, ["DELIVERY"]),
    ({"DELIVERY": "alone"}, ["DELIVERY", "BOT_TOKEN"]),
    ({"REDIS_URL": "redis://geheim"}, ["STATE_SECRET"]),
    ({"REDIS_URL": "redis://geheim", "STATE_SECRET": "geheim"}, ["STATE_SECRET"]),
    ({"DRAFT_MEGABYTES": "geheim"}, ["DRAFT_MEGABYTES"]),
    ({"DRAFT_MEGABYTES": "1"}, ["DRAFT_MEGABYTES"]),
    ({"METRICS_PORT": "geheim"}, ["METRICS_PORT"]),
    ({"METRICS_PORT": "0"}, ["METRICS_PORT"]),
]


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("values", "names"), BAD)
def test_a_bad_setting_is_named_and_its_value_is_not_told(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], names: list[str]
) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"HUMEN_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    told = str(caught.value)
    assert all(f"HUMEN_{name}" in told for name in names)
    assert "geheim" not in told.lower()
    assert all(value not in told for value in values.values() if len(value) > 6)
    assert caught.value.__suppress_context__


def test_every_bad_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUMEN_BOT_TOKEN", "bad")
    monkeypatch.setenv("HUMEN_WEBHOOK_PORT", "bad")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert len(caught.value.problems) == 2


def test_empty_settings_are_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(f"HUMEN_{name.upper()}", "")
    assert load_settings() == load_settings(_env_file=None)


def test_databases_are_two_files_of_the_data_folder_unless_told_otherwise(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path)
    assert settings.education_url != settings.reports_url
    assert Path(str(settings.education_url.database)).parent == tmp_path
    assert settings.reports_url.drivername == "sqlite+aiosqlite"


@pytest.mark.parametrize(
    ("address", "driver"),
    [
        ("postgresql://me:pass@host/x", "postgresql+asyncpg"),
        ("postgresql+asyncpg://me@host/x", "postgresql+asyncpg"),
        ("sqlite:////tmp/x.db", "sqlite+aiosqlite"),
    ],
)
def test_a_database_gets_the_driver_it_needs(address: str, driver: str) -> None:
    assert load_settings(education_database_url=address).education_url.drivername == driver


def test_secrets_are_not_shown() -> None:
    settings = load_settings(
        bot_token=TOKEN,
        staff_bot_token=STAFF_TOKEN,
        staff_passphrase="geheim",
        webhook_secret="geheim",
    )
    shown = f"{settings!r} {settings}"
    assert "geheim" not in shown
    assert TOKEN not in shown
    assert isinstance(settings.staff_passphrase, SecretStr)


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().unit = "other"  # type: ignore[misc]


def test_the_example_holds_every_setting_and_no_other() -> None:
    assert set(dotenv_values(EXAMPLE)) == {
        f"HUMEN_{name.upper()}" for name in Settings.model_fields
    }


def test_the_example_is_valid_and_says_what_holds_anyway(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    from_example = load_settings()
    (tmp_path / ".env").unlink()
    assert from_example == load_settings()


def test_the_example_explains_every_setting_in_english() -> None:
    for name, comment in explanations():
        assert len(comment) > 20, name
        assert comment.isascii() or "…" in comment, name


def explanations() -> Iterator[tuple[str, str]]:
    """Yield each variable with the comment above it."""
    comment = ""
    for line in EXAMPLE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            comment += line.removeprefix("#")
        elif "=" in line:
            yield line.partition("=")[0], comment.strip()
            comment = ""
