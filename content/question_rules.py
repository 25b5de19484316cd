"""What each kind of question must be, beyond the shape of its fields.

The rules follow what a quiz teaches best: every option explains itself, and no answer can be
guessed from the number of right options.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from content.markup import visible
from content.reading import Loc
from content.schema import LOCALES, LocalText, Option, Question

Fault = tuple[Loc, str]

SCREEN_LENGTH = 700
"""Characters of a prompt with its options that a phone shows without much scrolling."""
CAPTION_LENGTH = 900
"""Characters of an answered picture; a caption takes 1,024, and headings need some."""
PLACE_LENGTH = {"zh_Hans": 30, "en": 80}
"""Characters that stand legibly at a place of a picture."""
COUNTS: dict[str, dict[str, tuple[int, int]]] = {
    "single": {"options": (3, 4)},
    "multiple": {"options": (3, 4)},
    "true_false": {"options": (2, 2), "reasons": (2, 3)},
    "order": {"steps": (3, 5)},
    "match": {"pairs": (3, 4)},
    "spot": {"options": (3, 4)},
}
PARTS = ("options", "reasons", "steps", "pairs")


def question_faults(question: Question) -> Iterator[Fault]:
    yield from _count_faults(question)
    yield from _right_faults(question)
    yield from _picture_faults(question)
    yield from _twin_faults(question)
    yield from _screen_faults(question)


def _count_faults(question: Question) -> Iterator[Fault]:
    counts = COUNTS[question.kind]
    for part in PARTS:
        count = len(getattr(question, part))
        if part in counts:
            low, high = counts[part]
            if not low <= count <= high:
                wanted = f"{low} to {high}" if low < high else str(low)
                message = f"a {question.kind} question has {count} {part}; give it {wanted}"
                yield (part,), message
        elif count:
            message = f"a {question.kind} question has no {part}; remove them or change the kind"
            yield (part,), message


def _right_faults(question: Question) -> Iterator[Fault]:
    for part, options in (("options", question.options), ("reasons", question.reasons)):
        if part not in COUNTS[question.kind]:
            continue
        right = sum(option.correct for option in options)
        if question.kind != "multiple" and right != 1:
            yield ((part,), f"{right} {part} are right; mark exactly one as correct")
        if question.kind == "multiple" and not 2 <= right < len(options):
            yield ((part,), f"{right} options are right; mark at least two, leave one wrong")


def _picture_faults(question: Question) -> Iterator[Fault]:
    is_spot = question.kind == "spot"
    if is_spot and question.picture is None:
        yield (), "a spot question has no picture; add `picture` with a scene and a title"
    if not is_spot and question.picture is not None:
        message = f"a {question.kind} question has no picture; remove it or write kind: spot"
        yield ("picture",), message
    for part in ("options", "reasons"):
        for index, option in enumerate(getattr(question, part)):
            yield from _place_faults(question, option, (part, index))


def _place_faults(question: Question, option: Option, at: Loc) -> Iterator[Fault]:
    if question.kind != "spot":
        for name in ("icon", "name"):
            if getattr(option, name) is not None:
                yield (*at, name), f"'{name}' stands only in a spot question; remove it"
        return
    if option.icon is None:
        yield at, f"'{option.id}' has no icon; say what to draw there"
    scene = question.picture.scene if question.picture else ""
    if scene == "messages" and option.name is None:
        yield at, f"'{option.id}' has no name; say who writes the message"
    for locale, most in PLACE_LENGTH.items():
        length = len(option.text.to(locale))
        if length > most:
            message = f"{length} characters at a place of a picture; write at most {most}"
            yield (*at, "text", locale), message


def _twin_faults(question: Question) -> Iterator[Fault]:
    """Yield texts that stand twice, as nobody could tell such answers apart."""
    listed: tuple[tuple[str, str, Sequence[LocalText]], ...] = (
        ("options", "text", [option.text for option in question.options]),
        ("reasons", "text", [option.text for option in question.reasons]),
        ("steps", "text", [step.text for step in question.steps]),
        ("pairs", "left", [pair.left for pair in question.pairs]),
        ("pairs", "right", [pair.right for pair in question.pairs]),
    )
    for part, name, texts in listed:
        for locale in LOCALES:
            seen: set[str] = set()
            for index, text in enumerate(texts):
                words = text.to(locale).casefold()
                if words in seen:
                    message = "the same words stand in two answers; tell them apart"
                    yield (part, index, name, locale), message
                seen.add(words)


def _screen_faults(question: Question) -> Iterator[Fault]:
    texts = [question.prompt, *(option.text for option in question.options)]
    texts += [step.text for step in question.steps]
    texts += [half for pair in question.pairs for half in (pair.left, pair.right)]
    for locale in LOCALES:
        length = _length(texts, locale)
        if length > SCREEN_LENGTH:
            message = (
                f"prompt and options have {length} characters in {locale}; "
                f"shorten them to {SCREEN_LENGTH}"
            )
            yield ("prompt", locale), message
        if question.kind == "spot" and (length := _caption(question, locale)) > CAPTION_LENGTH:
            message = (
                f"the answered picture has {length} characters in {locale}; "
                f"shorten prompt, reasons or explanation to {CAPTION_LENGTH} together"
            )
            yield ("prompt", locale), message


def _caption(question: Question, locale: str) -> int:
    whys = max((len(visible(option.why.to(locale))) for option in question.options), default=0)
    places = 2 * PLACE_LENGTH[locale]
    return _length([question.prompt, question.explanation], locale) + whys + places


def _length(texts: Sequence[LocalText], locale: str) -> int:
    return sum(len(visible(text.to(locale))) for text in texts)
