"""Finds what Telegram marks by itself: commands, mentions, hashtags, cashtags, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.gateway.markup.entities import Entity, in_order, make_entity, utf16_length
from bot.gateway.markup.nesting import first_of_overlapping

_COMMAND: Final = re.compile(
    r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])"
)
_MENTION: Final = re.compile(r"(?<!\w)@(?:[A-Za-z0-9_]{4,32}|(?i:gif|nft|pic|ufc|vid))(?!\w)")
_HASHTAG: Final = re.compile(
    r"(?<![\w\u200c\u00b7])#([\w\u200c\u00b7]{1,256})(?![\w\u200c\u00b7]*#)"
)
_CASHTAG: Final = re.compile(r"(?<![\w$])\$(?:1INCH|[A-Z]{1,8})(?![\w$])")
_EMAIL: Final = re.compile(
    r"(?<![\w.+\-@/])[A-Za-z0-9_][A-Za-z0-9_.+\-]{0,63}@(?:[A-Za-z0-9\-]{1,63}\.)+[A-Za-z]{2,8}"
    r"(?![\w@])"
)
_NAME: Final = (
    r"[A-Za-z0-9_~\-\u00c0-\u1fff\u200c\u200d\u2010-\u2015\u2070-\u2fff\u3001-\U0010ffff]"
)
_PATH: Final = r"(?P<path>[/?#][^\s<>\"\u00ab\u00bb]*)?"
_URL: Final = re.compile(
    r"(?:(?P<scheme>(?i:https?|ftp|tonsite)://)(?:[^\s/@<>\"'()\[\]{}]+@)?|(?<![\w.@/#~\-]))"
    rf"(?P<host>{_NAME}+(?:\.{_NAME}+)+)(?![@\w])(?P<port>:[0-9]{{1,5}}(?![0-9]))?{_PATH}"
)
_TG_URL: Final = re.compile(r"(?<!\w)(?i:tg|ton|tonsite)://[A-Za-z0-9\-_]{1,253}" + _PATH)
# A bare name is a link only under a domain that people write; two letters always count.
_COMMON: Final = (
    "app biz club cloud com dev edu gov info int live me mil mobi name net online org shop site "
    "store tech top vip wang website wiki xin xyz zip 中国 公司 网络 政务 公益"
)
_COMMON_DOMAINS: Final = frozenset(_COMMON.split())
_TRAILING: Final = ".:;,('?!`"
_LONGEST_NAME: Final = 63
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}


def find_entities(text: str) -> list[Entity]:
    """List them in order, without overlap; phone and bank card numbers are left out."""
    spans = [
        *(("mention", *match.span()) for match in _MENTION.finditer(text)),
        *(("bot_command", *match.span()) for match in _COMMAND.finditer(text)),
        *(("hashtag", *match.span()) for match in _HASHTAG.finditer(text) if _has_letter(match)),
        *(("cashtag", *match.span()) for match in _CASHTAG.finditer(text)),
        *(("email", *match.span()) for match in _EMAIL.finditer(text)),
        *_urls(text),
    ]
    found = [
        make_entity(kind, utf16_length(text[:begin]), utf16_length(text[begin:end]))
        for kind, begin, end in spans
    ]
    return first_of_overlapping(in_order(found))


def _has_letter(match: re.Match[str]) -> bool:
    return any(character.isalpha() for character in match[1])


def _urls(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _URL.finditer(text):
        if _is_host(match["host"], is_sure=bool(match["scheme"])):
            yield "url", match.start(), _end_of_url(match)
    for match in _TG_URL.finditer(text):
        yield "url", match.start(), _end_of_url(match)


def _is_host(host: str, *, is_sure: bool) -> bool:
    """Tell a host from other words with dots; without a scheme only common domains are one."""
    names = host.split(".")
    if all(name.isdecimal() for name in names):
        return len(names) == 4 and all(
            str(int(name)) == name and int(name) < 256 for name in names
        )
    if any(len(name) > _LONGEST_NAME or name.endswith("-") for name in names):
        return False
    *_, parent, domain = names
    if "_" in parent + domain or len(domain) < 2:
        return False
    if domain.startswith("xn--"):
        return domain[4:].isalnum()
    return "-" not in domain and (is_sure or _is_common(domain))


def _is_common(domain: str) -> bool:
    lowered = domain.lower()
    two_letters = len(lowered) == 2 and lowered.isascii() and lowered.isalpha()
    return two_letters or lowered in _COMMON_DOMAINS


def _end_of_url(match: re.Match[str]) -> int:
    """End the path before a bracket that it did not open and before a sentence's last marks."""
    path = match["path"] or ""
    opened: list[str] = []
    kept = len(path)
    for index, character in enumerate(path):
        if character in _BRACKETS.values():
            opened.append(character)
        elif character in _BRACKETS:
            if _BRACKETS[character] not in opened:
                kept = index
                break
            opened.remove(_BRACKETS[character])
    return match.end() - len(path) + len(path[:kept].rstrip(_TRAILING))
