"""The story, clicked on the page: three phones, from the first lesson to the closed report."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Page

from tests.journeys.hand import Hand
from tests.journeys.page_words import Script
from tests.journeys.scenes import photo_of_a_van, receipt_in, words_asked_in
from tests.journeys.settling import settle
from tests.whole_app import WholeApp

Snap = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStory:
    """Plays the scenes on one page; `snap` looks at what stands there after each."""

    page: Page
    app: WholeApp
    script: Script
    snap: Snap
    questions: int = 5

    @property
    def student(self) -> Hand:
        return Hand(page=self.page, phone="student")

    @property
    def citizen(self) -> Hand:
        return Hand(page=self.page, phone="citizen")

    @property
    def staff(self) -> Hand:
        return Hand(page=self.page, phone="staff")

    async def play(self) -> None:
        await self.reach_a_question()
        await self.read_the_cards()
        await self.finish_the_lesson()
        await self.hold_the_certificate()
        receipt = await self.send_a_tip()
        await self.take_and_ask()
        await self.open_the_mailbox(receipt)
        await self.answer()
        await self.close_the_report()

    async def reach_a_question(self) -> None:
        yu, words = self.student, self.script
        await self.snap("menu")
        for button, seen in zip(words.to_question, words.on_the_way, strict=True):
            await yu.tap(button)
            await yu.sees(seen)
            await self.snap(f"lesson {button}")
        card = await yu.sees(words.question.format(1, self.questions))
        await yu.choose(next(iter(words.known.values())), card, words.done)
        await yu.sees(words.right)
        await self.snap("explanation")
        await yu.tap(words.sources)
        await yu.sees(words.source)
        await self.snap("sources")

    async def read_the_cards(self) -> None:
        yu, words = self.student, self.script
        for title in words.cards:
            await yu.tap(words.go_on)
            await yu.sees(title)
            await self.snap(f"card {title}")
        await yu.tap(words.go_on)
        await yu.sees(words.offered)
        await self.snap("scene")

    async def finish_the_lesson(self) -> None:
        yu, words = self.student, self.script
        await yu.tap(words.take_it)
        await yu.tap(words.put_down)
        await self.snap("scene end")
        for number in range(2, self.questions + 1):
            await self.answer_question(number)
        await yu.tap(words.go_on)
        await yu.sees(words.finished)
        await yu.sees(words.all_right.format(self.questions))
        await self.snap("result")

    async def answer_question(self, number: int) -> None:
        yu, words = self.student, self.script
        await yu.tap(words.go_on)
        card = await yu.sees(words.question.format(number, self.questions))
        await self.snap(f"question {number}")
        options = next(known for prompt, known in words.known.items() if prompt in card)
        await yu.choose(options, card, words.done)
        await yu.sees(words.right)
        await self.snap(f"explanation {number}")

    async def hold_the_certificate(self) -> None:
        yu, words = self.student, self.script
        await yu.tap(words.certificate)
        await yu.sees(words.which_name)
        await yu.say(words.name)
        await yu.sees(words.well_done)
        await self.snap("certificate")

    async def send_a_tip(self) -> list[str]:
        zhou, words = self.citizen, self.script
        await zhou.pick_up()
        for button, seen in zip(words.to_writing, words.form, strict=True):
            await zhou.tap(button)
            await zhou.sees(seen)
            await self.snap(f"tip {button}")
        await zhou.sees(words.write)
        await zhou.send_photo(photo_of_a_van(), words.tip)
        await zhou.sees(words.review)
        await self.snap("review")
        await zhou.tap(words.go_on)
        receipt = receipt_in(await zhou.sees(words.receipt))
        await self.snap("receipt")
        await zhou.tap(words.written_down)
        card = await zhou.sees(words.type_words)
        await self.snap("check")
        await zhou.say(words_asked_in(card, receipt))
        await zhou.sees(words.ready)
        await self.snap("ready")
        await zhou.tap(words.send)
        await zhou.sees(words.sent)
        await zhou.not_sees(words.tip[:12])
        await self.snap("sent")
        return receipt

    async def take_and_ask(self) -> None:
        li, words = self.staff, self.script
        await li.sees(words.waiting)
        await self.snap("new card")
        await li.tap(words.take)
        await li.sees(words.taken)
        await self.snap("card taken")
        await li.tap(words.read)
        await li.open_chat(self.app.desk)
        await li.sees(words.tip[:12])
        await self.snap("reading")
        await li.tap(words.ask)
        await li.sees(words.what_to_ask)
        await li.say(words.question_to_citizen)
        await li.sees(words.to_the_reporter)
        await self.snap("question shown once more")
        await li.tap(words.send)
        await li.sees(words.asked)
        await li.open_chat(self.app.admin_chat)
        await li.sees(words.state_asked)
        await self.snap("asked")

    async def open_the_mailbox(self, receipt: list[str]) -> None:
        zhou, words = self.citizen, self.script
        await zhou.tap(words.mailbox)
        await zhou.sees(words.type_receipt)
        await self.snap("mailbox shut")
        await zhou.say(" ".join(receipt))
        await zhou.sees(words.question_to_citizen)
        await self.snap("mailbox")

    async def answer(self) -> None:
        zhou, words = self.citizen, self.script
        await zhou.tap(words.answer)
        await zhou.sees(words.write_answer)
        await self.snap("mailbox writing")
        await zhou.say(words.the_answer)
        assert words.the_answer in await zhou.sees(words.review)
        await self.snap("mailbox review")
        await zhou.tap(words.send)
        await zhou.sees(words.answer_sent)
        await zhou.not_sees(words.the_answer)
        await self.snap("mailbox answered")

    async def close_the_report(self) -> None:
        li, words = self.staff, self.script
        await li.sees(words.has_written)
        await self.snap("answer here")
        await li.sees(words.state_answered)
        await li.tap(words.read)
        await li.open_chat(self.app.desk)
        await li.sees(words.the_answer)
        await self.snap("answer read")
        await li.tap(words.close)
        await li.sees(words.how)
        await self.snap("outcomes")
        await li.tap(words.verified)
        await li.sees(words.nothing_noted)
        await self.snap("outcome")
        await li.tap(words.confirm)
        await li.open_chat(self.app.admin_chat)
        await li.sees(words.closed)
        await self.snap("closed")
        await settle(self.app, self.app.officer, self.app.admin_chat)
        await self.citizen.tap(words.look_again)
        await self.citizen.sees(words.thanks)
        await self.snap("citizen sees it")
