"""What a running process denies others: a second one, its files, its memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import AnyHttpUrl, SecretStr

from bot.app.process import close_to_others, open_to_others, running_alone
from bot.errors import AlreadyRunningError
from bot.settings import Settings, load_settings
from tests.processes import forked

TOKEN = SecretStr("42:" + "t" * 35)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path / "data", bot_token=TOKEN)


def test_a_second_process_on_a_data_folder_is_refused_until_the_first_ends(
    settings: Settings,
) -> None:
    with running_alone(settings):
        with pytest.raises(AlreadyRunningError, match="stop it first"), running_alone(settings):
            pass
        staff = settings.model_copy(update={"bot_token": None, "staff_bot_token": TOKEN})
        with running_alone(staff):
            pass
    with running_alone(settings):
        pass


def test_workers_of_one_webhook_may_share_a_folder(settings: Settings) -> None:
    url = AnyHttpUrl("https://bot.example")
    worker = settings.model_copy(update={"webhook_url": url})
    with running_alone(worker), running_alone(worker):
        pass


def test_what_others_may_read_is_named_with_its_remedy(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings.data_dir.mkdir(mode=0o700)
    assert list(open_to_others(settings)) == []
    settings.data_dir.chmod(0o755)
    (tmp_path / ".env").touch(0o644)
    (settings.data_dir / "reports.sqlite3").touch(0o644)
    (settings.data_dir / "education.sqlite3").touch(0o600)
    said = [each.sentence for each in open_to_others(settings)]
    assert [each.split(". ")[1].split()[:2] for each in said] == [
        ["chmod", "600"],
        ["chmod", "700"],
        ["chmod", "600"],
    ]
    assert "reports.sqlite3" in said[2]


def _make_privately(file: Path) -> None:
    close_to_others()
    file.touch()


def test_what_a_running_process_makes_is_its_own(tmp_path: Path) -> None:
    forked(_make_privately, tmp_path / "made").join(60)
    assert (tmp_path / "made").stat().st_mode & 0o777 == 0o600
