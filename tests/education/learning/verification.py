"""The web page that verifies a certificate, as a browser of some language reads it."""

from __future__ import annotations

from aiohttp.test_utils import make_mocked_request

from bot.app.verification import VerificationPage
from bot.chat.i18n import Catalogues
from bot.education.learning.service.certificates import VerifyCertificate
from tests.education.learning.school import School


async def read_page(school: School, code: str, language: str) -> tuple[int, str]:
    page = VerificationPage(Catalogues(), school.use(VerifyCertificate))
    request = make_mocked_request(
        "GET", f"/verify/{code}", {"Accept-Language": language}, match_info={"code": code}
    )
    answer = await page.answer(request)
    return answer.status, str(answer.text)
