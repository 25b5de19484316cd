"""The connection to Redis: refused where it writes to a disk, and the key that lives with it."""

from __future__ import annotations

import secrets
from typing import Any, Final

import structlog
from pydantic import SecretStr
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from bot.chat.redis_state.sealing import SALT_SIZE, StateSecrets
from bot.errors import SettingsError

log = structlog.get_logger(__name__)

SALT_NAME: Final = "humen:salt"
_NAME: Final = "HUMEN_REDIS_URL"
_NOT_PERMITTED: Final = (
    f"{_NAME}: this Redis does not permit CONFIG GET, so nobody can tell whether it writes "
    "drafts to a disk"
)
_WRITES_TO_DISK: Final = (
    f"{_NAME}: this Redis writes to a disk, and drafts of reports may reach none; give it "
    'save "" and appendonly no'
)


class StateRedis:
    """A Redis that was found to write nothing to a disk, and the workers' common key."""

    def __init__(self, redis: Any, secret: SecretStr, salt: bytes) -> None:
        self.redis = redis
        self._secret = secret.get_secret_value().encode()
        self.secrets = StateSecrets(self._secret, salt)

    @classmethod
    async def open(cls, url: SecretStr, secret: SecretStr) -> StateRedis:
        """Raise `SettingsError` where it cannot be reached, or may write to a disk."""
        try:
            redis: Any = Redis.from_url(url.get_secret_value())
        except ValueError:
            raise SettingsError([f"{_NAME}: redis://…, rediss://… or unix://…"]) from None
        try:
            await ensure_forgetful(redis)
            return cls(redis, secret, await _salt(redis))
        except SettingsError:
            await redis.aclose()
            raise
        except (RedisError, OSError):
            await redis.aclose()
            raise SettingsError([f"{_NAME}: this Redis cannot be reached"]) from None

    async def follow(self) -> None:
        """Take over the salt of a Redis that was restarted; tell if it writes to a disk now."""
        salt = await _salt(self.redis)
        if salt != self.secrets.salt:
            self.secrets = StateSecrets(self._secret, salt)
            log.warning("redis_restarted")
        try:
            await ensure_forgetful(self.redis)
        except SettingsError:
            log.critical("redis_writes_to_disk")

    async def used_bytes(self) -> int:
        return int((await self.redis.info("memory"))["used_memory"])

    async def close(self) -> None:
        await self.redis.aclose()


async def ensure_forgetful(redis: Any) -> None:
    """Raise `SettingsError` unless Redis says that it saves nothing and keeps no log of writes."""
    try:
        answer = {
            **await redis.config_get("save"),
            **await redis.config_get("appendonly"),
        }
    except ResponseError:
        answer = {}
    if "save" not in answer or "appendonly" not in answer:
        raise SettingsError([_NOT_PERMITTED])
    if answer["save"] or answer["appendonly"] != "no":
        raise SettingsError([_WRITES_TO_DISK])


async def _salt(redis: Any) -> bytes:
    """Return the salt in Redis, put there by whichever worker came first."""
    await redis.set(SALT_NAME, secrets.token_bytes(SALT_SIZE), nx=True)
    salt: Any = await redis.get(SALT_NAME)
    return bytes(salt)
