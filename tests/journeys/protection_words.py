"""What a child, two officers and the unit above tap, write and see, in both languages."""

from __future__ import annotations

from tests.journeys.words import Table

PROTECTION: Table = {
    "child": ("小雨", "Xiaoyu"),
    "plea": (
        "叔叔卖那个东西，还摸我下面，不许我告诉妈妈",
        "He deals at our place and i want to die",
    ),
    "write_it_down": ("想说什么，用一条消息写下来。", "Write in one message what you want"),
    "who_reads": (
        (
            "写下的内容，只有负责的禁毒工作人员会读。写到有孩子受伤害或有危险的，他们依法要马上"
            "报告公安等部门，为的是保护孩子。"
        ),
        (
            "Only the anti-drug staff in charge read it. If a child is being hurt or is in danger, "
            "the law has them tell the police or others who protect children at once."
        ),
    ),
    "a_plea": ("🆘 求助", "🆘 A plea for help"),
    "help_class": ("属于求助，不立案", "Asks for help, no case"),
    "elsewhere": ("不归本单位，已转交", "Not ours, passed on"),
    "tell_at_once": (
        "可能有孩子处在危险中的，依法应当立即报告公安（110）或未成年人保护部门。",
        "Where a child may be in danger, tell the police (110) or child protection at once",
    ),
    "protection": ("已移送未成年人保护", "Handed to child protection"),
    "to_whom": ("您移送给了谁？", "To whom did you pass it on?"),
    "article": ("《未成年人保护法》第十一条", "Law on the Protection of Minors, Article 11"),
    "police": ("公安机关 110", "Police, 110"),
    "civil": ("民政未成年人保护（可打 12345 问）", "Civil affairs, child protection (ask 12345)"),
    "school": ("教育行政部门", "Education department"),
    "how": ("您是怎么移送的？", "How did you pass it on?"),
    "phone": ("打电话", "by telephone"),
    "when": ("您是什么时候移送的？", "When did you pass it on?"),
    "nothing_kept": ("这里不记线索的任何内容", "Nothing of what the report says is kept"),
    "record": ("记录", "Record it"),
    "recorded": (
        "已记录移送未成年人保护。要由另一个人在值班群里确认；确认之前，线索不办结，内容会留着。",
        (
            "recorded as handed to child protection. Somebody else confirms it in the admin chat; "
            "until then the report stays open and its words stay."
        ),
    ),
    "take_back": ("撤回记录", "Take the record back"),
    "taken_back": ("已撤回记录，线索仍未办结。", "Taken back. The report stays open."),
    "on_card": ("李警官 记录，等另一个人确认。", "recorded by Officer Li. Somebody else confirms"),
    "please_confirm": ("请核实对方已经收到，再点确认", "Please make sure that it arrived"),
    "confirm": ("确认：已经移送", "Confirm: it was passed on"),
    "your_own": (
        "这是您自己记录的，要由另一个人确认。",
        "You recorded it yourself: somebody else confirms it.",
    ),
    "outdated": (
        "这个按钮已经过时：记录改过，或者撤回了。",
        "This button is out of date: the record was changed, or taken back.",
    ),
    "confirmed": ("已由两人确认，已办结。", "Confirmed by two, and closed."),
    "state_closed": (
        "状态：已办结（已移送未成年人保护）",
        "State: closed (Handed to child protection)",
    ),
    "by_two": ("已由两人确认。", "confirmed by two."),
    "status_passed_on": (
        "进展：已有人读过，并已告诉保护孩子的部门",
        "Status: read, and passed on to those who protect children",
    ),
    "was_right": (
        "说出来是对的，受到伤害的孩子没有错。",
        "It was right to speak up, and a child who is hurt is not to blame.",
    ),
    "more_words": ("他今天又来了", "He came again today"),
    "write_again": ("请写下您想说的话", "Please write your message"),
    "unit": ("（潜江市）：可能有孩子处在危险中", "(Qianjiang City): a child's danger"),
}
