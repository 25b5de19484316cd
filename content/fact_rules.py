"""Which facts an item may claim, by their grade.

A fact that two sources confirm may be told. One from a single source may be told once it was
read again; of a disputed one everything may be told but the figures and dates in dispute; an
unfounded one is never told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from content.figures import tells
from content.reading import Document, Loc, Tree
from content.schema import LOCALES, Fact

Fault = tuple[Loc, str]
LISTS = ("facts", "law")
NAMED_LISTS = ("page_facts", "note_facts")


def fact_faults(document: Document, known: Mapping[str, Fact]) -> Iterator[Fault]:
    """Yield each fact that an item may not claim, where it is named, and what is in dispute."""
    named = list(cited(document))
    for loc, fact_id in named:
        fact = known.get(fact_id)
        if fact is None:
            yield loc, f"no fact '{fact_id}'; name one from the facts folder or add it there"
        elif fact.grade == "unfounded":
            yield loc, f"'{fact_id}' has no source; take it out, or find one and grade it anew"
        elif fact.grade == "single" and fact.reverified_on is None:
            message = f"'{fact_id}' rests on one source; read it again and set reverified_on"
            yield loc, message
    told = dict.fromkeys(fact_id for _, fact_id in named if fact_id in known)
    yield from disputed_faults(document, [known[fact_id] for fact_id in told])


def cited(document: Document) -> Iterator[tuple[Loc, str]]:
    """Yield every fact that the document names, with the place where it stands."""
    for loc, value in leaves(document.data, ()):
        if len(loc) > 1 and (loc[-2] in LISTS or loc[-3:-2] in {(name,) for name in NAMED_LISTS}):
            yield loc, value


def disputed_faults(document: Document, facts: Iterable[Fact]) -> Iterator[Fault]:
    """Yield every text of the document, its titles too, that tells what is in dispute."""
    details = [(fact.id, detail) for fact in facts for detail in fact.disputed]
    if not details:
        return
    for loc, words in leaves(document.data, ()):
        for fact_id, detail in details:
            if loc[-1] in LOCALES and tells(words, detail):
                yield loc, f"'{detail}' is in dispute ('{fact_id}'); leave it out"


def leaves(tree: Tree, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from leaves(value, (*loc, name))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from leaves(value, (*loc, index))
    else:
        yield loc, tree
