"""The page's files: served safely, small, complete in both languages, from no other host."""

from __future__ import annotations

import re
from pathlib import Path

import aiohttp
import pytest

from bot.gateway.page.routes import STATIC
from tests.gateway.page.town import Town
from tests.walking import each_of

SCRIPTS = sorted((STATIC / "js").glob("*.js"))
ALL_FILES = sorted(path for path in STATIC.rglob("*") if path.is_file())


@pytest.mark.asyncio(loop_scope="session")
@each_of("path", ALL_FILES)
async def test_every_file_is_served_with_its_type_and_a_strict_policy(
    path: Path, town: Town
) -> None:
    expected = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}
    async with town.client.get(f"{town.url}/page/{path.relative_to(STATIC)}") as response:
        assert response.status == 200
        assert response.content_type == expected[path.suffix]
        assert response.headers["Cache-Control"] == "no-cache"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src '")
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.asyncio(loop_scope="session")
@each_of(
    "name",
    ["../routes.py", "%2e%2e/routes.py", "js", "nothing.js", "a%00.js", "js/../../__init__.py"],
)
async def test_nothing_outside_the_static_folder_is_served(name: str, town: Town) -> None:
    reader = await aiohttp.ClientSession.get(town.client, f"{town.url}/page/{name}")
    async with reader:
        assert reader.status == 404


def test_no_script_parses_text_as_markup() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|DOMParser"
    )
    assert [path.name for path in SCRIPTS if forbidden.search(path.read_text("utf-8"))] == []


def test_no_file_names_another_host() -> None:
    address = re.compile(
        r"""(?:src|href|url\(|import|from|fetch\()\s*[=(]?\s*["']?(?:https?:)?//"""
    )
    assert [path.name for path in ALL_FILES if address.search(path.read_text("utf-8"))] == []


def test_no_script_is_longer_than_three_hundred_lines() -> None:
    assert [path.name for path in SCRIPTS if len(path.read_text("utf-8").splitlines()) > 300] == []


def test_every_sentence_of_the_page_has_its_chinese_words_and_every_word_is_used() -> None:
    catalogue = (STATIC / "js" / "locales.js").read_text("utf-8")
    pairs = dict(
        re.findall(r'^  "((?:[^"\\]|\\.)+)": "((?:[^"\\]|\\.)+)",$', catalogue, re.MULTILINE)
    )
    used = "\n".join(path.read_text("utf-8") for path in SCRIPTS if path.name != "locales.js")
    asked = set(re.findall(r'\bt\(\s*"((?:[^"\\]|\\.)+)"', used))
    assert asked <= pairs.keys()
    assert [sentence for sentence in pairs if f'"{sentence}"' not in used] == []
    for english, chinese in pairs.items():
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", chinese)), (
            english
        )


PAIRS = [
    ("text", "surface"), ("text", "in"), ("text", "out"), ("muted", "surface"), ("muted", "in"),
    ("muted", "page"), ("muted", "surface-2"), ("out-muted", "out"), ("green", "in"), ("green", "out"),
    ("green", "surface"), ("surface", "green"), ("accent-text", "accent"), ("accent", "screen"),
    ("brand-text", "brand"), ("danger", "surface"), ("surface", "danger"), *((f"h{n}", "in") for n in range(6)),
]  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@each_of("theme", ["light", "dark"])
def test_words_stand_out_from_their_ground_as_wcag_aa_asks(theme: str) -> None:
    sheet = (STATIC / "css" / "theme.css").read_text("utf-8")
    light, dark = sheet.split('[data-theme="dark"]')
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light if theme == "light" else dark))
    for front, ground in PAIRS:
        high, low = sorted((luminance(colours[front]), luminance(colours[ground])), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, f"{front} on {ground}"
