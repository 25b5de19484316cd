"""The record of everything that bots asked for."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass

from bot.gateway.world.model import JSON

KEPT = 20_000


@dataclass(slots=True, kw_only=True)
class RequestRecord:
    """One request; `ok` stays None while it is being answered."""

    n: int
    bot: str | None
    method: str
    parameters: JSON
    at: float
    ok: bool | None = None
    error: str | None = None

    def to_json(self) -> JSON:
        return asdict(self)


class RequestLog:
    """The newest requests of all bots, numbered."""

    def __init__(self) -> None:
        self._records: deque[RequestRecord] = deque(maxlen=KEPT)
        self._n = 0

    def open(self, bot: str | None, method: str, parameters: JSON, at: float) -> RequestRecord:
        self._n += 1
        record = RequestRecord(n=self._n, bot=bot, method=method, parameters=parameters, at=at)
        self._records.append(record)
        return record

    def select(
        self, bot: str | None = None, method: str | None = None, after: int = 0
    ) -> list[RequestRecord]:
        return [
            record
            for record in self._records
            if record.n > after
            and bot in {None, record.bot}
            and (method is None or method.lower() == record.method.lower())
        ]
