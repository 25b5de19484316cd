"""What opens, and what does not, in the hands of who takes one folder, word or receipt alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.vault.envelopes import Author
from storage.vault.receipts import Receipt
from tests.keys import PASSPHRASE
from tests.reports.asking import ask, note
from tests.reports.attacker import Attacker
from tests.reports.house import House, open_house
from tests.reports.tips.test_service import a_request, send_tip

KNOWN_FIELDS = {"text", "fields", "files", "accepted_at", "locale"}


@dataclass(frozen=True)
class Stored:
    """A house with one tip of every kind of row, and its receipt."""

    house: House
    receipt: Receipt
    sealed: dict[str, list[bytes]]

    @property
    def all(self) -> list[bytes]:
        return [each for kind in self.sealed.values() for each in kind]

    def keys(self, *roles: str) -> Path:
        """Return a copy of the keys folder that holds these roles alone."""
        copy = self.house.folder / "-".join(["stolen", *roles])
        for role in roles:
            for path in (self.house.folder / "keys" / role).rglob("*"):
                target = copy / path.relative_to(self.house.folder / "keys")
                target.parent.mkdir(parents=True, exist_ok=True)
                if path.is_file():
                    target.write_bytes(path.read_bytes())
                    target.chmod(0o600)
        return copy


@pytest.fixture
async def stored(tmp_path: Path) -> AsyncIterator[Stored]:
    async with open_house(tmp_path) as house:
        request = a_request()
        await send_tip(house)(request)
        (tip,) = await house.tips()
        await ask(house, tip.id, "a question")
        await note(house, tip.id, "a note")
        async with house.work() as work:
            rows = await work.envelopes.list_by_tip(tip.id)
        sealed = {
            author.value: [row.body for row in rows if row.author == author] for author in Author
        }
        sealed["files"] = [house.files.get(name) for name in house.files.list_names()]
        yield Stored(house, request.receipt, sealed)


@pytest.mark.parametrize("role", ["operator", "public", "delivery", "staff"])
def test_a_folder_of_keys_alone_opens_no_tip(stored: Stored, role: str) -> None:
    """That of the staff is locked with the passphrase."""
    folder = stored.keys(role)
    assert any(folder.rglob("*")), "the folder was found"
    attacker = Attacker()
    attacker.take_folder(folder)
    assert not any(attacker.opens(each) for each in stored.all)


def test_the_passphrase_without_the_staffs_folder_opens_no_tip(stored: Stored) -> None:
    attacker = Attacker()
    attacker.take_folder(stored.keys("operator", "public", "delivery"), PASSPHRASE)
    assert not any(attacker.opens(each) for each in stored.all)


def test_the_staffs_folder_with_its_passphrase_opens_every_tip(stored: Stored) -> None:
    """What it surrenders, and the proof that the attacker above can open something."""
    attacker = Attacker()
    attacker.take_folder(stored.keys("staff"), PASSPHRASE)
    assert all(attacker.opens(each) for each in stored.all)


def test_a_receipt_opens_the_questions_and_none_of_the_tipsters_own_words(stored: Stored) -> None:
    attacker = Attacker()
    attacker.take_receipts([stored.receipt])
    opened = {
        kind: [attacker.opens(each) for each in them] for kind, them in stored.sealed.items()
    }
    assert opened == {
        "tipster": [False],
        "note": [False],
        "staff": [True],
        "files": [False] * len(stored.sealed["files"]),
    }


async def test_what_the_staff_open_names_no_sender(stored: Stored) -> None:
    """No field of an opened message or file could hold one; a new field must be looked at."""
    (tip,) = await stored.house.tips()
    for message in await stored.house.read(tip):
        assert set(type(message).model_fields) == KNOWN_FIELDS
        for file in message.files:
            assert set(type(file).model_fields) == {"name", "digest", "media_type"}
