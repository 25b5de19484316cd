"""From a question's picture to what the drawing needs."""

from __future__ import annotations

from bot.drawing.trap import Place, TrapPicture
from bot.education.learning.rules.asking import Asking


def trap_picture(asking: Asking, locale: str) -> TrapPicture | None:
    """Return the picture of a question with its places numbered as shuffled, or None."""
    picture = asking.question.picture
    if picture is None:
        return None
    places = tuple(
        Place(
            icon=option.icon or "person",
            name=option.name.to(locale) if option.name else "",
            text=option.text.to(locale),
        )
        for option in asking.options
    )
    return TrapPicture(scene=picture.scene, title=picture.title.to(locale), places=places)
