"""Paraphrases with one plate and copies link; other reports of the same village do not."""

from __future__ import annotations

from itertools import combinations

from bot.reports.triage.duplicates.rules import Likeness, compare
from bot.reports.triage.duplicates.signatures import sign

# One village, one category: the same shop, the same stadium, the same evening hours.
VILLAGE = [
    "我要举报杨市街道黄脑村有人贩卖毒品，村口小卖部后面，每天晚上九点以后都有陌生人来，待几分钟就走。",
    "杨市街道黄脑村三组有人卖冰毒，是一个姓刘的年轻人，平时骑一辆红色摩托车，到村口小卖部那里交货。",
    "黄脑村小学对面的出租屋里有人贩毒，二楼最里面那间，窗帘一直拉着，半夜还有人上下楼。",
    "我要举报黄脑村有人贩卖毒品，是外地人，住在鱼塘边的平房，每个星期五下午有一辆面包车过来送东西。",
    "我要举报杨市街道黄脑村的棋牌室，里面有人卖K粉，老板知道，放在柜台下面的饼干盒里。",
    "昨天晚上在黄脑村文化广场看到两个人交易，一个穿黑色夹克，一个戴鸭舌帽，给了一小包白色的东西。",
    "黄脑村村口小卖部的老板在卖笑气，学生放学以后去买，一瓶二十块，用微信收钱。",
    "我的邻居在家里卖毒品，黄脑村五组，门口停着一辆没有牌照的三轮车，晚上十一点以后人最多。",
    "有人在黄脑村快递点寄毒品，用茶叶盒子装，寄到武汉，寄件人写的是假名字。",
    "杨市街道黄脑村有人通过网络贩卖毒品，让买家到高速桥下面自己去取，每次放在第三个桥墩后面。",
    "我要举报杨市街道黄脑村有人贩卖毒品，具体是谁不清楚，只知道在村里的废弃砖厂，晚上有灯。",
    "我要举报杨市街道黄脑村有人贩卖毒品，听说是村东头养猪场的那家，最近突然盖了新房子。",
]
ENGLISH = [
    "I want to report that somebody sells drugs in Huangnao village, behind the shop at the entrance, every evening after nine.",
    "In Huangnao village a young man on a red motorbike sells ice; he hands it over near the shop at the entrance.",
    "I want to report that somebody sells drugs in Huangnao village; a van comes every Friday afternoon to the house by the pond.",
]
PLATE = [
    "昨晚十点，一辆白色面包车鄂N12345停在黄脑村口，有人下来给了一小包东西，收了钱就走了。",
    "黄脑村那边常有辆白面包，车牌是鄂n·12345，夜里来卖货，您们管管。",
    "举报：车牌 鄂Ｎ １２３４５ 的车主贩毒，上周三又来了，地点在鱼塘旁边",
]


def likeness(one: str, other: str, *, same_region: bool = True) -> Likeness | None:
    return compare(sign([one]), sign([other]), same_region=same_region)


def test_different_reports_of_one_village_and_category_do_not_link() -> None:
    pairs = [*combinations(VILLAGE, 2), *combinations(ENGLISH, 2)]
    assert [pair for pair in pairs if likeness(*pair) is not None] == []


def test_paraphrases_with_one_plate_link() -> None:
    pairs = [*combinations(PLATE, 2)]
    assert [pair for pair in pairs if likeness(*pair) is not Likeness.STRONG] == []


def test_one_plate_in_another_region_still_links_and_less_surely() -> None:
    assert likeness(PLATE[0], PLATE[2], same_region=False) is Likeness.LIKELY


def test_another_plate_in_the_same_words_does_not_link_by_the_plate() -> None:
    words = "车牌{}，在村口卖东西"
    assert likeness(words.format("鄂N12345"), words.format("鄂N54321")) is None


def test_a_copy_with_other_punctuation_width_and_script_links_strongly() -> None:
    copy = (
        VILLAGE[0].replace("，", "  ").replace("。", "！").replace("来", "來").replace("个", "個")
    )
    assert copy != VILLAGE[0]
    assert likeness(VILLAGE[0], copy) is Likeness.STRONG
    assert likeness(VILLAGE[0], copy, same_region=False) is Likeness.STRONG


def test_a_report_that_was_sent_again_with_more_in_it_links() -> None:
    more = VILLAGE[0] + "昨天又来了三个人，一个开黑色轿车。"
    assert likeness(VILLAGE[0], more) is not None


def test_half_the_same_words_link_in_one_region_only() -> None:
    more = VILLAGE[0] + "昨天又来了三个人，其中一个开的是黑色的轿车，停在路边没有熄火。"
    assert likeness(VILLAGE[0], more) is Likeness.LIKELY
    assert likeness(VILLAGE[0], more, same_region=False) is None


def test_the_same_few_words_are_no_reason_to_link() -> None:
    assert likeness("黄脑村有人吸毒", "黄脑村有人吸毒") is None


def test_one_named_place_lets_less_words_suffice() -> None:
    place = ["杨市街道黄脑村五组幸福旅馆三零二房"]
    one = sign(["每天晚上九点以后都有陌生人来房间，待几分钟就走，走廊里有一股怪味道"], place)
    other = sign(["晚上九点以后都有陌生人来房间，待几分钟就走，服务员从来不登记他们"], place)
    elsewhere = sign(
        ["晚上九点以后都有陌生人来房间，待几分钟就走，服务员从来不登记他们"],
        ["城南汽车站对面红星招待所二楼"],
    )
    assert compare(one, other, same_region=True) is Likeness.LIKELY
    assert compare(one, elsewhere, same_region=True) is None


def test_long_english_texts_of_one_subject_do_not_link() -> None:
    one, other = (" ".join(ENGLISH[n] for n in order) for order in ((0, 1), (2,)))
    filler = "they were at the house in the evening and the man on the street was there as well"
    words = filler.split()
    first = " ".join(words[(7 * n) % len(words)] for n in range(600))
    second = " ".join(words[(11 * n + 3) % len(words)] for n in range(600))
    assert likeness(f"{one} {first}", f"{other} {second}") is None


def test_nothing_is_like_nothing() -> None:
    assert likeness("", "") is None
