"""Questions that are held back, those that are not, and those that are ready to send."""

from __future__ import annotations

import pytest

from bot.reports.triage.questions.rules import Held, QuestionRules
from content.danger import load_danger
from content.schema.text import LOCALES
from content.triage_words import load_held_phrases, load_triage_words

IDENTITY = """
您叫什么名字？|请问您贵姓|方便留个电话吗|你是谁|您住在哪里|能加我微信吗？|您能来派出所一趟吗|您的身份证号是多少
您和他是什么关系|您愿意实名举报吗？|怎么联系您|What is your name?|Who are you?|Where do you live?
Could we have your phone number?|How can we contact you?|Please call me back|How do you know him?
Can you come to the station?|Are you a neighbour?|How old are you?
"""
APPROACH = """
您能再去看一下吗|麻烦您去现场看看车还在不在|帮我盯着点那辆车|能不能跟着他看他去哪|您可以再拍几张照片吗
请打听一下他叫什么|能靠近一点拍清楚车牌吗|您能约他出来吗|你能进屋看看吗|麻烦守着门口|再去确认一下几楼
Could you go and look again?|Can you follow the van?|Please take some photos|Go inside and see
Could you keep an eye on them|Can you find out who lives there|Could you ask the neighbours?
"""
PURCHASE = """
您能买一点吗|能不能假装买家|试着买一包|帮忙问一下价格|能拿一点样品吗|您可以先付定金吗|你尝一口看看
Can you buy some?|Could you pretend to be a buyer?|Please ask the price|Could you take a sample?
Can you try it?|Would you send them a deposit?
"""
FINE = """
那辆车是什么颜色？之前来过吗？|一般是晚上几点？|店叫什么名字？|几个人？他们买什么？|您看到他们买了什么？
有没有人在门口盯梢？|他叫什么？|那个人住在几楼？|车牌号是多少？|您是什么时候看到的？|您看到他转账了吗
您是亲眼看到的还是听说的？|请不要再去看，只写您已经知道的。|包装上写了什么字？|对方的微信号是多少？
视频是哪天拍的？|他在哪里上班？|您不用留姓名，想起什么再补充就行。|您看见谁进去了？
What colour was the van?|About what time?|What is the name of the shop?|Which floor is it?
Did you see them buy anything?|Do they pay in cash?|What is his name?|Where does he work?
Please do not go there again. What did the label say?|Was there anyone who watched the door?
When were the photos taken?|Did anyone call him?|Could you see what was in the box?
Which phone number does the seller use?
"""


def listed(text: str) -> list[str]:
    return [each.strip() for line in text.splitlines() for each in line.split("|") if each.strip()]


def otherwise(rules: QuestionRules, texts: str, held: Held | None) -> dict[str, Held | None]:
    """Return the texts that are not held back so, and what they are taken for."""
    looks = {text: rules.look(text) for text in listed(texts)}
    assert len(looks) > 5
    return {text: look for text, look in looks.items() if look is not held}


@pytest.fixture(scope="module")
def rules() -> QuestionRules:
    return QuestionRules(load_held_phrases(load_danger().speller))


def test_who_the_reporter_is_is_not_asked(rules: QuestionRules) -> None:
    assert otherwise(rules, IDENTITY, Held.IDENTITY) == {}


def test_nobody_is_sent_to_look_or_to_ask_around(rules: QuestionRules) -> None:
    assert otherwise(rules, APPROACH, Held.APPROACH) == {}


def test_nobody_is_made_to_buy_or_to_try(rules: QuestionRules) -> None:
    assert otherwise(rules, PURCHASE, Held.PURCHASE) == {}


def test_what_is_known_already_may_be_asked(rules: QuestionRules) -> None:
    assert otherwise(rules, FINE, None) == {}


def test_one_bad_sentence_among_good_ones_holds_back_the_whole(rules: QuestionRules) -> None:
    text = "那辆车是什么颜色？一般几点来？方便的话留个电话。谢谢您。"
    assert rules.look(text) is Held.IDENTITY


def test_spelling_makes_no_difference(rules: QuestionRules) -> None:
    assert rules.look("您 叫 什 麼 名 字") is Held.IDENTITY
    assert rules.look("WHAT IS  YOUR   NAME") is Held.IDENTITY


def test_every_ready_made_question_may_go_in_every_language(rules: QuestionRules) -> None:
    words = load_triage_words()
    for question in words.questions:
        for locale in LOCALES:
            assert rules.look(question.text.to(locale)) is None, (question.id, locale)


def test_the_answer_to_a_plea_for_help_names_where_help_is() -> None:
    reply = load_triage_words().help_reply
    for locale in LOCALES:
        for number in ("12345", "12356", "120", "110"):
            assert number in reply.to(locale)


def test_a_long_text_is_looked_at_quickly(rules: QuestionRules) -> None:
    assert rules.look("几点看到的，" * 160) is None
