"""What a guardian is told before agreeing, on the phone and on paper."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from content.schema.text import ContentModel, Label, LocalText, Page, ShortId


class ConsentSection(ContentModel):
    """One paragraph of the slip."""

    id: ShortId
    heading: Label
    text: LocalText


class ConsentSlip(ContentModel):
    """The slip; `short` is what a guardian reads on the child's phone.

    A record of consent names the version that was read, so no text changes without it.
    """

    version: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}[a-z]?$")]
    title: Label
    short: Page
    form: LocalText
    sections: Annotated[tuple[ConsentSection, ...], Field(min_length=1)]
