"""What only tests ask for: faults, the record of requests, the state of the queues."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from bot.gateway.sim.registry import Fields, Nothing, endpoint
from bot.gateway.world.faults import Fault, FaultKind
from bot.gateway.world.model import JSON
from bot.gateway.world.world import World


class NewFault(Fields):
    """A fault and how often it strikes."""

    kind: FaultKind
    times: int = Field(default=1, ge=1)
    bot: str | None = None
    method: str | None = None
    retry_after: int = Field(default=1, ge=0)
    status: int = Field(default=502, ge=500, le=599)
    copies: int = Field(default=2, ge=2)
    seconds: float = Field(default=60.0, ge=0)
    executed: bool = False


class Selection(Fields):
    """Which requests to list."""

    bot: str | None = None
    method: str | None = None
    after: int = 0


class OfBot(Fields):
    """One bot, or all."""

    bot: str | None = None


@endpoint("POST", "/sim/faults", NewFault)
def order_fault(world: World, fields: NewFault) -> JSON:
    """Let the next requests fail, or deliver the next updates more than once.

    `duplicate` delivers each of the next updates `copies` times and takes a kind of update as its
    method. `timeout` and `drop` lose the request, or with `executed` only its answer.
    """
    values: dict[str, Any] = fields.model_dump()
    if fields.bot is not None:
        values["bot"] = world.bot_by(fields.bot).username
    world.faults.order(Fault(**values))
    return {"ordered": len(world.faults.remaining())}


@endpoint("DELETE", "/sim/faults")
def clear_faults(world: World, _: Nothing) -> JSON:
    """Take back all faults still to come."""
    world.faults.clear()
    return {"ordered": 0}


@endpoint("GET", "/sim/requests", Selection)
def list_requests(world: World, fields: Selection) -> JSON:
    """List the requests that bots made, with whole parameters, results and numbers."""
    bot = None if fields.bot is None else world.bot_by(fields.bot).username
    records = world.requests.select(bot, fields.method, fields.after)
    return {"requests": [record.to_json() for record in records]}


@endpoint("GET", "/sim/updates", OfBot)
def count_updates(world: World, fields: OfBot) -> JSON:
    """Count updates that wait and that were confirmed, of one bot or of each."""
    if fields.bot is not None:
        return _counts(world, fields.bot)
    return {bot.username: _counts(world, bot.id) for bot in world.bots.values()}


def _counts(world: World, name: int | str) -> JSON:
    queue = world.bot_by(name).updates
    return {
        "pending": queue.pending_count,
        "confirmed": queue.confirmed,
        "last_update_id": queue.last_id,
    }
