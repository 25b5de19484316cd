"""Which facts an item may claim, by their grade.

A fact that two sources confirm may be told. One from a single source may be told once it was
read again; of a disputed one everything may be told but the figures and dates in dispute; an
unfounded one is never told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from content.reading import Document, Loc, Tree
from content.schema import LOCALES, Fact

Fault = tuple[Loc, str]
LISTS = ("facts", "law")
NAMED_LISTS = ("page_facts", "note_facts")


def fact_faults(document: Document, known: Mapping[str, Fact]) -> Iterator[Fault]:
    """Yield each fact that an item may not claim, at the place where it names it."""
    for loc, fact_id in cited(document):
        fact = known.get(fact_id)
        if fact is None:
            yield loc, f"no fact '{fact_id}'; name one from the facts folder or add it there"
        elif fact.grade == "unfounded":
            yield loc, f"'{fact_id}' has no source; take it out, or find one and grade it anew"
        elif fact.grade == "single" and fact.reverified_on is None:
            message = f"'{fact_id}' rests on one source; read it again and set reverified_on"
            yield loc, message
        elif fact.grade == "disputed":
            yield from _disputed(document, loc, fact)


def cited(document: Document) -> Iterator[tuple[Loc, str]]:
    """Yield every fact that the document names, with the place where it stands."""
    for loc, value in leaves(document.data, ()):
        if len(loc) > 1 and (loc[-2] in LISTS or loc[-3:-2] in {(name,) for name in NAMED_LISTS}):
            yield loc, value


def _disputed(document: Document, loc: Loc, fact: Fact) -> Iterator[Fault]:
    """Yield the words of the item that tell what is in dispute."""
    at = loc[:-2] if loc[-2] in LISTS else ()
    for inner, words in leaves(_tree_at(document.data, at), at):
        for detail in fact.disputed:
            if inner[-1] in LOCALES and _tells(words, detail):
                message = f"'{detail}' is in dispute ('{fact.id}'); leave it out"
                yield inner, message


def _tells(words: str, detail: str) -> bool:
    """Return whether the detail stands in the words, and not merely within a longer figure."""
    before = r"(?<![\d.])" if detail[:1].isdigit() else ""
    after = r"(?![\d.]*\d)" if detail[-1:].isdigit() else ""
    return re.search(before + re.escape(detail) + after, words) is not None


def _tree_at(tree: Tree, loc: Loc) -> Tree:
    for part in loc:
        if isinstance(tree, dict):
            tree = tree[str(part)]
        elif isinstance(tree, list) and isinstance(part, int):
            tree = tree[part]
    return tree


def leaves(tree: Tree, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from leaves(value, (*loc, name))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from leaves(value, (*loc, index))
    else:
        yield loc, tree
