from __future__ import annotations

import itertools
import os
import stat
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.errors import NotFoundError
from storage.vault import disk
from storage.vault.files import CONSTANT_TIME, LEVEL_TIME, SealedFiles
from tests.walking import each_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "sealed"


@pytest.fixture
def files(folder: Path) -> SealedFiles:
    return SealedFiles(folder)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(data=st.binary(max_size=2000))
def test_what_was_put_comes_back(files: SealedFiles, data: bytes) -> None:
    assert files.get(files.put(data)) == data


def test_names_are_random_even_for_the_same_bytes(files: SealedFiles, folder: Path) -> None:
    names = {files.put(b"sealed") for _ in range(50)}
    assert len(names) == 50
    assert {path.name for path in folder.iterdir()} == names
    assert all(len(name) == 32 and int(name, 16) for name in names)


def test_a_deleted_file_is_gone_and_may_be_deleted_again(files: SealedFiles) -> None:
    kept, name = files.put(b"kept"), files.put(b"sealed")
    files.delete(name)
    files.delete(name)
    with pytest.raises(NotFoundError):
        files.get(name)
    assert files.get(kept) == b"kept"


def test_only_the_owner_has_access(files: SealedFiles, folder: Path) -> None:
    umask = os.umask(0)
    try:
        path = folder / files.put(b"sealed")
    finally:
        os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_times_say_nothing(files: SealedFiles, folder: Path) -> None:
    name, deleted = files.put(b"sealed"), files.put(b"other")
    for path in (folder / name, folder):
        assert path.stat().st_mtime == path.stat().st_atime == CONSTANT_TIME
    files.delete(deleted)
    assert folder.stat().st_mtime == CONSTANT_TIME


@each_of(
    "name",
    ["", ".", "..", "../secret", "/etc/passwd", "0" * 31, "0" * 33, "A" * 32, "0" * 32 + "\n"],
)
def test_other_names_reach_nothing(files: SealedFiles, folder: Path, name: str) -> None:
    (folder.parent / "secret").write_bytes(b"outside")
    with pytest.raises(NotFoundError):
        files.get(name)
    with pytest.raises(NotFoundError):
        files.delete(name)
    assert (folder.parent / "secret").exists()


def test_an_unknown_name_is_not_found(files: SealedFiles) -> None:
    with pytest.raises(NotFoundError):
        files.get("0" * 32)


def test_a_link_in_a_files_place_is_not_followed(files: SealedFiles, folder: Path) -> None:
    outside = folder.parent / "secret"
    outside.write_bytes(b"outside")
    (folder / ("a" * 32)).symlink_to(outside)
    with pytest.raises(NotFoundError):
        files.get("a" * 32)


def test_a_failed_write_leaves_nothing(
    files: SealedFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        files.put(b"sealed")
    assert list(folder.iterdir()) == []


def test_a_file_is_synced_before_it_gets_its_name(
    files: SealedFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[bool]] = []
    sync = os.fsync

    def record(descriptor: int) -> None:
        seen.append([path.name.startswith(".") for path in folder.iterdir()])
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", record)
    files.put(b"sealed")
    assert seen == [[True], [False]]


def test_only_sealed_files_are_listed(files: SealedFiles, folder: Path) -> None:
    names = {files.put(b"sealed") for _ in range(3)}
    (folder / ".half-written.tmp").write_bytes(b"")
    assert set(files.list_names()) == names


def test_levelling_makes_new_files_of_the_new_ones_alone(files: SealedFiles, folder: Path) -> None:
    names = [files.put(bytes([number])) for number in range(20)]
    before = {name: (folder / name).stat() for name in names}
    assert files.level() == 20
    for number, name in enumerate(names):
        status = (folder / name).stat()
        assert files.get(name) == bytes([number])
        assert status.st_ino != before[name].st_ino
        assert (status.st_mtime, stat.S_IMODE(status.st_mode)) == (LEVEL_TIME, 0o600)
    assert files.level() == 0
    files.put(b"new")
    assert files.level() == 1
    assert folder.stat().st_mtime == CONSTANT_TIME


def test_levelling_follows_no_order_of_arrival(files: SealedFiles, folder: Path) -> None:
    names = [files.put(b"sealed") for _ in range(60)]
    files.level()
    changed = sorted(names, key=lambda name: (folder / name).stat().st_ctime_ns)
    assert changed not in (names, sorted(names))
    before = sum(names.index(one) < names.index(two) for one, two in itertools.pairwise(changed))
    assert 10 < before < 50, "sixty in any order rise about half of the time"


def test_a_reading_leaves_no_time(files: SealedFiles, folder: Path) -> None:
    path = folder / files.put(b"sealed")
    files.level()
    os.utime(path, (CONSTANT_TIME + 500_000_000, LEVEL_TIME))
    assert files.level() == 0
    assert path.stat().st_atime == LEVEL_TIME


def test_what_goes_while_it_is_levelled_stays_gone(
    files: SealedFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [files.put(b"sealed") for _ in range(3)]
    monkeypatch.setattr(files, "list_names", lambda: [*names, "0" * 32])
    files.delete(names[0])
    assert files.level() == 2
    assert {path.name for path in folder.iterdir()} == set(names[1:])


def test_what_a_crash_left_half_written_goes_after_an_hour(
    files: SealedFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = files.put(b"sealed")
    (folder / ".abandoned.tmp").write_bytes(b"half")
    files.level()
    assert (folder / ".abandoned.tmp").exists(), "somebody may be writing it"
    monkeypatch.setattr(disk, "now", lambda: time.time() + 3601)
    files.level()
    assert [path.name for path in folder.iterdir()] == [name]
