"""Shows the figures on the content in a terminal."""

from __future__ import annotations

from typing import get_args

from rich.console import Console
from rich.table import Table

from content.library import Library
from content.schema import LOCALES
from content.schema.curriculum import Area
from content.stats import LONGEST, WANTED_VARIANTS, CourseStats, Stats
from content.tricks import NOTICEABLE, Score


def show(stats: Stats, library: Library, console: Console) -> None:
    for course in stats.courses:
        console.print(_course(course))
        _tell_more(course, console)
        console.print(_tricks("what tricks win here", course.tricks))
    console.print(_tricks("What tricks win in all courses", stats.tricks))
    console.print(_coverage(stats, library))
    console.print(_map(stats, library))
    count = len(stats.covered)
    console.print(f"{count - len(stats.uncovered)} of {count} topics are covered")
    console.print(_due(stats) if stats.due else "No fact is due for review within 30 days.")


def _course(stats: CourseStats) -> Table:
    course = stats.course
    table = Table(title=f"{course.title.to('zh_Hans')} · {course.id} · {course.stage}")
    for heading in ("point", "title", "variants"):
        table.add_column(heading, justify="right" if heading == "variants" else "left")
    for lesson in course.lessons:
        for point in lesson.points:
            count = stats.variants[point.id]
            table.add_row(point.id, point.title.to("zh_Hans"), str(count))
    return table


def _tell_more(stats: CourseStats, console: Console) -> None:
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(stats.kinds.items()))
    for lesson in stats.course.lessons:
        taken = stats.minutes[lesson.id]
        late = "" if taken <= lesson.minutes else " [red]longer than it says[/]"
        console.print(f"{lesson.id}: {taken:.1f} of {lesson.minutes} minutes{late}")
    reads = stats.readability
    console.print(f"questions: {sum(stats.kinds.values())} ({kinds})")
    console.print(f"points with fewer than {WANTED_VARIANTS} variants: {len(stats.thin)}")
    console.print(
        f"a Chinese sentence: {reads.sentence_zh:.1f} characters on average "
        f"(at most {LONGEST[stats.course.stage]} for this stage)"
    )
    rare = " ".join(reads.rare) or "none"
    console.print(f"characters beyond the first level of GB 2312: {rare}")
    console.print(
        f"an English sentence: {reads.sentence_en:.1f} words on average; "
        f"long words: {reads.long_words:.0%}\n"
    )


def _tricks(title: str, tricks: tuple[Score, ...]) -> Table:
    """Return what each trick wins beside what a blind guess would, as shares of the questions."""
    table = Table(title=title)
    for heading in ("trick", *LOCALES, "chance"):
        table.add_column(heading, justify="left" if heading == "trick" else "right")
    for each in tricks:
        shares = [
            f"[red]{won:.2f}[/]" if won > each.chance + NOTICEABLE else f"{won:.2f}"
            for won in each.won.values()
        ]
        table.add_row(each.trick, *shares, f"{each.chance:.2f}")
    return table


def _coverage(stats: Stats, library: Library) -> Table:
    table = Table(title="Curriculum")
    for heading in ("track", "area", "topic", "basis", "points"):
        table.add_column(heading)
    for topic in library.curriculum.topics:
        points = ", ".join(stats.covered[topic.id]) or ("–" if topic.facts else "– (no facts)")
        words = topic.text.to("zh_Hans")
        table.add_row(topic.track, topic.area, words, topic.basis, points)
    return table


def _map(stats: Stats, library: Library) -> Table:
    """Return the map: topics taught and topics there are, for each track and area."""
    table = Table(title="The map: topics taught / topics")
    for heading in ("track", *get_args(Area)):
        table.add_column(heading)
    for track in library.curriculum.tracks:
        cells = [stats.cell(library, track.id, area) for area in get_args(Area)]
        shown = [
            f"{taught}/{count}" if taught else f"[red]–/{count}[/]" for taught, count in cells
        ]
        table.add_row(track.text.to("zh_Hans"), *shown)
    return table


def _due(stats: Stats) -> Table:
    table = Table(title="Facts to be read again within 30 days")
    table.add_column("fact")
    table.add_column("next review")
    for fact_id, day in stats.due:
        table.add_row(fact_id, day.isoformat())
    return table
