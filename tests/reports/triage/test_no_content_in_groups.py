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
from bot.reports.triage.pleas import MarkPlea
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
from tests.reports.house import open_house
from tests.reports.services import written
from tests.reports.staff_bot import OTHER_UNIT, StaffBot, run_staff_bot
from tests.reports.triage.triage_services import TriageServices

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

    def request(self, staff_bot: StaffBot) -> SendTipRequest:
        library, choose = staff_bot.services.house.library, self.random.choice
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
async def staff_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StaffBot]:
    """Run a staff bot that keeps no pace: a group takes twenty messages a minute."""
    monkeypatch.setattr(pace, "PER_GROUP", 10**6)
    monkeypatch.setattr(pace, "STARTS", 10**6)
    monkeypatch.setattr(requests, "KEPT", 10**6)
    async with (
        open_house(tmp_path, units=(UNIT, OTHER_UNIT)) as house,
        run_staff_bot(house) as opened,
    ):
        yield opened


@pytest.mark.parametrize(
    "count",
    [40, pytest.param(share_of(1000), marks=[pytest.mark.drill, pytest.mark.timeout(3600)])],
)
async def test_no_word_of_a_thousand_kinds_of_tips_goes_to_a_group(
    staff_bot: StaffBot, count: int
) -> None:
    fuzz = Fuzz(random.Random(20261122), [])
    send = build_reports_public(staff_bot.services.house.parts()).workflow["tip_desk"].send_tip
    assert isinstance(send, SendTip)
    for number in range(count):
        sent = await send(fuzz.request(staff_bot))
        tip = await staff_bot.services.tip(sent.tip_id)
        await _work(staff_bot, fuzz, tip)
        if number < TAPPED:
            await _tap_through(staff_bot, fuzz, tip)
    read = _sent_to_groups_and_to_officers(staff_bot)
    assert len([text for text in read[0] if "未核实" in text]) >= count, "cards were searched"
    assert [each for each in fuzz.canaries if each in "".join(read[0])] == []
    assert any(each in "".join(read[1]) for each in fuzz.canaries), "so reading would be seen"


async def _work(staff_bot: StaffBot, fuzz: Fuzz, tip: Tip) -> None:
    """Post the card, do what officers do, and draw the card anew each time."""
    triage = TriageServices(services=staff_bot.services)
    post = await staff_bot.services.post(staff_bot.li.id, staff_bot.group)
    item = OutboxRow(id="", kind="card", address=b"", payload={"tip": tip.id}, attempts=1)
    # The classifier has no part in this; every other tip counts as a plea.
    plea = MarkPlea(**staff_bot.services.tools, hears=lambda _text: fuzz.random.random() < 0.5)
    notices = CardNotices(
        triage=staff_bot.staff.workflow["triage"],
        link_duplicates=_link(staff_bot),
        mark_plea=plea,
    )
    await notices.send_card(item)
    await staff_bot.services.take(post, tip.id)
    is_question = fuzz.random.random() < 0.5
    await staff_bot.services.write(post, written(tip, fuzz.words(), is_question=is_question))
    match fuzz.random.randrange(6):
        case 0:
            await staff_bot.services.close(post, tip.id, fuzz.random.choice(list(Outcome)))
        case 1:
            await triage.state(post, tip.id, WorkState.VERIFYING)
        case 2:
            await triage.minor(post, tip.id, is_minor=True)
        case 3:
            await triage.transfer(post, tip.id, OTHER_UNIT)
        case 4:
            await staff_bot.services.give_back(post, tip.id)
        case _:
            pass
    if (await staff_bot.services.tip(tip.id)).unit_id == OTHER_UNIT:
        await notices.send_card(item)
    await notices.send_answer(item)


def _link(staff_bot: StaffBot) -> LinkDuplicates:
    house = staff_bot.services.house
    desk = SignatureDesk(keys=house.staff_keys)
    return LinkDuplicates(
        unit_of_work=house.work, clock=house.clock, desk=desk, book=SignatureBook(desk)
    )


async def _tap_through(staff_bot: StaffBot, fuzz: Fuzz, tip: Tip) -> None:
    """Tap every button of the card in the group, and write what a tired officer writes there."""
    now = await staff_bot.services.tip(tip.id)
    if now.unit_id != UNIT or now.card_message_id is None:
        return
    shown = await staff_bot.li.messages(staff_bot.group)
    (card,) = [each for each in shown if each["message_id"] == now.card_message_id]
    reading = TipCallback(action=Action.READ, tip=tip.id).pack()
    for button in sorted(inline_buttons(card), key=lambda each: each["callback_data"] != reading):
        await staff_bot.li.tap_data(button["callback_data"], card, chat=staff_bot.group)
    await staff_bot.li.send(staff_bot.group, "/queue")
    await staff_bot.li.send(staff_bot.group, f"/find {tip.number}")
    await staff_bot.li.send(staff_bot.group, "/mine")
    await staff_bot.quiet()


def _sent_to_groups_and_to_officers(staff_bot: StaffBot) -> tuple[list[str], list[str]]:
    """Return what the bot asked of Telegram for groups, whatever the method, and for people."""
    groups: list[str] = []
    people: list[str] = []
    for record in staff_bot.world.requests.select(None, None, 0):
        request = record.to_json()
        chat = str(request["parameters"].get("chat_id", ""))
        where = people if chat.isdigit() else groups
        where.append(json.dumps(request, ensure_ascii=False))
    return groups, people
