"""The picture behind a certificate: the sun rises over the sea beyond the gate of Humen."""

from __future__ import annotations

import functools
import math

from PIL import Image, ImageDraw

from bot.drawing.brush import FINER, Brush, Point, bar, mix
from bot.drawing.gate import draw_gate

WIDTH, HEIGHT = 1080, 1440
WAVES = 5
MARGIN = 40
HORIZON = 1068
BAND_TOP = 1284  # Around here lies the last row of waves; the sea below is written on.

PAPER = "#fdf9f0"
SEAL = "#b8412f"
GOLD = "#c39a52"
SUN = (540, 1048, 166)
SKY_HIGH, SKY_LOW = (253, 248, 237), (252, 224, 196)
SUN_HIGH, SUN_LOW = (251, 200, 110), (238, 132, 72)
SEA_FAR, SEA_NEAR = (158, 200, 198), (24, 58, 92)
HILLS = ("#c9d3d2", "#a3b8bd", "#7f9ca8")
FOAM = (246, 238, 220)


@functools.cache
def scenery() -> Image.Image:
    """Draw the picture; whoever wants to draw on it takes a copy."""
    page = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), PAPER)
    picture = Image.new("RGB", page.size, PAPER)
    brush = Brush(picture)
    _draw_sky(brush)
    _draw_hills(brush)
    _draw_gulls(brush)
    draw_gate(brush, (SUN[0], HORIZON))
    _draw_water(brush)
    _draw_waves(brush)
    page.paste(picture, mask=window(page.size))
    draw_frame(Brush(page))
    return page.reduce(FINER)


@functools.cache
def emblem(size: int) -> Image.Image:
    """Draw the gate on a red seal of `size` pixels, with transparent corners."""
    room = 400
    seal = Image.new("RGB", (room * FINER, room * FINER), SEAL)
    brush = Brush(seal)
    draw_gate(brush, (room / 2, 288), PAPER, SEAL)
    mask = Image.new("L", seal.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *seal.size), 72 * FINER, fill=255)
    seal.putalpha(mask)
    return seal.resize((size, size), Image.Resampling.LANCZOS)


def _draw_sky(brush: Brush) -> None:
    for y in range(HORIZON):
        share = max(0.0, (y - 420) / (HORIZON - 420)) ** 1.6
        brush.shape(bar(0, WIDTH, y, 1), mix(SKY_HIGH, SKY_LOW, share))
    x, y, radius = SUN
    for ring, strength in ((1.75, 26), (1.42, 38), (1.18, 52)):
        brush.disc((x, y), radius * ring, (*SUN_HIGH, strength))
    for row in range(-radius * FINER, radius * FINER):
        height = row / FINER
        half = math.sqrt(max(radius**2 - height**2, 0))
        color = mix(SUN_HIGH, SUN_LOW, (height + radius) / (2 * radius))
        brush.shape(bar(x - half, x + half, y + height, 1 / FINER), color)


def _draw_hills(brush: Brush) -> None:
    for color, height, peak, reach in (
        (HILLS[0], 132, 66, 330),
        (HILLS[1], 96, 20, 270),
        (HILLS[2], 56, 110, 170),
    ):
        for side in (-1, 1):
            brush.shape(_hill(side, height, peak + side * 22, reach), color)


def _hill(side: int, height: float, peak: float, reach: float) -> list[Point]:
    """Outline a headland that falls from the edge of the page towards the open gate."""
    edge = MARGIN if side < 0 else WIDTH - MARGIN
    points: list[Point] = [(edge, HORIZON)]
    for step in range(401):
        distance = step * (peak + reach) / 400
        slope = (1 + math.cos(math.pi * (distance - peak) / reach)) / 2
        bumps = 1 + 0.09 * math.sin(distance / reach * 17 + peak)
        points.append((edge - side * distance, HORIZON - height * slope * bumps))
    return points


def _draw_gulls(brush: Brush) -> None:
    for x, y, span in ((246, 900, 24), (306, 868, 16), (818, 882, 20)):
        for side in (-1, 1):
            shares = [step / 24 for step in range(25)]
            wing = [(x + side * span * t, y - span * (1.25 * t - 1.0 * t**2)) for t in shares]
            brush.line(wing, "#5f7f8e", 2.6)


def _draw_water(brush: Brush) -> None:
    for y in range(HORIZON, HEIGHT):
        share = min(1.0, (y - HORIZON) / (BAND_TOP - HORIZON))
        brush.shape(bar(0, WIDTH, y, 1), mix(SEA_FAR, SEA_NEAR, share))
    x, _, radius = SUN
    for number in range(8):
        y = HORIZON + 9 + number * 14
        half = radius * (0.98 - number * 0.09) * (1 if number % 2 else 0.8)
        brush.shape(_glint(x + (12 if number % 2 else -9), y, half), mix(SUN_HIGH, SUN_LOW, 0.4))
    for center, y, half in ((190, 20, 70), (890, 28, 84), (330, 46, 48), (760, 54, 56)):
        brush.shape(_glint(center, HORIZON + y, half), FOAM)


def _glint(center: float, y: float, half: float) -> list[Point]:
    """Outline a streak of light, pointed at both ends."""
    shares = [step / 40 for step in range(-40, 41)]
    upper = [(center + t * half, y - 3.2 * (1 - t * t)) for t in shares]
    lower = [(center + t * half, y + 3.2 * (1 - t * t)) for t in reversed(shares)]
    return [*upper, *lower]


def _draw_waves(brush: Brush) -> None:
    for row in range(WAVES):
        share = (row + 1) / WAVES
        color = mix(SEA_FAR, SEA_NEAR, 0.15 + 0.85 * share)
        crest = _wave(BAND_TOP - (1 - share) * 132, 150 + 22 * row, 97.0 * row)
        brush.shape([(0, HEIGHT), *crest, (WIDTH, HEIGHT)], color)
        brush.line(crest, FOAM, 1.6 + 1.6 * share)
        if share < 1:
            brush.line([(x, y + 9 + 3 * row) for x, y in crest], mix(color, FOAM, 0.35), 1.4)


def _wave(y: float, length: float, shift: float) -> list[Point]:
    """Follow a row of waves across the page: pointed crests, round troughs."""
    points: list[Point] = []
    for step in range(-60, 60 * (WIDTH // 150 + 2)):
        angle = math.tau * step / 60
        x = length * step / 60 + shift % length
        points.append((x - length * 0.085 * math.sin(angle), y - length * 0.085 * math.cos(angle)))
    return points


def window(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size, 0)
    Brush(mask).shape(outline(MARGIN), 255)
    return mask


def draw_frame(brush: Brush) -> None:
    for inset, width in ((MARGIN, 4.0), (MARGIN - 12, 1.4)):
        way = outline(inset)
        brush.line([*way, *way[:2]], GOLD, width)


def outline(inset: float) -> list[Point]:
    """Walk round the page at `inset` from its edge, with corners hollowed out."""
    hollow = 34.0
    points: list[Point] = []
    corners = (
        (inset, inset, 90, 0),
        (WIDTH - inset, inset, 180, 90),
        (WIDTH - inset, HEIGHT - inset, 270, 180),
        (inset, HEIGHT - inset, 360, 270),
    )
    for x, y, start, end in corners:
        for step in range(25):
            angle = math.radians(start + (end - start) * step / 24)
            points.append((x + hollow * math.cos(angle), y + hollow * math.sin(angle)))
    return points
