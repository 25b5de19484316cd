from __future__ import annotations

from typing import Any

import pytest

from bot.gateway.markup import MarkupError, find_entities, format_text, nest, trim
from tests.walking import each_of


def entity(kind: str, offset: int, length: int, **extra: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **extra}


@each_of(
    "text, kind, marked",
    [
        ("/start", "bot_command", ["/start"]),
        ("go /help@humen_bot now", "bot_command", ["/help@humen_bot"]),
        ("/a, /b", "bot_command", ["/a", "/b"]),
        ("a/b 1/2 //c /d/e /f@x 看/g /h你", "bot_command", []),
        ("hi @durov!", "mention", ["@durov"]),
        ("@abc a@durov @durov你", "mention", []),
        ("@pic", "mention", ["@pic"]),
        ("#禁毒 #a_1", "hashtag", ["#禁毒", "#a_1"]),
        ("#1 a#b #x#y", "hashtag", []),
        ("$USD $usd", "cashtag", ["$USD"]),
        ("mail a.b@example.com now", "email", ["a.b@example.com"]),
        ("see https://a.example/x?y=(1)). ok", "url", ["https://a.example/x?y=(1)"]),
        ("see example.com, 12.5 v1.2 a.b.", "url", ["example.com"]),
        ("www.nncc626.com/禁毒 好", "url", ["www.nncc626.com/禁毒"]),
        ("http://127.0.0.1:8080/x 10.0.0.1", "url", ["http://127.0.0.1:8080/x", "10.0.0.1"]),
        ("tg://resolve?domain=x", "url", ["tg://resolve?domain=x"]),
        ("看example.com。好", "url", []),
        ("a_b.com a.b-c 1.2.3 256.1.1.1 01.1.1.1", "url", []),
        ("readme.txt file.docx", "url", []),
        ("mailto:a@b.com", "email", ["a@b.com"]),
    ],
)
def test_telegram_marks_these_by_itself(text: str, kind: str, marked: list[str]) -> None:
    found = [e for e in find_entities(text) if e["type"] == kind]
    assert [text[e["offset"] : e["offset"] + e["length"]] for e in found] == marked


def test_offsets_count_utf16_units() -> None:
    assert find_entities("🌊 /start") == [entity("bot_command", 3, 6)]


def test_a_found_entity_gives_way_to_code_and_links() -> None:
    text, entities = format_text("<code>/a</code> <a href='b.cn'>@durov</a> /c", "HTML")
    assert text == "/a @durov /c"
    assert [(e["type"], e["offset"]) for e in entities] == [
        ("code", 0),
        ("text_link", 3),
        ("bot_command", 10),
    ]


def test_a_style_is_cut_where_a_found_entity_stands() -> None:
    assert format_text("<b>a /b c</b>", "HTML")[1] == [
        entity("bold", 0, 2),
        entity("bot_command", 2, 2),
        entity("bold", 2, 2),
        entity("bold", 4, 2),
    ]


@each_of(
    "given, nested",
    [
        ([("bold", 0, 2), ("bold", 2, 2)], [("bold", 0, 4)]),
        ([("bold", 0, 4), ("bold", 1, 2)], [("bold", 0, 4)]),
        ([("bold", 0, 3), ("italic", 1, 3)], [("bold", 0, 1), ("italic", 1, 3), ("bold", 1, 2)]),
        ([("bold", 0, 4), ("code", 1, 2)], [("bold", 0, 1), ("code", 1, 2), ("bold", 3, 1)]),
        ([("code", 0, 4), ("bold", 1, 2)], [("code", 0, 4)]),
        ([("code", 0, 4), ("pre", 0, 4)], [("pre", 0, 4)]),
        ([("text_link", 0, 3), ("text_link", 1, 3)], [("text_link", 0, 3)]),
        ([("blockquote", 0, 4), ("blockquote", 1, 2)], [("blockquote", 0, 4)]),
        ([("blockquote", 1, 2), ("code", 0, 2)], [("blockquote", 1, 2)]),
        ([("blockquote", 0, 4), ("code", 1, 2)], [("blockquote", 0, 4), ("code", 1, 2)]),
        ([("bold", 0, 0)], []),
    ],
)
def test_entities_nest_as_telegram_stores_them(
    given: list[tuple[str, int, int]], nested: list[tuple[str, int, int]]
) -> None:
    result = nest([entity(*one) for one in given])
    assert [(e["type"], e["offset"], e["length"]) for e in result] == nested


