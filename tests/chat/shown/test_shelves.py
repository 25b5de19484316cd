"""Where the register lies: opened by the next process, and by nobody who takes a part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat.shown.rows import ChatScreen, Row, ScreenKind
from bot.chat.shown.shelves import RamShelf, find_ram_folder, is_in_memory
from bot.errors import SettingsError

CHAT = 4_711_000_123
SECRET = b"700100200:a token that the process is given"
SHOWN = ChatScreen(CHAT, "en", {17: Row(ScreenKind.SENT, 1.0)}).to_bytes()


def everything_in(folder: Path) -> bytes:
    return b"".join(path.name.encode() + path.read_bytes() for path in folder.iterdir())


async def test_the_next_process_opens_it_and_a_thief_of_the_folder_learns_nothing(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "screens"
    await RamShelf(folder, SECRET).put(CHAT, SHOWN)
    stored = everything_in(folder)
    for trace in (str(CHAT), "sent", CHAT.to_bytes(8).hex()):
        assert trace.encode() not in stored
    (found,) = await RamShelf(folder, SECRET).list_all()
    assert ChatScreen.from_bytes(found).rows == {17: Row(ScreenKind.SENT, 1.0)}
    assert await RamShelf(folder, b"another token").list_all() == []


async def test_without_its_salt_nothing_opens(tmp_path: Path) -> None:
    folder = tmp_path / "screens"
    await RamShelf(folder, SECRET).put(CHAT, SHOWN)
    (folder / "salt").unlink()
    assert await RamShelf(folder, SECRET).list_all() == []


async def test_files_are_the_owners_alone_tell_no_time_and_go_with_the_last_row(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "screens"
    shelf = RamShelf(folder, SECRET)
    await shelf.put(CHAT, SHOWN)
    states = [path.stat() for path in folder.iterdir()]
    assert {each.st_mode & 0o777 for each in states} == {0o600}
    assert {each.st_mtime for each in states} == {0.0}
    assert folder.stat().st_mode & 0o777 == 0o700
    await shelf.close()
    assert await shelf.find(CHAT) == SHOWN
    await shelf.drop(CHAT)
    await shelf.close()
    assert not folder.exists()
    await shelf.put(CHAT, SHOWN)
    assert await RamShelf(folder, SECRET).find(CHAT) == SHOWN


def test_rows_of_one_or_of_ten_messages_take_the_same_room() -> None:
    many = {number: Row(ScreenKind.FORM, 1.0) for number in range(1, 9)}
    assert len(ChatScreen(CHAT, "en", many).to_bytes()) == len(SHOWN)


def test_a_folder_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "screens"
    folder.mkdir(mode=0o755)
    with pytest.raises(SettingsError):
        RamShelf(folder, SECRET)


def test_a_folder_on_a_disk_is_refused_and_no_candidate(tmp_path: Path) -> None:
    assert is_in_memory(Path("/dev/shm")) == (
        find_ram_folder(None, [Path("/dev/shm")]) is not None
    )
    disk = Path("/proc")
    assert not is_in_memory(disk)
    with pytest.raises(SettingsError):
        find_ram_folder(disk, [])
    assert find_ram_folder(None, [disk, tmp_path / "missing"]) is None
