from __future__ import annotations

from typing import Any

import pytest

from bot.gateway.markup import MarkupError, parse_html
from tests.walking import each_of

PREFIX = "Bad Request: can't parse entities: "


def entity(kind: str, offset: int, length: int, **extra: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **extra}


@each_of(
    "tag, kind",
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("B", "bold"),
    ],
)
def test_a_tag_becomes_its_entity_in_utf16_units(tag: str, kind: str) -> None:
    text, entities = parse_html(f"虎门🌊 <{tag}>销烟🔥</{tag}>!")
    assert text == "虎门🌊 销烟🔥!"
    assert entities == [entity(kind, 5, 4)]


@each_of(
    "source, text, entities",
    [
        ('<span class="tg-spoiler">x</span>', "x", [entity("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [entity("expandable_blockquote", 0, 1)]),
        (
            '<blockquote expandable="">x</blockquote>',
            "x",
            [entity("expandable_blockquote", 0, 1)],
        ),
        (
            '<tg-emoji emoji-id="536844">👍</tg-emoji>',
            "👍",
            [entity("custom_emoji", 0, 2, custom_emoji_id="536844")],
        ),
        (
            "<tg-time unix='1780500000' format='wDT'>soon</tg-time>",
            "soon",
            [entity("date_time", 0, 4, unix_time=1780500000, date_time_format="wDT")],
        ),
        (
            '<a href="https://nncc626.com/a?b=1&amp;c=2">x</a>',
            "x",
            [entity("text_link", 0, 1, url="https://nncc626.com/a?b=1&c=2")],
        ),
        (
            "<a href='nncc626.com'>x</a>",
            "x",
            [entity("text_link", 0, 1, url="http://nncc626.com/")],
        ),
        (
            "<a>nncc626.com</a>",
            "nncc626.com",
            [entity("text_link", 0, 11, url="http://nncc626.com/")],
        ),
        (
            '<a href="tg://user?id=710000001">Li</a>',
            "Li",
            [
                entity(
                    "text_mention",
                    0,
                    2,
                    user={"id": 710000001, "is_bot": False, "first_name": ""},
                )
            ],
        ),
        ('<a href="nowhere">x</a>', "x", []),
        ('<a href="javascript:alert(1)">x</a>', "x", []),
        ("<a>x</a>", "x", []),
        (
            '<pre><code class="language-sql">x</code></pre>',
            "x",
            [entity("pre", 0, 1, language="sql")],
        ),
        (
            '<code class="language-sql"><pre>x</pre></code>',
            "x",
            [entity("pre", 0, 1, language="sql")],
        ),
        ('<code class="language-sql">x</code>', "x", [entity("code", 0, 1)]),
        ("<pre><code>x</code></pre>", "x", [entity("pre", 0, 1), entity("code", 0, 1)]),
        (
            '<pre> <code class="language-sql">x</code></pre>',
            " x",
            [entity("pre", 0, 2), entity("code", 1, 1)],
        ),
        ('<pre class="language-sql">x</pre>', "x", [entity("pre", 0, 1)]),
    ],
)
def test_attributes_say_more_about_an_entity(
    source: str, text: str, entities: list[dict[str, Any]]
) -> None:
    assert parse_html(source) == (text, entities)


@each_of(
    "source, text",
    [
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&lt&gt", "<>"),
        ("&#20013;&#x56fd;&#x1F30A;", "中国🌊"),
        ("&nbsp; &LT; &; & &apos;", "&nbsp; &LT; &; & &apos;"),
        ("&#0; &#x110000; &#; &#x;", "&#0; &#x110000; &#; &#x;"),
        ("&#00000000065;", "&#00000000065;"),
        ("a > b", "a > b"),
        ("", ""),
    ],
)
def test_references_become_characters_and_unknown_ones_stay(source: str, text: str) -> None:
    assert parse_html(source) == (text, [])


def test_nested_tags_come_outermost_first() -> None:
    source = "<blockquote><i><b>a</b>b</i>c</blockquote>"
    assert parse_html(source)[1] == [
        entity("blockquote", 0, 3),
        entity("italic", 0, 2),
        entity("bold", 0, 1),
    ]


@each_of("source", ["<b></b>", "<b><i></i></b>", "<a href='a.cn'></a>"])
def test_an_empty_tag_leaves_nothing(source: str) -> None:
    assert parse_html(source) == ("", [])


@each_of("source", ["<b>x</>", "<b>x</b  >", "<B \n>x</b>", "<b a=1 c='2' d>x</b>"])
def test_sloppy_tags_that_telegram_takes_are_taken(source: str) -> None:
    assert parse_html(source) == ("x", [entity("bold", 0, 1)])


@each_of(
    "source, reason",
    [
        ("ab <foo>x</foo>", 'Unsupported start tag "foo" at byte offset 3'),
        ("门🌊<Br>", 'Unsupported start tag "br" at byte offset 7'),
        ("<b/>", 'Unsupported start tag "b/" at byte offset 0'),
        ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
        ("1 < 2", "Unsupported start tag"),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("<", "Unclosed start tag at byte offset 0"),
        ("<>", 'Unsupported start tag "" at byte offset 0'),
        ("a<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a<i>x", 'Can\'t find end tag corresponding to start tag "i"'),
        (
            "门<b>x</i>",
            'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"',
        ),
        (
            "<b><i>x</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</b c>", "Unclosed end tag at byte offset 4"),
        ("<a href>x", 'Can\'t find end tag corresponding to start tag "a"'),
        ("<a =x>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href='x'/>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a ", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href= ", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href='x>y</a>", "Unclosed start tag at byte offset 0"),
        ("<a href=x", "Unclosed start tag at byte offset 0"),
        ("<a href=http://x.cn>", "Unexpected end of name token at byte offset 8"),
        ("门<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 3'),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("<tg-time unix=1 format=q>x</tg-time>", "Invalid date format used"),
        ("&#xD800;", "Text contains invalid Unicode characters after decoding HTML entities"),
    ],
)
def test_a_bad_tag_is_named_with_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(source)
    assert str(caught.value).startswith(PREFIX + reason)


@each_of(
    "source", ["<b>" * 20_000, "<b>" * 5_000 + "x" + "</b>" * 5_000, "&" * 50_000, "<a x" * 20_000]
)
@pytest.mark.timeout(5)
def test_hostile_input_is_answered_quickly(source: str) -> None:
    try:
        text, _ = parse_html(source)
    except MarkupError:
        return
    assert len(text) <= len(source)
