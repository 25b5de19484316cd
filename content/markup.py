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
    r"\b[a-z0-9-]+\.(?:com|cn|net|org|info|io|cc|xyz|top|gov|edu|me|ru|uk|hk|tw|la|im|tv|app|dev"
    r"|site|online|shop|store|vip|club|link|live|pro|fun|icu|biz|wang)(?![a-z0-9])|"
    # A name in a chat, somebody's telephone, and the invitation to write elsewhere.
    r"(?<![\w.])@[a-z0-9_]{4,}|"
    r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|"
    r"(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)|"
    r"(?<!\d)[48]00[ -]?\d{3}[ -]?\d{4}(?!\d)|"
    r"加\W{0,2}(?:我|一下)?\W{0,2}(?:微信|威信|薇信|v信|vx|wx|qq|q群)"
)
# Letters that look like Latin ones, and characters that nobody sees, hide what is written.
_FOREIGN = re.compile(
    r"[\u0400-\u052f\u13a0-\u13ff]|[A-Za-z][\u0370-\u03ff]|[\u0370-\u03ff][A-Za-z]"
)
_JOINER = "\u200d"  # It joins emoji.
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
    """Return what leads out in the text, or None; Telegram makes a link of a bare name, too."""
    found = _ADDRESS.search(unicodedata.normalize("NFKC", visible(text)).casefold())
    return found[0] if found else None


def find_disguise(text: str) -> str | None:
    """Return a letter of another script, or the code of a character that is not seen, or None."""
    shown = visible(text)
    hidden = next((c for c in shown if unicodedata.category(c) == "Cf" and c != _JOINER), None)
    if hidden is not None:
        return f"U+{ord(hidden):04X}"
    found = _FOREIGN.search(unicodedata.normalize("NFKC", shown))
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
