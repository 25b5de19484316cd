"""The memorial gate that stands in the scenery before the sun."""

from __future__ import annotations

from bot.drawing.brush import Brush, Point, bar

INK = "#1d3550"
PLAQUE = "#f6dfae"
PILLARS = ((52, 114), (124, 76))
BEAMS = ((0, 52, 108, 7), (0, 52, 60, 5), (52, 124, 62, 14), (52, 124, 42, 4))
ROOFS = ((0, 108, 118), (0, 70, 154), (50, 166, 72))
BRACKETS = ((0, 66, 108), (0, 40, 142), (52, 134, 64))


def draw_gate(brush: Brush, foot: Point, ink: str = INK, plaque: str = PLAQUE) -> None:
    """Draw three bays, the middle one under two roofs, on the ground around `foot`.

    The tables give distances to the middle and heights above the ground, in pixels.
    """
    x, ground = foot
    brush.shape(bar(x - 168, x + 168, ground - 4, 10), ink)
    for side in (-1, 1):
        for offset, height in PILLARS:
            pillar = x + side * offset
            brush.shape(bar(pillar - 6, pillar + 6, ground - height, height), ink)
            brush.shape(bar(pillar - 12, pillar + 12, ground - 18, 18), ink)
        for inner, outer, height, thickness in BEAMS:
            beam = bar(x + side * inner, x + side * outer, ground - height, thickness)
            brush.shape(beam, ink)
        for outline in _upper_parts():
            brush.shape([(x + side * dx, ground - height) for dx, height in outline], ink)
    _draw_plaque(brush, foot, (ink, plaque))


def _draw_plaque(brush: Brush, foot: Point, colors: tuple[str, str]) -> None:
    x, ground = foot
    ink, plaque = colors
    brush.shape(bar(x - 52, x + 52, ground - 90, 24), ink)
    for inset, color in ((0, plaque), (3, ink), (6, plaque)):
        half, top = 27 - inset, ground - 92 + inset
        brush.shape(bar(x - half, x + half, top, 26 - 2 * inset), color)


def _upper_parts() -> list[list[Point]]:
    brackets: list[list[Point]] = [
        [(inner, height + 12), (outer + 9, height + 12), (outer, height), (inner, height)]
        for inner, outer, height in BRACKETS
    ]
    return [*brackets, *(_half_roof(*roof) for roof in ROOFS)]


def _half_roof(inner: float, outer: float, base: float) -> list[Point]:
    """Outline one half of a roof whose eaves sweep up, steeper towards its ridge."""
    span = outer - inner
    rise, lift, ridge = 30.0, 15.0, inner + span * 0.58
    shares = [step / 30 for step in range(31)]
    eaves = [(inner + span * t, base + lift * t**4) for t in shares]
    slope = [(outer + (ridge - outer) * t, base + lift + (rise - lift) * t**1.9) for t in shares]
    finial = [(ridge + 5, base + rise + 8), (ridge - 6, base + rise + 3)]
    return [*eaves, *slope, *finial, (inner, base + rise + 3)]
