"""A tipster who knows what the screen says in his language, and how to copy a receipt."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from tests.journeys.conftest import newcomer
from tests.journeys.scenes import receipt_on, words_asked
from tests.phone import JSON, inline_buttons, words_of
from tests.player import Player
from tests.whole_app import WholeApp

CHINESE = MappingProxyType(
    {
        "report": "举报",
        "entry": "举报毒品违法犯罪",
        "now": "正在发生",
        "urgent": "请现在就打 110",
        "safe": "我现在安全，继续",
        "not_now": "不是正在发生，继续",
        "minor": "我未满 18 岁",
        "adult": "先告诉一个你信得过的大人",
        "minor_on": "继续举报",
        "ask_category": "是哪一类情况？",
        "category": "贩卖、运输毒品",
        "other": "其他涉毒情况",
        "family": "是家里人的事",
        "law": "第六十二条",
        "to_report": "回到举报",
        "ask_region": "在什么地方？",
        "region": "园林街道",
        "whole": "说不准，或者全市",
        "ask_text": "用一条消息写下",
        "review": "请核对要发送的内容",
        "kept": "收下了",
        "replaces": "会替换这段",
        "go_on": "继续",
        "keep": "就用这段，继续",
        "back": "上一步",
        "change_text": "修改内容",
        "change_category": "改类别",
        "change_region": "改地点",
        "receipt": "您的回执：十二个字",
        "picture": "存成图片",
        "saved": "请现在就保存",
        "written": "我抄好了",
        "check": "请输入回执的第",
        "two_words": "请只输入这两个字",
        "wrong": "还不对：第",
        "again": "再看一遍",
        "ready": "对了，可以发送了",
        "send": "发送",
        "sent": "已发送，谢谢您",
        "unsent": "您有一条举报还没发送",
        "to_unsent": "回到没发送的举报",
        "asked": "这条要加进去吗",
        "add": "加进举报",
        "too_long": "这段有",
        "unsupported": "没有收下",
        "exit": "刚才填的内容没有保留",
        "questions": "补几个细节",
        "skip": "跳过",
        "first": "第 1 项",
        "second": "第 2 项",
        "overview": "回到核对页",
        "spot": "位置收下了",
        "menu": "您想做什么？",
        "lesson": "学一课",
        "course": "初中禁毒课",
        "help": "我需要帮助",
        "numbers": "你不是一个人",
        "clear": "清除这条消息",
        "mailbox": "我的回执",
        "ask_receipt": "请输入或粘贴回执",
        "status": "进展：",
        "unknown": "打不开信箱",
    }
)
ENGLISH = MappingProxyType(
    {
        "report": "Report",
        "entry": "Report drug crime",
        "now": "It is happening now",
        "urgent": "Please call 110 now",
        "safe": "I am safe, go on",
        "not_now": "Not now, go on",
        "minor": "I am under 18",
        "adult": "tell a grown-up you trust first",
        "minor_on": "Go on with the report",
        "ask_category": "What is it about?",
        "category": "Selling or transporting drugs",
        "other": "Something else about drugs",
        "family": "About my family",
        "law": "Article 62",
        "to_report": "Back to the report",
        "ask_region": "Where is it?",
        "region": "Yuanlin Subdistrict",
        "whole": "Not sure, or the whole city",
        "ask_text": "Write in one message",
        "review": "This is what will be sent",
        "kept": "Taken into the report",
        "replaces": "What you write now replaces this",
        "go_on": "Go on",
        "keep": "Keep it, go on",
        "back": "Back",
        "change_text": "Change the text",
        "change_category": "Change what",
        "change_region": "Change where",
        "receipt": "Your receipt: twelve words",
        "picture": "As a picture",
        "saved": "Save it now",
        "written": "I have written it down",
        "check": "Please type words no.",
        "two_words": "just these two words",
        "wrong": "Not right yet: word no.",
        "again": "Show the words again",
        "ready": "Ready to send",
        "send": "Send",
        "sent": "Sent. Thank you",
        "unsent": "You have a report that is not sent yet",
        "to_unsent": "Back to my report",
        "asked": "Does this belong to it?",
        "add": "Add it to the report",
        "too_long": "That is",
        "unsupported": "so this was not",
        "exit": "Nothing of the form was kept",
        "questions": "A few questions",
        "skip": "Skip",
        "first": "1 of ",
        "second": "2 of ",
        "overview": "To the overview",
        "spot": "Location taken",
        "menu": "What would you like to do?",
        "lesson": "Start learning",
        "course": "Junior secondary course",
        "help": "I need help",
        "numbers": "You are not alone",
        "clear": "Clear this message",
        "mailbox": "My receipt",
        "ask_receipt": "type or paste the twelve words",
        "status": "Status:",
        "unknown": "open no mailbox",
    }
)


@dataclass(kw_only=True)
class Guest:
    """Somebody new; `words` and `files` are what the stored tip must hold at the end."""

    player: Player
    says: MappingProxyType[str, str]
    words: str
    receipt: list[str] = field(default_factory=list)
    files: int = 0
    fields: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def arrive(cls, app: WholeApp, name: str, language: str) -> Guest:
        is_chinese = language.startswith("zh")
        words = (
            "昨晚九点，后门有人卸货" if is_chinese else "Last night at nine they unloaded boxes"
        )
        player = await newcomer(app, name, language)
        return cls(
            player=player, says=CHINESE if is_chinese else ENGLISH, words=f"{words}（{name}）"
        )

    @property
    def is_chinese(self) -> bool:
        return self.says is CHINESE

    async def tap(self, *names: str, **options: Any) -> None:
        for name in names:
            await self.player.tap(self.says[name], **options)

    async def sees(self, name: str) -> JSON:
        return await self.player.sees(self.says[name], within=20)

    async def say(self, text: str) -> None:
        await self.player.say(text)

    async def command(self, text: str) -> None:
        await self.player.say(text)

    async def open(self) -> None:
        await self.tap("report")
        await self.sees("entry")

    async def to_text(self) -> None:
        await self.open()
        await self.tap("not_now", "category")
        await self.sees("ask_region")
        await self.tap("region")
        await self.sees("ask_text")

    async def to_review(self) -> None:
        await self.to_text()
        await self.say(self.words)
        await self.sees("review")

    async def to_receipt(self) -> None:
        card = await self.sees("review")
        await self.tap("go_on", message=card)
        self.receipt = receipt_on(await self.sees("receipt"))

    async def to_check(self) -> JSON:
        await self.to_receipt()
        await self.tap("written")
        return await self.sees("check")

    async def finish(self) -> None:
        """Go on from the review to the end, as the form says."""
        card = await self.to_check()
        await self.say(words_asked(card, self.receipt))
        await self.send()

    async def send(self) -> None:
        card = await self.sees("ready")
        await self.tap("send", message=card)
        await self.sees("sent")

    async def opens_mailbox(self, pasted: str) -> None:
        await self.command("/receipt")
        await self.sees("ask_receipt")
        await self.say(pasted)
        await self.sees("status")

    async def no_longer_has(self, card: JSON) -> None:
        """Wait until a card is off the screen."""
        async with asyncio.timeout(20):
            while await self._has(card):  # noqa: ASYNC110 - the gateway tells nobody of it
                await asyncio.sleep(0.05)

    async def _has(self, card: JSON) -> bool:
        shown = [each["message_id"] for each in await self.player.messages()]
        return card["message_id"] in shown

    async def leaves_nothing(self) -> bool:
        """Tell whether nothing he wrote is left on his screen, commands aside."""
        shown = [words_of(each) for each in await self.player.messages() if each["out"]]
        return all(text.startswith("/") for text in shown)

    async def data_of(self, name: str) -> tuple[str, JSON]:
        """Return the data of a button, and the card it stands on."""
        card = await self.player.last()
        words = self.says[name]
        (data,) = [b["callback_data"] for b in inline_buttons(card) if words in b["text"]]
        return data, card
