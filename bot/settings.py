"""Every setting in one frozen tree, read once from the environment; only `cli` and `app` look."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
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
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
STATE_SECRET_LENGTH = 32
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


def _check_token(token: SecretStr) -> SecretStr:
    if not TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("a token from BotFather looks like 123456789:ABCdef…; copy it whole")
    return token


def _check_database(address: str) -> str:
    try:
        is_known = not address or make_url(address).get_backend_name() in DRIVERS
    except (ArgumentError, ValueError):
        # Their words quote the address, which may hold a password.
        is_known = False
    if not is_known:
        raise ValueError("a database is sqlite:///… or postgresql://…")
    return address


def _check_time_zone(name: str) -> str:
    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("a time zone is called Asia/Shanghai, Europe/Berlin and so on") from None
    if any(offset % timedelta(hours=1) for offset in _offsets(zone)):
        # Of a moment the databases keep the hour in UTC, which is no hour there.
        raise ValueError(
            "a time zone has to differ from UTC by whole hours all year round, as Asia/Shanghai "
            "does; please take a neighbouring one"
        )
    return name


def _offsets(zone: ZoneInfo) -> set[timedelta]:
    """Return by how much local time differs from UTC this year, in summer and in winter."""
    year = datetime.now(UTC).year
    months = (datetime(year, month, 1, tzinfo=zone) for month in range(1, 13))
    return {month.utcoffset() or timedelta() for month in months}


Token = Annotated[SecretStr, AfterValidator(_check_token)]
DatabaseAddress = Annotated[str, AfterValidator(_check_database)]
TimeZone = Annotated[str, AfterValidator(_check_time_zone)]


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
    education_database_url: DatabaseAddress = ""
    reports_database_url: DatabaseAddress = ""
    staff_passphrase: SecretStr = SecretStr("")
    operator_key: str = ""
    unit: str = Field(default="qianjiang", pattern=r"^[a-z0-9-]{1,40}$")
    region: str = "429005"
    card_delay_minutes: NonNegativeInt = Field(default=20, le=120)
    undo_minutes: int = Field(default=10, ge=1, le=60)
    retention_days: int = Field(default=365, ge=30, le=36_500)
    retention_rules: str = "*.closed=180"
    pay_for_users: bool = False
    time_zone: TimeZone = "Asia/Shanghai"
    data_contact: str = Field(default="", max_length=120)
    delivery: Literal["with", "apart", "alone"] = "with"
    redis_url: SecretStr = SecretStr("")
    state_secret: SecretStr = SecretStr("")
    ram_dir: Path | None = None
    draft_megabytes: int = Field(default=1024, ge=64, le=1_048_576)
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    log_file: Path | None = None
    webhook_url: AnyHttpUrl | None = None
    webhook_secret: SecretStr = SecretStr("")
    webhook_port: int = Field(default=8080, ge=0, le=65535)

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse what does not go together; these messages name the variables themselves."""
        if self.education_url == self.reports_url:
            raise ValueError(
                "HUMEN_EDUCATION_DATABASE_URL, HUMEN_REPORTS_DATABASE_URL: "
                "the two houses may not share a database"
            )
        if self.bot_token and self.bot_token == self.staff_bot_token:
            raise ValueError(
                "HUMEN_BOT_TOKEN, HUMEN_STAFF_BOT_TOKEN: "
                "the public bot and the staff bot need a token each"
            )
        if self.delivery == "alone" and self.bot_token is None:
            raise ValueError("HUMEN_DELIVERY: alone needs HUMEN_BOT_TOKEN, to send by")
        has_secret = len(self.state_secret.get_secret_value()) >= STATE_SECRET_LENGTH
        if self.redis_url.get_secret_value() and not has_secret:
            raise ValueError(
                f"HUMEN_STATE_SECRET: Redis needs {STATE_SECRET_LENGTH} random characters or "
                "more, the same for every worker"
            )
        secret = self.webhook_secret.get_secret_value()
        if self.webhook_url is not None and not WEBHOOK_SECRET.fullmatch(secret):
            raise ValueError(
                "HUMEN_WEBHOOK_SECRET: a webhook needs 16 to 256 of the characters A-Z a-z 0-9 _ -"
            )
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
    url = make_url(text)
    return url.set(drivername=DRIVERS[url.get_backend_name()])


def load_settings(**overrides: object) -> Settings:
    """Read the settings; raise `SettingsError` naming each bad variable, never its value."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(
            [_sentence(each["loc"], each["msg"]) for each in error.errors()]
        ) from None


def _sentence(location: tuple[int | str, ...], message: str) -> str:
    message = message.removeprefix("Value error, ")
    return f"HUMEN_{str(location[0]).upper()}: {message}" if location else message
