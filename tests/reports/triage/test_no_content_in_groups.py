"""Nothing of what people report, ask or note ever stands in a group: a thousand kinds of tips.

Every Bot API request is recorded by the gateway and searched, whatever its method, as long as it
goes to a chat that is not private.
"""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app.reports import build_reports_public
from bot.chat.delivery import pace
from bot.drawing.media.kinds import CleanFile, Kind
from bot.gateway.world import requests
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import SendTip, SendTipRequest
from bot.reports.triage.duplicates.book import SignatureBook
from bot.reports.triage.duplicates.sealing import SignatureDesk
from bot.reports.triage.duplicates.service import LinkDuplicates
from bot.reports.triage.router.callbacks import Action, TipCallback
from bot.reports.triage.router.notices import CardNotices
from bot.reports.triage.rules import Outcome, WorkState
from storage.reports.kinds import Urgency
from storage.reports.outbox_store import OutboxRow
from storage.reports.tips import Tip
from storage.vault.receipts import Receipt
from tests.drills.sizes import share_of
from tests.keys import UNIT
from tests.phone import inline_buttons
from tests.reports.desk import written
from tests.reports.house import open_house
from tests.reports.station import OTHER_UNIT, Station, open_station
from tests.reports.triage.working import Works

TAPPED = 5
HAN = "鑫淼焱垚犇羴鱻麤龘灥馫骉毳赑"
FIELDS = ("when", "where", "people", "vehicle", "account", "spot", "unknown-field")
WRAPPINGS = (
    "{}",
    "<b>{}</b>",
    "</b>{}",
    "&lt;{}",
    "/start {}",
    "@{}",
    "#{}",
    "{}\n\n{}",
    "`{}`",
    "https://{}.example",
    "\u202e{}",
    "{}🔴",
    "线索 {}",
    "{{number}} {}",
    "%s {}",
    "\x00{}",
)
KINDS = (
    (Kind.PICTURE, "image/jpeg"),
    (Kind.VIDEO, "video/mp4"),
    (Kind.SOUND, "audio/ogg"),
    (Kind.DOCUMENT, "application/pdf"),
)


@dataclass
class Fuzz:
    """Makes tips, each with canaries of its own in every place that takes words."""

    random: random.Random
    canaries: list[str]

    def canary(self) -> str:
        """Return something that nobody else writes, in Chinese or Latin letters."""
        if self.random.random() < 0.5:
            made = "".join(self.random.choices(HAN, k=9))
        else:
            made = "".join(self.random.choices("bcdfghjkqvwxz", k=14))
        self.canaries.append(made)
        return made

    def words(self) -> str:
        wrapping = self.random.choice(WRAPPINGS)
        text = wrapping.replace("{{number}}", "number").replace("{}", self.canary())
        return text * self.random.choice((1, 1, 1, 20))

    def files(self) -> Iterator[CleanFile]:
        for kind, media_type in self.random.sample(KINDS, self.random.randrange(3)):
            yield CleanFile(kind=kind, media_type=media_type, data=self.canary().encode())

    def request(self, station: Station) -> SendTipRequest:
        library, choose = station.office.house.library, self.random.choice
        answers = {name: self.words() for name in FIELDS if self.random.random() < 0.5}
        answers |= {"certainty": choose(("seen", "heard", self.words()))}
        return SendTipRequest(
            receipt=Receipt.create(),
            category=choose(library.tip_form.categories).id,
            region_id=choose(library.regions.children("429005")).id,
            urgency=choose(list(Urgency)),
            words=Words(
                text=self.words(),
                fields=answers,
                files=tuple(self.files()),
                locale=choose(("zh_Hans", "en", "")),
            ),
        )


@pytest.fixture
async def station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Station]:
    """Open a station whose bot keeps no pace: a group takes twenty messages a minute."""
    monkeypatch.setattr(pace, "PER_GROUP", 10**6)
    monkeypatch.setattr(pace, "STARTS", 10**6)
    monkeypatch.setattr(requests, "KEPT", 10**6)
    async with (
        open_house(tmp_path, units=(UNIT, OTHER_UNIT)) as house,
        open_station(house) as opened,
    ):
        yield opened


