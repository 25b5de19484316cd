"""What two units, three officers and a reporter tap, write and see, in both languages."""

from __future__ import annotations

from tests.journeys.words import Table

TRIAGE: Table = {
    "the_answer": ("白色的，上周五也来过一次。", "White. It came last Friday as well."),
    "more_news": ("昨晚又来了，这次是两辆车。", "It came again last night, with a second one."),
    "refused": (
        "您无权操作，或这条线索由别人承办。",
        "This is not open to you, or somebody else holds it.",
    ),
    "mr_zhou": ("周先生", "Mr Zhou"),
    "state_waiting": ("状态：待接手", "State: waiting"),
    "unverified_button": ("· 未核实", "· unverified"),
    "heading": (
        "线索 [0-9A-Z]{4}-[0-9A-Z]{4} · 未核实\\n贩卖、运输毒品 · 潜江市园林街道",
        "Report [0-9A-Z]{4}-[0-9A-Z]{4} · unverified\\nSelling or transporting drugs",
    ),
    "take_button": ("✋ 接手", "✋ Take"),
    "who_goes_and_looks": ("这条谁去看一下？", "Who goes and looks at this?"),
    "this_reply_went_nowhere": (
        "这条回复没有发给任何人。要问举报人或记备注，请点：",
        "This reply went nowhere. To ask the reporter or to keep a note",
    ),
    "ask": ("提问", "Ask"),
    "take": ("接手", "Take"),
    "you_hold_it_now": (
        "已由您承办。点“阅读”，内容会在私聊里打开。",
        "You hold it now. “Read” opens it in our private chat.",
    ),
    "held_by_officer_li": ("承办：李警官", "Held by: Officer Li"),
    "read_button": ("📖 阅读", "📖 Read"),
    "ask_button": ("❓ 提问", "❓ Ask"),
    "note_button": ("📝 备注", "📝 Note"),
    "close_button": ("✅ 办结", "✅ Close"),
    "return_button": ("↩️ 退回", "↩️ Return"),
    "hand_over_button": ("🤝 交接", "🤝 Hand over"),
    "more_button": ("⋯ 更多", "⋯ More"),
    "mute_the_sender_for": ("🔇 今天对此人静音", "🔇 Mute the sender for today"),
    "read": ("阅读", "Read"),
    "this_goes_minutes_after": (
        "最后一次操作 10 分钟后，这些内容会自动删除。",
        "This goes 10 minutes after your last touch.",
    ),
    "ask_about_the_plate": ("车牌要问清楚", "Ask about the plate"),
    "this_went_nowhere_and": (
        "这条消息没有发给任何人，也没有保存。要写到线索",
        "This went nowhere and was not kept. For report",
    ),
    "note": ("备注", "Note"),
    "what_should_stand_in": (
        "要记什么？只有本单位能看到。",
        "what should stand in the note? Only your unit reads it.",
    ),
    "send": ("发送", "Send"),
    "noted": ("✅ 已记下。", "✅ Noted."),
    "please_never_ask_who": (
        "您想问什么？请不要询问举报人的身份。",
        "Please never ask who the reporter is.",
    ),
    "what_is_your_name": ("您叫什么名字，住在哪里？", "What is your name, and where do you live?"),
    "this_question_is_held": (
        "✋ 这个问题先拦下了，没有发出。",
        "✋ This question is held back; nothing was sent.",
    ),
    "they_were_promised_that": ("我们承诺过不问身份", "They were promised that nobody asks"),
    "cancel": ("取消", "Cancel"),
    "could_you_go_and": (
        "能不能再去看一下车还在不在？",
        "Could you go and look again whether the van is there?",
    ),
    "it_sends_the_reporter": (
        "这句话会让举报人去查看、跟踪或打听",
        "It sends the reporter to look, follow or ask around.",
    ),
    "can_you_pretend_to": (
        "能不能假装买家问问价格？",
        "Can you pretend to be a buyer and ask the price?",
    ),
    "it_has_the_reporter": (
        "这句话会让举报人去购买、付款、尝试或取样",
        "It has the reporter buy, pay, try or take a sample.",
    ),
    "vehicle": ("车辆", "Vehicle"),
    "was_there_a_vehicle": (
        "有没有车？车牌、车型、颜色，记得多少写多少，请不要追。",
        "Was there a vehicle? Its plate, model and colour, as far as you remember.",
    ),
    "what_colour_was_the": (
        "那辆车是什么颜色？之前来过吗？",
        "What colour was the van? Has it come before?",
    ),
    "has_it_come_before": (
        "那辆车是什么颜色？之前来过吗？\n\n再写一次可以改，或直接发送。",
        "Has it come before?\n\nWrite again to change it, or send it.",
    ),
    "asked_the_reporter_sees": (
        "✅ 已提问。举报人凭回执就能看到；有回复时，卡片会提示。",
        "✅ Asked. The reporter sees it with the receipt",
    ),
    "state_question_asked": ("状态：已提问", "State: question asked"),
    "answer": ("回答", "Answer"),
    "sent_to_the_staff": ("已发给工作人员", "Sent to the staff"),
    "report_the_reporter_has": (
        "💬 线索 {number}：举报人有新的内容，点“阅读”查看。",
        "💬 Report {number}: the reporter has written. “Read” opens it.",
    ),
    "state_answered": ("状态：已回复", "State: answered"),
    "your_shift_you_hold_button": ("🔁 交班：由您承办 1 条", "🔁 Your shift: you hold 1"),
    "officer_wang": ("王警官 · 0 条", "Officer Wang · 0"),
    "offered_you_hold_them": (
        "已发出 1 条。对方接受之前，仍由您承办。",
        "Offered: 1. You hold them until they are accepted.",
    ),
    "offered_to_wang": (
        "承办：李警官\n等待接受：王警官",
        "Held by: Officer Li\nOffered to: Officer Wang",
    ),
    "offered_to_officer_wang": ("等待接受：王警官", "Offered to: Officer Wang"),
    "accept": ("接受", "Accept"),
    "held_by_officer_wang": ("承办：王警官", "Held by: Officer Wang"),
    "report_accepted_by_your": (
        "🤝 线索 {number}：同事已接受。",
        "🤝 Report {number}: accepted by your colleague.",
    ),
    "you_hold": ("🗂 由您承办：1 条", "🗂 You hold: 1"),
    "more": ("更多", "More"),
    "pass_on": ("移交单位", "Pass on"),
    "report_to_which_unit": (
        "线索 {number}：应由哪个单位办理？",
        "Report {number}: to which unit does it belong?",
    ),
    "hubei_province_the_unit": ("⬆️ 湖北省（上级单位）", "⬆️ Hubei Province, the unit above"),
    "report_goes_to_hubei": (
        "线索 {number} 将连同内容、备注和附件移交湖北省。",
        "Report {number} goes to Hubei Province, with words, notes and files.",
    ),
    "pass_it_on": ("确认移交", "Pass it on"),
    "report_is_with_hubei": (
        "🏢 线索 {number} 已移交湖北省，本单位不能再打开。",
        "🏢 Report {number} is with Hubei Province now, and no longer opens here.",
    ),
    "report_passed_on_to": (
        "线索 {number}\n🏢 已移交湖北省。",
        "Report {number}\n🏢 Passed on to Hubei Province.",
    ),
    "report_unverified": ("线索 {number} · 未核实", "Report {number} · unverified"),
    "passed_on_by_qianjiang": ("🏢 移交自：潜江市", "🏢 Passed on by: Qianjiang City"),
    "held_by_officer_zhao": ("承办：赵警官", "Held by: Officer Zhao"),
    "neighbour": ("邻居", "Neighbour"),
    "one_of_8": ("第 {place} 项，共 8 项", "{place} of 8"),
    "last_of_8": ("涉及公职人员 · 第 8 项，共 8 项", "8 of 8"),
    "yes": ("有", "Yes"),
    "link": ("关联", "Link"),
    "report_which_one_is": (
        "线索 {number}：与哪一条是同一件事？请输入编号。",
        "Report {number}: which one is the same? Please type its number.",
    ),
    "the_one_before": ("和刚才那条一样", "The one before"),
    "that_is_no_number": (
        "这不是线索编号。编号的样子是 7K3M-9Q2C，请再核对一下。",
        "That is no number of a report. It looks like 7K3M-9Q2C",
    ),
    "the_same_as": ("🔗 与线索 {other} 是同一件事", "🔗 The same as {other}"),
    "the_same_as_this": ("🔗 与线索 {number} 是同一件事", "🔗 The same as {number}"),
    "close": ("办结", "Close"),
    "report_how_does_it": ("线索 {number}：怎么办结？", "Report {number}: how does it end?"),
    "could_not_be_verified": ("无法核实", "Could not be verified"),
    "closed_by_mistake_it": (
        "点错了？10 分钟内可以撤销，之后举报人才会看到。",
        "Closed by mistake? It can be undone within 10 min;",
    ),
    "look_again": ("再看看", "Look again"),
    "status_your_answer_has": (
        "进展：您的回答已送达工作人员",
        "Status: your answer has reached the staff",
    ),
    "undo": ("撤销办结", "Undo"),
    "undone_the_reporter_has": (
        "已撤销，举报人什么也不会看到。",
        "Undone. The reporter has noticed nothing.",
    ),
    "verified_criminal_case": ("查证属实，刑事立案", "Verified, criminal case"),
    "confirm_and_close": ("确认办结", "Confirm and close"),
    "report_closed_verified_criminal": (
        "线索 {number}：已办结（查证属实，刑事立案）。",
        "Report {number}: closed (Verified, criminal case).",
    ),
    "report_verified": ("线索 {number} · 查证属实", "Report {number} · verified"),
    "undo_button": ("↩️ 撤销办结", "↩️ Undo"),
    "reopen": ("重新打开", "Reopen"),
    "status_closed_thank_you": (
        "进展：已办结，谢谢您的帮助",
        "Status: closed; thank you for your help",
    ),
    "nothing_is_noted_yet": (
        "还没有填写。可以补充查获情况，也可以直接办结。",
        "Nothing is noted yet. Add what was found, or close without.",
    ),
    "drugs": ("毒品", "Drugs"),
    "heroin": ("海洛因", "Heroin"),
    "how_many_grams_please": (
        "多少克？请输入数字，例如 12.5",
        "How many grams? Please type the number, for example 12.5",
    ),
    "a_small_bag": ("一小包", "a small bag"),
    "i_could_not_read": (
        "没能读出数量。\n多少克？请输入数字，例如 12.5",
        "I could not read that as a quantity.\nHow many grams?",
    ),
    "g": ("12.50 克", "12.50 g"),
    "heroin_g_button": ("· 海洛因 12.5 克", "· Heroin: 12.5 g"),
    "only_numbers_and_kinds": (
        "这里只填种类和数量，不填任何人的姓名。",
        "Only numbers and kinds: no name of anybody belongs here.",
    ),
    "people": ("人员", "People"),
    "selling_transporting_smuggling": ("贩卖、运输、走私", "Selling, transporting, smuggling"),
    "three_sellers": ("· 贩卖、运输、走私 3 人", "· Selling, transporting, smuggling: 3 people"),
    "selling_transporting_smuggling_button": (
        "✔︎ 贩卖、运输、走私 · 3",
        "✔︎ Selling, transporting, smuggling · 3",
    ),
    "two_sellers": ("· 贩卖、运输、走私 2 人", "· Selling, transporting, smuggling: 2 people"),
    "add_something": ("补充线索", "Add something"),
    "report_was_closed_the": (
        "🔓 线索 {number} 原已办结，举报人有新的内容，现已重新打开。",
        "🔓 Report {number} was closed; the reporter has written, so it is open again.",
    ),
}
