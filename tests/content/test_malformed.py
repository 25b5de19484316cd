"""Each planted fault is refused at its file and line, with what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from content.loader import load
from content.reading import ContentError, ContentErrors, Problems, read
from tests.content.conftest import WHOLE_SHELVES

LESSON = "courses/tiny/first/lesson.yaml"
ZH = "courses/tiny/first/zh_Hans.yaml"
EN = "courses/tiny/first/en.yaml"
COURSE = "courses/tiny/course.yaml"
FACTS = "facts/law.yaml"
REGIONS = "regions/qianjiang.yaml"
JUNE = "campaigns/june/campaign.yaml"


DISPUTED = (
    "en: Always true}\n    grade: confirmed",
    "en: Always true}\n    grade: disputed\n    disputed: [23 天, 22 days, 2025-07-20]",
)


class Plant(NamedTuple):
    """A replacement in a file, and the error it must give at the line that holds `at`."""

    name: str
    old: str
    new: str
    at: str
    says: str
    reported_in: str = ""


PLANTS = {
    "the YAML is broken": Plant(LESSON, "minutes: 3", "minutes: [3", "opener", "correct it here"),
    "the top is a list": Plant(COURSE, "id: tiny\nstage: work\nlessons: [first]", "- tiny", "- tiny", "`name: value`"),
    "a key stands twice": Plant(LESSON, "minutes: 3", "minutes: 3\nminutes: 4", "minutes: 4", "keep one"),
    "a field is unknown": Plant(LESSON, "minutes: 3", "minutes: 3\ncolour: red", "colour", "remove it"),
    "a field is missing": Plant(LESSON, "minutes: 3\n", "", "id: first", "'minutes' is missing; add it"),
    "a number is no number": Plant(LESSON, "minutes: 3", "minutes: three", "minutes", "write one"),
    "a number is out of range": Plant(LESSON, "minutes: 3", "minutes: 90", "minutes", "smaller"),
    "an id is not kebab-case": Plant(
        LESSON, "- id: sale", "- id: The_Sale", "The_Sale", "it has to match"
    ),
    "an id is too long": Plant(LESSON, "{id: one,", "{id: a-card-with-a-very-long-name,", "long-name", "at most 16"),
    "a kind is unknown": Plant(LESSON, "kind: multiple", "kind: essay", "essay", "use one of"),
    "correct is no yes or no": Plant(
        LESSON, "{id: mum, correct: true}", "{id: mum, correct: perhaps}", "perhaps", "true or false"
    ),
    "two options are right in true_false": Plant(
        LESSON, "{id: wrong, correct: false}", "{id: wrong, correct: true}", "options:", "exactly one"
    ),
    "one option is right in multiple": Plant(
        LESSON, "{id: doctor, correct: true}", "{id: doctor, correct: false}", "options:\n      - {id: mum", "at least two"
    ),
    "all options are right in multiple": Plant(
        LESSON, "{id: nobody, correct: false}", "{id: nobody, correct: true}", "options:\n      - {id: mum", "leave one wrong"
    ),
    "too few options": Plant(
        LESSON, "kind: true_false", "kind: single", "options:\n      - {id: right", "give it 3 to 4"
    ),
    "an option id stands twice": Plant(
        LESSON, "{id: nobody,", "{id: mum,", "{id: mum, correct: false", "choose another"
    ),
    "a question id stands twice": Plant(LESSON, "- id: help", "- id: sale", "- id: sale\n    point: helping", "choose another"),
    "the opener does not exist": Plant(LESSON, "opener: sale", "opener: gift", "opener", "name one"),
    "a question names no fact": Plant(
        LESSON, "facts: [lasting]\n    options", "facts: []\n    options", "facts: []", "at least 1"
    ),
    "a fact does not exist": Plant(
        LESSON, "{id: one, facts: [lasting]}", "{id: one, facts: [hearsay]}", "hearsay", "no fact 'hearsay'"
    ),
    "too few cards": Plant(LESSON, "  - {id: two, facts: [any-amount]}\n", "", "cards:", "at least 2"),
    "a choice leads nowhere": Plant(LESSON, "to: back, way", "to: moon, way", "to: moon", "name one of the nodes"),
    "the scene starts nowhere": Plant(LESSON, "start: offer", "start: moon", "start: moon", "name one of the nodes"),
    "a node is out of reach": Plant(LESSON, "to: back, way", "to: safe, way", "    back:", "lead a choice there"),
    "a node is a dead end": Plant(LESSON, "safe: {ending: safe}", "safe: {}", "safe: {}", "add choices or an ending"),
    "a node never ends": Plant(LESSON, "to: safe, way: exit}\n        - {id: again, to: offer,", "to: back, way: exit}\n        - {id: again, to: back,", "    back:", "open a way out"),
    "an ending is unknown": Plant(LESSON, "{ending: safe}", "{ending: jail}", "jail", "use one of"),
    "a text is missing in English": Plant(EN, "  two: {title: word, text: word}\n", "  two: {title: word}\n", "  two:", "in en is missing"),
    "a text is missing in Chinese": Plant(ZH, "title: 字\nstory", "story", "story", "in zh_Hans is missing"),
    "a text is empty": Plant(EN, "title: word\nstory", "title: ''\nstory", "title: ''", "in en is missing"),
    "prose for what does not exist": Plant(EN, "cards:\n", "cards:\n  three: {title: word, text: word}\n", "three", "add it there"),
    "a misspelt prose name": Plant(EN, "  one: {title: word, text: word}", "  one: {title: word, text: word, txet: word}", "txet", "correct its spelling"),
    "a tag is never closed": Plant(EN, "  one: {title: word, text: word}", "  one: {title: word, text: <b>word}", "<b>", "add </b>"),
    "a tag is not allowed": Plant(ZH, "  one: {title: 字, text: 字}", "  one: {title: 字, text: <a>字</a>}", "<a>", "<blockquote> only"),
    "a lone sign": Plant(EN, "  one: {title: word, text: word}", "  one: {title: word, text: 3 < 4}", "3 <", "write it as &lt;"),
    "markup in a label": Plant(EN, "  one: {title: word, text: word}", "  one: {title: <b>word</b>, text: word}", "<b>", "plain words"),
    "a story is too short": Plant(ZH, "story: " + "放学路上，你遇到一件小事。" * 7, "story: 太短", "story", "write 80 to 160"),
    "a card is too long": Plant(ZH, "  one: {title: 字, text: 字}", "  one: {title: 字, text: " + "长" * 221 + "}", "  one:", "write 1 to 220"),
    "a lesson folder is missing": Plant(COURSE, "[first]", "[first, second]", "", "the file is missing", "courses/tiny/second/lesson.yaml"),
    "a course lists no lesson": Plant(COURSE, "[first]", "[]", "lessons", "at least 1"),
    "the id is not the folder's name": Plant(COURSE, "id: tiny", "id: large", "id: large", "same name"),
    "a day is in no calendar": Plant(FACTS, "effective_to: 2026-06-30", "effective_to: 2026-02-30", "effective_to", "YYYY-MM-DD"),
    "a source names no day": Plant(FACTS, "dated: 1997-03", "dated: 1997-13", "1997-13", "no day of any calendar"),
    "a source gives an address": Plant(FACTS, "dated: 1997-03", "dated: 1997-03\n      url: example", "url", "remove it"),
    "validity ends before it starts": Plant(FACTS, "effective_to: 2026-06-30", "effective_to: 2019-06-30", "  - id: any-amount", "exchange or correct"),
    "the next review lies before the last": Plant(FACTS, "next_review: 2026-03-01", "next_review: 2025-03-01", "  - id: any-amount", "set a later day"),
    "a fact id stands twice": Plant(FACTS, "- id: lasting", "- id: any-amount", "- id: any-amount\n    statement: {zh_Hans: 一", "choose another"),
    "a locale is missing in a fact": Plant(FACTS, "{zh_Hans: 一直有效, en: Always true}", "{zh_Hans: 一直有效}", "一直有效", "in en is missing"),
    "a locale is unknown": Plant(FACTS, "en: Always true}", "en: Always true, fr: Toujours}", "Toujours", "no locale of this project"),
    "a region has no parent above": Plant(REGIONS, 'parent: "420000"', 'parent: "430000"', "430000", "list the parent first"),
    "no city": Plant(REGIONS, "level: city", "level: county", "regions:", "mark the city"),
    "a region id stands twice": Plant(REGIONS, 'id: "429005"', 'id: "420000"', "潜江市", "choose another"),
    "a number is no telephone": Plant("help/help.yaml", '"110"', '"one"', "one", "it has to match"),
    "a help page is missing": Plant("help/en.yaml", "  parent: word\n", "", "pages:", "in en is missing"),
    "a category is missing in prose": Plant("tip_form/zh_Hans.yaml", "label: 字, ", "", "other", "in zh_Hans is missing"),
    "a day is in no year": Plant(JUNE, "starts: 06-01", "starts: 06-31", "06-31", "write MM-DD"),
    "a peak day lies outside": Plant(JUNE, "on: 06-03", "on: 07-03", "07-03", "lies outside"),
    "a campaign names no course": Plant(JUNE, "course: tiny", "course: huge", "huge", "name one that exists"),
    "a statement gives no reasons": Plant(LESSON, "    reasons:\n      - {id: law, correct: true}\n      - {id: hearsay, correct: false}\n", "", "- id: sale", "give it 2 to 3"),
    "no reason is right": Plant(LESSON, "{id: law, correct: true}", "{id: law, correct: false}", "reasons:", "mark exactly one"),
    "a choice has steps": Plant(LESSON, "      - {id: nobody, correct: false}\n", "      - {id: nobody, correct: false}\n    steps:\n      - {id: one}\n", "  help:", "in zh_Hans and en is missing", EN),
    "too few steps": Plant(LESSON, "      - {id: wait}\n", "", "steps:", "give it 3 to 5"),
    "an order has options": Plant(LESSON, "kind: order", "kind: single", "steps:", "has no steps; remove them or change the kind"),
    "too many pairs": Plant(LESSON, "      - {id: lost}\n", "", "pairs:", "give it 3 to 4"),
    "a picture is missing": Plant(LESSON, "    picture: {scene: messages}\n", "", "picture:", "add it there", EN),
    "a scene is unknown": Plant(LESSON, "{scene: messages}", "{scene: prison}", "prison", "use one of"),
    "a place has no icon": Plant(LESSON, "{id: aunt, correct: false, icon: person}", "{id: aunt, correct: false}", "{id: aunt", "say what to draw"),
    "an icon is unknown": Plant(LESSON, "{id: aunt, correct: false, icon: person}", "{id: aunt, correct: false, icon: needle}", "needle", "use one of"),
    "an icon stands in a choice": Plant(LESSON, "{id: mum, correct: true}", "{id: mum, correct: true, icon: cup}", "icon: cup", "stands only in a spot question; remove it"),
    "a message has no sender": Plant(EN, "aunt: {name: word, ", "aunt: {", "aunt:", "in en is missing"),
    "words too long for a picture": Plant(ZH, "gift: {name: 字, text: 字 1", "gift: {name: 字, text: " + "长" * 31, "gift: {name: 字", "write at most 30"),
    "two answers read the same": Plant(EN, "call: {text: word 2", "call: {text: word 1", "call: {text", "tell them apart"),
    "a step is too long": Plant(ZH, "look: {text: 字 1", "look: {text: " + "长" * 27, "look: {text", "write 1 to 26"),
    "a question has no point": Plant(LESSON, "    point: selling\n", "", "- id: sale", "'point' is missing; add it"),
    "a point does not exist": Plant(LESSON, "point: selling", "point: buying", "point: buying", "name one or add it to points"),
    "a point is not asked": Plant(LESSON, "  - {id: helping}\n", "  - {id: helping}\n  - {id: idle, title: {zh_Hans: 闲, en: idle}}\n", "{id: idle", "write one or remove the point"),
    "a way is missing": Plant(LESSON, "to: back, way: risk}", "to: back}", "to: back}", "'way' is missing; add it"),
    "a way is unknown": Plant(LESSON, "way: tone", "way: shouting", "shouting", "use one of"),
    "nobody helps in a scene": Plant(LESSON, "way: ally", "way: risk", "  nodes:", "no choice has the way 'ally'; add one"),
    "a scene names no fact": Plant(LESSON, "  start: offer\n  facts: [lasting]\n", "  start: offer\n", "scene:", "'facts' is missing; add it"),
    "a card names no fact": Plant(LESSON, "{id: one, facts: [lasting]}", "{id: one}", "{id: one}", "'facts' is missing; add it"),
    "a probe asks what no lesson teaches": Plant(COURSE, "lessons: [first]", "lessons: [first]\nprobe: [flying]", "probe", "name one of its lessons' points"),
    "a probe has but one question": Plant(COURSE, "lessons: [first]", "lessons: [first]\nprobe: [selling]", "probe", "write a second"),
    "a stage is unknown": Plant(COURSE, "stage: work", "stage: kindergarten", "stage", "use one of"),
    "a fact has no source": Plant(FACTS, "en: Always true}\n    grade: confirmed", "en: Always true}\n    grade: unfounded", "", "take it out", LESSON),
    "a fact rests on one source": Plant(FACTS, "en: Always true}\n    grade: confirmed", "en: Always true}\n    grade: single", "", "set reverified_on", "help/help.yaml"),
    "a disputed figure is told": Plant(FACTS, "en: Always true}\n    grade: confirmed", "en: Always true}\n    grade: disputed\n    disputed: [word 3]", "", "leave it out", EN),
    "a disputed figure stands in the story": Plant(ZH, "story: 放学路上", "story: 历时二十三天的放学路上", "story", "'23 天' is in dispute"),
    "a disputed figure stands in the title of a point": Plant(EN, "helping: {title: word}", "helping: {title: twenty-two days}", "helping:", "'22 days' is in dispute"),
    "a disputed figure stands in the title": Plant(ZH, "title: 字\nstory", "title: ２３天\nstory", "title: ２３天", "'23 天' is in dispute"),
    "a disputed day stands in another item": Plant(ZH, "two: {title: 字, text: 字}", "two: {title: 字, text: 自 2025 年 7 月 20 日起}", "two: {title", "'2025-07-20' is in dispute"),
    "an address stands in a prompt": Plant(EN, "{prompt: word, explanation: word, options: {mum", "{prompt: 'see https://example.net', explanation: word, options: {mum", "{prompt: 'see", "leads out of here; name who"),
    "an address without a scheme": Plant(ZH, "two: {title: 字, text: 字}", "two: {title: 字, text: 看 ＷＷＷ．example．cn}", "two: {title", "leads out of here"),
    "a chat's address stands in a title": Plant(EN, "two: {title: word", "two: {title: t.me/somewhere", "two: {title", "'t.me' leads out of here"),
    "what is disputed is not listed": Plant(FACTS, "en: Always true}\n    grade: confirmed", "en: Always true}\n    grade: disputed", "- id: lasting", "write `disputed:`"),
    "a fact ends at no full hour": Plant(FACTS, "effective_to: 2026-06-30", "effective_to: 2026-06-30T12:30", "effective_to", "YYYY-MM-DDTHH:00"),
    "a re-verification lies too early": Plant(FACTS, "verified_on: 2026-01-01\n    effective_from: 2020-01-01\n    next_review", "verified_on: 2026-01-01\n    reverified_on: 2025-01-01\n    effective_from: 2020-01-01\n    next_review", "- id: lasting", "correct one of them"),
}  # fmt: skip


def _line(path: Path, at: str) -> int:
    text = path.read_text("utf-8") if at else ""
    return text[: text.index(at)].count("\n") + 1


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS.keys())
def test_a_planted_fault_is_refused_at_its_line_with_a_remedy(
    plant: Plant, tree: Path, edit: Callable[[str, str, str], None]
) -> None:
    if "is in dispute" in plant.says:
        edit(FACTS, *DISPUTED)
    edit(plant.name, plant.old, plant.new)

    with pytest.raises(ContentErrors) as caught:
        load(tree)

    reported_in = plant.reported_in or plant.name
    line = _line(tree / reported_in, plant.at) if plant.at else None
    found = [e for e in caught.value.errors if e.path == reported_in and line in {None, e.line}]
    assert any(plant.says in error.message for error in found), str(caught.value)
    assert all(_is_a_sentence_with_a_remedy(error) for error in caught.value.errors)


def _is_a_sentence_with_a_remedy(error: ContentError) -> bool:
    return str(error) == f"{error.path}:{error.line}: {error.message}" and "; " in error.message


def test_every_fault_of_a_tree_is_told_at_once(
    tree: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit(LESSON, "minutes: 3", "minutes: three")
    edit(FACTS, "dated: 1997-03", "dated: soon")
    edit(JUNE, "starts: 06-01", "starts: June")

    with pytest.raises(ContentErrors) as caught:
        load(tree)

    assert {LESSON, FACTS, JUNE} <= {error.path for error in caught.value.errors}


def test_a_file_that_is_not_utf_8_is_refused(tree: Path) -> None:
    (tree / COURSE).write_bytes("id: 课".encode("gb18030"))

    with pytest.raises(ContentErrors, match=r"course\.yaml:1: the file is not UTF-8; save it"):
        load(tree)


def test_a_file_with_control_characters_is_refused(tree: Path) -> None:
    (tree / COURSE).write_bytes(b"id: tiny\x07\n")

    with pytest.raises(ContentErrors, match=r"course\.yaml:1: not valid YAML"):
        load(tree)


def test_a_second_lesson_cannot_take_the_question_id_of_the_first(tree: Path) -> None:
    for name in ("lesson.yaml", "zh_Hans.yaml", "en.yaml"):
        text = (tree / "courses/tiny/first" / name).read_text("utf-8")
        copy = tree / "courses/tiny/second" / name
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(text.replace("id: first", "id: second"), "utf-8")
    (tree / COURSE).write_text("id: tiny\nstage: work\nlessons: [first, second]\n", "utf-8")

    with pytest.raises(ContentErrors, match=r"second/lesson\.yaml:\d+: the question id 'sale'"):
        load(tree)


def test_a_help_page_that_no_language_has_is_refused(tree: Path) -> None:
    for name in ("help/zh_Hans.yaml", "help/en.yaml"):
        text = (tree / name).read_text("utf-8")
        (tree / name).write_text(text[: text.index("  parent:")], "utf-8")

    with pytest.raises(ContentErrors, match="the page 'parent' is missing; write it"):
        load(tree)


def _broken(tree: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file without every second line, and cut in the middle of each other one."""
    written = {path for path in tree.rglob("*.yaml") if path.parent.name not in WHOLE_SHELVES}
    for path in sorted(written - set(tree.rglob("zh_Hans.yaml"))):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        for index, line in enumerate(lines):
            rest = lines[index + 1 :] if index % 2 else [line[: len(line) // 2]]
            yield path, "".join([*lines[:index], *rest])


def _errors_of(tree: Path) -> tuple[ContentError, ...]:
    try:
        load(tree)
    except ContentErrors as found:
        return found.errors
    return ()


def test_whatever_line_is_lost_or_cut_gives_sentences_and_nothing_else(tree: Path) -> None:
    refused = 0
    for path, text in _broken(tree):
        sound = path.read_text("utf-8")
        path.write_text(text, "utf-8")
        errors = _errors_of(tree)
        path.write_text(sound, "utf-8")
        refused += bool(errors)
        assert [error for error in errors if not _is_a_sentence_with_a_remedy(error)] == []

    assert refused > 50


def test_a_lesson_folder_that_no_course_lists_is_refused(tree: Path) -> None:
    stray = tree / "courses/tiny/stray/lesson.yaml"
    stray.parent.mkdir()
    stray.write_text("id: stray\n", "utf-8")

    with pytest.raises(ContentErrors, match="the lesson folder 'stray' is not listed; list or"):
        load(tree)


@pytest.mark.parametrize("depth", [500, 5_000, 200_000])
@pytest.mark.parametrize("opener", ["[", "{a: ", "- "])
def test_what_is_nested_without_end_is_refused_in_a_sentence(
    tmp_path: Path, opener: str, depth: int
) -> None:
    (tmp_path / "deep.yaml").write_text("a:\n  " + opener * depth)
    problems = Problems()
    assert read(tmp_path / "deep.yaml", tmp_path, problems) is None
    (error,) = problems.errors
    assert "deep.yaml:1: " in str(error) or "correct it here" in str(error)
