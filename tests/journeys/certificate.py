"""A certificate made on a student's phone, and checked by strangers on theirs."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageChops
from playwright.async_api import Browser, Page

from bot.drawing.certificate import CODE_PLACE, group_code
from tests.drawing.qr_reader import read_code
from tests.journeys.beholder import OVERFLOWING, POCKET
from tests.journeys.evening import Evening
from tests.journeys.hand import Hand

FILE = "certificate.png"
LANGUAGES = {"zh_Hans": "zh-CN", "en": "en-GB"}
WRONG = "ABCDEFGHJK"


async def make(evening: Evening, name: str) -> tuple[str, Path]:
    """Type a name for the certificate; return what stands below it, and the picture."""
    await evening.tap("certificate", "which_name")
    await evening.yu.say(name)
    told = await evening.sees("well_done")
    await evening.yu.not_sees(evening.says["which_name"])
    await evening.look("well_done")
    return told, await evening.save(FILE)


async def open_picture(browser: Browser, picture: Path) -> None:
    """Open the saved file as a telephone does, and check that it is shown whole."""
    page = await browser.new_page(viewport=POCKET)
    await page.goto(picture.as_uri())
    shown = page.locator("img")
    size = await shown.evaluate("(image) => [image.naturalWidth, image.naturalHeight]")
    box = await shown.bounding_box()
    assert size == [1080, 1440]
    assert box is not None
    assert box["width"] <= POCKET["width"]
    assert box["height"] <= POCKET["height"]
    await page.close()


def read_link(picture: Path) -> str:
    """Read the QR code off the picture, as a stranger's camera does."""
    place = CODE_PLACE
    with Image.open(picture) as image:
        assert image.info == {}, "nothing is told beside what is drawn"
        return read_code(image, (place.left, place.top, place.right, place.bottom))


async def look_at_nameless(evening: Evening, named: Path) -> None:
    """Ask for the same certificate without a name: only the line of the name differs."""
    await evening.tap("certificate", "which_name")
    await evening.yu.tap(evening.says["nameless"])
    nameless = await evening.save(FILE, 2)
    with Image.open(named) as one, Image.open(nameless) as other:
        changed = ImageChops.difference(one, other).getbbox()
    assert changed is not None
    left, top, right, bottom = changed
    assert right - left > 200
    assert abs(left + right - 1080) < 20, "it stands in the middle"
    assert bottom - top < 120


async def verify_on_another_phone(evening: Evening, link: str, name: str) -> None:
    """Let the citizen open the deep link, then type the code, and then a wrong one."""
    zhou, says, code = Hand(page=evening.yu.page, phone="citizen"), evening.says, link[-10:]
    await zhou.say(link)
    await zhou.screen.locator(".bubble a").filter(has_text=link).last.click()
    for number, command in enumerate((f"/start v_{code}", f"/verify {group_code(code)}"), 1):
        if number > 1:
            await zhou.say(command)
        await zhou.sees(command)
        shown = await nth_seen(zhou, says["genuine"], number)
        assert [
            each for each in ("course", "score", "issuer", "compare") if says[each] not in shown
        ] == []
        assert name not in shown
        await evening.look(f"genuine {number}")
    for number, command in enumerate((f"/start v_{WRONG}", f"/verify {group_code(WRONG)}"), 1):
        await zhou.say(command)
        await nth_seen(zhou, says["unknown"], number)
        await evening.look(f"unknown {number}")


async def nth_seen(hand: Hand, text: str, number: int) -> str:
    bubble = hand.screen.locator(".bubble").filter(has_text=text).nth(number - 1)
    await bubble.wait_for()
    return await bubble.inner_text()


async def verify_on_the_web(
    browser: Browser, locale: str, evening: Evening, code: str, name: str
) -> None:
    context = await browser.new_context(locale=LANGUAGES[locale], viewport=POCKET)
    await _verify(await context.new_page(), evening, code, name)
    await context.close()


async def _verify(page: Page, evening: Evening, code: str, name: str) -> None:
    address, says = f"{evening.app.stage.base_url}/verify/", evening.says
    for given, status, words in (
        (code, 200, ("genuine", "course", "score", "issuer", "compare")),
        (group_code(code).lower(), 200, ("genuine",)),
        (WRONG, 404, ("unknown", "look_again")),
    ):
        answer = await page.goto(address + given)
        assert answer is not None
        assert answer.status == status
        text = await page.locator("body").inner_text()
        assert [each for each in words if says[each] not in text] == []
        assert name not in text
        assert await page.evaluate(OVERFLOWING) == []
