from __future__ import annotations

from typing import Any

import pytest

from bot.gateway.markup import MarkupError, parse, parse_markdown, parse_markdown_v2
from tests.walking import each_of

PREFIX = "Bad Request: can't parse entities: "


def entity(kind: str, offset: int, length: int, **extra: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **extra}


@each_of(
    "source, text, entities",
    [
        ("*门🌊* x", "门🌊 x", [entity("bold", 0, 3)]),
        ("_a_ __b__", "a b", [entity("italic", 0, 1), entity("underline", 2, 1)]),
        ("~a~ ||b||", "a b", [entity("strikethrough", 0, 1), entity("spoiler", 2, 1)]),
        ("`a_*\\`b`", "a_*`b", [entity("code", 0, 5)]),
        ("```\nx\n```", "x\n", [entity("pre", 0, 2)]),
        ("```py\nx```", "x", [entity("pre", 0, 1, language="py")]),
        ("```py```", "py", [entity("pre", 0, 2)]),
        ("*a _b __c___ d*", "a b c d", "nested"),
        ("\\_\\*\\[\\]\\(\\)\\~\\`\\>\\#\\+\\-\\=\\|\\{\\}\\.\\!", "_*[]()~`>#+-=|{}.!", []),
        ("\\a\\\\\\门", "a\\\\门", []),
        ("[x](a.cn/\\)\\\\)", "x", [entity("text_link", 0, 1, url="http://a.cn/)\\")]),
        ("[x](nowhere)", "x", []),
        ("[a\\.cn]", "a.cn", [entity("text_link", 0, 4, url="http://a.cn/")]),
        ("[](a.cn)", "", []),
        (
            "[Li](tg://user?id=42)",
            "Li",
            [entity("text_mention", 0, 2, user={"id": 42, "is_bot": False, "first_name": ""})],
        ),
        (
            "![👍](tg://emoji?id=77)",
            "👍",
            [entity("custom_emoji", 0, 2, custom_emoji_id="77")],
        ),
        (
            "![now](tg://time?unix=99&format=t)",
            "now",
            [entity("date_time", 0, 3, unix_time=99, date_time_format="t")],
        ),
        (">a\n>b\nc", "a\nb\nc", [entity("blockquote", 0, 4)]),
        (">a\n>b||", "a\nb", [entity("expandable_blockquote", 0, 3)]),
        (">a||\nb", "a\nb", [entity("expandable_blockquote", 0, 2)]),
        (">a||\r\nb", "a\r\nb", [entity("expandable_blockquote", 0, 3)]),
        (">*a*\n**>b", "a\nb", "two quotes"),
        ("**", "", []),
        (">", "", []),
        ("", "", []),
    ],
)
def test_markdown_v2_becomes_entities(source: str, text: str, entities: Any) -> None:
    expected = {
        "nested": [entity("bold", 0, 7), entity("italic", 2, 3), entity("underline", 4, 1)],
        "two quotes": [
            entity("blockquote", 0, 2),
            entity("bold", 0, 1),
            entity("blockquote", 2, 1),
        ],
    }
    if isinstance(entities, str):
        entities = expected[entities]
    assert parse_markdown_v2(source) == (text, entities)


@each_of("character", list("()>#+-=|{}.!]"))
def test_a_reserved_character_must_be_escaped_in_markdown_v2(character: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_markdown_v2(f"门{character} ")
    assert str(caught.value) == (
        f"{PREFIX}Character '{character}' is reserved and must be escaped with the preceding '\\'"
    )


@each_of(
    "source, reason",
    [
        ("门🌊*x", "Can't find end of Bold entity at byte offset 7"),
        ("_x", "Can't find end of Italic entity at byte offset 0"),
        ("__x_", "Can't find end of Italic entity at byte offset 3"),
        ("~x", "Can't find end of Strikethrough entity at byte offset 0"),
        ("||x", "Can't find end of Spoiler entity at byte offset 0"),
        ("`x", "Can't find end of Code entity at byte offset 0"),
        ("```x", "Can't find end of Pre entity at byte offset 0"),
        ("```x y", "Can't find end of PreCode entity at byte offset 0"),
        ("[x", "Can't find end of TextUrl entity at byte offset 0"),
        ("![x", "Can't find end of CustomEmoji entity at byte offset 0"),
        ("[门](a", "Can't find end of a URL at byte offset 6"),
        ("![x]", "The entity must contain a tg://emoji or tg://time URL"),
        ("![x](a.cn)", "Invalid tg://emoji or tg://time URL specified"),
        (">*a\nb*", "Can't find end of Bold entity at byte offset 1"),
        ("`a\n`>b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        (">a||b\nc", "Can't find end of Spoiler entity at byte offset 2"),
        ("*_x*_", "Can't find end of Italic entity at byte offset 4"),
    ],
)
def test_markdown_v2_names_what_was_left_open(source: str, reason: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_markdown_v2(source)
    assert str(caught.value) == PREFIX + reason


@each_of(
    "source, text, entities",
    [
        ("*门🌊* _x_ `c`", "门🌊 x c", "three"),
        ("```py\nx = 1```", "x = 1", [entity("pre", 0, 5, language="py")]),
        ("```\nx```", "x", [entity("pre", 0, 1)]),
        ("[x](http://a.cn)", "x", [entity("text_link", 0, 1, url="http://a.cn/")]),
        ("[a.cn] b", "a.cn b", [entity("text_link", 0, 4, url="http://a.cn/")]),
        ("\\_a \\* \\. \\`", "_a * \\. `", []),
        ("a. b! (c) > #", "a. b! (c) > #", []),
        ("**", "", []),
    ],
)
def test_legacy_markdown_becomes_entities(source: str, text: str, entities: Any) -> None:
    if entities == "three":
        entities = [entity("bold", 0, 3), entity("italic", 4, 1), entity("code", 6, 1)]
    assert parse_markdown(source) == (text, entities)


@each_of("source, at", [("门*x", 3), ("_x", 0), ("`x", 0), ("a[x", 1), ("```x``", 0), ("*a*_", 3)])
def test_legacy_markdown_names_where_the_entity_starts(source: str, at: int) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_markdown(source)
    reason = f"Can't find end of the entity starting at byte offset {at}"
    assert str(caught.value) == PREFIX + reason


@each_of("mode", ["HTML", "html", "Html"])
def test_the_name_of_a_mode_is_read_in_any_case(mode: str) -> None:
    assert parse("<b>x</b>", mode) == ("x", [entity("bold", 0, 1)])


@each_of("mode", [None, "", "none"])
def test_without_a_mode_the_text_stays(mode: str | None) -> None:
    assert parse("<b>*x*", mode) == ("<b>*x*", [])


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(MarkupError, match=r"^Bad Request: unsupported parse_mode$"):
        parse("x", "MarkdownV3")
