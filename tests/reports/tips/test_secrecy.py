"""Neither words nor pictures nor receipts stand in any file."""

from __future__ import annotations

from tests.reports.house import House
from tests.reports.tips.test_service import TEXT, a_request, send_tip


async def test_nothing_written_or_drawn_or_handed_out_stands_in_any_file(house: House) -> None:
    request = a_request()
    await send_tip(house)(request)
    stored = house.everything_stored()
    secrets = [TEXT, "金色港湾", *("".join(request.receipt.words(x)) for x in ("zh_Hans", "en"))]
    for secret in secrets:
        for encoding in ("utf-8", "utf-16-le"):
            assert secret.encode(encoding) not in stored
    assert b"first picture" not in stored
