"""Writes questions as the files of a lesson hold them: one form for one content.

Reading what was written and writing it again gives the same bytes, so a change shows as the
lines that changed and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

import yaml

from content.schema import LOCALES, LocalText, Option, Pair, Question, Step

LISTS = ("options", "reasons", "steps", "pairs")
WORDS = ("name", "text", "left", "right", "why")
STRUCTURE = "lesson.yaml"
_BLOCK = re.compile(r"^questions:.*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL)


def write_questions(files: Mapping[str, str], questions: Sequence[Question]) -> dict[str, str]:
    """Return the files of a lesson, by name, with these questions in place of what they held."""
    blocks = {STRUCTURE: "\n".join(_structure(questions))}
    for locale in LOCALES:
        blocks[f"{locale}.yaml"] = "\n".join(_prose(questions, locale))
    return {name: _with_block(text, blocks[name]) for name, text in files.items()}


def scalar(text: str, indent: int) -> str:
    """Write a text as YAML: plain where it can be, as a block where it has several lines."""
    if _is_ragged(text):
        return json.dumps(text, ensure_ascii=False)
    if "\n" in text:
        pad = " " * (indent + 2)
        lines = (f"{pad}{line}" if line else "" for line in text.split("\n"))
        return "|\n" + "\n".join(lines)
    dumped = yaml.safe_dump(text, allow_unicode=True, width=1_000_000)
    return str(dumped).removesuffix("\n").removesuffix("\n...")


def _is_ragged(text: str) -> bool:
    """Return whether a block would lose blanks at an end of a line, or signs of another kind."""
    lines = text.split("\n")
    return any(line != line.strip() or not line.isprintable() for line in lines)


def _with_block(text: str, block: str) -> str:
    found = _BLOCK.search(text)
    if found is None:
        return f"{text.rstrip()}\n{block}\n"
    return f"{text[: found.start()]}{block}\n{text[found.end() :]}"


def _structure(questions: Sequence[Question]) -> Iterator[str]:
    yield "questions:"
    for question in questions:
        yield f"  - id: {question.id}"
        yield f"    point: {question.point}"
        yield f"    kind: {question.kind}"
        yield f"    facts: [{', '.join(question.facts)}]"
        if question.picture is not None:
            yield f"    picture: {{scene: {question.picture.scene}}}"
        for name in LISTS:
            parts = getattr(question, name)
            if parts:
                yield f"    {name}:"
                yield from (f"      - {{{_fields(part)}}}" for part in parts)


def _fields(part: Option | Step | Pair) -> str:
    fields = [f"id: {part.id}"]
    if isinstance(part, Option):
        fields.append(f"correct: {'true' if part.correct else 'false'}")
        if part.icon is not None:
            fields.append(f"icon: {part.icon}")
    return ", ".join(fields)


def _prose(questions: Sequence[Question], locale: str) -> Iterator[str]:
    yield "questions:"
    for question in questions:
        yield f"  {question.id}:"
        yield _said("prompt", question.prompt, locale, 4)
        yield _said("explanation", question.explanation, locale, 4)
        if question.picture is not None:
            yield "    picture:"
            yield _said("title", question.picture.title, locale, 6)
        for name in LISTS:
            parts = getattr(question, name)
            if parts:
                yield f"    {name}:"
            for part in parts:
                yield f"      {part.id}:"
                for word in WORDS:
                    text = getattr(part, word, None)
                    if text is not None:
                        yield _said(word, text, locale, 8)


def _said(name: str, text: LocalText, locale: str, indent: int) -> str:
    return f"{' ' * indent}{name}: {scalar(text.to(locale), indent)}"
