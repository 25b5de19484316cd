"""Numbers as people type them: full width, thousands parted by commas, 万, a unit behind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

LONGEST: Final = 40
"""Characters that are looked at; a longer text is no number, and nothing is computed with it."""
TEN_THOUSAND: Final = "万"

_NUMBER: Final = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,10})(?:\.[0-9]{1,3})?")


def read_number(text: str, units: Iterable[str] = (), sign: str = "") -> Decimal | None:
    """Return the exact number, or None where the text is anything else.

    Full width, one of the units behind it and the `sign` before it make no difference; a comma
    only parts thousands. There are at most three decimal places.
    """
    if len(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text).casefold().strip().removeprefix(sign).lstrip()
    for unit in sorted(units, key=len, reverse=True):
        if plain.endswith(unit):
            plain = plain.removesuffix(unit).rstrip()
            break
    in_ten_thousands = plain.endswith(TEN_THOUSAND)
    plain = plain.removesuffix(TEN_THOUSAND).rstrip()
    if _NUMBER.fullmatch(plain) is None:
        return None
    amount = Decimal(plain.replace(",", ""))
    return amount * 10_000 if in_ten_thousands else amount
