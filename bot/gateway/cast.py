"""Who plays the demo, and what stands above their phones."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who plays: names and what their phones say; without a colleague there are three phones."""

    student: str
    citizen: str
    officer: str
    public_bot: str
    staff_bot: str
    group: str
    language_code: str
    colleague: str = ""


CHINESE = Cast(
    student="小雨",
    citizen="周先生",
    officer="李警官",
    public_bot="虎门禁毒",
    staff_bot="虎门值班室",
    group="潜江市禁毒办 · 线索值班群",
    language_code="zh-hans",
)
ENGLISH = Cast(
    student="Yu",
    citizen="Mr Zhou",
    officer="Officer Li",
    public_bot="Humen",
    staff_bot="Humen duty desk",
    group="Qianjiang anti-drug office · duty",
    language_code="en",
)
# A reward takes two persons, and somebody who pays.
DEMO = replace(CHINESE, colleague="王警官")
TITLES = {
    "student": {"zh_Hans": "学生", "en": "Student"},
    "citizen": {"zh_Hans": "市民", "en": "Citizen"},
    "staff": {"zh_Hans": "工作人员", "en": "Staff"},
    "colleague": {"zh_Hans": "同事", "en": "Colleague"},
}
HINTS = {
    "student": {
        "zh_Hans": "学一课，领一张证书",
        "en": "Finish a lesson and hold a certificate",
    },
    "citizen": {
        "zh_Hans": "举报一条线索，凭十二个字的回执看回复",
        "en": "Send a tip, read the answer with your receipt",
    },
    "staff": {
        "zh_Hans": "接手线索，私下阅读，提一个问题",
        "en": "Take the tip, read it in private, ask a question",
    },
    "colleague": {
        "zh_Hans": "审批奖励，凭领奖码发放",
        "en": "Approve a reward, pay it for the code",
    },
}
