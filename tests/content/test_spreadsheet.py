"""Questions that teachers write in spreadsheets: 22 land, 8 are named, and nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from content.loader import ROOT, load
from content.spreadsheet.importing import import_workbook
from content.spreadsheet.words import COLUMNS
from content.spreadsheet.writing import export_course, write_template
from tests.content.teachers_workbook import KINDS, LESSON, PARTS, Sheet, good, head, spoil

FOLDER = f"courses/junior-secondary/{LESSON}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Copy the content that ships, with one of its courses, so that a test may change it."""
    course = ROOT / "courses/junior-secondary"
    others = [each.name for each in course.parent.iterdir() if each != course]
    ignored = shutil.ignore_patterns("*.py", "__py*", *others)
    return Path(shutil.copytree(ROOT, tmp_path / "content", ignore=ignored))


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def bad() -> Iterator[tuple[list[dict[str, str]], str, str]]:
    """Yield eight questions with a mistake, the column it stands in with its row, and words."""
    single, spot = 0, 5  # Numbers whose kinds these are.
    yield spoil(good(30 + single), 0, id="Not An Id"), "id+0", "it has to match"
    yield spoil(good(36 + single), 0, kind="essay"), "kind+0", "use one of"
    yield spoil(good(42 + single), 0, facts="hearsay"), "facts+0", "no fact 'hearsay'"
    yield spoil(good(48 + single), 0, right="yes"), "part+0", "mark exactly one as correct"
    yield spoil(good(54 + single), 2, why_en=""), "why_en+2", "in en is missing"
    yield spoil(good(60 + single), 1, right="perhaps"), "right+1", "choose yes or no"
    yield spoil(good(66 + single), 0, lesson="no-such-lesson"), "lesson+0", "choose one of"
    yield spoil(good(66 + spot), 1, icon="needle"), "icon+1", "use one of"


def test_of_thirty_questions_with_eight_mistakes_twenty_two_land(
    root: Path, tmp_path: Path
) -> None:
    sheet, expected = Sheet(), []
    mistakes = list(bad())
    for number in range(22):
        sheet.add(good(number))
        if number % 3 == 0 and mistakes:
            rows, where, says = mistakes.pop(0)
            start = sheet.add(rows)
            column, offset = where.split("+")
            expected.append((f"我的题目!{sheet.cell(column, start + int(offset))}: ", says))
    assert not mistakes
    before = load(root).lesson(LESSON)

    done = import_workbook(sheet.save(tmp_path), root)

    assert (done.landed, done.changed) == (22, 22)
    for where, says in expected:
        assert any(m.startswith(where) and says in m for m in done.mistakes), done.mistakes
    assert all("; " in mistake for mistake in done.mistakes)
    assert len({mistake.split("!")[1].split(":")[0] for mistake in done.mistakes}) == 8
    after = load(root).lesson(LESSON)
    assert after.questions[: len(before.questions)] == before.questions
    landed = after.questions[len(before.questions) :]
    assert [question.id for question in landed] == [f"from-sheet-{n}" for n in range(22)]
    assert {question.kind for question in landed} == set(KINDS)
    assert landed[4].prompt.to("zh_Hans") == "第 4 题：碰上这种事怎么办？"


def test_importing_the_same_workbook_twice_changes_nothing_more(
    root: Path, tmp_path: Path
) -> None:
    sheet = Sheet()
    for number in range(6):
        sheet.add(good(number))
    path = sheet.save(tmp_path)
    import_workbook(path, root)
    once = snapshot(root)
    again = import_workbook(path, root)
    assert (again.landed, again.changed, again.mistakes) == (6, 0, ())
    assert snapshot(root) == once


def test_what_ships_is_exported_and_imported_without_a_change(root: Path, tmp_path: Path) -> None:
    before = snapshot(root)
    library = load(root)
    for course in library.courses:
        path = tmp_path / f"{course.id}.xlsx"
        count = export_course(path, library, course.id)
        done = import_workbook(path, root, course.id)
        assert (done.landed, done.changed, done.mistakes) == (count, 0, ())
    assert snapshot(root) == before


def test_an_export_alone_rebuilds_the_questions_byte_by_byte(root: Path, tmp_path: Path) -> None:
    """One word is changed and changed back, so that every file of the lesson is written anew."""
    before = snapshot(root)
    path = tmp_path / "course.xlsx"
    export_course(path, load(root), "junior-secondary")
    prose = root / FOLDER / "zh_Hans.yaml"
    for name in ("zh_Hans.yaml", "en.yaml"):
        file = root / FOLDER / name
        text = file.read_text("utf-8")
        file.write_text(text.replace("  four-signs:\n    prompt: ", "  four-signs:\n    prompt: X", 1), "utf-8")  # fmt: skip
    assert prose.read_bytes() != before[f"{FOLDER}/zh_Hans.yaml"]
    done = import_workbook(path, root)
    assert (done.changed, done.mistakes) == (1, ())
    assert snapshot(root) == before


