"""Noto Sans CJK from its package, in the weights and sizes that the drawings use."""

from __future__ import annotations

import enum
import functools
import importlib.resources
import re
import unicodedata

from PIL import ImageFont

SIMPLIFIED_CHINESE = 2  # The face's place in the collection, after the Japanese and the Korean.
WIDE_SPACE = "\u3000"  # It sets the number of a lesson off from its title.
NOT_A_CHARACTER = "\U0010ffff"


class Weight(enum.IntEnum):
    """A place on the weight axis of the variable font."""

    REGULAR = 400
    MEDIUM = 500
    BOLD = 700


@functools.lru_cache(maxsize=256)
def font(size: int, weight: Weight) -> ImageFont.FreeTypeFont:
    """Give the Simplified Chinese face at `size` pixels.

    The basic layout is asked for because the other needs a system library, so that its
    pictures would differ from machine to machine.
    """
    path = importlib.resources.files("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc"
    face = ImageFont.truetype(
        str(path), size, index=SIMPLIFIED_CHINESE, layout_engine=ImageFont.Layout.BASIC
    )
    face.set_variation_by_axes([weight])
    return face


def missing_glyphs(text: str) -> set[str]:
    """Tell which characters of `text`, white space aside, the font would draw as a box."""
    return {character for character in set(text) if not _is_drawable(character)}


def drawable(text: str) -> str:
    """Reduce `text` to one line that the font can draw without a box.

    A letter the font lacks loses its accent rather than its place; marks that the basic layout
    cannot set on a letter, control characters and emoji are dropped.
    """
    kept = (_closest(character) for character in unicodedata.normalize("NFC", text))
    return re.sub(" +", " ", "".join(kept)).strip()


@functools.lru_cache(maxsize=8192)
def _is_drawable(character: str) -> bool:
    if character.isspace():
        return True
    face = font(16, Weight.REGULAR)
    return bytes(face.getmask(character)) != bytes(face.getmask(NOT_A_CHARACTER))


def _closest(character: str) -> str:
    if character.isspace():
        return character if character == WIDE_SPACE else " "
    if unicodedata.category(character)[0] in "CM":
        return ""
    if _is_drawable(character):
        return character
    return _plain_letter(character)


def _plain_letter(character: str) -> str:
    """Give the letter that `character` is a variant of by its Unicode name, or nothing."""
    name = unicodedata.name(character, "").replace(" DOTLESS", "")
    try:
        letter = unicodedata.lookup(name.partition(" WITH ")[0])
    except KeyError:
        return ""
    return letter if _is_drawable(letter) else ""
