from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any, Final

import pytest

from storage.errors import KeyListError
from storage.vault.envelopes import Author
from storage.vault.key_list import KeyList, KeyState, read_key_list
from storage.vault.layout import Role
from storage.vault.signing import Writer
from tests.walking import each_of

OPERATOR: Final = Writer(bytes(range(128, 160)))


@pytest.fixture
def document(vectors: dict[str, Any]) -> dict[str, Any]:
    file: dict[str, Any] = copy.deepcopy(vectors["key_list"]["file"])
    return file


def _read(document: object) -> KeyList:
    return read_key_list(json.dumps(document).encode(), bytes(OPERATOR.public).hex())


def _signed(content: dict[str, Any], operator: Writer = OPERATOR) -> dict[str, Any]:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    return {"list": content, "signature": operator.sign(b"humen.keylist.1", canonical).hex()}


def test_layout_and_order_of_the_json_do_not_matter(document: dict[str, Any]) -> None:
    content = dict(reversed(document["list"].items()))
    other = json.dumps({"signature": document["signature"], "list": content}, indent=7)
    assert read_key_list(other.encode(), None) == _read(document)


CHANGES: Final[dict[str, Callable[[dict[str, Any]], object]]] = {
    "a key": lambda d: d["list"]["units"][0].update(public="00" * 32),
    "a month": lambda d: d["list"]["units"][0].update(month="2026-09"),
    "a unit": lambda d: d["list"]["units"][0].update(unit="wuhan"),
    "an id": lambda d: d["list"]["units"][0].update(id="0" * 16),
    "one key less": lambda d: d["list"]["units"].pop(),
    "one key twice": lambda d: d["list"]["units"].append(d["list"]["units"][0]),
    "another order": lambda d: d["list"]["units"].reverse(),
    "a writer": lambda d: d["list"]["writers"].update(public="11" * 32),
    "one writer less": lambda d: d["list"]["writers"].pop("staff"),
    "the operator": lambda d: d["list"].update(operator=bytes(Writer.create().public).hex()),
    "more fields": lambda d: d["list"].update(more=1),
    "the format": lambda d: d["list"].update(format=1),
    "no signature": lambda d: d.pop("signature"),
    "an empty signature": lambda d: d.update(signature=""),
    "a short signature": lambda d: d.update(signature=d["signature"][:-2]),
    "a flipped signature": lambda d: d.update(signature="0" * 128),
    "a number for a signature": lambda d: d.update(signature=1),
    "no list": lambda d: d.pop("list"),
}


@each_of("change", CHANGES)
def test_every_change_is_refused(document: dict[str, Any], change: str) -> None:
    changed = copy.deepcopy(document)
    CHANGES[change](changed)
    with pytest.raises(KeyListError):
        _read(changed)


def test_every_changed_character_is_refused_or_means_the_same(document: dict[str, Any]) -> None:
    genuine = _read(document)
    stored = json.dumps(document).encode()
    for place in range(len(stored)):
        for character in b"0 ":
            changed = stored[:place] + bytes([character]) + stored[place + 1 :]
            try:
                assert read_key_list(changed, genuine.pin) == genuine
            except KeyListError:
                continue


@each_of(
    "change",
    [
        {"format": 1},
        {"units": [{"unit": "u"}]},
        {"units": None},
        {"writers": {"nobody": "00" * 32}},
        {"writers": []},
    ],
)
def test_a_signed_list_of_another_format_is_refused(
    document: dict[str, Any], change: dict[str, Any]
) -> None:
    with pytest.raises(KeyListError, match="format"):
        _read(_signed(document["list"] | change))


def test_a_signed_list_with_a_wrong_id_or_a_doubled_place_is_refused(
    document: dict[str, Any],
) -> None:
    units = document["list"]["units"]
    for rows in ([units[0] | {"id": "0" * 16}], [units[0], units[0]]):
        with pytest.raises(KeyListError, match="format"):
            _read(_signed(document["list"] | {"units": rows}))


def test_a_list_that_another_operator_signed_again_needs_no_pin_to_be_found_out(
    document: dict[str, Any],
) -> None:
    with pytest.raises(KeyListError):
        read_key_list(json.dumps(_signed(document["list"], Writer.create())).encode(), None)


def test_a_stored_list_is_read_and_written_the_same(vectors: dict[str, Any]) -> None:
    vector = vectors["key_list"]
    key_list = read_key_list(json.dumps(vector["file"]).encode(), vector["pin"])
    assert json.loads(key_list.to_bytes(OPERATOR)) == vector["file"]
    assert key_list.pin == vector["pin"]
    assert key_list.authors == {
        Author.TIPSTER: key_list.writers[Role.PUBLIC],
        Author.STAFF: key_list.writers[Role.STAFF],
        Author.NOTE: key_list.writers[Role.STAFF],
    }
    assert [key.state for key in key_list.units.values()] == [
        KeyState.DESTROYED,
        KeyState.DESTROYING,
        KeyState.ACTIVE,
        KeyState.ACTIVE,
    ]
    assert key_list.unit_key("qianjiang", "2026-10").month == "2026-Q4"
    assert key_list.unit_key("qianjiang", "2026-10").is_standby
    assert not key_list.unit_key("qianjiang", "2026-12").is_standby
    assert key_list.unit_key("qianjiang", "2026-12").month == "2026-12"
    assert key_list.gone_ids == {
        key_list.key_of("qianjiang", month).id for month in ("2026-10", "2026-11")
    }
    assert key_list.route_key("2026-12").month == "2026-12"


@each_of(
    "change", [{"state": "undead"}, {"shares": "many"}, {"month": "2026-13"}, {"month": "2026-Q5"}]
)
def test_a_key_in_no_known_state_is_refused(
    vectors: dict[str, Any], change: dict[str, object]
) -> None:
    content = vectors["key_list"]["file"]["list"]
    rows = [content["units"][0] | change, *content["units"][1:]]
    with pytest.raises(KeyListError, match="format"):
        _read(_signed(content | {"units": rows}))
