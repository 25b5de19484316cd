"""Reads a QR code off a picture, by ISO/IEC 18004 and without the library that draws them.

It trusts the picture to be straight, so it samples the middle of each module; errors are not
corrected, so every module has to be right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import Image

QUIET = 4
# The card that the code lies on has rounded corners.
ROUNDED = 6
# Data codewords of each block at error level M, by version.
BLOCKS_M = {2: (28,), 3: (44,), 4: (32, 32), 5: (43, 43), 6: (27, 27, 27, 27)}
ALIGNMENT = {2: 18, 3: 22, 4: 26, 5: 30, 6: 34}
MASKS = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, _c: r % 2 == 0,
    lambda _r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
)
Grid = Sequence[Sequence[bool]]


def read_code(picture: Image.Image, box: tuple[int, int, int, int]) -> str:
    """Return the text of the code within a square of the picture."""
    grid = sample(picture, box)
    version = (len(grid) - 17) // 4
    bits = list(_data_bits(grid, version))
    codewords = [_number(bits[at : at + 8]) for at in range(0, len(bits) // 8 * 8, 8)]
    data = _deinterleave(codewords, BLOCKS_M[version])
    stream = [bit for word in data for bit in _bits(word, 8)]
    assert _number(stream[:4]) == 0b0100, "bytes are expected"
    length = _number(stream[4:12])
    return bytes(_number(stream[12 + 8 * n : 20 + 8 * n]) for n in range(length)).decode()


def sample(picture: Image.Image, box: tuple[int, int, int, int]) -> Grid:
    """Find the code by its dark corner patterns and return its modules, dark ones true."""
    left, top, right, bottom = box
    inner = (left + ROUNDED, top + ROUNDED, right - ROUNDED, bottom - ROUNDED)
    grey = picture.convert("L").crop(inner)
    dark = grey.point(lambda value: 255 if value < 128 else 0)
    bounds = dark.getbbox()
    assert bounds is not None
    left, top, right, bottom = bounds
    assert right - left == bottom - top, "a code is a square"
    # The corner pattern begins with seven dark modules in a row.
    run = next(x for x in range(left, right) if not dark.getpixel((x, top))) - left
    scale, rest = divmod(run, 7)
    assert rest == 0, "modules are whole pixels"
    count = (right - left) // scale
    quiet = ROUNDED + min(left, top, grey.width - right, grey.height - bottom)
    assert quiet >= QUIET * scale, "the quiet zone is four modules wide"
    assert scale >= 5, "a telephone reads modules of five pixels"
    middle = scale // 2
    return [
        [
            bool(dark.getpixel((left + c * scale + middle, top + r * scale + middle)))
            for c in range(count)
        ]
        for r in range(count)
    ]


def _data_bits(grid: Grid, version: int) -> Iterator[bool]:
    """Walk up and down in columns of two, from the right, and take the mask off."""
    size = len(grid)
    mask = MASKS[_mask_of(grid)]
    upward, right = True, size - 1
    while right > 0:
        right -= right == 6
        for step in range(size):
            row = size - 1 - step if upward else step
            for column in (right, right - 1):
                if not _is_function(row, column, size, version):
                    yield grid[row][column] ^ mask(row, column)
        upward, right = not upward, right - 2


def _mask_of(grid: Grid) -> int:
    """Read the mask's number from the format information, checking the error level."""
    bits = [grid[8][column] for column in (0, 1, 2, 3, 4)]
    value = _number(bits) ^ 0b10101
    assert value >> 3 == 0b00, "error level M is expected"
    return value & 0b111


def _is_function(row: int, column: int, size: int, version: int) -> bool:
    corners = (row < 9 and (column < 9 or column >= size - 8)) or (row >= size - 8 and column < 9)
    at = ALIGNMENT[version]
    aligned = abs(row - at) <= 2 and abs(column - at) <= 2
    return corners or 6 in {row, column} or aligned


def _deinterleave(codewords: Sequence[int], blocks: tuple[int, ...]) -> list[int]:
    """Give each block its codewords back; the blocks here are of one length."""
    each = blocks[0]
    return [codewords[at * len(blocks) + n] for n in range(len(blocks)) for at in range(each)]


def _bits(value: int, width: int) -> list[bool]:
    return [bool(value >> place & 1) for place in reversed(range(width))]


def _number(bits: Sequence[bool]) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)
