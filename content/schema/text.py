"""Text in every language, and the base of all content models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    RootModel,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from content.markup import find_address, find_disguise, find_fault, visible

LOCALES = ("zh_Hans", "en")
FALLBACK = "zh_Hans"

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=32)]
"""Permanent and kebab-case; the rewording of a text never changes it."""
ShortId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=16)]
"""An id that shares the 64 bytes of a button with others."""


class LocalText(RootModel[Mapping[str, str]]):
    """One text in each locale; the markup is Telegram HTML."""

    model_config = ConfigDict(frozen=True)

    def to(self, locale: str) -> str:
        """Return the text in the locale, in Simplified Chinese when the locale is unknown."""
        return self.root.get(locale, self.root[FALLBACK])

    @model_validator(mode="after")
    def _is_complete(self) -> LocalText:
        absent = [locale for locale in LOCALES if not self.root.get(locale, "").strip()]
        if absent:
            names = " and ".join(absent)
            _refuse(f"the text in {names} is missing; write it", absent)
        for locale, text in self.root.items():
            if locale not in LOCALES:
                _refuse(f"'{locale}' is no locale of this project; use {', '.join(LOCALES)}")
            if fault := find_fault(text):
                _refuse(fault, [locale])
            if address := find_address(text):
                _refuse(f"'{address}' leads out of here; name who said it, not where", [locale])
            if disguise := find_disguise(text):
                _refuse(f"'{disguise}' hides what is written; write it plainly", [locale])
        return self


class ContentModel(BaseModel):
    """Frozen, and strict about fields it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _absent_text_is_empty(cls, data: Any) -> Any:
        """Let LocalText name the files that lack the text, instead of a bare 'missing'."""
        if not isinstance(data, dict):
            return data
        texts = (
            name
            for name, field in cls.model_fields.items()
            if field.annotation is LocalText and field.is_required()
        )
        return {name: {} for name in texts} | data


@dataclass(frozen=True, slots=True)
class Fits:
    """Refuses a text that is too long for its place on a phone, or too short to say anything."""

    zh_Hans: tuple[int, int]  # noqa: N815 - the locale's own name
    en: tuple[int, int]
    plain: bool = False

    def __call__(self, text: LocalText) -> LocalText:
        for locale in LOCALES:
            low, high = getattr(self, locale)
            words = text.to(locale)
            if self.plain and (any(sign in words for sign in "<>&") or "\n" in words.strip()):
                _refuse(
                    "a label holds no markup, no <, > or & and one line; plain words", [locale]
                )
            if not low <= (length := len(visible(words).strip())) <= high:
                _refuse(f"{length} characters; write {low} to {high}", [locale])
        return text


def _refuse(message: str, locales: list[str] | None = None) -> None:
    context: dict[str, Any] = {"locales": locales} if locales else {}
    raise PydanticCustomError("content", "{message}", {"message": message, **context})


Label = Annotated[LocalText, AfterValidator(Fits((1, 24), (1, 60), plain=True))]
"""A title, a name or a button."""
Line = Annotated[LocalText, AfterValidator(Fits((1, 60), (1, 170), plain=True))]
"""One plain sentence."""
Note = Annotated[LocalText, AfterValidator(Fits((1, 220), (1, 700)))]
"""A paragraph of prose."""
Page = Annotated[LocalText, AfterValidator(Fits((1, 900), (1, 2600)))]
"""A screen of prose, well below the 4096 characters of a message."""
