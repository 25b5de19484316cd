from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Final

import pytest
from mnemonic import Mnemonic

from storage.errors import ReceiptError
from storage.vault.receipts import Receipt, looks_like_receipt

_SIMPLIFIED: Final = Mnemonic("chinese_simplified").wordlist
_TRADITIONAL: Final = Mnemonic("chinese_traditional").wordlist
_FULL_WIDTH: Final = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}

Spelling = Callable[[tuple[str, ...]], str]


def _numbered(words: tuple[str, ...], template: str, joiner: str = " ") -> str:
    return joiner.join(template.format(n=n, w=w) for n, w in enumerate(words, start=1))


def _columns(words: tuple[str, ...]) -> str:
    rows = [f"{n}. {words[n - 1]}   {n + 6}. {words[n + 5]}" for n in range(1, 7)]
    return "\n".join(rows)


def _circled(words: tuple[str, ...]) -> str:
    return " ".join(f"{chr(0x2460 + n)}{word}" for n, word in enumerate(words))


ENGLISH_SPELLINGS: Final[dict[str, Spelling]] = {
    "plain": " ".join,
    "upper": lambda w: " ".join(w).upper(),
    "title": lambda w: " ".join(w).title(),
    "commas": lambda w: ", ".join(w) + ".",
    "lines": lambda w: "\r\n".join(w) + "\n",
    "tabs and spaces": "\t ".join,
    "chinese commas": lambda w: "，".join(w) + "。",
    "full width": lambda w: " ".join(w).translate(_FULL_WIDTH),
    "no-break spaces": "\u00a0".join,
    "zero-width spaces": "\u200b".join,
    "soft hyphens inside": lambda w: " ".join(x[:2] + "\u00ad" + x[2:] for x in w),
    "byte order mark": lambda w: "\ufeff" + " ".join(w),
    "first four letters": lambda w: " ".join(x[:4] for x in w),
    "numbered": lambda w: _numbered(w, "{n}. {w}"),
    "numbered lines": lambda w: _numbered(w, "{n}) {w}", "\n"),
    "numbered tightly": lambda w: _numbered(w, "{n}.{w}", ""),
    "numbered with zeros": lambda w: _numbered(w, "{n:02} {w}"),
    "numbered after": lambda w: _numbered(w, "{w} ({n})"),
    "two columns": _columns,
    "circled numbers": _circled,
    "keycaps": lambda w: _numbered(w, "{n}\ufe0f\u20e3 {w}"),
    "quotes and dashes": lambda w: "“" + " - ".join(w) + "”",
}
CHINESE_SPELLINGS: Final[dict[str, Spelling]] = {
    "joined": "".join,
    "spaces": " ".join,
    "ideographic spaces": "\u3000".join,
    "rows of four": lambda w: "\n".join("".join(w[n : n + 4]) for n in (0, 4, 8)),
    "rows of three with spaces": lambda w: "\n".join(
        " ".join(w[n : n + 3]) for n in range(0, 12, 3)
    ),
    "enumeration commas": lambda w: "、".join(w) + "。",
    "dashes": "-".join,
    "numbered": lambda w: _numbered(w, "{n}.{w} "),
    "numbered tightly": lambda w: _numbered(w, "{n}{w}", ""),
    "numbered full width": lambda w: _numbered(w, "{n}．{w}").translate(_FULL_WIDTH),
    "numbered lines": lambda w: _numbered(w, "{n}、{w}", "\n"),
    "two columns": _columns,
    "circled numbers": _circled,
    "brackets": lambda w: "「" + "".join(w) + "」",
}


@pytest.fixture(params=range(3))
def receipt(request: pytest.FixtureRequest, vectors: dict[str, Any]) -> Receipt:
    return Receipt(bytes.fromhex(vectors["receipts"][request.param]["entropy"]))


@pytest.mark.parametrize("spelling", ENGLISH_SPELLINGS)
def test_english_parses_in_every_spelling(receipt: Receipt, spelling: str) -> None:
    text = ENGLISH_SPELLINGS[spelling](receipt.words("en"))
    assert Receipt.parse(text) == receipt
    assert looks_like_receipt(text)


@pytest.mark.parametrize("spelling", CHINESE_SPELLINGS)
def test_simplified_parses_in_every_spelling(receipt: Receipt, spelling: str) -> None:
    text = CHINESE_SPELLINGS[spelling](receipt.words("zh_Hans"))
    assert Receipt.parse(text) == receipt
    assert looks_like_receipt(text)


@pytest.mark.parametrize("spelling", CHINESE_SPELLINGS)
def test_traditional_parses_in_every_spelling(receipt: Receipt, spelling: str) -> None:
    words = tuple(_TRADITIONAL[_SIMPLIFIED.index(word)] for word in receipt.words("zh_Hans"))
    assert Receipt.parse(CHINESE_SPELLINGS[spelling](words)) == receipt


def test_random_receipts_parse_in_random_spellings() -> None:
    chooser = random.Random(3)
    for _ in range(1000):
        receipt = Receipt.create()
        english = ENGLISH_SPELLINGS[chooser.choice(list(ENGLISH_SPELLINGS))]
        chinese = CHINESE_SPELLINGS[chooser.choice(list(CHINESE_SPELLINGS))]
        assert Receipt.parse(english(receipt.words("en"))) == receipt
        assert Receipt.parse(chinese(receipt.words("zh_Hans"))) == receipt


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "13812345678",
        "+86 138 1234 5678",
        "027-8765 4321 转 12",
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "9" * 5000,
        "，。！？",
        "🙂" * 12,
        "/start receipt",
        "12356",
        "鄂A12345",
        "https://t.me/example_bot?start=tip",
        "абрикос " * 12,
        "これはレシートではありません",
    ],
)
def test_other_texts_are_no_receipt(text: str) -> None:
    with pytest.raises(ReceiptError):
        Receipt.parse(text)
    assert not looks_like_receipt(text)


