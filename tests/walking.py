"""One test that goes through many cases and names those that fail, instead of a test for each."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest

Test = Callable[..., Any]


def each_of(names: str, cases: Iterable[Any]) -> Callable[[Test], Test]:
    """Run the test once, through all cases; `names` are separated by commas.

    Fixtures are made once for all of them, so a case must leave them as it found them.
    """
    listed = [each.strip() for each in names.split(",")]
    walked = [each if len(listed) > 1 else (each,) for each in cases]

    def decorate(test: Test) -> Test:
        @functools.wraps(test)
        async def walk(**fixtures: Any) -> None:
            failed: list[Exception] = []
            for case in walked:
                try:
                    result = test(**fixtures, **dict(zip(listed, case, strict=True)))
                    if inspect.isawaitable(result):
                        await result
                except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - all are told
                    failed.append(_named(error, case))
            if failed:
                raise ExceptionGroup(f"{len(failed)} of {len(walked)} cases", failed)

        signature = inspect.signature(test)
        kept = [each for name, each in signature.parameters.items() if name not in listed]
        walk.__signature__ = signature.replace(  # type: ignore[attr-defined]
            parameters=kept, return_annotation=None
        )
        return walk

    return decorate


def _named(error: BaseException, case: tuple[Any, ...]) -> Exception:
    named = AssertionError(f"{repr(case)[:200]}: {error}")
    named.__cause__ = error
    return named
