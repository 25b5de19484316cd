"""The danger guard: what it finds, what it leaves alone, what it says and what it costs."""

from __future__ import annotations

import random
import re
import shutil
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app import shelves
from bot.chat.guard import Danger, DangerGuard
from bot.chat.phrase_scan import PhraseScanner
from content.danger import ROOT, load_danger
from content.danger_layer import load_layer
from content.errors import ContentErrors
from content.phrases import Words
from storage.vault.receipts import Receipt
from tests.chat.guard_school import digest, lessons
from tests.chat.guard_table import judged

CORPUS = yaml.safe_load(Path(__file__).with_name("guard_corpus.yaml").read_text("utf-8"))
LONGEST_MESSAGE = 4096


@pytest.fixture(scope="module")
def guard() -> DangerGuard:
    """Return the guard that knows phrases only."""
    return DangerGuard(load_danger())


@pytest.fixture(scope="module")
def listening() -> DangerGuard:
    """Return the guard as a bot has it."""
    return shelves.guard()


@dataclass
class Score:
    dangers: int = 0
    found: int = 0
    harmless: int = 0
    alarms: int = 0
    remarks: list[str] = field(default_factory=list)

    def count(self, expected: str, seen: Danger | None, text: str) -> None:
        if expected == "none":
            self.harmless += 1
            self.alarms += seen is not None
        else:
            self.dangers += 1
            self.found += seen == expected
        if (seen or "none") != expected:
            self.remarks.append(f"    {expected} seen as {seen or 'none'}: {text}")

    @property
    def recall(self) -> float:
        return self.found / self.dangers

    @property
    def alarm_rate(self) -> float:
        return self.alarms / self.harmless

    def __str__(self) -> str:
        return (
            f"found {self.found}/{self.dangers} ({self.recall:.0%}), "
            f"false alarms {self.alarms}/{self.harmless} ({self.alarm_rate:.0%})"
        )


@pytest.fixture(scope="module")
def scores(guard: DangerGuard) -> dict[tuple[str, str], Score]:
    found: dict[tuple[str, str], Score] = {}
    for split, locales in CORPUS.items():
        for locale, kinds in locales.items():
            score = found.setdefault((split, locale), Score())
            for kind, sentences in kinds.items():
                for text in sentences:
                    score.count(kind, guard.look(text), text)
    return found


def test_misses_and_false_alarms_are_printed_and_stay_below_their_limits(
    scores: dict[tuple[str, str], Score], capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        sys.stdout.write("\ndanger guard: another kind than expected counts as a miss\n")
        for (split, locale), score in scores.items():
            lines = (f"  {split:9} {locale:8} {score}", *score.remarks)
            sys.stdout.write("\n".join(lines) + "\n")
    floors = {"held_out": (0.90, 0.08), "tune": (0.95, 0.03), "fresh": (0.55, 0.08)}
    for (split, locale), score in scores.items():
        recall, alarms = floors[split]
        assert score.recall >= recall, (split, locale)
        assert score.alarm_rate <= alarms, (split, locale)


def test_the_corpus_is_as_large_and_as_mixed_as_the_figures_claim() -> None:
    listed = [
        (split, kind, text)
        for split, locales in CORPUS.items()
        for kinds in locales.values()
        for kind, texts in kinds.items()
        for text in texts
    ]
    assert len({text for _, _, text in listed}) == len(listed) >= 320
    assert sum(split == "held_out" for split, _, _ in listed) >= 120
    assert sum(kind == "none" for _, kind, _ in listed) >= 0.4 * len(listed)
    counted = Counter((one.locale, one.kind) for one in lessons())
    assert set(counted) == {(loc, k) for loc in ("zh_Hans", "en") for k in (*Danger, "none")}
    assert all(count >= (600 if k == "none" else 250) for (_, k), count in counted.items())


def test_the_layer_has_learnt_from_the_sentences_that_stand_here() -> None:
    learnt = lessons()
    assert load_layer().lessons == digest(learnt), "run python -m tests.chat.guard_school"


# What was reached on sentences that the guard's author has not seen, rounded down a little:
# heard as the right kind, heard at all, false alarms. `python -m tests.chat.guard_table` tells.
FLOORS = {"zh_Hans": (0.80, 0.90, 0.05), "en": (0.80, 0.90, 0.05)}


def test_the_unseen_sentences_are_told_by_kind_and_language(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table, _faults = judged()
    with capsys.disabled():
        sys.stdout.write(f"\n{table}")
    assert table.locales() == [*FLOORS]
    for locale, (right, heard, alarms) in FLOORS.items():
        assert table.share(locale, right=True) >= right
        assert table.share(locale) >= heard
        assert table.share(locale, kind="none") <= alarms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("叔叔让我脱衣服拍照，我不想", Danger.CHILD_ABUSE),
        ("爷爷每次都摸我下面，叫我别告诉妈妈", Danger.CHILD_ABUSE),
        ("my uncle touches me and says it is our secret", Danger.CHILD_ABUSE),
        ("a man in my game wants a photo of me in my underwear", Danger.CHILD_ABUSE),
        ("sos", Danger.DANGER_NOW),
        ("他说不帮他带包就把我的照片发到群里", Danger.DANGER_NOW),
        ("they took our passports and won't let us leave", Danger.DANGER_NOW),
        ("弟弟喝了洁厕灵，一直吐", Danger.OVERDOSE),
        ("my baby swallowed a button battery", Danger.OVERDOSE),
        ("我站在桥上，想跳下去", Danger.SELF_HARM),
        ("刀片划手腕，血止不住", Danger.SELF_HARM),
        ("戒了八个月又碰了", Danger.RELAPSE),
        ("my father uses drugs at home and i am afraid", Danger.RELAPSE),
        ("吸毒过量的急救步骤是什么，作业里有这道题", None),
        ("我妈要杀了我哈哈 考了62", None),
        ("my homework is killing me", None),
        ("12345", None),
        ("B", None),
    ],
)
def test_each_kind_is_heard_in_words_of_its_own(
    listening: DangerGuard, text: str, expected: Danger | None
) -> None:
    assert listening.look(text) is expected


