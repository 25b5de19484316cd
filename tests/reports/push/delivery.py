"""The delivery role on a house, with a sender that notes what it sends or fails as it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.app.delivery import DeliveryWorker, Duties, HeldRouteKeys
from bot.app.reports import build_reports_public
from bot.chat.i18n import DEFAULT_LOCALE
from bot.reports.mailbox.session import MailboxDesk
from bot.reports.push.delivering import EndPastMonths, ForgetWhoWishes, SendDueNotices
from bot.reports.push.service import WishToBeForgotten, plan_notice
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import SendTip, SendTipRequest
from bot.settings import Settings, load_settings
from storage.reports.kinds import Urgency
from storage.reports.routes import NoticeRoute
from storage.reports.tips import Tip
from storage.vault.addresses import Address
from storage.vault.receipts import Receipt
from tests.reports.house import House

ZHOU, SUN = 7_004_001_234, 7_004_005_678


def address(chat_id: int = ZHOU) -> Address:
    return Address(chat_id=chat_id, locale=DEFAULT_LOCALE)


def settings_of(house: House, **more: object) -> Settings:
    return load_settings(data_dir=house.folder, **more)


@dataclass
class Delivery:
    """What the public role does for push, and the worker of the delivery role."""

    house: House
    send_tip: SendTip
    desk: MailboxDesk
    wish: WishToBeForgotten
    worker: DeliveryWorker
    sent: list[int] = field(default_factory=list)
    failing: Exception | None = None

    async def send(self, to: Address) -> None:
        if self.failing is not None:
            raise self.failing
        self.sent.append(to.chat_id)

    async def tip(self, chat_id: int = ZHOU) -> tuple[Tip, Receipt]:
        """Return a new tip on which notices are turned on."""
        receipt = Receipt.create()
        tip = await self.new_tip(receipt)
        assert await self.desk.turn_on(receipt, address(chat_id))
        return tip, receipt

    async def new_tip(self, receipt: Receipt | None = None) -> Tip:
        request = SendTipRequest(
            receipt=receipt or Receipt.create(),
            category="trafficking",
            region_id="429005001",
            urgency=Urgency.ROUTINE,
            words=Words(text="昨晚九点半"),
        )
        sent = await self.send_tip(request)
        async with self.house.work() as work:
            return await work.tips.get(sent.tip_id)

    async def plan(self, tip: Tip) -> datetime:
        async with self.house.work() as work:
            await plan_notice(work, tip.id, self.house.clock())
            await work.commit()
        route = await self.route(tip)
        assert route is not None
        assert route.due_at is not None
        return route.due_at

    async def due(self, tip: Tip) -> None:
        """Plan a notice and let its time come."""
        self.house.clock.now = await self.plan(tip)

    async def route(self, tip: Tip) -> NoticeRoute | None:
        async with self.house.work() as work:
            return await work.routes.find(tip.id)

    async def wishes(self) -> int:
        async with self.house.work() as work:
            return len(await work.routes.list_wishes())

    async def restart(self) -> None:
        self.worker = await _worker(self)


async def open_delivery(house: House) -> Delivery:
    workflow = build_reports_public(house.parts()).workflow
    worker: DeliveryWorker = None  # type: ignore[assignment]
    delivery = Delivery(
        house=house,
        send_tip=workflow["tip_desk"].send_tip,
        desk=workflow["mailbox_desk"],
        wish=workflow["wish_to_be_forgotten"],
        worker=worker,
    )
    await delivery.restart()
    return delivery


async def _worker(delivery: Delivery) -> DeliveryWorker:
    house = delivery.house
    keys = await HeldRouteKeys.open(settings_of(house))
    people = {"unit_of_work": house.work, "clock": house.clock, "keys": lambda: keys.held}
    return DeliveryWorker(
        Duties(
            forget=ForgetWhoWishes(**people),
            send=SendDueNotices(**people, send=delivery.send),
            end_past=EndPastMonths(unit_of_work=house.work, forget_keys=keys.forget_before),
            keys=keys,
            engine=house.engine,
            clock=house.clock,
        )
    )
