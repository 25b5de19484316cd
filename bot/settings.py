"""Every setting in one frozen tree, read once from the environment; only `cli` and `app` look."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    Field,
    NonNegativeInt,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsError

TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{20,64}")
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


def _check_token(token: SecretStr) -> SecretStr:
    if not TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("a token from BotFather looks like 123456789:ABCdef…; copy it whole")
    return token


Token = Annotated[SecretStr, AfterValidator(_check_token)]


class Settings(BaseSettings):
    """`HUMEN_…` in the environment or in `.env`; each one is explained in `.env.example`."""

    model_config = SettingsConfigDict(
        env_prefix="HUMEN_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_token: Token | None = None
    staff_bot_token: Token | None = None
    telegram_api: AnyHttpUrl = AnyHttpUrl("https://api.telegram.org")
    data_dir: Path = Path(".humen")
    education_database_url: str = ""
    reports_database_url: str = ""
    staff_passphrase: SecretStr = SecretStr("")
    operator_key: str = ""
    unit: str = Field(default="qianjiang", pattern=r"^[a-z0-9-]{1,40}$")
    region: str = "429005"
    card_delay_minutes: NonNegativeInt = Field(default=20, le=120)
    time_zone: str = "Asia/Shanghai"
    log_file: Path | None = None
    webhook_url: AnyHttpUrl | None = None
    webhook_secret: SecretStr = SecretStr("")
    webhook_port: int = Field(default=8080, ge=0, le=65535)

    @model_validator(mode="after")
    def _check(self) -> Self:
        for url in (self.education_url, self.reports_url):
            if url.get_backend_name() not in DRIVERS:
                raise ValueError("a database is sqlite:///… or postgresql://…")
        if self.education_url == self.reports_url:
            raise ValueError("the two houses may not share a database")
        if self.bot_token and self.bot_token == self.staff_bot_token:
            raise ValueError("the public bot and the staff bot need a token each")
        if self.webhook_url is not None and len(self.webhook_secret.get_secret_value()) < 16:
            raise ValueError("a webhook needs HUMEN_WEBHOOK_SECRET of at least 16 characters")
        ZoneInfo(self.time_zone)
        return self

    @property
    def education_url(self) -> URL:
        return _database(self.education_database_url, self.data_dir / "education.sqlite3")

    @property
    def reports_url(self) -> URL:
        return _database(self.reports_database_url, self.data_dir / "reports.sqlite3")

    @property
    def keys_dir(self) -> Path:
        return self.data_dir / "keys"

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"


def _database(text: str, fallback: Path) -> URL:
    if not text:
        return URL.create(DRIVERS["sqlite"], database=str(fallback))
    try:
        url = make_url(text)
    except ArgumentError:
        raise ValueError("a database address is not understood") from None
    backend = url.get_backend_name()
    return url.set(drivername=DRIVERS.get(backend, backend))


def load_settings(**overrides: object) -> Settings:
    """Read the settings; raise `SettingsError` naming each bad variable, never its value."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        problems = [f"{_variable(each['loc'])}: {each['msg']}" for each in error.errors()]
        raise SettingsError(problems) from None


def _variable(location: tuple[int | str, ...]) -> str:
    return f"HUMEN_{str(location[0]).upper()}" if location else "HUMEN_…"
