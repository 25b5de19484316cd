"""What the pictures look like, as text; `python -m tests.drawing.test_hashes` prints it anew."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator

import pytest

from bot.drawing.certificate import draw_certificate
from bot.drawing.designs import Design
from bot.drawing.progress import draw_progress
from tests.drawing import test_certificate, test_progress
from tests.drawing.hashing import CLOSE, distance, hash_of

HASHES = {
    "certificate kites zh": "40c180c0822080e08060812884988778079108c50cc74ec571e525a5052d1831",
    "certificate gate zh": "40c180c0822080e080e0812884988778879000f860f179634b2d5b652c6d1831",
    "certificate plain zh": "40c180c0822080e080608128859887788790820080e08160003500250c2d1831",
    "progress zh": "00014d011a016ae0c0202f821f802e021f821f802e021f80c00019001b001800",
    "certificate kites en": "40c180c0852a91ba816081288558877807990ac50cc74ec571e525a5052d1831",
    "certificate gate en": "40c180c0852a91ba8160812885588778879800f860f179634b2d5b652c6d1831",
    "certificate plain en": "40c180c0852a91ba81608128855887788798820080e08160003500250c2d1831",
    "progress en": "000172b11c01549ed0902f821f802e021f821f802e021f80c00028001ac01600",
}


def pictures() -> Iterator[tuple[str, bytes]]:
    for locale, words, chart in (
        ("zh", test_certificate.ZH, test_progress.ZH),
        ("en", test_certificate.EN, test_progress.EN),
    ):
        for design in Design:
            certificate = dataclasses.replace(test_certificate.sample(words), design=design)
            yield f"certificate {design} {locale}", draw_certificate(certificate)
        yield f"progress {locale}", draw_progress(test_progress.chart(chart))


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return {name: hash_of(picture) for name, picture in pictures()}


@pytest.mark.parametrize("name", HASHES)
def test_a_picture_looks_as_it_did(name: str, drawn: dict[str, str]) -> None:
    assert distance(drawn[name], HASHES[name]) <= CLOSE


def test_every_picture_has_its_hash(drawn: dict[str, str]) -> None:
    assert drawn.keys() == HASHES.keys()


def test_the_hash_tells_the_pictures_apart(drawn: dict[str, str]) -> None:
    designs = [value for name, value in drawn.items() if name.endswith("zh")]
    for number, one in enumerate(designs):
        assert all(distance(one, other) > 3 * CLOSE for other in designs[:number])


if __name__ == "__main__":
    for each, picture in pictures():
        sys.stdout.write(f'    "{each}": "{hash_of(picture)}",\n')
