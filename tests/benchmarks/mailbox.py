"""Opening a mailbox (derive, look up, open; no HTTP) against Argon2id at GlobaLeaks' parameters.

GlobaLeaks derives with Argon2id at opslimit 16 and memlimit 2**27 bytes (its crypto.py).
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from nacl import pwhash

from bot.app.reports import build_reports_public
from bot.reports.mailbox.service import OpenMailbox
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import SendTipRequest
from storage.reports.kinds import Urgency
from storage.vault.receipts import Receipt
from tests.benchmarks.timing import median_seconds, median_seconds_of
from tests.reports.house import House, open_house

TIPS = 300
ROUNDS = 50
ARGON2_ROUNDS = 3
OPSLIMIT, MEMLIMIT = 16, 2**27


async def report() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_house(Path(folder)) as house:
            receipts = [await _send(house) for _tip in range(TIPS)]
            text = "\n".join(receipts[TIPS // 2].words("zh_Hans"))
            opening = OpenMailbox(unit_of_work=house.work, keys=house.keys)

            async def open_once() -> None:
                mailbox = await opening(Receipt.parse(text))
                assert mailbox is not None

            await open_once()
            opened = await median_seconds_of(open_once, ROUNDS)
    salt = bytes(pwhash.argon2id.SALTBYTES)
    derived = median_seconds(
        lambda: pwhash.argon2id.kdf(32, b"1234567890123456", salt, OPSLIMIT, MEMLIMIT),
        ARGON2_ROUNDS,
    )
    print(
        f"mailbox: opening one of {TIPS} takes {opened / derived:.4f} of one Argon2id at "
        f"GlobaLeaks' parameters ({opened * 1000:.1f} ms and {derived * 1000:.0f} ms)"
    )


async def _send(house: House) -> Receipt:
    receipt = Receipt.create()
    send = build_reports_public(house.parts()).workflow["tip_desk"].send_tip
    request = SendTipRequest(
        receipt=receipt,
        category="trafficking",
        region_id="429005",
        urgency=Urgency.ROUTINE,
        words=Words(text="x" * 300),
    )
    await send(request)
    return receipt
