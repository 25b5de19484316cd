"""Says in a sentence what pydantic found: what is wrong; what to do."""

from __future__ import annotations

from collections.abc import Callable

from pydantic_core import ErrorDetails

LONGEST_QUOTE = 60
_SENTENCES: dict[str, Callable[[str, ErrorDetails], str]] = {
    "missing": lambda name, _: f"'{name}' is missing; add it",
    "extra_forbidden": lambda name, _: (
        f"unknown field '{name}'; remove it or correct its spelling"
    ),
    "literal_error": lambda name, fault: (
        f"'{name}' is '{_quoted(fault)}'; use one of {fault['ctx']['expected']}"
    ),
    "string_pattern_mismatch": lambda _, fault: (
        f"'{_quoted(fault)}' is not written as it must be; "
        f"it has to match {fault['ctx']['pattern']}"
    ),
    "string_type": lambda name, _: f"'{name}' is not a text; write one value after the colon",
    "bool_parsing": lambda name, fault: f"'{name}' is '{_quoted(fault)}'; write true or false",
    "string_too_long": lambda name, fault: (
        f"'{name}' is too long; write at most {fault['ctx']['max_length']} characters"
    ),
    "too_short": lambda name, fault: (
        f"'{name}' holds {fault['ctx']['actual_length']} entries; "
        f"write at least {fault['ctx']['min_length']}"
    ),
    "too_long": lambda name, fault: (
        f"'{name}' holds more than {fault['ctx']['max_length']} entries; remove some"
    ),
}
_KINDS: tuple[tuple[str, str], ...] = (
    ("date", "is not a day; write it as YYYY-MM-DD"),
    ("int", "is not a whole number in its range; write one"),
    ("greater_than", "is too small; write a larger number"),
    ("less_than", "is too large; write a smaller number"),
    ("tuple", "is not a list; write entries that start with a dash"),
    ("dict", "is not a set of fields; write `name: value` lines below it"),
    ("model", "is not a set of fields; write `name: value` lines below it"),
)


def describe(fault: ErrorDetails) -> str:
    """Return the sentence for one fault, always with a remedy."""
    name = _name(fault)
    if fault["type"] in _SENTENCES:
        return _SENTENCES[fault["type"]](name, fault)
    for start, remedy in _KINDS:
        if fault["type"].startswith(start):
            return f"'{name}' {remedy}"
    return fault["msg"] if "; " in fault["msg"] else f"'{name}': {fault['msg']}; correct it"


def _quoted(fault: ErrorDetails) -> str:
    """Return the beginning of what stands there; a cell may hold very much."""
    text = str(fault["input"])
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def _name(fault: ErrorDetails) -> str:
    """Return the field; an entry of a list is called by the list's name and its number."""
    names = [part for part in fault["loc"] if part != "[key]"]
    if not names:
        return "the file"
    if isinstance(names[-1], int) and len(names) > 1:
        return f"{names[-2]} entry {names[-1] + 1}"
    return str(names[-1])