def test_the_template_can_be_filled_in_with_what_it_offers(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, load(root))
    book = openpyxl.load_workbook(path)
    sheet = book["题目 Questions"]
    headings = [str(cell.value).split("\n")[1] for cell in sheet[1]]
    assert headings == list(COLUMNS)
    offered = book["选项表 Lists"]
    first = {str(column[0].value): str(column[1].value) for column in offered.iter_cols()}
    assert first["kind"] == "单选 single"
    assert {v.formula1.split("$")[1] for v in sheet.data_validations.dataValidation} == {
        column[0].column_letter for column in offered.iter_cols()
    }
    rows = [
        {**row, "right": f"{'是' if row['right'] == 'yes' else '否'}"} for row in PARTS["single"]
    ]
    rows[0] = {**head(1, first["kind"]), **rows[0]}
    for number, row in enumerate(rows, 2):
        for column, value in row.items():
            sheet.cell(number, headings.index(column) + 1, value)
    book.save(path)
    done = import_workbook(path, root)
    assert (done.landed, done.changed, done.mistakes) == (1, 1, ())
    assert len(book["说明 Notes"]["A"]) >= 10


def test_a_published_meaning_cannot_be_changed_by_a_workbook(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "course.xlsx"
    export_course(path, load(root), "junior-secondary")
    book = openpyxl.load_workbook(path)
    sheet = book["题目 Questions"]
    right = COLUMNS.index("right") + 1
    sheet.cell(2, right).value, sheet.cell(3, right).value = (
        sheet.cell(3, right).value,
        sheet.cell(2, right).value,
    )
    book.save(path)
    before = snapshot(root)
    done = import_workbook(path, root)
    [mistake] = done.mistakes
    assert mistake.startswith("题目 Questions!A2: 'smell-tells' was published with another")
    assert snapshot(root) == before


def test_ids_that_stand_twice_or_elsewhere_are_named(root: Path, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.add(good(0))
    twice = sheet.add(good(0))
    elsewhere = sheet.add(spoil(good(6), 0, id="how-many-people"))
    point = sheet.add(spoil(good(12), 0, point="how-few-use"))
    done = import_workbook(sheet.save(tmp_path), root)
    assert done.landed == 1
    told = "\n".join(done.mistakes)
    assert f"{sheet.cell('id', twice)}: the id 'from-sheet-0' stands here twice" in told
    assert f"{sheet.cell('id', elsewhere)}: the id 'how-many-people' is taken in" in told
    assert f"{sheet.cell('point', point)}: no point 'how-few-use' in this lesson" in told


def test_addresses_formulas_and_what_a_lesson_disputes_are_named_by_their_cells(
    root: Path, tmp_path: Path
) -> None:
    """The disputed fact is named by the lesson alone, not by the question that tells its figure."""
    facts = root / "facts" / "law.yaml"
    head, found, rest = facts.read_text("utf-8").partition("- id: medicine-needs-doctor")
    rest = rest.replace("grade: confirmed", "grade: disputed\n    disputed: [23 天]", 1)
    facts.write_text(head + found + rest, "utf-8")
    sheet = Sheet()
    address = sheet.add(spoil(good(0), 0, prompt_zh="加钱看 https://example.net/ ？"))
    formula = sheet.add(spoil(good(6), 0, explanation_en='="a"&"b"'))
    disputed = sheet.add(spoil(good(12), 0, prompt_zh="历时二十三天，对吗？"))
    long = sheet.add(spoil(good(24), 0, kind="Long" * 5000))
    lure = sheet.add(spoil(good(30), 0, prompt_zh="想要就加微信 abc 好吗？"))
    alike = sheet.add(spoil(good(36), 0, explanation_en="Look at еvil.com first."))
    sheet.add(spoil(good(18), 0, facts="disguises-exist；drug-definition"))

    done = import_workbook(sheet.save(tmp_path), root)

    assert (done.landed, len(done.mistakes)) == (1, 6)
    told = "\n".join(done.mistakes)
    assert f"{sheet.cell('prompt_zh', address)}: 'https://' leads out of here" in told
    assert f"{sheet.cell('prompt_zh', lure)}: '加微信' leads out of here" in told
    assert f"{sheet.cell('explanation_en', alike)}: 'е' hides what is written" in told
    assert f"{sheet.cell('explanation_en', formula)}: the formula in this cell has no" in told
    assert f"{sheet.cell('prompt_zh', disputed)}: '23 天' is in dispute" in told
    assert f"{sheet.cell('kind', long)}: 'kind' is '{'Long' * 15}…'; use one" in told
    landed = load(root).lesson(LESSON).questions[-1]
    assert landed.facts == ("disguises-exist", "drug-definition")


def test_a_lesson_of_another_course_is_refused_where_a_course_is_named(
    root: Path, tmp_path: Path
) -> None:
    sheet = Sheet()
    sheet.add(spoil(good(0), 0, lesson="elsewhere"))
    done = import_workbook(sheet.save(tmp_path), root, "junior-secondary")
    assert done.landed == 0
    assert "choose one of unseen-danger, is-everyone-using, law-and-help" in done.mistakes[0]


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_a_file_that_is_no_workbook_is_refused(root: Path, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "holiday.xlsx"
    path.write_bytes(data)
    done = import_workbook(path, root)
    assert done.mistakes == ("holiday.xlsx: this is no workbook; save it as .xlsx",)


def test_a_workbook_without_the_headings_is_refused(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "marks.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["name", "mark"])
    book.save(path)
    [mistake] = import_workbook(path, root).mistakes
    assert mistake.startswith("marks.xlsx: no sheet has the headings id, lesson, kind")


def test_what_fails_on_the_way_leaves_the_old_files(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = Sheet()
    sheet.add(good(0))
    path, before, replace = sheet.save(tmp_path), snapshot(root), Path.replace
    done = 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done == 2:
            raise OSError(28, "no space left")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="no space left"):
        import_workbook(path, root)
    assert done == 2
    assert snapshot(root) == before
