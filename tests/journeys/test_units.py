"""A unit's people come and go by link and by hand, in both languages, while its group changes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app.commands import binding_code
from bot.settings import load_settings
from tests.journeys.conftest import newcomer, open_town
from tests.journeys.scenes import new_card, number_on, seen_by
from tests.languages import in_each_language
from tests.phone import JSON, call, words_of
from tests.player import Player
from tests.whole_app import WholeApp

ZH = {
    "bound": "您是负责人",
    "panel": "邀请同事加入",
    "make": "生成链接",
    "made": "只能用一次",
    "welcome": "欢迎加入。您在本单位的职责：办理线索。",
    "used": "这个邀请已被使用或已过期",
    "refused": "您无权操作，或这条线索由别人承办。",
    "people": "的人员",
    "remove": "移出",
    "sure": "移出本单位？",
    "yes": "确认移出",
    "take": "接手",
    "holder": "承办：",
    "read": "阅读",
    "waits": "状态：待接手",
    "door": "由本单位负责人发链接邀请加入",
    "report": (
        "举报",
        "不是正在发生，继续",
        "容留吸毒的场所",
        "泰丰街道",
    ),
    "write": "请用一条消息写下",
    "go_on": ("继续", "直接发送，不留回执"),
    "sent": "已发送，谢谢您。",
    "secret": "三号楼的储藏间半夜总有人敲门取东西。",
}
EN = {
    "bound": "you are its supervisor",
    "panel": "Invite a colleague to",
    "make": "Make the link",
    "made": "It works once",
    "welcome": "Welcome. In this unit you are: handles reports.",
    "used": "This invitation was used already, or its time is over.",
    "refused": "This is not open to you, or somebody else holds it.",
    "people": "The people of",
    "remove": "Remove",
    "sure": "from this unit?",
    "yes": "Yes, remove",
    "take": "Take",
    "holder": "Held by: ",
    "read": "Read",
    "waits": "State: waiting",
    "door": "Your supervisor lets you in with a link.",
    "report": ("Report", "Not now, go on", "Selling or transporting drugs", "Yuanlin"),
    "write": "Write in one message",
    "go_on": ("Go on", "Send and forget"),
    "sent": "Sent. Thank you.",
    "secret": "Somebody knocks at the storeroom every night.",
}


@dataclass(kw_only=True)
class Scene:
    """An application with a fresh admin chat, and the words of its language."""

    app: WholeApp
    says: dict[str, str]
    code: str
    locale: str
    group: int = 0

    @property
    def li(self) -> Player:
        return self.app.officer

    async def form(self, *members: Player, **fields: object) -> None:
        """Make a group with the bot as administrator, and bind it."""
        body = {"title": "新值班群", "owner": self.li.id, **fields}
        body["members"] = [*(each.id for each in members), self.app.desk]
        made = await call(self.app.stage.base_url, "POST", "/sim/groups", json=body)
        self.group = int(made["id"])
        role = {"chat": self.group, "user": self.app.desk, "role": "administrator"}
        await call(self.app.stage.base_url, "POST", "/sim/role", json=role)
        await self.li.send(self.group, f"/bind {self.code}")
        await self.li.sees(self.says["bound"], chat=self.group)

    async def person(self, name: str) -> Player:
        return await Player.create(self.app.stage.base_url, name, self.locale)

    async def link(self) -> str:
        await self.li.send(self.app.desk, "/invite")
        panel = await self.li.sees(self.says["panel"])
        await self.li.tap(self.says["make"], message=panel)
        text = words_of(await self.li.sees(self.says["made"], message=panel))
        return "/start " + text.split("?start=")[1].split(maxsplit=1)[0]

    async def report(self) -> tuple[str, JSON]:
        """Let a citizen report, and return the number and the card."""
        citizen = await newcomer(self.app, "路人", self.locale)
        seen = await seen_by(self.li, self.group)
        for button in self.says["report"]:
            await citizen.tap(button)
        await citizen.sees(self.says["write"])
        await citizen.say(self.says["secret"])
        for button in self.says["go_on"]:
            await citizen.tap(button)
        await citizen.sees(self.says["sent"])
        card = await new_card(self.li, self.group, seen)
        return number_on(card), card


@pytest.fixture(params=in_each_language())
async def scene(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Scene]:
    is_chinese = request.param == "zh_Hans"
    async with open_town(tmp_path, str(request.param)) as app:
        settings = load_settings(data_dir=app.folder)
        yield Scene(
            app=app,
            says=ZH if is_chinese else EN,  # type: ignore[arg-type]
            code=await binding_code(settings, settings.unit),
            locale="zh-hans" if is_chinese else "en",
        )


async def test_bound_invited_taken_in_and_put_out_again(scene: Scene) -> None:
    says, li, desk = scene.says, scene.li, scene.app.desk
    wang, zhao = await scene.person("王警官"), await scene.person("赵警官")
    await scene.form(wang, zhao)
    opening = await scene.link()
    await wang.send(desk, opening)
    await wang.sees(says["welcome"])
    await zhao.send(desk, opening)
    await zhao.sees(says["used"])
    number, card = await scene.report()
    await zhao.tap(says["take"], chat=scene.group, message=card)
    await zhao.sees(says["refused"])
    await wang.tap(says["take"], chat=scene.group, message=card)
    card = await wang.sees(f"{says['holder']}王警官", message=card)
    await wang.tap(says["read"], message=card)
    await wang.sees(says["secret"], chat=desk)
    await li.send(desk, "/staff")
    panel = await li.sees(says["people"])
    await li.tap("王警官", message=panel)
    await li.tap(says["remove"], message=panel)
    await li.sees(says["sure"], message=panel)
    await li.tap(says["yes"], message=panel)
    await li.sees(says["people"], message=panel)
    await wang.no_longer_sees(says["secret"], chat=desk)
    card = await li.sees(says["waits"], chat=scene.group)
    assert number in words_of(card)
    await wang.tap(says["take"], chat=scene.group, message=card)
    await wang.sees(says["refused"])
    await wang.send(desk, "/queue")
    await wang.sees(says["refused"])
    await wang.send(desk, "/start")
    await wang.sees(says["door"])


async def test_in_a_forum_a_report_has_its_topic_and_gets_another_when_that_is_deleted(
    scene: Scene,
) -> None:
    says, li = scene.says, scene.li
    await scene.form(is_forum=True)
    number, card = await scene.report()
    thread = card["message_thread_id"]
    topics = {each["id"]: each for each in (await li.view(scene.group))["topics"]}
    assert topics[thread]["name"].startswith(f"{number} · ")
    assert says["secret"] not in topics[thread]["name"]
    body = {"user": li.id, "chat": scene.group, "topic": thread}
    await call(scene.app.stage.base_url, "POST", "/sim/topic/delete", json=body)
    await li.no_longer_sees(number, chat=scene.group)
    await li.send(scene.app.desk, "/queue")
    await li.tap(number)
    await li.tap(says["take"])
    card = await li.sees(f"{says['holder']}{li.name}", chat=scene.group, within=20)
    assert card["message_thread_id"] != thread


async def test_a_group_is_upgraded_while_a_report_is_being_dealt_with(scene: Scene) -> None:
    says, li, desk = scene.says, scene.li, scene.app.desk
    await scene.form(type="group")
    number, card = await scene.report()
    await li.tap(says["take"], chat=scene.group, message=card)
    await li.sees(says["holder"], message=card)
    body = {"user": li.id, "chat": scene.group}
    made = await call(scene.app.stage.base_url, "POST", "/sim/upgrade", json=body)
    scene.group = int(made["id"])
    card = await li.sees(number, chat=scene.group, within=20)
    assert says["holder"] in words_of(card)
    await li.tap(says["read"], message=card)
    await li.sees(says["secret"], chat=desk)
