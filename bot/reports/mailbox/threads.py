"""Threads of their own for opening mailboxes.

aiogram runs plain filters of every chat in asyncio's default threads, so these must stay free
however many mailboxes are being opened.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")
_OPENERS: Final = ThreadPoolExecutor(max_workers=4, thread_name_prefix="mailbox")


async def open_apart(function: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
    """Run what blocks in a thread that no other chat waits for."""
    work = asyncio.get_running_loop().run_in_executor
    return await work(_OPENERS, lambda: function(*args, **options))
