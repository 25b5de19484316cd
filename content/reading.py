"""Reads YAML with the line of every value, and turns each fault into a sentence with its place.

A reader gathers faults in `Problems` and goes on, so that an author sees all of them at once.
Every scalar arrives as a string; pydantic converts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from content.errors import ContentError, ContentErrors
from content.wording import describe

Loc = tuple[str | int, ...]
Tree = str | list["Tree"] | dict[str, "Tree"]
Model = TypeVar("Model", bound=BaseModel)

# The loader in C takes a tenth of the time; some builds of PyYAML come without it.
_OPENERS = ("[", "{", "- ", "? ")
_MOST_OPENERS = 10_000
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Place:
    """A file, as a path below the content folder, and a line counted from 1."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """The values of one or more files, and the place each came from."""

    path: str
    data: Tree
    places: Mapping[Loc, Place]

    def place(self, loc: Loc, locale: str | None = None) -> Place:
        """Return where `loc` stands, or the nearest value around it; prose stands in `locale`."""
        starts = [loc[:end] for end in range(len(loc), -1, -1)]
        in_prose = [(*start, locale) for start in starts] if locale else []
        for found in (*in_prose, *starts):
            if found in self.places:
                return self.places[found]
        return Place(self.path, 1)


@dataclass(slots=True)
class Problems:
    """The faults found so far."""

    errors: list[ContentError] = field(default_factory=list)

    def add(self, place: Place, message: str) -> None:
        self.errors.append(ContentError(place.path, place.line, message))

    def raise_if_any(self) -> None:
        """Raise ContentErrors, sorted by file and line, when something was found."""
        if self.errors:
            found = {str(error): error for error in self.errors}.values()
            raise ContentErrors(tuple(sorted(found, key=lambda e: (e.path, e.line))))


def read(path: Path, root: Path, problems: Problems) -> Document | None:
    """Read one YAML file whose top is a mapping; report a fault and return None otherwise."""
    shown = path.relative_to(root).as_posix()
    try:
        text = path.read_text("utf-8")
        if sum(text.count(opener) for opener in _OPENERS) > _MOST_OPENERS:
            # libyaml follows them on the stack of the process, which it would overrun.
            _too_deep(shown, problems)
            return None
        node = yaml.compose(text, Loader=_LOADER)
        if isinstance(node, yaml.MappingNode):
            places: dict[Loc, Place] = {}
            data = _Walk(shown, places, problems).value(node, ())
            return Document(shown, data, places)
    except FileNotFoundError:
        problems.add(Place(shown, 1), "the file is missing; add it")
    except UnicodeDecodeError:
        problems.add(Place(shown, 1), "the file is not UTF-8; save it as UTF-8")
    except yaml.MarkedYAMLError as error:
        problems.add(_mark(shown, error), f"not valid YAML ({error.problem}); correct it here")
    except yaml.YAMLError:
        problems.add(Place(shown, 1), "not valid YAML; remove the control characters")
    except RecursionError:
        _too_deep(shown, problems)
    else:
        problems.add(Place(shown, 1), "the file holds no fields; write `name: value` lines")
    return None


def _too_deep(shown: str, problems: Problems) -> None:
    told = "lists or fields stand too deep in one another, or are far too many; split the file"
    problems.add(Place(shown, 1), told)


def parse(document: Document, model: type[Model], problems: Problems) -> Model | None:
    """Check a document against a model; report each fault at its line and return None if any."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            for locale in fault.get("ctx", {}).get("locales", (None,)):
                problems.add(document.place(fault["loc"], locale), describe(fault))
    return None


def _mark(path: str, error: yaml.MarkedYAMLError) -> Place:
    return Place(path, error.problem_mark.line + 1 if error.problem_mark else 1)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Turns composed nodes into plain values while it notes their lines."""

    path: str
    places: dict[Loc, Place]
    problems: Problems
    seen: set[int] = field(default_factory=set)

    def value(self, node: yaml.Node, loc: Loc) -> Tree:
        self.places.setdefault(loc, self._place(node))
        if id(node) in self.seen:
            # An alias may hold itself, and a reader of the file should see what it stands for.
            self.problems.add(self.places[loc], "an alias stands here; write the value out")
            return ""
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, loc))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*loc, index)) for index, item in enumerate(node.value)]
        return str(node.value)

    def _pairs(self, node: yaml.MappingNode, loc: Loc) -> Iterator[tuple[str, Tree]]:
        seen: set[str] = set()
        for key, item in node.value:
            name = str(key.value)
            if name in seen:
                message = f"'{name}' stands here twice; keep one of them"
                self.problems.add(self._place(key), message)
                continue
            seen.add(name)
            # The key's line is where an author looks, also when the text starts below it.
            self.places[(*loc, name)] = self._place(key)
            yield name, self.value(item, (*loc, name))

    def _place(self, node: yaml.Node) -> Place:
        return Place(self.path, node.start_mark.line + 1)
