"""A brush for shapes with smooth edges: it draws larger than the page, which is then reduced."""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image, ImageDraw

FINER = 3

Point = tuple[float, float]
Color = tuple[int, int, int]


class Brush:
    """Draws in page coordinates on a picture that is larger by `FINER`."""

    def __init__(self, picture: Image.Image) -> None:
        self._draw = ImageDraw.Draw(picture, "RGBA" if picture.mode == "RGB" else None)

    def shape(self, points: Iterable[Point], color: str | Color | int) -> None:
        self._draw.polygon(_finer(points), fill=color)

    def line(self, points: Iterable[Point], color: str | Color, width: float) -> None:
        scaled = _finer(points)
        self._draw.line(scaled, fill=color, width=round(width * FINER), joint="curve")

    def disc(self, center: Point, radius: float, color: str | tuple[int, ...]) -> None:
        x, y = center
        self._draw.circle((x * FINER, y * FINER), radius * FINER, fill=color)


def _finer(points: Iterable[Point]) -> list[Point]:
    """Scale up, and round so that what is meant to be one vertical stays one."""
    return [(round(x * FINER, 3), round(y * FINER, 3)) for x, y in points]


def mix(one: Color, other: Color, share: float) -> Color:
    """Give the colour that lies `share` of the way from `one` to `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def bar(one: float, other: float, top: float, height: float) -> list[Point]:
    left, right, bottom = min(one, other), max(one, other), top + height
    return [(left, top), (right, top), (right, bottom), (left, bottom)]
