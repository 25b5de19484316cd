from __future__ import annotations

import html
from itertools import accumulate
from typing import Any

from aiogram.types import MessageEntity
from aiogram.utils.text_decorations import html_decoration, markdown_decoration
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateway.markup import MarkupError, format_text, normalise, parse, utf16_length

TEXTS = st.text(alphabet='ab 虎门🌊👍<>&"_*[]()~`>#+-=|{}.!\\/@\n', max_size=24)
STYLES = ["bold", "italic", "underline", "strikethrough", "spoiler", "code"]
QUOTES = ["blockquote", "expandable_blockquote"]
EXTRAS: dict[str, dict[str, Any]] = {
    "text_link": {"url": "http://a.cn/x?y=1"},
    "text_mention": {"user": {"id": 42, "is_bot": False, "first_name": ""}},
    "custom_emoji": {"custom_emoji_id": "77"},
    "date_time": {"unix_time": 99, "date_time_format": "wDT"},
}
SOUP = st.text(alphabet="abc \n\r<>/=\"'&;#x12_*[]()~`|!\\门🌊\0", max_size=40)
PIECES = (
    "<b> </b> <i> </i> </> <a\thref='a.cn'> </a> <pre> </pre> x <blockquote> </blockquote> "
    "<code\tclass='language-x'> </code> <u> </u> &lt; &#55357; 🌊 \r /a"
)
TAGS = st.lists(st.sampled_from(PIECES.split(" "))).map("".join)


def edges(text: str) -> list[int]:
    return [0, *accumulate(utf16_length(character) for character in text)]


@st.composite
def formatted(draw: st.DrawFn, kinds: list[str]) -> tuple[str, list[dict[str, Any]]]:
    text = draw(TEXTS)
    places = st.sampled_from(edges(text))
    entities = []
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=5)):
        begin, end = sorted((draw(places), draw(places)))
        entities.append(
            {"type": kind, "offset": begin, "length": end - begin, **EXTRAS.get(kind, {})}
        )
    return normalise(text, entities)


def formatted_or_refused(source: str, mode: str) -> tuple[str, list[dict[str, Any]] | None]:
    try:
        return format_text(source, mode)
    except MarkupError as error:
        return str(error), None


def as_aiogram(entities: list[dict[str, Any]]) -> list[MessageEntity]:
    return [MessageEntity.model_validate(entity) for entity in entities]


@given(formatted(kinds=[*STYLES, *QUOTES, *EXTRAS, "pre"]))
@settings(max_examples=300, deadline=None)
def test_what_aiogram_writes_as_html_is_read_back(
    message: tuple[str, list[dict[str, Any]]],
) -> None:
    text, entities = message
    source = html_decoration.unparse(text, as_aiogram(entities))
    assert format_text(source, "HTML") == (text, entities)


@given(formatted(kinds=[*STYLES, "text_link", "text_mention"]))
@settings(max_examples=300, deadline=None)
def test_what_aiogram_writes_as_markdown_v2_is_read_back(
    message: tuple[str, list[dict[str, Any]]],
) -> None:
    text, entities = message
    source = markdown_decoration.unparse(text, as_aiogram(entities))
    assert format_text(source, "MarkdownV2") == (text, entities)


@given(formatted(kinds=[*STYLES, *QUOTES, *EXTRAS, "pre"]))
@settings(max_examples=200, deadline=None)
def test_normalising_twice_changes_nothing(message: tuple[str, list[dict[str, Any]]]) -> None:
    assert normalise(*message) == message


@given(TEXTS)
@settings(deadline=None)
def test_escaped_text_is_plain_text(text: str) -> None:
    assert parse(html.escape(text, quote=False), "HTML") == (text, [])
    assert parse(markdown_decoration.quote(text), "MarkdownV2") == (text, [])


@given(SOUP | TAGS, st.sampled_from(["HTML", "MarkdownV2", "Markdown"]))
@settings(max_examples=500, deadline=None)
def test_any_input_gives_entities_within_the_text_or_telegrams_refusal(
    source: str, mode: str
) -> None:
    text, entities = formatted_or_refused(source, mode)
    if entities is None:
        assert text.startswith("Bad Request: can't parse entities: ")
        return
    places = set(edges(text))
    for entity in entities:
        assert entity["length"] > 0
        assert {entity["offset"], entity["offset"] + entity["length"]} <= places
