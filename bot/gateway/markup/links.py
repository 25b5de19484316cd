"""Which addresses a text may link to, and what they become (rules as tdlib's LinkManager)."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import parse_qsl

from bot.gateway.markup.entities import mentioned_user

_HTTP: Final = re.compile(r"(?:([^:/?#@\[\]]*)://)?([^/?#]*)(.*)", re.DOTALL)
_APP: Final = re.compile(
    r"(tg|ton|tonsite):(?://)?([\w.-]+)([/?#].*)?", re.ASCII | re.IGNORECASE | re.DOTALL
)
_PART: Final = r"(?:[A-Za-z0-9.\-_!$,~*'();&+=]|%[0-9A-Fa-f]{2}|[^\x00-\x7f])"
_HOST: Final = re.compile(f"{_PART}+")
_USER_INFO: Final = re.compile(f"(?:{_PART}|:)*")
_SPECIAL: Final = re.compile(
    r"tg:(?://)?(user|emoji|time)/?\?([^#]*)", re.ASCII | re.IGNORECASE | re.DOTALL
)
_DATE_FORMAT: Final = re.compile(r"[rR]|[tTdDwW]*", re.ASCII)
_ID: Final = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_MAX_PORT: Final = 65535
_MAX_DATE: Final = 2**31


def link_target(address: str) -> dict[str, Any] | None:
    """Give type and fields of the entity that a link to `address` makes; None if it makes none."""
    user_id = special_link(address, "user").get("id", "")
    if _ID.fullmatch(user_id):
        return {"type": "text_mention", "user": mentioned_user(int(user_id))}
    url = checked_url(address)
    return {"type": "text_link", "url": url} if url else None


def special_link(address: str, host: str) -> dict[str, str]:
    """Give the parameters of `tg://<host>?…`, and none if `address` is not one."""
    match = _SPECIAL.fullmatch(address.partition("#")[0])
    if not match or match[1].lower() != host:
        return {}
    return dict(reversed(parse_qsl(match[2], keep_blank_values=True)))


def emoji_or_date(address: str) -> dict[str, Any] | None:
    emoji_id = special_link(address, "emoji").get("id", "")
    if _ID.fullmatch(emoji_id):
        return {"type": "custom_emoji", "custom_emoji_id": emoji_id}
    date = special_link(address, "time")
    return date_fields(date.get("unix", ""), date.get("format", ""))


def date_fields(unix: str, date_format: str) -> dict[str, Any] | None:
    if not _ID.fullmatch(unix) or int(unix) >= _MAX_DATE or not is_date_format(date_format):
        return None
    fields: dict[str, Any] = {"type": "date_time", "unix_time": int(unix)}
    return fields | ({"date_time_format": date_format} if date_format else {})


def is_date_format(date_format: str) -> bool:
    return bool(_DATE_FORMAT.fullmatch(date_format))


def is_custom_emoji_id(value: str) -> bool:
    return bool(_ID.fullmatch(value))


def checked_url(address: str) -> str | None:
    """Give `address` as Telegram stores it (`a.org` becomes `http://a.org/`), or None."""
    if address.lower().startswith(("tg:", "ton:", "tonsite:")):
        return _checked_app_url(address)
    match = _HTTP.fullmatch(address)
    assert match is not None
    scheme = (match[1] if match[1] is not None else "http").lower()
    authority = _checked_authority(match[2])
    if scheme not in {"http", "https"} or authority is None:
        return None
    return f"{scheme}://{authority}{_checked_path(match[3])}"


def _checked_app_url(address: str) -> str | None:
    match = _APP.fullmatch(address)
    if not match or ("." in match[2] and match[1].lower() != "tonsite"):
        return None
    path = _checked_path(match[3] or "")
    if path.startswith("/?"):
        path = path[1:]
    return f"{match[1].lower()}://{match[2].lower()}{path}"


def _checked_authority(authority: str) -> str | None:
    user_info, _at, host_port = authority.rpartition("@")
    host, colon, port = host_port.partition(":")
    if colon and not (port.isascii() and port.isdigit() and 0 < int(port) <= _MAX_PORT):
        return None
    if "." not in host or host == "." or not _HOST.fullmatch(host):
        return None
    if not _USER_INFO.fullmatch(user_info):
        return None
    userinfo = f"{user_info}@" if user_info else ""
    return userinfo + host.lower() + (f":{int(port)}" if colon else "")


def _checked_path(path: str) -> str:
    path = path.rstrip(" \t\r\n\v\0")
    if not path.startswith("/"):
        path = "/" + path
    return re.sub(r"[\x00-\x20]", lambda match: f"%{ord(match[0]):02X}", path)
