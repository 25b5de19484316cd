"""Lets what works on an update say that its effect is kept, and that the rest may take time."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

_settle: ContextVar[Callable[[], None] | None] = ContextVar("settle", default=None)
_let_by: ContextVar[Callable[[], None] | None] = ContextVar("let_by", default=None)


def settle() -> None:
    """Settle the update at work: call it once its effect is committed, before what is slow.

    The rest goes on in its chat's lane, and what waits there is settled as well.
    """
    settle_now = _settle.get()
    if settle_now is not None:
        settle_now()


def current() -> Callable[[], None]:
    """Return what settles the update that this task works on."""
    return _settle.get() or _nothing


def let_by() -> None:
    """Say that the reply is held back for long: in a group the person's next tap need not wait."""
    pass_on = _let_by.get()
    if pass_on is not None:
        pass_on()


def is_answering() -> bool:
    """Return whether somebody waits for what is being done: they tapped or wrote just now."""
    return _settle.get() is not None


def begin(settle_now: Callable[[], None], pass_on: Callable[[], None] | None = None) -> None:
    """Say how the update is settled that this task works on, and what lets the next one by."""
    _settle.set(settle_now)
    if pass_on is not None:
        _let_by.set(pass_on)


def _nothing() -> None:
    return
