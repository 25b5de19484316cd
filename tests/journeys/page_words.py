"""The words of the story that is clicked, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from bot.gateway.cast import CHINESE, ENGLISH, Cast
from tests.journeys.known import KNOWN_IN_CHINESE, KNOWN_IN_ENGLISH
from tests.journeys.scenes import Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is tapped, written and seen."""

    locale: str
    cast: Cast
    known: Answers
    cards: tuple[str, ...]
    to_question: tuple[str, ...]
    on_the_way: tuple[str, ...]
    question: str
    done: str
    right: str
    go_on: str
    offered: str
    take_it: str
    put_down: str
    finished: str
    all_right: str
    sources: str
    source: str
    certificate: str
    which_name: str
    name: str
    well_done: str
    to_writing: tuple[str, ...]
    form: tuple[str, ...]
    write: str
    tip: str
    review: str
    receipt: str
    written_down: str
    type_words: str
    ready: str
    send: str
    sent: str
    waiting: str
    take: str
    taken: str
    read: str
    ask: str
    what_to_ask: str
    question_to_citizen: str
    to_the_reporter: str
    asked: str
    state_asked: str
    mailbox: str
    type_receipt: str
    answer: str
    write_answer: str
    the_answer: str
    answer_sent: str
    state_answered: str
    has_written: str
    close: str
    how: str
    verified: str
    nothing_noted: str
    confirm: str
    closed: str
    look_again: str
    thanks: str


IN_CHINESE = Script(
    locale="zh_Hans",
    cast=CHINESE,
    known=KNOWN_IN_CHINESE,
    cards=("什么是毒品？", "换了“衣服”的危险", "四个信号，记住就行"),
    to_question=("学一课", "开始第 1 课", "你会怎么想？"),
    on_the_way=("初中禁毒课", "闻着香，就能放心吃吗？", "第 1 题，共"),
    question="第 {} 题，共 {} 题",
    done="就选这些",
    right="答对了！",
    go_on="继续",
    offered="阿凯递来一支电子烟",
    take_it="先接过来，再想怎么办",
    put_down="放回桌上：“我改主意了，不要。”",
    all_right="一次答对 {0} 题，共 {0} 题。",
    sources="出处",
    source="出处：国家禁毒委员会办公室",
    finished="学完啦：《看不出来的危险》",
    certificate="领证书",
    which_name="证书上写什么名字？",
    name="王小雨",
    well_done="真棒！",
    to_writing=("举报", "不是正在发生，继续", "贩卖、运输毒品", "园林街道"),
    form=("举报毒品违法犯罪", "是哪一类情况？", "在什么地方？", "请用一条消息写下"),
    write="请用一条消息写下",
    tip="周五晚上八点左右，老市场后门，两个人从一辆白色面包车上往下搬纸箱，听见有人说里面是“货”。",
    review="请核对要发送的内容。",
    receipt="您的回执：十二个字",
    written_down="我抄好了",
    type_words="请输入回执的第",
    ready="对了，可以发送了。",
    send="发送",
    sent="已发送，谢谢您。",
    waiting="状态：待接手",
    take="接手",
    taken="承办：李警官",
    read="阅读",
    ask="提问",
    what_to_ask="您想问什么？",
    question_to_citizen="您好，感谢您的线索。那辆车的车牌还记得几位吗？大概多久来一次？",
    to_the_reporter="的举报人：",
    asked="已提问。",
    state_asked="状态：已提问",
    mailbox="打开我的信箱",
    type_receipt="请输入或粘贴回执上的十二个字。",
    answer="回答",
    write_answer="请写下您想说的话。",
    the_answer="尾号是 37，每周五晚上都来。",
    answer_sent="已发给工作人员",
    state_answered="状态：已回复",
    has_written="举报人有新的内容",
    close="办结",
    how="怎么办结？",
    verified="查证属实，刑事立案",
    nothing_noted="还没有填写",
    confirm="确认办结",
    closed="已办结（查证属实，刑事立案）",
    look_again="再看看",
    thanks="已办结，谢谢您的帮助",
)
IN_ENGLISH = Script(
    locale="en",
    cast=ENGLISH,
    known=KNOWN_IN_ENGLISH,
    cards=(
        "What is a drug?",
        "Danger in other clothes",
        "Four signs to remember",
    ),
    to_question=("Start learning", "Start lesson 1", "What do you think?"),
    on_the_way=("Junior secondary course", "is it safe to eat?", "Question 1 of"),
    question="Question {} of {}",
    done="That is my answer",
    right="Yes, that is right.",
    go_on="Go on",
    offered="holds out an e-cigarette",
    take_it="Take it first and think later",
    put_down="Put it back on the table",
    all_right="{0} of {0} answered right at once.",
    sources="Sources",
    source="Source: National Narcotics Control Commission Office",
    finished="You have finished “The danger you cannot see”",
    certificate="My certificate",
    which_name="Which name should stand on your certificate?",
    name="Wang Xiaoyu",
    well_done="Well done!",
    to_writing=("Report", "Not now, go on", "Selling or transporting", "Yuanlin"),
    form=("Report drug crime", "What is it about?", "Where is it?", "Write in one message"),
    write="Write in one message",
    tip="Friday, about 8 pm, back gate of the old market: two men carried boxes out of a white van. I heard one of them say what was inside.",
    review="This is what will be sent.",
    receipt="Your receipt: twelve words",
    written_down="I have written it down",
    type_words="Please type words no.",
    ready="That is right. Ready to send.",
    send="Send",
    sent="Sent. Thank you.",
    waiting="State: waiting",
    take="Take",
    taken="Held by: Officer Li",
    read="Read",
    ask="Ask",
    what_to_ask="what would you like to ask?",
    question_to_citizen="Thank you for writing. Do you remember any of the number plate? How often does the van come?",
    to_the_reporter="To the reporter of",
    asked="Asked.",
    state_asked="State: question asked",
    mailbox="Open my mailbox",
    type_receipt="Please type or paste the twelve words of your receipt.",
    answer="Answer",
    write_answer="Please write your message.",
    the_answer="It ended in 37. It comes every Friday night.",
    answer_sent="Sent to the staff.",
    state_answered="State: answered",
    has_written="the reporter has written",
    close="Close",
    how="how does it end?",
    verified="Verified, criminal case",
    nothing_noted="Nothing is noted yet",
    confirm="Confirm and close",
    closed="closed (Verified, criminal case)",
    look_again="Look again",
    thanks="closed; thank you for your help",
)
