"""Text set into measured boxes: wrapped for Chinese and Latin, and shrunk until it fits."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import unicodedata
from collections.abc import Iterator

from PIL import ImageDraw

from bot.drawing.fonts import Weight, font

ASCENT = 1.16  # Of the size in pixels, by the font's own table; the descent makes up the line.
LINE = 1.45
STEP = 2
ELLIPSIS = "…"
HYPHEN = "-"
CLOSING = frozenset({"Pe", "Pf", "Po", "Pd"})
OPENING = frozenset({"Ps", "Pi"})


@functools.lru_cache(maxsize=65_536)
def _advance(character: str, size: int, weight: Weight) -> float:
    """Measure one character; the basic layout kerns nothing, so a text is the sum of these."""
    return font(size, weight).getlength(character)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """How text looks; `tracking` is extra space after each character, in parts of the size."""

    size: int
    color: str
    weight: Weight = Weight.REGULAR
    tracking: float = 0.0

    @property
    def line_height(self) -> float:
        return self.size * LINE

    def width(self, text: str) -> float:
        spaces = max(len(text) - 1, 0) * self.tracking * self.size
        return sum(_advance(one, self.size, self.weight) for one in text) + spaces


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The space a text may take, in pixels, and the size below which it is cut instead."""

    width: float
    lines: int = 1
    height: float = float("inf")
    smallest: int = 18

    def takes(self, lines: tuple[str, ...], lettering: Lettering) -> bool:
        enough_height = len(lines) * lettering.line_height <= self.height
        return len(lines) <= self.lines and enough_height


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines of text that fit their room."""

    role: str
    lines: tuple[str, ...]
    lettering: Lettering

    @property
    def width(self) -> float:
        return max(map(self.lettering.width, self.lines), default=0.0)

    @property
    def height(self) -> float:
        return len(self.lines) * self.lettering.line_height


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A block in its place on the page, centred on `center`; all in pixels."""

    block: Block
    center: float
    top: float

    @property
    def left(self) -> float:
        return self.center - self.block.width / 2

    @property
    def right(self) -> float:
        return self.center + self.block.width / 2

    @property
    def bottom(self) -> float:
        return self.top + self.block.height

    def overlaps(self, other: Box) -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)

    def draw(self, canvas: ImageDraw.ImageDraw) -> None:
        lettering = self.block.lettering
        face = font(lettering.size, lettering.weight)
        for number, line in enumerate(self.block.lines):
            baseline = self.top + number * lettering.line_height + lettering.size * ASCENT
            x = self.center - lettering.width(line) / 2
            for piece in line if lettering.tracking else [line]:
                canvas.text((x, baseline), piece, lettering.color, face, anchor="ls")
                x += lettering.width(piece) + lettering.tracking * lettering.size


def set_text(role: str, text: str, lettering: Lettering, room: Room) -> Block:
    """Wrap `text` into `room`, in the largest size up to the lettering's that fits.

    A word is broken only where no size keeps it whole; in the smallest size the end of what
    still does not fit is replaced by an ellipsis.
    """
    sizes = range(lettering.size, room.smallest - 1, -STEP)
    for keeping_words, size in itertools.product((True, False), sizes):
        smaller = dataclasses.replace(lettering, size=size)
        lines = wrap(text, smaller, room.width)
        broken = _widest_piece(text, smaller) > room.width
        if room.takes(lines, smaller) and not (keeping_words and broken):
            return Block(role=role, lines=_balance(text, lines, smaller), lettering=smaller)
    smallest = dataclasses.replace(lettering, size=room.smallest)
    kept = wrap(text, smallest, room.width)[: room.lines]
    lines = (*kept[:-1], _cut(kept[-1], smallest, room.width))
    return Block(role=role, lines=lines, lettering=smallest)


def wrap(text: str, lettering: Lettering, width: float) -> tuple[str, ...]:
    """Break `text` into lines of at most `width` pixels.

    No line begins with closing or ends with opening punctuation, and no word is broken unless
    it is wider than a line.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and lettering.width((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
        while lettering.width(line.rstrip()) > width and len(line) > 1:
            head = _head(line, lettering, width)
            lines.append(head)
            line = line[len(head) :]
    return (*lines, line.rstrip()) if line.strip() else tuple(lines)


def _pieces(text: str) -> Iterator[str]:
    """Split `text` wherever a line may end."""
    start = 0
    for place, (before, after) in enumerate(itertools.pairwise(text), start=1):
        if _may_break(before, after):
            yield text[start:place]
            start = place
    yield text[start:]


def _may_break(before: str, after: str) -> bool:
    if after.isspace():
        return False
    if before.isspace() or (before == HYPHEN and after.isalpha()):
        return True
    earlier, later = unicodedata.category(before), unicodedata.category(after)
    if later in CLOSING or earlier in OPENING:
        return False
    return _is_wide(before) or _is_wide(after) or (earlier in CLOSING and later in OPENING)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def _head(line: str, lettering: Lettering, width: float) -> str:
    """Take as many characters of an unbreakable `line` as fit, at least one."""
    length = len(line) - 1
    while length > 1 and lettering.width(line[:length]) > width:
        length -= 1
    return line[:length]


def _balance(text: str, lines: tuple[str, ...], lettering: Lettering) -> tuple[str, ...]:
    """Narrow the measure while the number of lines stays, so that no line is left an orphan."""
    widest = _widest_piece(text, lettering)
    while lines:
        width = max(map(lettering.width, lines)) - 1
        narrower = wrap(text, lettering, width)
        if width < widest or len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _widest_piece(text: str, lettering: Lettering) -> float:
    return max(lettering.width(piece.rstrip()) for piece in _pieces(text))


def _cut(line: str, lettering: Lettering, width: float) -> str:
    while line and lettering.width(line + ELLIPSIS) > width:
        line = line[:-1]
    return line + ELLIPSIS
