"""A disputed figure is recognised however it is spelt, and nothing else is taken for it."""

from __future__ import annotations

import pytest

from content.figures import tells


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ("23 天", "历时23天"),
        ("23 天", "历时二十三天"),
        ("23 天", "历时廿三天"),
        ("23 天", "历时贰拾叁天"),
        ("23 天", "历时<b>23</b> 天"),
        ("23 天", "历时２３ 天"),
        ("23 天", "历时23\u00a0天"),
        ("23 天", "历时 2\u200b3 天"),
        ("二十三天", "历时 23 天"),
        ("22 days", "it took twenty-two days"),
        ("22 days", "it took twenty two days"),
        ("22 days", "it took 22\u00a0days"),
        ("22 Days", "it took 22 days"),
        ("22 days", "a 22-day burning"),
        ("19,187 chests", "all of 19187 chests"),
        ("19187 箱", "共一万九千一百八十七箱"),
        ("89.6 万", "共 896,000 名"),
        ("896000", "共89.6万名"),
        ("2.3 million", "2.3 million and more"),
        ("105", "one hundred and five of them"),
        ("2300000", "two million three hundred thousand"),
        ("2025-07-20", "自 2025 年 7 月 20 日起"),
        ("2025-07-20", "自2025年07月20号起"),
        ("2025-07-20", "自二〇二五年七月二十日起"),
        ("2025-07-20", "自二零二五年七月廿日起"),
        ("2025-07-20", "since 20 July 2025"),
        ("2025-07-20", "since July 20th, 2025"),
        ("2025-07-20", "since 2025/7/20"),
        ("2025-07-20", "自 7 月 20 日起"),
        ("2025-07-20", "since the 20th of July"),
        ("7 月 20 日", "since 2025-07-20"),
        ("2025-07", "自 2025 年 7 月 20 日起"),
        ("2025 年 7 月", "since July 2025"),
        ("1839", "早在 1839 年 6 月"),
    ],
)
def test_a_detail_is_found_however_it_is_spelt(detail: str, words: str) -> None:
    assert tells(words, detail)


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ("23 天", "历时 123 天"),
        ("23 天", "历时 1.23 天"),
        ("23 天", "过了两三天"),
        ("23 天", "历时 24 天"),
        ("23", "一共 23.5 箱"),
        ("22 days", "it took 222 days"),
        ("22 days", "a number of days"),
        ("2025-07-20", "自 2025 年 7 月起"),
        ("2025-07-20", "since July 2025"),
        ("2025-07-20", "自 2024 年 7 月 20 日起"),
        ("2025-07-20", "since 21 July 2025"),
        ("2025-07", "自 2025 年 8 月起"),
        ("20 chests", "in 2025 20 boxes"),
        ("1839", "共 18390 箱"),
    ],
)
def test_another_figure_is_no_such_detail(detail: str, words: str) -> None:
    assert not tells(words, detail)
