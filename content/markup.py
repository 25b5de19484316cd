"""The few Telegram HTML tags that prose may use, and the length a reader sees."""

from __future__ import annotations

import html
import re
import unicodedata

TAGS = ("b", "i", "u", "blockquote")
ENTITIES = ("&amp;", "&lt;", "&gt;", "&quot;")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>")
_ADDRESS = re.compile(
    r"\w*://|\bwww\.|\b(?:t|telegram)\.me\b|\btg:|"
    r"\b[a-z0-9-]+\.(?:com|cn|net|org|info|io|cc|xyz|top|gov|edu|me|ru|uk)(?![a-z0-9])"
)
_AMPERSAND = re.compile(r"&[A-Za-z0-9#]*;?")


def visible(text: str) -> str:
    """Return the text as Telegram shows it, without tags and with entities resolved."""
    return html.unescape(_TAG.sub("", text))


def find_fault(text: str) -> str | None:
    """Return what is wrong with the markup and what to do, or None when it is sound."""
    for found in _AMPERSAND.findall(text):
        if found not in ENTITIES:
            return f"'{found}' is no entity Telegram knows; write & as &amp;"
    if re.search(r"[<>]", _TAG.sub("", text)):
        return "a lone < or > stands in the text; write it as &lt; or &gt;"
    return _find_unbalanced(text)


def find_address(text: str) -> str | None:
    """Return the address in the text, or None; Telegram makes a link of a bare name, too."""
    found = _ADDRESS.search(unicodedata.normalize("NFKC", visible(text)).casefold())
    return found[0] if found else None


def _find_unbalanced(text: str) -> str | None:
    opened: list[str] = []
    for closing, name, rest in _TAG.findall(text):
        if name not in TAGS or rest:
            return f"<{name}{rest}> is not allowed; use <b>, <i>, <u> or <blockquote> only"
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return f"</{name}> closes nothing that is open; balance the tags"
    return f"<{opened[-1]}> is never closed; add </{opened[-1]}>" if opened else None
