"""After the whole story nothing is left that tells who reported, or what."""

from __future__ import annotations

import io
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from storage.vault.receipts import Receipt
from tests.journeys.conftest import open_town
from tests.journeys.scenes import receipt_on, words_asked
from tests.lessons import begin_lesson, finish_lesson
from tests.phone import call
from tests.player import Player
from tests.traces import Traces, words_in
from tests.whole_app import WholeApp

TIP = "周五晚上八点鑫燚矅市场后门有人卸纸箱，车身写着 Zyxquorble 字样"
MORE = "尾号像是七七四，旁边停着 Wyvernspork 摩托"
QUESTION = "麒麟阁那边的车是什么颜色 Questabrix"
ANSWER = "翡翠绿的，上周五也来过 Greenozephyr"
NOTE = "已联系赑屃派出所 Notewyrm"
HOLDER = "皇甫翊瑄"
EXIF = "EXIFCANARYphone"
FILE_NAME = "IMG_filenamecanary_0815.jpg"
NICKNAME = "Vexillonqua"


@dataclass(frozen=True)
class Told:
    """What people typed and what the citizen alone keeps."""

    citizen: Player
    receipt: Receipt


def photo(caption: str) -> bytes:
    """Return a photo that says in its metadata whose telephone took it."""
    picture, data = Image.new("RGB", (640, 480), (90, 120, 60)), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B] = EXIF, EXIF, caption
    picture.save(data, "JPEG", exif=exif)
    return data.getvalue()


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for all that a process may write: data, logs and temporary files."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    return tmp_path