def test_one_sentence_of_danger_in_a_long_tale_is_heard(listening: DangerGuard) -> None:
    tale = "隔壁楼的三楼白天拉着窗帘，晚上有陌生的车来。" * 20
    assert listening.look(tale) is None
    assert listening.look(tale + "我叔叔让我脱衣服拍照，我好怕。" + tale) is Danger.CHILD_ABUSE


@pytest.mark.parametrize(
    "text",
    [
        "他怎么叫都不醒",
        "他 怎 么 叫 都 不 醒",
        "他，怎么叫、都不醒",
        "😭他怎麼叫都不醒🆘🆘",
        "他怎么\u200b叫都\u2060不醒",
        "他...怎么叫...都不醒！！！",
        "He Won't Wake Up",
        "ＨＥ　ＷＯＮ’Ｔ　ＷＡＫＥ　ＵＰ",
        "heee wont waaake uppp",
        "hes unconcious",
        "hes uncosncious",
        "he is u n c o n s c i o u s",
    ],
)
def test_the_way_of_writing_hides_no_overdose(guard: DangerGuard, text: str) -> None:
    assert guard.look(text) is Danger.OVERDOSE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我吞了一整瓶安眠药，不想活了", Danger.OVERDOSE),
        ("他拿刀逼我，我不想活了", Danger.DANGER_NOW),
        ("someone is stabbing him and he is unconscious", Danger.OVERDOSE),
        ("i want to die, he is beating me", Danger.DANGER_NOW),
    ],
)
def test_the_most_urgent_of_several_dangers_decides(
    guard: DangerGuard, text: str, expected: Danger
) -> None:
    assert guard.look(text) is expected


@pytest.mark.parametrize(
    ("harmless", "danger"),
    [
        ("他没有昏迷", "他没有昏迷。但是现在叫不醒了"),
        ("想死你了", "想死你了。我真的不想活了"),
        ("昨天看的电影里有人被绑架", "昨天看的电影里有人被绑架。我现在也被绑架了"),
        ("去年他昏迷过一次", "去年他昏迷过一次，现在又昏迷了"),
        ("he didn't pass out", "he didn't pass out at first. now he won't wake up"),
        ("killing time", "killing time before i kill myself"),
    ],
)
def test_an_excuse_covers_only_what_it_touches(
    guard: DangerGuard, harmless: str, danger: str
) -> None:
    assert guard.look(harmless) is None
    assert guard.look(danger) is not None


@pytest.mark.parametrize("text", ["", " ", "。。。", "👍", "^$", "\u0301" * 99, "*(){}|"])
def test_a_text_without_words_is_no_danger(guard: DangerGuard, text: str) -> None:
    assert guard.look(text) is None


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
@pytest.mark.parametrize(
    ("kind", "first"),
    [
        (Danger.OVERDOSE, "120"),
        (Danger.DANGER_NOW, "110"),
        (Danger.CHILD_ABUSE, "110"),
        (Danger.SELF_HARM, "120"),
        (Danger.RELAPSE, "12356"),
    ],
)
def test_an_answer_says_at_once_whom_to_call_in_three_to_five_lines(
    guard: DangerGuard, kind: Danger, locale: str, first: str
) -> None:
    answer = guard.answer(kind, locale)
    assert 3 <= len(answer.splitlines()) <= 5
    assert re.findall(r"\b(?:110|120|12356)\b", answer, re.ASCII)[0] == first
    for number in ("110", "120", "12356"):
        assert number in answer
    assert not re.search(r"[你您]", answer)
    assert set(re.findall(r"</?(\w+)", answer)) <= {"b", "i"}