@each_of(
    "source, text, entities",
    [
        ("  \n a \n ", "a", []),
        ("  <b>a </b> ", "a", [entity("bold", 0, 1)]),
        ("<b>  </b>a", "  a", [entity("bold", 0, 2)]),
        (" <b>  </b>a", "  a", [entity("bold", 0, 2)]),
        ("a<b> \n</b>", "a", []),
        ("<b> </b>", "", []),
        ("a\r\n\tb\x00c", "a\n b c", []),
        ("<b>a\rb</b>c", "abc", [entity("bold", 0, 2)]),
        ("a<b>\r</b>b", "ab", []),
        ("\u3000a\u3000", "\u3000a\u3000", []),
    ],
)
def test_texts_are_cleaned_and_trimmed(
    source: str, text: str, entities: list[dict[str, Any]]
) -> None:
    assert format_text(source, "HTML") == (text, entities)


def test_trimming_moves_entities_along() -> None:
    assert trim("  ab  ", [entity("bold", 3, 3)]) == ("ab", [entity("bold", 1, 1)])


@each_of(
    "offset, length, reason",
    [
        (-1, 1, "receive an entity with incorrect offset -1"),
        (0, 2_000_000, "receive an entity with incorrect length 2000000"),
        (9, 1, "entity begins after the end of the text at UTF-16 offset 9"),
        (0, 9, "ends after the end of the text at UTF-16 offset 9"),
        (1, 1, "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
        (0, 1, "ends in a middle of a UTF-16 symbol at byte offset 4"),
    ],
)
def test_a_bots_own_entities_must_lie_in_the_text(offset: int, length: int, reason: str) -> None:
    with pytest.raises(MarkupError) as caught:
        format_text("🌊x", None, [entity("bold", offset, length)])
    assert str(caught.value).startswith("Bad Request: ")
    assert str(caught.value).endswith(reason)


def test_a_broken_surrogate_is_refused() -> None:
    with pytest.raises(MarkupError, match="strings must be encoded in UTF-8"):
        format_text("\ud83c")


def test_a_parse_mode_wins_over_entities() -> None:
    assert format_text("<i>x</i>", "HTML", [entity("bold", 0, 1)])[1] == [entity("italic", 0, 1)]


@each_of(
    "given, kept",
    [
        (entity("bold", 0, 1, url=None, user=None), [entity("bold", 0, 1)]),
        (entity("pre", 0, 1, language="sql"), [entity("pre", 0, 1, language="sql")]),
        (entity("pre", 0, 1, language=None), [entity("pre", 0, 1)]),
        (entity("mention", 0, 1), []),
        (entity("url", 0, 1), []),
        (
            entity("text_link", 0, 1, url="a.cn"),
            [entity("text_link", 0, 1, url="http://a.cn/")],
        ),
        (
            entity("text_mention", 0, 1, user={"id": 42, "is_bot": False, "first_name": "Li"}),
            [entity("text_mention", 0, 1, user={"id": 42, "is_bot": False, "first_name": ""})],
        ),
        (
            entity("custom_emoji", 0, 1, custom_emoji_id="77"),
            [entity("custom_emoji", 0, 1, custom_emoji_id="77")],
        ),
        (entity("date_time", 0, 1, unix_time=9), [entity("date_time", 0, 1, unix_time=9)]),
    ],
)
def test_a_bots_own_entities_keep_only_what_their_type_has(
    given: dict[str, Any], kept: list[dict[str, Any]]
) -> None:
    assert format_text("x", None, [given]) == ("x", kept)


@each_of(
    "given, reason",
    [
        (entity("nonsense", 0, 1), "can't parse MessageEntity: Unsupported type specified"),
        ({"offset": 0, "length": 1}, "can't parse MessageEntity: Can't find field \"type\""),
        ({"type": "bold", "offset": 0}, "can't parse MessageEntity: Can't find field \"length\""),
        (
            {"type": [], "offset": 0, "length": 1},
            'can\'t parse MessageEntity: Field "type" is of a wrong type',
        ),
        (
            entity("text_link", 0, 1, url=7),
            'can\'t parse MessageEntity: Field "url" is of a wrong type',
        ),
        (entity("text_link", 0, 1), "can't parse MessageEntity: Can't find field \"url\""),
        (entity("text_mention", 0, 1), "can't parse MessageEntity: Can't find field \"user\""),
        (entity("text_link", 0, 1, url="x y"), "entity URL 'x y' is invalid: Wrong HTTP URL"),
        (
            entity("custom_emoji", 0, 1, custom_emoji_id="x"),
            "invalid custom emoji identifier specified",
        ),
        (
            entity("date_time", 0, 1, unix_time=9, date_time_format="q"),
            "can't parse MessageEntity: Invalid date-time format specified",
        ),
    ],
)
def test_a_bots_broken_entity_is_refused(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(MarkupError) as caught:
        format_text("x", None, [given])
    assert str(caught.value) == f"Bad Request: {reason}"
