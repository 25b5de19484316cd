"""Whom to call, and what to read when it is oneself, a friend or one's child."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from content.errors import ContentNotFoundError
from content.schema.text import ContentModel, Id, Label, Note, Page, ShortId

Audience = Literal["me", "friend", "parent"]


class Contact(ContentModel):
    """A number that answers, when it answers, and what it is for."""

    id: ShortId
    number: Annotated[str, StringConstraints(pattern=r"^\d{3,6}$")]
    name: Label
    hours: Label
    note: Note
    facts: tuple[Id, ...] = ()


class Place(ContentModel):
    """A kind of place to go to; which one is near, the contacts tell."""

    id: ShortId
    name: Label
    note: Note
    facts: tuple[Id, ...] = ()


class HelpDirectory(ContentModel):
    """Contacts in the order of urgency, places to go to, and one page for each who asks.

    `law` names the facts which say that asking for help is not penalised.
    """

    contacts: Annotated[tuple[Contact, ...], Field(min_length=1)]
    places: tuple[Place, ...] = ()
    law: tuple[Id, ...] = ()
    pages: Mapping[Audience, Page]
    page_facts: Mapping[Audience, tuple[Id, ...]]

    def contact(self, contact_id: str) -> Contact:
        """Return the contact; raises ContentNotFoundError."""
        for contact in self.contacts:
            if contact.id == contact_id:
                return contact
        raise ContentNotFoundError("contact", contact_id)
