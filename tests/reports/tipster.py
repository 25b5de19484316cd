"""A citizen who fills in the form, in either language."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from PIL import Image

from bot.drawing.media.kinds import CleanFile, Kind
from tests.phone import JSON
from tests.player import Player
from tests.reports.house import BOT, House

TEXT = "昨晚九点半金色港湾后门有人卖，白色面包车"

CHINESE = {
    "report": "举报",
    "not_now": "不是正在发生",
    "now": "正在发生",
    "category": "贩卖、运输毒品",
    "other": "其他涉毒情况",
    "region": "园林街道",
    "go_on": "继续",
    "written": "我抄好了",
    "forget": "直接发送，不留回执",
    "send": "发送",
    "mailbox": "打开我的信箱",
    "answer": "回答",
    "answered": "已发给工作人员",
    "close": "关闭信箱",
    "ask_category": "是哪一类情况",
    "ask_region": "在什么地方",
    "ask_text": "请用一条消息写下",
    "review": "请核对要发送的内容",
    "receipt": "您的回执：十二个字",
    "check": "请输入回执",
    "ready": "可以发送了",
    "sent": "已发送，谢谢您",
    "ask_receipt": "请输入或粘贴回执",
    "menu": "安全举报",
}
ENGLISH = {
    "report": "Report",
    "not_now": "Not now, go on",
    "now": "It is happening now",
    "category": "Selling or transporting drugs",
    "other": "Something else about drugs",
    "region": "Yuanlin Subdistrict",
    "go_on": "Go on",
    "written": "I have written it down",
    "forget": "Send and forget",
    "send": "Send",
    "mailbox": "Open my mailbox",
    "answer": "Answer",
    "answered": "Sent to the staff",
    "close": "Close the mailbox",
    "ask_category": "What is it about",
    "ask_region": "Where is it",
    "ask_text": "Write in one message",
    "review": "This is what will be sent",
    "receipt": "Your receipt: twelve words",
    "check": "Please type words no.",
    "ready": "Ready to send",
    "sent": "Sent. Thank you",
    "ask_receipt": "type or paste the twelve words",
    "menu": "report safely",
}


@dataclass(kw_only=True)
class Tipster:
    """A player, and what the screen says in his language."""

    player: Player
    says: dict[str, str]
    receipt: str = ""

    @classmethod
    async def create(cls, house: House, language: str = "zh-hans") -> Tipster:
        says = CHINESE if language.startswith("zh") else ENGLISH
        return cls(player=await Player.create(house.base_url, "周先生", language), says=says)

    async def tap(self, name: str) -> JSON:
        return await self.player.tap(self.says[name])

    async def sees(self, name: str) -> JSON:
        return await self.player.sees(self.says[name])

    async def open_form(self) -> None:
        await self.player.send(BOT, "/start")
        await self.sees("menu")
        await self.tap("report")

    async def go_to_text(self) -> None:
        await self.open_form()
        await self.tap("not_now")
        await self.tap("category")
        await self.sees("ask_region")
        await self.tap("region")
        await self.sees("ask_text")

    async def go_to_review(self, text: str = TEXT) -> JSON:
        await self.go_to_text()
        await self.player.say(text)
        return await self.sees("review")

    async def go_to_receipt(self, text: str = TEXT) -> None:
        await self.go_to_review(text)
        await self.tap("go_on")
        card = await self.sees("receipt")
        rows = re.findall(r"(\d+) (\S+)", card["text"])
        words = {int(number): word for number, word in rows}
        self.receipt = " ".join(words[number] for number in range(1, 13))

    async def go_to_ready(self, text: str = TEXT) -> None:
        await self.go_to_receipt(text)
        await self.tap("written")
        card = await self.sees("check")
        words = self.receipt.split()
        places = [int(number) for number in re.findall(r"\d+", card["text"])]
        await self.player.say(" ".join(words[place - 1] for place in places))
        await self.sees("ready")

    async def send_tip(self) -> str:
        """Go through the whole form and return the number of the tip."""
        await self.go_to_ready()
        await self.tap("send")
        card = await self.sees("sent")
        number = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", card["text"])
        assert number
        return number[0]

    async def open_mailbox(self) -> None:
        await self.player.send(BOT, "/receipt")
        await self.sees("ask_receipt")
        await self.player.say(self.receipt)

    async def written_by_me(self) -> list[str]:
        """Return what of his own still stands on the screen, without commands."""
        shown = [each for each in await self.player.messages(BOT) if each["out"]]
        texts = [str(each.get("text") or each.get("caption") or "[file]") for each in shown]
        return [text for text in texts if not text.startswith("/")]


def a_picture(data: bytes) -> CleanFile:
    """Return bytes as a picture that is clean already."""
    return CleanFile(kind=Kind.PICTURE, media_type="image/jpeg", data=data)


def photo(colour: str = "red", size: tuple[int, int] = (320, 240)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()
