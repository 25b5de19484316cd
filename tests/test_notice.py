"""NOTICE tells the licence of everything that is installed to run Humen."""

from __future__ import annotations

import pytest

from tests.notice import CARRIED, NOTICE, carried_by, notice


def test_the_notice_is_what_make_notice_writes() -> None:
    assert NOTICE.read_text(encoding="utf-8") == notice()


@pytest.mark.parametrize("package", CARRIED)
def test_every_library_in_a_wheel_is_named(package: str) -> None:
    named = {name.split("-")[0] for names in CARRIED[package].values() for name in names}
    assert carried_by(package) <= named
