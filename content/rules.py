"""What content must be beyond the shape of its fields; each rule yields faults with their place.

The rules on the kinds of question stand in `content.question_rules`, those on facts in
`content.fact_rules`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from content.question_rules import question_faults
from content.reading import Loc
from content.schema import Campaign, Course, Lesson, Region, Scene
from content.schema.curriculum import Curriculum

Fault = tuple[Loc, str]
HELPING = ("tone", "exit", "ally")


def lesson_faults(lesson: Lesson) -> Iterator[Fault]:
    if lesson.opener not in {question.id for question in lesson.questions}:
        message = f"no question '{lesson.opener}' in this lesson; name one of its questions"
        yield ("opener",), message
    for index, question in enumerate(lesson.questions):
        for loc, message in question_faults(question):
            yield ("questions", index, *loc), message
    yield from _point_faults(lesson)
    for loc, message in scene_faults(lesson.scene):
        yield ("scene", *loc), message


def _point_faults(lesson: Lesson) -> Iterator[Fault]:
    points = [point.id for point in lesson.points]
    for index, question in enumerate(lesson.questions):
        if question.point not in points:
            message = f"no point '{question.point}' in this lesson; name one or add it to points"
            yield ("questions", index, "point"), message
    varied = {question.point for question in lesson.questions}
    for index, point in enumerate(points):
        if point not in varied:
            message = f"no question asks for '{point}'; write one or remove the point"
            yield ("points", index, "id"), message


def course_faults(course: Course) -> Iterator[Fault]:
    """Yield points of the probe that no lesson has, or that would be asked twice the same way."""
    counts: dict[str, int] = {}
    for lesson in course.lessons:
        for question in lesson.questions:
            counts[question.point] = counts.get(question.point, 0) + 1
    for index, point in enumerate(course.probe):
        if point not in counts:
            message = f"no point '{point}' in this course; name one of its lessons' points"
            yield ("probe", index), message
        elif counts[point] < 2:
            message = f"'{point}' has one question; write a second, as it is asked again later"
            yield ("probe", index), message


def curriculum_faults(curriculum: Curriculum) -> Iterator[Fault]:
    """Yield topics of a track that is not listed; they would stand in no row of the map."""
    tracks = {track.id for track in curriculum.tracks}
    for index, topic in enumerate(curriculum.topics):
        if topic.track not in tracks:
            message = f"no track '{topic.track}'; name one of the tracks or add it there"
            yield ("topics", index, "track"), message


def scene_faults(scene: Scene) -> Iterator[Fault]:
    """Yield dead ends, choices that lead nowhere, and nodes that no path or no ending joins."""
    nodes = scene.nodes
    if scene.start not in nodes:
        yield ("start",), f"no node '{scene.start}'; name one of the nodes"
        return
    for node_id, node in nodes.items():
        at: Loc = ("nodes", node_id)
        if node.ending is None and len(node.choices) < 2:
            yield at, f"'{node_id}' leaves fewer than two ways; add choices or an ending"
        if node.ending is not None and node.choices:
            yield at, f"'{node_id}' is an ending with choices; remove one of the two"
        for index, choice in enumerate(node.choices):
            if choice.to not in nodes:
                message = f"no node '{choice.to}'; name one of the nodes"
                yield (*at, "choices", index, "to"), message
    yield from _path_faults(scene)
    yield from _way_faults(scene)


def _way_faults(scene: Scene) -> Iterator[Fault]:
    """Yield what a scene does not let one practise: a steady tone, a way out, an ally."""
    offered = {choice.way for node in scene.nodes.values() for choice in node.choices}
    for way in HELPING:
        if way not in offered:
            yield ("nodes",), f"no choice has the way '{way}'; add one, so that it is practised"


def _path_faults(scene: Scene) -> Iterator[Fault]:
    onward = {
        node_id: {choice.to for choice in node.choices} for node_id, node in scene.nodes.items()
    }
    reached = _closure({scene.start}, onward)
    backward: dict[str, set[str]] = {node_id: set() for node_id in onward}
    for node_id, targets in onward.items():
        for target in targets & set(backward):
            backward[target].add(node_id)
    endings = {node_id for node_id, node in scene.nodes.items() if node.ending}
    ending_ahead = _closure(endings, backward)
    for node_id in scene.nodes:
        if node_id not in reached:
            yield ("nodes", node_id), f"no path leads to '{node_id}'; lead a choice there"
        elif node_id not in ending_ahead:
            yield ("nodes", node_id), f"'{node_id}' never comes to an ending; open a way out"


def _closure(starts: set[str], steps: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = set(starts)
    while waiting:
        node_id = waiting.pop()
        found.add(node_id)
        waiting |= steps.get(node_id, set()) - found
    return found


def region_faults(regions: tuple[Region, ...]) -> Iterator[Fault]:
    """Yield ids that stand twice, and parents that do not stand above their child."""
    above: set[str] = set()
    for index, region in enumerate(regions):
        if region.parent is not None and region.parent not in above:
            message = f"no region '{region.parent}' above this one; list the parent first"
            yield ("regions", index, "parent"), message
        if region.id in above:
            yield ("regions", index, "id"), f"the id '{region.id}' is taken; choose another"
        above.add(region.id)
    if not any(region.level == "city" for region in regions):
        yield ("regions",), "no region has the level 'city'; mark the city you serve"


def campaign_faults(campaign: Campaign, courses: set[str]) -> Iterator[Fault]:
    for index, peak in enumerate(campaign.peak_days):
        if not campaign.covers(peak.on):
            message = f"{peak.on} lies outside {campaign.starts} to {campaign.ends}; correct it"
            yield ("peak_days", index, "on"), message
    if campaign.course is not None and campaign.course not in courses:
        yield ("course",), f"no course '{campaign.course}'; name one that exists"
