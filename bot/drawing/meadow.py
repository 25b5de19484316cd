"""The picture behind a child's certificate: kites over a meadow on a clear day."""

from __future__ import annotations

import functools
import math

from PIL import Image

from bot.drawing.brush import FINER, Brush, Color, Point, bar, mix
from bot.drawing.scenery import HEIGHT, PAPER, WIDTH, draw_frame, window

SKY_HIGH, SKY_LOW = (250, 251, 246), (176, 219, 240)
SKY_FROM, GROUND = 520, 1090
HILLS: tuple[tuple[float, float, float, Color], ...] = (
    (1090, 46, 0.4, (150, 201, 132)),
    (1150, 38, 2.1, (104, 173, 104)),
    (1226, 30, 4.0, (58, 132, 92)),
    (1288, 18, 5.2, (24, 84, 76)),
)
SUN: tuple[Point, float] = ((862, 950), 62)
KITES: tuple[tuple[Point, float, tuple[str, str], Point], ...] = (
    ((286, 930), 88, ("#e4572e", "#f6a03c"), (470, 1166)),
    ((560, 892), 48, ("#2e86ab", "#7cc6df"), (486, 1166)),
)
FLOWERS = ("#fff3d6", "#f9c74f", "#f4a6b7")


@functools.cache
def meadow() -> Image.Image:
    """Draw the picture; whoever wants to draw on it takes a copy."""
    page = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), PAPER)
    picture = Image.new("RGB", page.size, PAPER)
    brush = Brush(picture)
    _draw_sky(brush)
    for hill in HILLS:
        _draw_hill(brush, *hill)
    _draw_flowers(brush)
    for center, size, colors, hand in KITES:
        _draw_kite(brush, center, size, colors)
        _draw_string(brush, (center[0], center[1] + size * 1.2), hand)
    _draw_children(brush)
    page.paste(picture, mask=window(page.size))
    draw_frame(Brush(page))
    return page.reduce(FINER)


def _draw_sky(brush: Brush) -> None:
    for y in range(GROUND + 60):
        share = max(0.0, (y - SKY_FROM) / (GROUND - SKY_FROM))
        brush.shape(bar(0, WIDTH, y, 1), mix(SKY_HIGH, SKY_LOW, min(1.0, share)))
    center, radius = SUN
    for ring, strength in ((1.9, 40), (1.45, 60)):
        brush.disc(center, radius * ring, (255, 224, 138, strength))
    brush.disc(center, radius, "#fbc04d")
    for x, y, size in ((690, 1010, 34), (180, 1052, 26), (930, 1060, 22)):
        for shift, scale in ((-1.1, 0.72), (0, 1.0), (1.1, 0.66)):
            brush.disc((x + shift * size, y - (scale - 0.66) * size), size * scale, "#ffffff")
        brush.shape(bar(x - 1.8 * size, x + 1.7 * size, y, size * 0.62), "#ffffff")


def _draw_hill(brush: Brush, top: float, height: float, shift: float, color: Color) -> None:
    crest = [(x, top - height * math.sin(x / 190 + shift)) for x in range(0, WIDTH + 1, 6)]
    brush.shape([(0, HEIGHT), *crest, (WIDTH, HEIGHT)], color)


def _draw_flowers(brush: Brush) -> None:
    for number in range(34):
        x = 70 + (number * 211) % (WIDTH - 140)
        y = 1176 + (number * 67) % 96
        color = FLOWERS[number % len(FLOWERS)]
        for step in range(5):
            angle = math.tau * step / 5
            brush.disc((x + 4.6 * math.cos(angle), y + 4.6 * math.sin(angle)), 3.4, color)
        brush.disc((x, y), 2.8, "#e0912f")


def _draw_kite(brush: Brush, center: Point, size: float, colors: tuple[str, str]) -> None:
    x, y = center
    top, bottom = (x, y - size), (x, y + size * 1.2)
    left, right = (x - size * 0.7, y), (x + size * 0.7, y)
    for corner, color in ((left, colors[0]), (right, colors[1])):
        brush.shape([top, corner, bottom], color)
    brush.line([top, bottom], PAPER, 2.4)
    brush.line([left, right], PAPER, 2.4)


def _draw_string(brush: Brush, start: Point, hand: Point) -> None:
    """Let the string sag on its way from the kite to the hand."""
    points = []
    for step in range(41):
        share = step / 40
        sag = 26 * math.sin(math.pi * share)
        points.append(
            (
                start[0] + (hand[0] - start[0]) * share,
                start[1] + (hand[1] - start[1]) * share + sag,
            )
        )
    brush.line(points, "#6b7f86", 1.8)


def _draw_children(brush: Brush) -> None:
    """Draw two children side by side, no more than shapes seen from afar."""
    for x, shirt, arm in ((452, "#d1495b", 18), (504, "#30638e", -18)):
        brush.disc((x, 1160), 12, "#3d2b24")
        brush.shape([(x - 13, 1174), (x + 13, 1174), (x + 16, 1212), (x - 16, 1212)], shirt)
        brush.line([(x + arm * 0.5, 1182), (x + arm, 1167)], shirt, 6)
        for side in (-6, 6):
            brush.line([(x + side, 1210), (x + side, 1236)], "#2b3a42", 6)