async def test_after_the_whole_story_nothing_tells_who_reported_or_what(
    disk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async with open_town(disk, "zh_Hans") as app:
        told = await play(app)
        student, officer = app.student.id, app.officer.id
        traces = traces_of(told)
        traces.number("the student's id", student)
        traces.number("the officer's id", officer)
        traces.text("the nickname", NICKNAME)
        running = traces.found_under(disk)
    left = traces.found_under(disk)
    assert "update_failed" in (disk / "humen.log").read_text(encoding="utf-8")
    assert any(place.endswith("-wal") for _label, place in running)
    expected = {"the student's id", "the officer's id", "the lookup id"}
    for found in (running, left):
        assert {label for label, _place in found} == expected, (
            "the scanner sees what may be there, and nothing else is:\n"
            + traces.explain(found, *expected)
        )
        assert _places(found, "the student's id") == {"education"}
        assert _places(found, "the officer's id") == {"reports"}
    console = "".join(capfd.readouterr())
    assert traces.found_in(console.encode()) == set()
    assert_strangers_in_tables(disk / "data", told, student)


def traces_of(told: Told) -> Traces:
    traces, user, keys = Traces(), told.citizen.user, told.receipt.keys()
    traces.number("the citizen's id", told.citizen.id)
    traces.text("the citizen's names", user["first_name"], user["last_name"], user["username"])
    traces.text("the holder's name", HOLDER, HOLDER[:2], HOLDER[2:])
    for label, text in {
        "the tip": TIP,
        "its addition": MORE,
        "the question": QUESTION,
        "the answer": ANSWER,
        "the note": NOTE,
    }.items():
        traces.text(label, text, *(word for word in words_in(text) if len(word.encode()) > 5))
    for locale, separators in (("zh_Hans", ("", " ", "\n")), ("en", (" ", "-", "\n"))):
        words = told.receipt.words(locale)
        traces.text("the receipt", *(separator.join(words) for separator in separators))
        traces.text("the receipt", *(" ".join(words[i : i + 3]) for i in range(10)))
        traces.text("the receipt", *("".join(words[i : i + 3]) for i in range(10)))
    traces.secret("the receipt's entropy", told.receipt._entropy)
    traces.secret("the mailbox key", bytes(keys.mailbox))
    traces.secret("the claim secret", keys.claim)
    traces.secret("the lookup id", keys.lookup)
    traces.text("the photo's metadata", EXIF, "Exif\0\0")
    traces.text("the photo's name", FILE_NAME, "filenamecanary")
    return traces


async def play(app: WholeApp) -> Told:
    """Let a student, a citizen and the staff do everything, with faults on the way."""
    citizen = await Player.create(
        app.stage.base_url,
        "裴矅珏",
        "zh-hans",
        last_name="Quillonvex",
        username="zq_vexillon_88",
    )
    await learn(app)
    receipt = await report(app, citizen)
    await staff_asks(app)
    await answer_with_the_receipt(app, citizen, receipt)
    await staff_closes(app)
    return Told(citizen, Receipt.parse(" ".join(receipt)))


async def learn(app: WholeApp) -> None:
    student = app.student
    await begin_lesson(student, app.public)
    await finish_lesson(student, app.public)
    await student.tap("14–17岁")
    await student.sees("我会记住你学过哪些课")
    await student.tap("领证书")
    await student.sees("证书上写什么名字？")
    await student.say(HOLDER)
    await student.sees("真棒！", within=15)
    await student.say("/profile")
    await student.tap("换个人学")
    await student.sees("起个昵称")
    await student.say(NICKNAME)
    await student.sees(f"▶️ {NICKNAME}")
    await student.say("/verify " + HOLDER)
    await student.sees("没有查到")


async def report(app: WholeApp, citizen: Player) -> list[str]:
    await citizen.send(app.public, "/start")
    await citizen.tap("语言")
    await citizen.tap("简体中文")
    await citizen.say("有人要打我，救命 " + MORE)
    await citizen.sees("110")
    await citizen.tap("我需要帮助")
    await citizen.say("/report")
    await citizen.tap("不是正在发生，继续")
    await citizen.tap("贩卖、运输毒品")
    await citizen.tap("园林街道")
    await citizen.sees("请用一条消息写下")
    await failing(app, "5xx", "editMessageText", 1)
    await citizen.say(TIP)
    await citizen.sees("请核对要发送的内容。", within=15)
    await citizen.document(None, ("notes.jpg", b"no photo: " + MORE.encode()))
    await citizen.sees("读不出照片", within=15)
    await citizen.document(None, (FILE_NAME, photo(MORE)), caption=MORE)
    await citizen.sees("照片：1 张", within=15)
    await citizen.tap("继续")
    card = await citizen.sees("您的回执：十二个字")
    receipt = receipt_on(card)
    await citizen.tap("我抄好了")
    card = await citizen.sees("请输入回执的第")
    await citizen.say(words_asked(card, receipt))
    await citizen.sees("对了，可以发送了。")
    await failing(app, "drop", "editMessageText", 1)
    await citizen.tap("发送")
    await citizen.sees("已发送，谢谢您。", within=15)
    return receipt


async def staff_asks(app: WholeApp) -> None:
    officer = app.officer
    await officer.tap("接手", chat=app.admin_chat, within=15)
    await officer.sees("承办：")
    await officer.tap("阅读")
    await officer.sees("Zyxquorble", chat=app.desk)
    for words, button in ((NOTE, "备注"), (QUESTION, "提问")):
        await officer.tap(button)
        await officer.sees("要记什么？" if button == "备注" else "您想问什么？")
        await officer.say(words)
        await officer.tap("发送")
        await officer.sees("已记下" if button == "备注" else "已提问")


async def answer_with_the_receipt(app: WholeApp, citizen: Player, receipt: list[str]) -> None:
    await citizen.say("/receipt")
    await citizen.sees("请输入或粘贴回执上的十二个字。")
    await citizen.say(" ".join(receipt[:11]))
    await citizen.sees("我读到 11 个")
    await citizen.say("".join(receipt))
    await citizen.sees("工作人员想向您了解一点情况")
    await citizen.tap("回答")
    await citizen.sees("请写下您想说的话。")
    await citizen.photo(None, photo(ANSWER), caption=ANSWER)
    await citizen.sees("请核对要发送的内容。", within=15)
    await citizen.tap("发送")
    await citizen.sees("已发给工作人员")
    await citizen.tap("关闭信箱")
    await citizen.sees("信箱已关闭")
    await citizen.say(" ".join(receipt))
    await citizen.sees("您的回答已送达工作人员")


async def staff_closes(app: WholeApp) -> None:
    officer = app.officer
    await officer.sees("举报人有新的内容", chat=app.admin_chat, within=15)
    card = await officer.sees("状态：已回复")
    await officer.tap("阅读", message=card)
    reading = await officer.sees("Greenozephyr", chat=app.desk)
    await officer.tap("办结", message=reading)
    await officer.tap("查证属实，刑事立案")
    await officer.tap("确认办结")
    await officer.sees("已办结（查证属实，刑事立案）")


async def failing(app: WholeApp, kind: str, method: str, times: int) -> None:
    body = {"kind": kind, "method": method, "times": times, "bot": str(app.public)}
    await call(app.stage.base_url, "POST", "/sim/faults", json=body)


def assert_strangers_in_tables(data: Path, told: Told, student: int) -> None:
    """No education table holds the citizen; no reports table holds citizen or student."""
    names = {told.citizen.user[each] for each in ("first_name", "last_name", "username")}
    education, reports = set(values(data, "education")), set(values(data, "reports"))
    assert student in education, "the student is a learner"
    assert not education & {told.citizen.id, str(told.citizen.id), *names}
    assert not reports & {told.citizen.id, str(told.citizen.id), *names, student, str(student)}
    ids = [each for each in reports if isinstance(each, str) and each.lstrip("-").isdigit()]
    assert not {each for each in ids if len(each) > 6 and not each.startswith("429005")}


def values(data: Path, house: str) -> Iterator[Any]:
    """Yield every value in every table."""
    with closing(sqlite3.connect(data / f"{house}.sqlite3")) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 - its own name
                yield from row


def _places(found: set[tuple[str, str]], label: str) -> set[str]:
    return {Path(place).name.partition(".")[0] for name, place in found if name == label}
