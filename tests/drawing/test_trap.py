"""Pictures with a trap: everything fits, nothing is missing, and nothing tells which it is."""

from __future__ import annotations

import io
import itertools
from random import Random

import pytest
from PIL import Image

from bot.drawing.fonts import drawable, missing_glyphs
from bot.drawing.icons import ICONS
from bot.drawing.layout import ELLIPSIS
from bot.drawing.trap import Place, TrapPicture, bubble, cells, draw_trap, lay_out
from content.question_rules import PLACE_LENGTH
from tests.library import library

SCENES = ("messages", "shelf", "party")
SIGNS = {
    "zh_Hans": "放学路上遇见陌生人给的糖果饮料电子烟，来路不明就不要吃喝，快告诉家长老师！",
    "en": "strange sweets from somebody unknown at the gate, watermelon flavoured, free for all ",
}
SPOTS = [
    question
    for course in library().courses
    for lesson in course.lessons
    for question in lesson.questions
    if question.kind == "spot"
]


def words(source: Random, locale: str, most: int) -> str:
    """Make up a text of up to so many characters, with words as long as words are."""
    space = " " if locale == "en" else ""
    pool = SIGNS[locale].split() if space else list(SIGNS[locale])
    text = source.choice(pool)
    for _ in range(source.randint(0, most)):
        longer = text + space + source.choice(pool)
        if len(longer) > most:
            break
        text = longer
    return text


def picture(source: Random, scene: str, locale: str) -> TrapPicture:
    """Make up a picture whose texts are of any length that the content check lets through."""
    label = {"zh_Hans": 24, "en": 60}[locale]
    places = tuple(
        Place(
            icon=source.choice(list(ICONS)),
            text=words(source, locale, PLACE_LENGTH[locale]),
            name=words(source, locale, label) if source.random() < 0.7 else "",
        )
        for _ in range(source.randint(3, 4))
    )
    return TrapPicture(scene=scene, title=words(source, locale, label), places=places)


@pytest.mark.parametrize("locale", SIGNS)
@pytest.mark.parametrize("scene", SCENES)
def test_pictures_with_any_texts_fit_without_an_overlap(scene: str, locale: str) -> None:
    source = Random(f"{scene} {locale}")
    for _ in range(25):
        made = picture(source, scene, locale)
        boxes = lay_out(made)
        width, height = made.size
        for box in boxes:
            assert box.left > 0
            assert box.right < width
            assert box.bottom < height
        assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


@pytest.mark.parametrize("locale", SIGNS)
@pytest.mark.parametrize("scene", SCENES)
def test_words_stay_on_their_cards_and_are_whole(scene: str, locale: str) -> None:
    source = Random(f"{scene} {locale} cards")
    for _ in range(25):
        made = picture(source, scene, locale)
        cards = [bubble(made, cell) for cell in cells(made)]
        said = [box for box in lay_out(made) if box.block.role == "words"]
        for box in said:
            assert any(
                left <= box.left and box.right <= right and top <= box.top and box.bottom <= bottom
                for left, top, right, bottom in cards
            )
        told = "".join("".join(box.block.lines) for box in said).replace(" ", "")
        for place in made.places:
            assert drawable(place.text).replace(" ", "") in told
        assert ELLIPSIS not in told


@pytest.mark.parametrize("scene", SCENES)
def test_a_picture_is_a_png_of_its_size_without_metadata(scene: str) -> None:
    made = picture(Random(1), scene, "zh_Hans")
    data = draw_trap(made)
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        assert (image.format, image.size, image.info) == ("PNG", made.size, {})
    assert len(data) < 400_000
    draw_trap.cache_clear()
    assert draw_trap(made) == data


def test_a_picture_depends_on_what_is_shown_and_on_nothing_else() -> None:
    made = picture(Random(2), "shelf", "en")
    turned = TrapPicture(scene="shelf", title=made.title, places=made.places[::-1])
    assert draw_trap(turned) != draw_trap(made)
    assert set(Place.__dataclass_fields__) == {"icon", "text", "name"}


def test_every_icon_is_drawn() -> None:
    blank = TrapPicture(scene="shelf", title="x", places=(Place(icon="person", text="x"),) * 3)
    for icon in ICONS:
        shown = (Place(icon=icon, text="x"), *blank.places[1:])
        other = TrapPicture(scene="shelf", title="x", places=shown)
        assert (draw_trap(other) == draw_trap(blank)) is (icon == "person"), icon


def test_no_glyph_is_missing_in_what_ships() -> None:
    for question in SPOTS:
        assert question.picture is not None
        texts = [question.picture.title]
        for option in question.options:
            texts += [option.text, *([option.name] if option.name else [])]
        for text, locale in itertools.product(texts, SIGNS):
            assert missing_glyphs(text.to(locale)) == set(), question.id
            assert drawable(text.to(locale)) == text.to(locale), question.id
