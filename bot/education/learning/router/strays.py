"""A certificate's link or code that nobody asked for, as strangers paste it into the chat."""

from __future__ import annotations

import re
from typing import Any

from aiogram import Bot
from aiogram.types import Message
from aiogram.utils.i18n import I18n

from bot.education.learning.router.certificates import Certificates, verify
from bot.education.learning.service.certificates import CODE_LENGTH
from storage.codes import clean_codes

LINK = re.compile(
    r"(?:t(?:elegram)?\.me/|tg://resolve\?domain=)(?P<bot>\w+)[?&]start="
    r"(?:v_|verify-)(?P<code>[0-9A-Za-z]+)"
)
CODE = re.compile(r"[0-9A-Z]{4}([- ]?)[0-9A-Z]{4}\1[0-9A-Z]{2}", re.IGNORECASE)


async def find_code(
    message: Message, bot: Bot, certificates: Certificates
) -> dict[str, Any] | None:
    """Filter what holds our own link, or is a code and nothing else."""
    words = (message.text or message.caption or "").strip()
    for found in LINK.finditer(words):
        if found["bot"].lower() == ((await bot.me()).username or "").lower():
            return {"code": found["code"]}
    if CODE.fullmatch(words) and _is_written_as_code(words):
        return {"code": words}
    # A name or a telephone number may be as long as a code: only what is one is answered then.
    is_as_long = any(len(each) == CODE_LENGTH for each in clean_codes(words))
    return {"code": words} if is_as_long and await certificates.verify(words) is not None else None


async def code_pasted(message: Message, code: str, certificates: Certificates, i18n: I18n) -> None:
    await verify(message, code, certificates, i18n)


def _is_written_as_code(words: str) -> bool:
    has_both = any(each.isalpha() for each in words) and any(each.isdigit() for each in words)
    return has_both and words == words.upper()
