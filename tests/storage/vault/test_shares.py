from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from storage.errors import KeyFileError, UnknownMediumError
from storage.vault.shamir import combine
from storage.vault.shares import Register, Share, read_register
from storage.vault.signing import Writer
from tests.walking import each_of

OPERATOR: Final = Writer(bytes(range(128, 160)))
SHARE: Final = Share(key_id="k", medium="safe", split="1", threshold=2)


def test_a_register_of_an_earlier_version_is_still_read(
    vectors: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "shares.json"
    path.write_text(json.dumps(vectors["register"]))
    path.chmod(0o600)
    register = read_register(path, OPERATOR.public)
    assert [(share.medium, share.gone) for share in register.shares] == [
        ("safe A", False),
        ("刘局", True),
    ]
    register.write(path, OPERATOR)
    assert json.loads(path.read_text()) == vectors["register"]


def test_shares_of_an_earlier_version_still_give_their_secret(vectors: dict[str, Any]) -> None:
    words = vectors["shares"]["words"]
    for chosen in (words[:2], words[1:], words[::2]):
        assert combine(chosen).hex() == vectors["shares"]["secret"]


def test_everything_on_a_medium_is_confirmed_at_once_and_nothing_else() -> None:
    register = Register(
        (
            SHARE,
            Share(key_id="k", medium="safe", split="2", threshold=3),
            Share(key_id="k", medium="bank", split="2", threshold=3),
            Share(key_id="other", medium="safe", split="3", threshold=2),
        )
    )
    confirmed = register.confirmed("k", "safe")
    assert [share.gone for share in confirmed.shares] == [True, True, False, False]
    assert [share.medium for share in confirmed.outstanding("k")] == ["bank"]
    with pytest.raises(UnknownMediumError):
        register.confirmed("other", "bank")


def test_a_missing_register_is_empty_and_a_foreign_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "shares.json"
    assert read_register(path, OPERATOR.public) == Register()
    Register((SHARE,)).write(path, Writer.create())
    with pytest.raises(KeyFileError, match="not signed"):
        read_register(path, OPERATOR.public)


@each_of("content", ["", "[]", "null", "{}", '{"register": 1}', "[" * 100_000])
def test_a_damaged_register_is_a_plain_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "shares.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match=r"shares\.json"):
        read_register(path, OPERATOR.public)