@pytest.mark.parametrize(
    "count",
    [40, pytest.param(share_of(1000), marks=[pytest.mark.drill, pytest.mark.timeout(3600)])],
)
async def test_no_word_of_a_thousand_kinds_of_tips_goes_to_a_group(
    station: Station, count: int
) -> None:
    fuzz = Fuzz(random.Random(20261122), [])
    send = build_reports_public(station.office.house.parts()).workflow["tip_desk"].send_tip
    assert isinstance(send, SendTip)
    for number in range(count):
        sent = await send(fuzz.request(station))
        tip = await station.office.tip(sent.tip_id)
        await _work(station, fuzz, tip)
        if number < TAPPED:
            await _tap_through(station, fuzz, tip)
    read = _sent_to_groups_and_to_officers(station)
    assert len([text for text in read[0] if "未核实" in text]) >= count, "cards were searched"
    assert [each for each in fuzz.canaries if each in "".join(read[0])] == []
    assert any(each in "".join(read[1]) for each in fuzz.canaries), "so reading would be seen"


async def _work(station: Station, fuzz: Fuzz, tip: Tip) -> None:
    """Post the card, do what officers do, and draw the card anew each time."""
    triage, works = station.staff.workflow["triage"], Works(office=station.office)
    post = await station.office.post(station.li.id, station.group)
    item = OutboxRow(id="", kind="card", address=b"", payload={"tip": tip.id}, attempts=1)
    notices = CardNotices(triage=triage, link_duplicates=_link(station))
    await notices.send_card(item)
    await station.office.take(post, tip.id)
    is_question = fuzz.random.random() < 0.5
    await station.office.write(post, written(tip, fuzz.words(), is_question=is_question))
    match fuzz.random.randrange(6):
        case 0:
            await station.office.close(post, tip.id, fuzz.random.choice(list(Outcome)))
        case 1:
            await works.state(post, tip.id, WorkState.VERIFYING)
        case 2:
            await works.minor(post, tip.id, is_minor=True)
        case 3:
            await works.transfer(post, tip.id, OTHER_UNIT)
        case 4:
            await station.office.give_back(post, tip.id)
        case _:
            pass
    if (await station.office.tip(tip.id)).unit_id == OTHER_UNIT:
        await notices.send_card(item)
    await notices.send_answer(item)


def _link(station: Station) -> LinkDuplicates:
    house = station.office.house
    desk = SignatureDesk(keys=house.staff_keys)
    return LinkDuplicates(
        unit_of_work=house.work, clock=house.clock, desk=desk, book=SignatureBook(desk)
    )


async def _tap_through(station: Station, fuzz: Fuzz, tip: Tip) -> None:
    """Tap every button of the card in the group, and write what a tired officer writes there."""
    now = await station.office.tip(tip.id)
    if now.unit_id != UNIT or now.card_message_id is None:
        return
    shown = await station.li.messages(station.group)
    (card,) = [each for each in shown if each["message_id"] == now.card_message_id]
    reading = TipCallback(action=Action.READ, tip=tip.id).pack()
    for button in sorted(inline_buttons(card), key=lambda each: each["callback_data"] != reading):
        await station.li.tap_data(button["callback_data"], card, chat=station.group)
    await station.li.send(station.group, "/queue")
    await station.li.send(station.group, f"/find {tip.number}")
    await station.li.send(station.group, "/mine")
    await station.quiet()


def _sent_to_groups_and_to_officers(station: Station) -> tuple[list[str], list[str]]:
    """Return what the bot asked of Telegram for groups, whatever the method, and for people."""
    groups: list[str] = []
    people: list[str] = []
    for record in station.world.requests.select(None, None, 0):
        request = record.to_json()
        chat = str(request["parameters"].get("chat_id", ""))
        where = people if chat.isdigit() else groups
        where.append(json.dumps(request, ensure_ascii=False))
    return groups, people
