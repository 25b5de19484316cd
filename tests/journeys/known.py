"""What a student who paid attention answers in lesson 1, by the beginning of the question."""

from __future__ import annotations

KNOWN_IN_CHINESE = {
    "“闻着挺香，应该没事。”这样判断靠得住吗？": ["靠不住，闻不出里面有什么"],
    "下面哪些东西，你应该不吃、不喝、也不带？": [
        "网上刚认识的人免费寄来的“提神糖”",
        "没有厂名、封口已经拆开的饮料",
        "号称“吃了马上变聪明”的药片",
    ],
    "一样东西是不是毒品，法律主要看什么？": ["国家有没有规定管制，会不会让人上瘾"],
    "考试前，同学分你一颗“让人更专心”的药": ["“谢谢，我不吃别人的药。”"],
    "“水果味的电子烟里，也可能掺了会上瘾的管制物质。”这句话对吗？": ["对"],
    "聚会上你去了趟洗手间，回来时饮料还在桌上。": ["换一杯新的"],
    "有同学吃了来路不明的糖，头晕、想吐。": [
        "他要是昏迷、抽搐、喘不上气，马上打 120",
        "马上告诉身边的老师或家长",
        "把剩下的糖和包装留好，交给医生",
    ],
}

KNOWN_IN_ENGLISH = {
    'Xiaoyu says: "It smells nice, it should be fine."': ["No, you cannot smell what is in it"],
    "Which of these should you not eat, drink or carry?": [
        '"Energy sweets" sent free by someone you just met online',
        "A drink with no maker's name, its seal already broken",
        'A pill that "makes you smarter right away"',
    ],
    "What does the law look at to say that something is a drug?": [
        "Whether the state controls it and it is addictive"
    ],
    'Before an exam a classmate offers you a pill "to help you focus".': [
        "\"Thanks, but I don't take other people's pills.\""
    ],
    '"Even a fruity e-cigarette may contain controlled': ["True"],
    "At a party you went to the toilet. Your drink is still on the table.": ["Get a new one"],
    "A classmate ate sweets from who knows where and is dizzy and sick.": [
        "Call 120 at once if he passes out, has a fit or cannot breathe",
        "Tell a teacher or parent nearby straight away",
        "Keep the sweets and the wrapper for the doctor",
    ],
}
