"""What the people of the whole story tap, write and see, in both languages."""

from __future__ import annotations

from tests.journeys.words import Table

STORY: Table = {
    "hello": (
        "虎门 · 学会拒绝，找到帮助，安全举报。",
        "Humen · learn to say no, find help, report safely.",
    ),
    # The lesson.
    "learn": ("学一课", "Start learning"),
    "course": ("初中禁毒课", "Junior secondary course"),
    "first_lesson": ("▫️ 1. 看不出来的危险", "▫️ 1. The danger you cannot see"),
    "lesson": ("开始第 1 课", "Start lesson 1"),
    "opening": ("闻着香，就能放心吃吗？", "If it smells good, is it safe to eat?"),
    "think": ("你会怎么想？", "What do you think?"),
    "question": ("第 {} 题，共 5 题", "Question {} of 5"),
    "wrong_option": ("靠得住，有问题的东西味道会怪", "Yes, anything bad would smell odd"),
    "wrong_reason": (
        "有问题的东西，闻起来味道一定怪",
        "Whatever is bad always smells odd to the nose",
    ),
    "done": ("就选这些", "That is my answer"),
    "wrong": ("还差一点。", "Not quite."),
    "chosen": (
        "▫️ A. 靠得住，有问题的东西味道会怪（你的选择）",
        "▫️ A. Yes, anything bad would smell odd (your answer)",
    ),
    "right_one": ("✅ B. 靠不住，闻不出里面有什么", "✅ B. No, you cannot smell what is in it"),
    "explanation": ("香味说明不了安全。", "A nice smell says nothing about safety."),
    "sources": ("出处", "Sources"),
    "source": ("出处：国家禁毒委员会办公室，", "Source: "),
    "go_on": ("继续", "Go on"),
    "card_1": ("什么是毒品？", "What is a drug?"),
    "card_2": ("换了“衣服”的危险", "Danger in other clothes"),
    "card_3": ("四个信号，记住就行", "Four signs to remember"),
    "offered": (
        "阿凯递来一支电子烟：“水果味的，又不是烟，来一口？”",
        'holds out an e-cigarette: "Fruit flavour.',
    ),
    "take_it": ("先接过来，再想怎么办", "Take it first and think later"),
    "in_hand": (
        "东西一到手上，“不”字就更难说出口了。没关系，还来得及。",
        'Once it is in your hand, "no" is harder to say. Never mind, there is still time.',
    ),
    "put_down": (
        "放回桌上：“我改主意了，不要。”",
        'Put it back on the table: "Changed my mind. No."',
    ),
    "never_late": (
        "随时都可以改主意。什么时候说“不”，都不晚。",
        "You may change your mind at any time. It is never too late for a no.",
    ),
    "right": ("答对了！", "Yes, that is right."),
    "finished": ("学完啦：《看不出来的危险》", "You have finished “The danger you cannot see”"),
    "score": ("一次答对 4 题，共 5 题。", "4 of 5 answered right at once."),
    "missed": (
        "· 小雨说：“闻着挺香，应该没事。”这样判断靠得住吗？",
        '· Xiaoyu says: "It smells nice, it should be fine."',
    ),
    # The certificate.
    "certificate": ("领证书", "My certificate"),
    "which_name": (
        "证书上写什么名字？直接发给我。名字只画在图上，不会保存。",
        "Which name should stand on your certificate? Send it to me.",
    ),
    "name": ("王小雨", "Wang Xiaoyu"),
    "well_done": (
        "真棒！扫图上的二维码、点下面的链接，或者发送这一行，谁都能查验：",
        "Well done! Anyone can check it:",
    ),
    "teacher": ("班主任", "Ms Chen"),
    "genuine": ("这张证书是真的。", "This certificate is genuine."),
    "title": ("看不出来的危险", "The danger you cannot see"),
    "unknown": (
        "没有查到这个编号。请对照证书核对后再发",
        "No certificate has this code. Please compare it with the picture",
    ),
    # The tip.
    "report": ("举报", "Report"),
    "entry": ("举报毒品违法犯罪", "Report drug crime"),
    "call_first": ("请先打 110", "call 110 first"),
    "it_sees": (
        "它知道您的账号，也可能看得到您发的内容",
        "which knows your account and may see what you send",
    ),
    "not_now": ("不是正在发生，继续", "Not now, go on"),
    "ask_category": ("是哪一类情况？", "What is it about?"),
    "category": ("贩卖、运输毒品", "Selling or transporting drugs"),
    "ask_region": ("在什么地方？", "Where is it?"),
    "region": ("园林街道", "Yuanlin Subdistrict"),
    "write": (
        "请用一条消息写下：什么事、什么时候、在哪儿。",
        "Write in one message: what, when, where.",
    ),
    "as_much": (
        "大概在哪儿、什么时候、几个人、开什么车，知道多少写多少",
        "Where, when, how many people, which vehicle. Whatever you know is enough",
    ),
    "tip": (
        "周五晚上八点，老市场后门，两个人从一辆面包车上卸纸箱，有人说里面是毒品。",
        "Friday, 8 pm, back gate of the old market: two men unload boxes. Somebody said drugs.",
    ),
    "review": ("请核对要发送的内容。", "This is what will be sent."),
    "about": ("类别：贩卖、运输毒品", "About: Selling or transporting drugs"),
    "at_place": ("地点：园林街道", "Place: Yuanlin Subdistrict"),
    "one_photo": ("照片：1 张", "Photos: 1"),
    "more": (
        "车牌没看清，尾号好像是 7。",
        "I could not read the plate. It ended in a 7, I think.",
    ),
    "taken_in": (
        "收下了，您的消息已从屏幕上删除。",
        "Taken into the report. Your message is off the screen.",
    ),
    "receipt": ("您的回执：十二个字", "Your receipt: twelve words"),
    "written_down": ("我抄好了", "I have written it down"),
    "type_words": ("请输入回执的第", "Please type words no."),
    "one_word": ("一", "one"),
    "two_words": (
        "请只输入这两个字，按顺序。",
        "Please type just these two words, in this order.",
    ),
    "not_these": ("不 对", "very wrong"),
    "not_right": ("还不对：第", "Not right yet: word no."),
    "ready": ("对了，可以发送了。", "That is right. Ready to send."),
    "needs_id": ("领奖须凭本人有效身份证件。", "collecting takes your own valid ID."),
    "send": ("发送", "Send"),
    "sent": ("已发送，谢谢您。", "Sent. Thank you."),
    "number": ("举报编号：", "Report number: "),
    # At the desk.
    "card": ("线索 {} · 未核实", "Report {} · unverified"),
    "heading": (
        "贩卖、运输毒品 · 潜江市园林街道",
        "Selling or transporting drugs · Yuanlin Subdistrict, Qianjiang City",
    ),
    "waiting": ("状态：待接手", "State: waiting"),
    "take_button": ("✋ 接手", "✋ Take"),
    "take": ("接手", "Take"),
    "held": ("承办：李警官", "Held by: Officer Li"),
    "taken": ("状态：已接手", "State: taken"),
    "read": ("阅读", "Read"),
    "opened": ("已在私聊里打开。", "It is open in our private chat."),
    "see_photo": ("线索 {}：点一下查看照片", "Report {}: tap to see the photo"),
    "ask": ("提问", "Ask"),
    "what_to_ask": (
        "线索 {}：您想问什么？请不要询问举报人的身份。",
        "Report {}: what would you like to ask? Please never ask who the reporter is.",
    ),
    "to_ask": (
        "那辆车是什么颜色？之前来过吗？",
        "What colour was the van? Had it been there before?",
    ),
    "to_reporter": ("问 {} 的举报人：", "To the reporter of {}:"),
    "asked": (
        "已提问。举报人凭回执就能看到；有回复时，卡片会提示。",
        "Asked. The reporter sees it with the receipt; the card says when an answer is here.",
    ),
    "state_asked": ("状态：已提问", "State: question asked"),
    # The mailbox.
    "another_phone": ("别人的手机", "Another phone"),
    "mailbox": ("我的回执", "My receipt"),
    "type_receipt": (
        "请输入或粘贴回执上的十二个字。",
        "Please type or paste the twelve words of your receipt.",
    ),
    "has_question": ("工作人员想向您了解一点情况", "the staff have a question for you"),
    "my_number": ("举报 {}", "Report {}"),
    "answer": ("回答", "Answer"),
    "write_answer": ("请写下您想说的话。", "Please write your message."),
    "the_answer": ("白色的，上周五也来过一次。", "White, and it came last Friday as well."),
    "answer_sent": (
        "已发给工作人员，这里的屏幕上已经删除。",
        "Sent to the staff. It is off the screen here.",
    ),
    "has_reached": ("您的回答已送达工作人员", "your answer has reached the staff"),
    "close_mailbox": ("关闭信箱", "Close the mailbox"),
    "mailbox_closed": (
        "信箱已关闭，这里不再记得您的回执。",
        "The mailbox is closed, and your receipt is forgotten here.",
    ),
    # How it ends.
    "has_written": (
        "线索 {}：举报人有新的内容，点“阅读”查看。",
        "Report {}: the reporter has written. “Read” opens it.",
    ),
    "answered": ("状态：已回复", "State: answered"),
    "close": ("办结", "Close"),
    "how": ("线索 {}：怎么办结？", "Report {}: how does it end?"),
    "verified": ("查证属实，刑事立案", "Verified, criminal case"),
    "nothing_noted": (
        "还没有填写。可以补充查获情况，也可以直接办结。",
        "Nothing is noted yet. Add what was found, or close without.",
    ),
    "confirm": ("确认办结", "Confirm and close"),
    "closed": (
        "线索 {}：已办结（查证属实，刑事立案）。",
        "Report {}: closed (Verified, criminal case).",
    ),
    "state_closed": (
        "状态：已办结（查证属实，刑事立案）",
        "State: closed (Verified, criminal case)",
    ),
    "read_button": ("📖 阅读", "📖 Read"),
    "undo_button": ("↩️ 撤销办结", "↩️ Undo"),
    "open_mailbox": ("打开我的信箱", "Open my mailbox"),
    "thanks": ("已办结，谢谢您的帮助", "closed; thank you for your help"),
}
