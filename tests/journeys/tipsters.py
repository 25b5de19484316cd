"""Twenty ways of sending a tip that no form expects, each ending with a receipt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from mnemonic import Mnemonic

from tests.drawing.media.recorded import Recipe, record
from tests.journeys.guest import Guest
from tests.journeys.scenes import photo_of_a_van, words_asked
from tests.phone import words_of

Story = Callable[[Guest], Awaitable[None]]


async def goes_straight(guest: Guest) -> None:
    await guest.to_review()
    await guest.finish()


async def hesitates_and_goes_back(guest: Guest) -> None:
    await guest.to_text()
    for card in ("ask_region", "ask_category", "entry"):
        await guest.tap("back")
        await guest.sees(card)
    await guest.tap("not_now")
    await guest.sees("ask_text")
    await guest.say(guest.words)
    await guest.to_receipt()
    await guest.tap("back")
    await guest.finish()


async def writes_before_being_asked(guest: Guest) -> None:
    await guest.open()
    await guest.say(guest.words)
    await guest.sees("kept")
    await guest.tap("not_now", "category")
    await guest.sees("ask_region")
    await guest.tap("region")
    await guest.finish()


async def sends_an_album(guest: Guest) -> None:
    await guest.to_text()
    await guest.player.photo(None, *[photo_of_a_van()] * 3, caption=guest.words)
    await guest.player.sees("3 张" if guest.is_chinese else "Photos: 3", within=30)
    guest.files = 3
    await guest.finish()


async def types_wrong_words(guest: Guest) -> None:
    await guest.to_review()
    await guest.to_check()
    await guest.say("虎门" if guest.is_chinese else "zoo zebra")
    await guest.sees("wrong")
    await guest.say("一" if guest.is_chinese else "one")
    await guest.sees("two_words")
    await guest.tap("again")
    await guest.sees("receipt")
    await guest.tap("written")
    await guest.say(words_asked(await guest.sees("check"), guest.receipt))
    await guest.send()


async def restarts_in_the_middle(guest: Guest) -> None:
    await guest.to_review()
    card = await guest.player.last()
    await guest.command("/start")
    await guest.sees("unsent")
    await guest.tap("to_unsent")
    await guest.no_longer_has(card)
    await guest.finish()


async def writes_at_the_menu(guest: Guest) -> None:
    await guest.to_text()
    await guest.command("/start")
    await guest.sees("unsent")
    await guest.say(guest.words)
    await guest.sees("asked")
    await guest.tap("add")
    await guest.finish()


async def pastes_all_twelve_with_line_breaks(guest: Guest) -> None:
    await guest.to_review()
    await guest.to_check()
    await guest.say("\n".join(guest.receipt))
    await guest.send()
    await guest.opens_mailbox("\n".join(guest.receipt))


async def pastes_with_numbers(guest: Guest) -> None:
    await goes_straight(guest)
    numbered = (f"{place}. {word}" for place, word in enumerate(guest.receipt, start=1))
    await guest.opens_mailbox("\n".join(numbered))


async def pastes_in_another_spelling(guest: Guest) -> None:
    """Write it in traditional characters, or in capitals."""
    await goes_straight(guest)
    if guest.is_chinese:
        shown, other = (
            Mnemonic(f"chinese_{kind}").wordlist for kind in ("simplified", "traditional")
        )
        await guest.opens_mailbox("".join(other[shown.index(word)] for word in guest.receipt))
    else:
        await guest.opens_mailbox(" ".join(guest.receipt).upper())


async def mixes_the_words_up_first(guest: Guest) -> None:
    await goes_straight(guest)
    await guest.command("/receipt")
    await guest.sees("ask_receipt")
    await guest.say(" ".join(reversed(guest.receipt)))
    await guest.sees("unknown")
    await guest.say(" ".join(guest.receipt))
    await guest.sees("status")


async def sends_what_cannot_be_taken(guest: Guest) -> None:
    await guest.to_review()
    await guest.player.contact(None, "13800000000")
    await guest.sees("unsupported")
    await guest.finish()


async def writes_a_novel_first(guest: Guest) -> None:
    await guest.to_text()
    await guest.say("长" * 4001)
    await guest.sees("too_long")
    await guest.say(guest.words)
    await guest.finish()


async def taps_everything_twice(guest: Guest) -> None:
    await guest.open()
    for name, card in (
        ("not_now", "ask_category"),
        ("category", "ask_region"),
        ("region", "ask_text"),
    ):
        data, message = await guest.data_of(name)
        await guest.player.tap_data(data, message)
        await guest.player.tap_data(data, message)
        await guest.sees(card)
    await guest.say(guest.words)
    card = await guest.to_check()
    await guest.say(words_asked(card, guest.receipt))
    await guest.sees("ready")
    data, message = await guest.data_of("send")
    for _tap in range(3):
        await guest.player.tap_data(data, message)
    await guest.sees("sent")


async def leaves_and_begins_again(guest: Guest) -> None:
    await guest.to_review()
    await guest.command("/exit")
    await guest.sees("exit")
    await guest.command("/start")
    await guest.sees("menu")
    await guest.to_review()
    await guest.finish()


async def shares_where_it_is(guest: Guest) -> None:
    await guest.to_text()
    await guest.player.location(None, 30.40119, 112.90049)
    await guest.sees("spot")
    await guest.say(guest.words)
    guest.fields = {"spot": "30.401, 112.900"}
    await guest.finish()


async def speaks_instead_of_writing(guest: Guest) -> None:
    await guest.to_text()
    voice = record(Recipe(muxer="ogg", sound="libopus"))
    await guest.player.voice(None, ("voice.ogg", voice))
    await guest.player.sees("录音：1 段" if guest.is_chinese else "Sounds: 1", within=30)
    guest.files = 1
    await guest.say(guest.words)
    await guest.finish()


async def learns_in_between(guest: Guest) -> None:
    await guest.to_review()
    card = await guest.player.last()
    await guest.command("/start")
    await guest.sees("unsent")
    await guest.tap("lesson")
    await guest.sees("course")
    await guest.command("/report")
    await guest.no_longer_has(card)
    await guest.finish()


async def changes_every_answer(guest: Guest) -> None:
    await guest.to_review()
    await guest.tap("change_category", "other")
    await guest.sees("review")
    await guest.tap("change_region", "whole")
    await guest.sees("review")
    await guest.tap("change_text")
    await guest.sees("replaces")
    guest.words = guest.words[::-1]
    await guest.say(guest.words)
    await guest.player.sees(guest.words)
    await guest.finish()


async def answers_some_questions(guest: Guest) -> None:
    await guest.to_review()
    await guest.tap("questions")
    await guest.sees("first")
    await guest.say("21:00")
    await guest.sees("second")
    await guest.tap("skip", "overview")
    guest.fields = {"when": "21:00"}
    await guest.finish()


async def is_a_child_who_thinks_of_home(guest: Guest) -> None:
    await guest.open()
    await guest.tap("minor")
    await guest.sees("adult")
    await guest.tap("minor_on", "family")
    await guest.player.sees("12355")
    await guest.tap("to_report", "category")
    await guest.sees("ask_region")
    await guest.tap("region")
    await guest.say(guest.words)
    guest.fields = {"minor": "yes"}
    await guest.finish()


async def needs_help_and_saves_a_picture(guest: Guest) -> None:
    await guest.open()
    await guest.tap("now")
    await guest.sees("urgent")
    await guest.tap("safe", "category")
    await guest.sees("ask_region")
    card = await guest.player.last()
    await guest.tap("help", message=card)
    await guest.sees("numbers")
    await guest.tap("clear")
    await guest.player.no_longer_sees(guest.says["numbers"])
    await guest.tap("region")
    await guest.say(guest.words)
    await guest.to_receipt()
    await guest.tap("picture")
    await guest.sees("saved")
    await guest.tap("written")
    await guest.say(words_asked(await guest.sees("check"), guest.receipt))
    await guest.send()
    assert guest.receipt[0] not in words_of(await guest.player.last()).split()


STORIES: tuple[Story, ...] = (
    goes_straight,
    hesitates_and_goes_back,
    writes_before_being_asked,
    sends_an_album,
    types_wrong_words,
    restarts_in_the_middle,
    writes_at_the_menu,
    pastes_all_twelve_with_line_breaks,
    pastes_with_numbers,
    pastes_in_another_spelling,
    mixes_the_words_up_first,
    sends_what_cannot_be_taken,
    writes_a_novel_first,
    taps_everything_twice,
    leaves_and_begins_again,
    shares_where_it_is,
    speaks_instead_of_writing,
    learns_in_between,
    changes_every_answer,
    answers_some_questions,
    is_a_child_who_thinks_of_home,
    needs_help_and_saves_a_picture,
)