def test_a_stray_number_is_not_dropped(receipt: Receipt) -> None:
    for words in (receipt.words("en"), receipt.words("zh_Hans")):
        for text in (
            " ".join(words) + " 13812345678",
            "2026 " + " ".join(words),
            _numbered(words[:11], "{n}. {w}") + " 11. " + words[11],
            _numbered(words[:11], "{n}. {w}") + " 12.",
            _numbered(words, "{w} {n}") + " " + words[0],
        ):
            with pytest.raises(ReceiptError):
                Receipt.parse(text)


@pytest.mark.parametrize("locale", ["en", "zh_Hans"])
def test_a_receipt_with_an_error_or_a_label_still_looks_like_one(locale: str) -> None:
    chooser = random.Random(11)
    gap = " " if locale == "en" else ""
    noticed: list[bool] = []
    for _ in range(300):
        words = list(Receipt.create().words(locale))
        position = chooser.randrange(12)
        missing = gap.join(words[:position] + words[position + 1 :])
        wrong = list(words)
        wrong[position] = "zzzz" if locale == "en" else "龘"
        label = "my receipt: " if locale == "en" else "我的收据：\n"
        texts = (missing, gap.join(wrong), label + gap.join(words))
        noticed.extend(looks_like_receipt(text) for text in texts)
    assert sum(noticed) / len(noticed) > 0.95


_SUBJECTS: Final = (
    "我 我们 他 她 他们 那个人 邻居 我同学 我弟弟 有人 楼下的人 老板 一个男的 几个年轻人 "
    "司机 房东 你们 警察 老师 妈妈 我朋友 隔壁的女人 这个网友 店里的人"
)
_TIMES: Final = (
    "今天 昨天 昨晚 上周 每天晚上 星期五 刚才 最近 前天下午 这个月 早上 半夜 有时候 去年 "
    "放学以后 过年的时候 晚上十点 经常 从来 一直"
)
_PLACES: Final = (
    "在学校门口 在家里 在网吧 在楼上 在公园 在河边的房子里 在车上 在群里 在路口 在医院 "
    "在酒店 在三楼 在小区里 在工厂后面 在市场 在KTV 在车站 在山上 在老家 在办公室"
)
_DEEDS: Final = (
    "卖东西给学生 抽烟 打电话 和人见面 看电视 吃饭 做作业 开了一辆白车 收了很多钱 说不要怕 "
    "问我要不要 叫我一起去 不想回家 种了很多花 打了我 借钱不还 等了很久 闻到很难闻的味道 "
    "看见了那个包 跟我说谢谢 害怕别人知道 想问一下结果 希望你们来看看 没有人管 都不敢说话"
)
_ENDS: Final = ["。", "！", "？", "", "，怎么办", "吧", "呢", "，谢谢", " ", "\n"]
_ENGLISH_PARTS: Final = {
    "who": "i|we|he|she|they|somebody|this man|my brother|our teacher|a neighbour|the boss",
    "deed": "saw|met|called|asked|told me about|left|sold|bought|opened|found|was afraid of",
    "what": "a car|the house|his phone|that bag|some money|the door|another student|my friend",
    "where": "near school|in the street|at home|behind the market|outside|at a party|upstairs",
    "when": "today|yesterday|last night|again|every week|two days ago|after school|early|once",
    "link": "and|but|because|when|so|although|before|until",
}


def _chinese_sentence(chooser: random.Random) -> str:
    parts = [chooser.choice(each.split()) for each in (_SUBJECTS, _TIMES, _PLACES, _DEEDS)]
    if chooser.random() < 0.3:
        parts[:2] = parts[1::-1]
    del parts[chooser.randrange(4) : chooser.choice([0, 0, 3, 4])]
    if chooser.random() < 0.4:
        parts.append(chooser.choice(["，", ""]) + chooser.choice(_DEEDS.split()))
    return "".join(parts) + chooser.choice(_ENDS)


def _english_sentence(chooser: random.Random) -> str:
    clause = ["who", "deed", "what", "where", "when"]
    order = [*clause, "link", *clause][: chooser.choice([3, 5, 8, 9, 10, 11])]
    words = " ".join(chooser.choice(_ENGLISH_PARTS[each].split("|")) for each in order)
    return words.capitalize() + chooser.choice([".", "!", "?", ""])


@pytest.mark.parametrize("make", [_chinese_sentence, _english_sentence])
def test_ten_thousand_sentences_are_no_receipts(make: Any) -> None:
    chooser = random.Random(20261126)
    sentences = {make(chooser) for _ in range(14_000)}
    assert len(sentences) > 10_000
    assert _parsed(sentences) == []
    assert sum(map(looks_like_receipt, sentences)) < len(sentences) / 200


def test_the_check_on_sentences_notices_receipts() -> None:
    receipts = [" ".join(Receipt.create().words("zh_Hans")) for _ in range(10)]
    assert _parsed(set(receipts)) == sorted(receipts)


def _parsed(texts: set[str]) -> list[str]:
    parsed = []
    for text in sorted(texts):
        try:
            Receipt.parse(text)
        except ReceiptError:
            continue
        parsed.append(text)
    return parsed
