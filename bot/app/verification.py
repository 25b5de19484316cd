"""The web page on which a stranger checks a certificate: plain HTML, nothing kept or counted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from html import escape
from pathlib import Path
from typing import Final

from aiogram.utils.i18n import gettext as _
from aiohttp import web
from sqlalchemy import URL

from bot.app import shelves
from bot.app.shared import utc_now
from bot.chat.i18n import Catalogues, locale_of
from bot.education.learning.router.vouching import vouch
from bot.education.learning.service.certificates import IssuedCertificate, VerifyCertificate
from storage.education.unit_of_work import EducationUnitOfWork
from storage.kit.engine import create_engine
from storage.kit.unit_of_work import create_sessions

PATH: Final = "/verify/{code}"
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
STYLE: Final = (
    "body{font:18px/1.6 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.2rem;"
    "color:#1d3550;background:#fdf9f0}h1{font-size:1.5rem}p{margin:.4rem 0}"
    "small{display:block;margin-top:.8rem;color:#5d6c7a}"
    "header{color:#8d6a2a;letter-spacing:.12em;font-size:.9rem}"
)

Verify = Callable[[str], Awaitable[IssuedCertificate | None]]


class VerificationPage:
    """Answers in the language that the browser asks for."""

    def __init__(self, i18n: Catalogues, verify: Verify) -> None:
        self._i18n, self._verify = i18n, verify

    @property
    def route(self) -> web.RouteDef:
        return web.get(PATH, self.answer)

    async def answer(self, request: web.Request) -> web.Response:
        code = request.match_info["code"]
        issued = await self._verify(code)
        locale = locale_of(request.headers.get("Accept-Language", "").split(",")[0])
        with self._i18n.context(), self._i18n.use_locale(locale):
            body = _found(issued, locale) if issued else _unknown()
            brand = _("HUMEN")
        lang = locale.replace("_", "-")
        page = f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        page += '<meta name="viewport" content="width=device-width">'
        page += f"<title>{escape(_title(body))}</title><style>{STYLE}</style>"
        page += f"<header>{escape(brand)}</header>"
        page += "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in body)
        status = 200 if issued else 404
        return web.Response(text=page, content_type="text/html", status=status, headers=HEADERS)


@asynccontextmanager
async def verification_beside(data: Path) -> AsyncIterator[VerificationPage]:
    """Serve the page from the data folder of an application that a demo or a test runs."""
    engine = create_engine(
        URL.create("sqlite+aiosqlite", database=str(data / "education.sqlite3"))
    )
    sessions = create_sessions(engine)
    verify = VerifyCertificate(
        unit_of_work=lambda: EducationUnitOfWork(sessions),
        library=shelves.library(),
        clock=utc_now,
    )
    try:
        yield VerificationPage(Catalogues(), verify)
    finally:
        await engine.dispose()


Body = list[tuple[str, str]]


def _title(body: Body) -> str:
    return body[0][1]


def _found(issued: IssuedCertificate, locale: str) -> Body:
    said = vouch(issued, locale)
    return [
        ("h1", said.verdict),
        *(("p", fact) for fact in said.facts),
        *(("small", limit) for limit in said.limits),
    ]


def _unknown() -> Body:
    return [
        ("h1", _("No certificate has this code")),
        ("p", _("Please compare it with the picture.")),
    ]
