"""Leave to remember is asked for once; what was erased stays quiet, and an export can go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, DeleteMessage, EditMessageMedia, EditMessageText

from bot.chat.i18n import Catalogues
from bot.chat.notices import notice_card
from bot.education.learning.router.callbacks import LookCallback, ProfileCallback
from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service.profiles import ForgetLearner, ListProfiles
from bot.education.learning.service.remembering import RememberLearner
from bot.education.learning.service.reminders import ChooseHour
from tests.education.learning.school import School
from tests.education.learning.telephone import Telephone

AGES = {"Under 14", "14 to 17", "18 or over"}
QUESTION = "May I remember how far you have come?"
QUIET = "🗂 Remember my progress"
OFF = "🔕 Reminders are off now"
LANGUAGES = ("en", "zh-hans")

NARROW = 36

Lend = Callable[[str], Telephone]


async def finish(school: School, phone: Telephone, number: int) -> None:
    """Look at the result of this lesson of the first course."""
    lesson = school.library.courses[0].lessons[number]
    done = await school.finish(await school.start(lesson.id))
    await look(phone, done.attempt_id)


async def look(phone: Telephone, attempt: str) -> None:
    await phone.tap(LookCallback(attempt=attempt, position=0, at="sources").pack())


def asks(phone: Telephone) -> bool:
    assert (QUESTION in phone.words()) is AGES.issubset(phone.buttons())
    assert (QUIET in phone.buttons()) is (QUESTION not in phone.words())
    return QUESTION in phone.words()


async def test_the_age_band_is_asked_below_the_first_result_alone(
    visitor: School, lend: Lend
) -> None:
    phone = lend("en")
    await finish(visitor, phone, 0)
    assert asks(phone)
    first = phone.button("My certificate").split(":")[1]
    await finish(visitor, phone, 1)
    assert not asks(phone)
    await look(phone, first)
    assert asks(phone), "the first result stays as it was"
    await phone.say("/start")
    await finish(visitor, phone, 2)
    assert not asks(phone)


async def test_not_now_is_asked_no_more_and_leave_is_given_later(
    visitor: School, lend: Lend
) -> None:
    phone = lend("en")
    await finish(visitor, phone, 0)
    await phone.tap(phone.button("Under 14"))
    await phone.tap(phone.button("Not now"))
    assert not asks(phone), "not even below the same result"
    await finish(visitor, phone, 1)
    assert not asks(phone)
    await phone.tap(phone.button(QUIET))
    assert QUESTION in phone.words()
    assert AGES.issubset(phone.buttons())
    await phone.tap(phone.button("18 or over"))
    assert "Thank you. I will remember" in phone.words()
    assert QUIET not in phone.buttons()


async def test_another_learner_on_the_phone_is_asked_anew(visitor: School, lend: Lend) -> None:
    phone = lend("en")
    await finish(visitor, phone, 0)
    await phone.tap(ProfileCallback(action="add").pack())
    await phone.say("Bear")
    await finish(visitor, phone, 1)
    assert asks(phone)


async def test_not_now_leads_back_to_my_data_where_it_began(visitor: School, lend: Lend) -> None:
    phone = lend("en")
    await visitor.start()
    await phone.say("/mydata")
    await phone.tap(phone.button(QUIET))
    await phone.tap(phone.button("Under 14"))
    await phone.tap(phone.button("Not now"))
    assert "What is kept of you" in phone.words()


async def kept(school: School) -> None:
    await school.finish(await school.start())
    await school.use(RememberLearner)(school.update(), AgeBand.ADULT)
    await school.use(ChooseHour)(school.update(), 17)


async def test_the_file_takes_the_overview_s_place_and_goes_at_one_tap(
    school: School, lend: Lend
) -> None:
    phone = lend("en")
    await kept(school)
    await phone.say("/mydata")
    await phone.tap(phone.button("Take it with me"))
    names = phone.session.names()
    assert names.index("SendDocument") < names.index("DeleteMessage"), "never gone before it came"
    assert "🗂 My data" in phone.buttons()
    await phone.tap(phone.button("delete it here"))
    assert "DeleteMessage" in phone.session.names()
    assert phone.told() == "Deleted from this chat."


async def test_an_export_too_old_to_delete_is_said_so(school: School, lend: Lend) -> None:
    phone = lend("en")
    await kept(school)
    await phone.say("/mydata")
    await phone.tap(phone.button("Take it with me"))
    clear = phone.button("delete it here")
    method = DeleteMessage(chat_id=1, message_id=1)
    tries = [DeleteMessage, EditMessageText, EditMessageMedia]
    refusals = ["can't be deleted", "no text in the message to edit", "message can't be edited"]
    phone.session.planned += [TelegramBadRequest(method, f"message {each}") for each in refusals]
    await phone.tap(clear)
    assert [type(each) for each in phone.session.asked] == [*tries, AnswerCallbackQuery]
    assert phone.told().startswith("I can no longer delete it.")


@pytest.mark.parametrize("button", ["17:00", "12:00", "two weeks of quiet", "No reminders"])
async def test_a_card_from_before_the_erasure_says_that_reminders_are_off(
    school: School, lend: Lend, button: str
) -> None:
    phone = lend("en")
    await kept(school)
    await phone.say("/reminders")
    assert "every day at 17:00" in phone.words()
    data = phone.button(button)
    (profile,) = await school.use(ListProfiles)(school.update().chat_id)
    await school.use(ForgetLearner)(school.update(), profile.id)
    await phone.tap(data)
    assert phone.words().startswith(OFF)
    assert phone.told() == "Reminders are off now."
    assert "17:00" not in " ".join(phone.buttons())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_choice_that_holds_says_nothing_of_off(
    school: School, lend: Lend, language: str
) -> None:
    phone = lend(language)
    await kept(school)
    await phone.say("/reminders")
    await phone.tap(phone.button("19:00"))
    assert "19:00" in phone.words()
    assert phone.told() == ""


@pytest.mark.parametrize("locale", ["en", "zh_Hans"])
def test_the_notice_s_count_stands_on_the_line_of_its_words(locale: str) -> None:
    i18n = Catalogues()
    with i18n.context(), i18n.use_locale(locale):
        first = notice_card(5).text.splitlines()[0]
    assert "5" in first
    assert len(first) <= NARROW, "no wider than a bubble on a small phone"