def test_the_self_harm_answer_names_the_hours_of_the_line(guard: DangerGuard) -> None:
    assert "每天不少于 18 小时，各地时段不同" in guard.answer(Danger.SELF_HARM, "zh_Hans")
    assert "at least 18 hours a day" in guard.answer(Danger.SELF_HARM, "en")


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
def test_a_child_is_told_of_somebody_to_turn_to_and_nobody_is_told_to_report(
    guard: DangerGuard, locale: str
) -> None:
    abuse, relapse = (guard.answer(k, locale) for k in (Danger.CHILD_ABUSE, Danger.RELAPSE))
    assert "12355" in abuse
    assert ("各地不同" if locale == "zh_Hans" else "differ from place to place") in abuse
    assert "12345" in relapse
    assert "12355" in relapse
    assert not re.search("举报|report", abuse + relapse)


def test_an_unknown_language_is_answered_in_chinese(guard: DangerGuard) -> None:
    assert guard.answer(Danger.OVERDOSE, "fr") == guard.answer(Danger.OVERDOSE, "zh_Hans")


class CountingWords(tuple[str, ...]):  # noqa: SLOT001 - it counts, so it has state
    """Words that count how often the scanner reads one: its steps through the tree."""

    reads = 0

    def __getitem__(self, index: Any) -> Any:
        self.reads += 1
        return super().__getitem__(index)


def reads(scanner: PhraseScanner, words: tuple[str, ...]) -> int:
    counting = CountingWords(words)
    scanner.find(Words(counting, (0,) * len(words)))
    return counting.reads


@pytest.mark.parametrize(
    "piece",
    ["叫", "打我", "叫不醒", "我不想活", "i want to ", "cant wake ", "not not help me ", "a."],
)
def test_the_work_grows_in_step_with_the_text_and_stays_small(
    guard: DangerGuard, piece: str
) -> None:
    text = (piece * LONGEST_MESSAGE)[:LONGEST_MESSAGE]
    words = guard._phrases.speller.words(text).words
    whole, half = (reads(guard._scanner, words[:n]) for n in (len(words), len(words) // 2))
    assert whole <= 2 * half + 40
    assert whole <= 6 * len(words)


def test_one_word_never_opens_more_than_a_few_dozen_steps(guard: DangerGuard) -> None:
    nodes = [guard._scanner._root]
    for node in nodes:
        nodes += node.to.values()
    assert max(len(node.steps) for node in nodes) <= 40


def broken(tmp_path: Path, name: str, old: str, new: str) -> str:
    shutil.copytree(ROOT / "guard", tmp_path / "guard")
    path = tmp_path / "guard" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentErrors) as caught:
        load_danger(tmp_path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("overdose.en.yaml", "mild:\n", "mild:\n  - (a|b\n", "a bracket or gap out of place"),
        ("overdose.en.yaml", "mild:\n", "mild:\n  - a*(b|)\n", "a piece that may be empty"),
        ("overdose.en.yaml", "mild:\n", "mild:\n  - a {nobody}\n", "no list 'nobody'"),
        ("overdose.en.yaml", "mild:\n", "mild:\n  - (a|、)\n", "'、' holds no word"),
        ("overdose.en.yaml", "mild:\n", "milder:\n", "unknown field 'milder'"),
        ("traditional.yaml", "殺杀", "殺杀杀", "'殺杀杀' is not a pair"),
        ("answers.en.yaml", "self_harm:", "self_harmed:", "'self_harm' is missing"),
    ],
)
def test_a_fault_in_the_phrases_is_named_with_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, sentence: str
) -> None:
    message = broken(tmp_path, name, old, new)
    assert re.search(
        rf"^guard/{re.escape(name)}:\d+: .*{re.escape(sentence)}", message, re.MULTILINE
    )


def test_the_words_of_a_receipt_are_no_speech() -> None:
    """Twelve words by chance, or two of them typed again, sound like danger now and then."""
    heard, chance = [], random.Random(1839)
    for _receipt in range(40):
        with suppress(ValueError):  # One in ten is none that would be drawn.
            receipt = Receipt(chance.randbytes(16))
        for locale, between in (("zh_Hans", " "), ("zh_Hans", ""), ("en", " ")):
            words = receipt.words(locale)
            heard += [shelves.guard().look(between.join(some)) for some in (words, words[4:6])]
    assert not any(heard)
