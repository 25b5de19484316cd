"""Small plain drawings of everyday things, for pictures in questions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.drawing.brush import Brush, Color, Point, bar, mix

WHITE: Color = (255, 255, 255)
INK: Color = (29, 53, 80)
GREEN: Color = (92, 138, 88)
RED: Color = (196, 84, 74)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Draws in a square of one unit around a place; `unit` is its side in pixels."""

    brush: Brush
    center: Point
    unit: float
    color: Color

    @property
    def light(self) -> Color:
        return mix(self.color, WHITE, 0.55)

    @property
    def dark(self) -> Color:
        return mix(self.color, INK, 0.45)

    def at(self, x: float, y: float) -> Point:
        return self.center[0] + x * self.unit, self.center[1] + y * self.unit

    def shape(self, points: list[Point], color: Color) -> None:
        self.brush.shape([self.at(x, y) for x, y in points], color)

    def disc(self, x: float, y: float, radius: float, color: Color) -> None:
        self.brush.disc(self.at(x, y), radius * self.unit, color)

    def line(self, points: list[Point], color: Color, width: float) -> None:
        self.brush.line([self.at(x, y) for x, y in points], color, width * self.unit)

    def box(self, edges: tuple[float, float, float, float], color: Color) -> None:
        left, top, right, bottom = edges
        self.shape(bar(left, right, top, bottom - top), color)

    def round_box(self, edges: tuple[float, float, float, float], color: Color) -> None:
        self.shape(list(_rounded(edges, 0.06)), color)


def _rounded(edges: tuple[float, float, float, float], radius: float) -> Iterator[Point]:
    left, top, right, bottom = edges
    corners = (
        (left + radius, top + radius, 180),
        (right - radius, top + radius, 270),
        (right - radius, bottom - radius, 0),
        (left + radius, bottom - radius, 90),
    )
    for x, y, start in corners:
        for step in range(9):
            angle = math.radians(start + step * 90 / 8)
            yield x + radius * math.cos(angle), y + radius * math.sin(angle)


def _person(pen: Pen) -> None:
    shoulders = [(-0.34 + 0.68 * t, 0.5 - 0.42 * math.sin(math.pi * t) ** 0.38)
                 for t in (step / 30 for step in range(31))]  # fmt: skip
    pen.shape([(-0.34, 0.5), *shoulders, (0.34, 0.5)], pen.color)
    pen.disc(0, -0.16, 0.22, (240, 214, 188))
    hair = [(0.22 * math.cos(math.radians(a)), -0.16 + 0.22 * math.sin(math.radians(a)))
            for a in range(190, 351, 8)]  # fmt: skip
    pen.shape(hair, pen.dark)


def _packet(pen: Pen) -> None:
    teeth = [(-0.3 + 0.06 * n, -0.46 if n % 2 else -0.42) for n in range(11)]
    pen.shape([*teeth, (0.3, 0.44), (-0.3, 0.44)], pen.color)
    pen.box((-0.3, -0.34, 0.3, -0.28), pen.light)
    pen.round_box((-0.2, -0.1, 0.2, 0.22), pen.light)


def _bottle(pen: Pen) -> None:
    pen.shape([(-0.09, -0.3), (0.09, -0.3), (0.2, -0.12), (-0.2, -0.12)], pen.light)
    pen.box((-0.2, -0.12, 0.2, 0.46), pen.light)
    pen.box((-0.2, 0.0, 0.2, 0.3), pen.color)
    pen.round_box((-0.11, -0.46, 0.11, -0.3), pen.dark)


def _carton(pen: Pen) -> None:
    pen.box((-0.24, -0.2, 0.24, 0.46), pen.light)
    pen.shape([(-0.24, -0.2), (-0.12, -0.4), (0.12, -0.4), (0.24, -0.2)], pen.color)
    pen.box((-0.12, -0.48, 0.12, -0.4), pen.dark)
    pen.box((-0.24, 0.02, 0.24, 0.26), pen.color)


def _cup(pen: Pen) -> None:
    pen.line([(0.02, -0.26), (0.12, -0.5)], pen.dark, 0.035)
    pen.shape([(-0.24, -0.2), (0.24, -0.2), (0.16, 0.46), (-0.16, 0.46)], pen.light)
    pen.shape([(-0.2, 0.06), (0.2, 0.06), (0.16, 0.46), (-0.16, 0.46)], pen.color)
    pen.round_box((-0.28, -0.28, 0.28, -0.17), pen.dark)


def _sweets(pen: Pen) -> None:
    for x, y, radius in ((-0.16, 0.16, 0.18), (0.2, 0.2, 0.16), (0.02, -0.16, 0.17)):
        for side in (-1, 1):
            tip = x + side * radius * 2
            pen.shape([(x, y), (tip, y - radius * 0.8), (tip, y + radius * 0.8)], pen.light)
        pen.disc(x, y, radius, pen.color)
        pen.disc(x - radius * 0.3, y - radius * 0.3, radius * 0.28, WHITE)


def _pills(pen: Pen) -> None:
    pen.round_box((-0.26, -0.16, 0.26, 0.46), WHITE)
    pen.box((-0.26, 0.0, 0.26, 0.3), pen.light)
    pen.box((-0.04, 0.04, 0.04, 0.26), pen.color)
    pen.box((-0.11, 0.11, 0.11, 0.19), pen.color)
    pen.round_box((-0.3, -0.38, 0.3, -0.16), pen.color)


def _vapour(pen: Pen) -> None:
    """Draw an e-cigarette lying there, unused."""
    pen.round_box((-0.46, 0.18, 0.26, 0.38), pen.color)
    pen.shape([(0.26, 0.2), (0.46, 0.24), (0.46, 0.32), (0.26, 0.36)], pen.dark)
    pen.box((-0.2, 0.18, -0.14, 0.38), pen.light)
    pen.disc(-0.32, 0.28, 0.04, WHITE)


def _parcel(pen: Pen) -> None:
    pen.box((-0.38, -0.22, 0.38, 0.44), (201, 163, 110))
    pen.shape([(-0.38, -0.22), (-0.26, -0.38), (0.26, -0.38), (0.38, -0.22)], (222, 190, 142))
    pen.box((-0.06, -0.38, 0.06, 0.44), pen.color)


def _fruit(pen: Pen) -> None:
    pen.disc(-0.1, 0.16, 0.28, RED)
    pen.disc(0.1, 0.16, 0.28, RED)
    pen.line([(0, -0.1), (0.05, -0.36)], INK, 0.04)
    pen.shape([(0.05, -0.28), (0.2, -0.42), (0.34, -0.34), (0.2, -0.24)], GREEN)


ICONS: dict[str, Callable[[Pen], None]] = {
    "person": _person,
    "packet": _packet,
    "bottle": _bottle,
    "carton": _carton,
    "cup": _cup,
    "sweets": _sweets,
    "pills": _pills,
    "vapour": _vapour,
    "parcel": _parcel,
    "fruit": _fruit,
}
