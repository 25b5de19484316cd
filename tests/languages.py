"""Each journey goes in Chinese; the same way once more in English is a drill."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest


def in_each_language(chinese: object = "zh_Hans", english: object = "en") -> Sequence[Any]:
    """Return the parameters of a journey: its words, or whatever names them, by language."""
    return [
        pytest.param(chinese, id="zh_Hans"),
        pytest.param(english, id="en", marks=pytest.mark.drill),
    ]
