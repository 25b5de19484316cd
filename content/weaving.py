"""Joins a structure file with the prose beside it, one file per language.

`lesson.yaml` holds ids, kinds and graphs; `zh_Hans.yaml` and `en.yaml` hold the words, under the
same names, with an item of a list called by its id.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from content.reading import Document, Loc, Place, Problems, Tree, read
from content.schema.text import LOCALES


def read_woven(path: Path, root: Path, problems: Problems) -> Document | None:
    """Read a structure file and its prose; return None, with faults reported, if that fails."""
    structure = read(path, root, problems)
    prose = {locale: read(path.with_name(f"{locale}.yaml"), root, problems) for locale in LOCALES}
    if structure is None or None in prose.values():
        return None
    places = dict(structure.places)
    for locale, document in prose.items():
        if document is not None:
            _Thread(locale, document, path.name, places, problems).weave(
                structure.data, document.data, (), ()
            )
    return Document(structure.path, structure.data, places)


@dataclass(frozen=True, slots=True)
class _Thread:
    """Lays the words of one language into the structure."""

    locale: str
    prose: Document
    structure_name: str
    places: dict[Loc, Place]
    problems: Problems

    def weave(self, target: Tree, words: Tree, loc: Loc, at: Loc) -> None:
        """Lay `words`, found at `at` in the prose, into `target`, found at `loc`."""
        self.places[(*loc, self.locale)] = self.prose.place(at)
        if isinstance(target, dict) and isinstance(words, dict):
            for name, value in words.items():
                self._lay(target, (name, value), loc, (*at, name))

    def _lay(self, target: dict[str, Tree], entry: tuple[str, Tree], loc: Loc, at: Loc) -> None:
        name, value = entry
        found = target.get(name)
        if isinstance(value, str):
            self._lay_text(target, (name, value), loc, at)
        elif isinstance(value, dict) and isinstance(found, list):
            self.places[(*loc, name, self.locale)] = self.prose.place(at)
            self._lay_items(found, value, (*loc, name), at)
        elif isinstance(value, dict) and isinstance(found, dict):
            self.weave(found, value, (*loc, name), at)
        else:
            self._surplus(name, at)

    def _lay_text(
        self, target: dict[str, Tree], entry: tuple[str, str], loc: Loc, at: Loc
    ) -> None:
        name, text = entry
        texts = target.setdefault(name, {})
        if not isinstance(texts, dict) or not set(texts) <= set(LOCALES):
            self._surplus(name, at)
            return
        texts[self.locale] = text.strip()
        place = self.prose.place(at)
        self.places[(*loc, name, self.locale)] = place
        self.places.setdefault((*loc, name), place)

    def _lay_items(self, items: list[Tree], words: dict[str, Tree], loc: Loc, at: Loc) -> None:
        index_of = self._index(items, loc)
        for item_id, value in words.items():
            if item_id in index_of and isinstance(value, dict):
                index = index_of[item_id]
                self.weave(items[index], value, (*loc, index), (*at, item_id))
            else:
                self._surplus(item_id, (*at, item_id))

    def _index(self, items: list[Tree], loc: Loc) -> dict[str, int]:
        """Return where each id stands; an id that stands twice is refused, as words need one."""
        index_of: dict[str, int] = {}
        for index, item in enumerate(items):
            item_id = item.get("id") if isinstance(item, dict) else None
            if not isinstance(item_id, str):
                continue
            if item_id in index_of:
                place = self.places[(*loc, index, "id")]
                self.problems.add(place, f"the id '{item_id}' is taken; choose another")
            index_of.setdefault(item_id, index)
        return index_of

    def _surplus(self, name: str, at: Loc) -> None:
        self.problems.add(
            self.prose.place(at),
            f"'{name}' has no place for words in {self.structure_name}; "
            "remove it, correct its spelling or add it there",
        )
