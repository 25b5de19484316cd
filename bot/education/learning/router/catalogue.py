"""All courses on two screens: for whom, and then which; never more than eight buttons."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card
from bot.chat.keyboards import button, help_button, menu_button, rows
from bot.education.learning.router.callbacks import CourseCallback
from content.library import Library


class CatalogueCallback(CallbackData, prefix="ca"):
    """Show for whom there are courses, or the courses of one stage."""

    stage: str = ""


def stage_labels() -> dict[str, str]:
    """Return the stages in the order of a life."""
    return {
        "upper-primary": _("🎒 Upper primary school"),
        "junior-secondary": _("🏫 Junior secondary school"),
        "senior-secondary": _("🎓 Senior secondary, vocational"),
        "university": _("🏛 University"),
        "work": _("🧰 At work and on the road"),
        "community": _("🏡 Family and village"),
    }


def catalogue_button() -> InlineKeyboardButton:
    return button(_("📚 Other courses"), CatalogueCallback().pack())


def catalogue_card(library: Library, stage: str, locale: str) -> Card:
    """Show the courses of a stage; for none, or one without courses, ask for whom it should be."""
    if stage in {course.stage for course in library.courses}:
        return _stage_card(library, stage, locale)
    return _front_card(library)


def _front_card(library: Library) -> Card:
    """Ask for whom the course should be; a stage with one course leads straight to it."""
    lines = []
    for stage, label in stage_labels().items():
        here = [course.id for course in library.courses if course.stage == stage]
        if len(here) == 1:
            lines.append([button(label, CourseCallback(course=here[0]).pack())])
        elif here:
            lines.append([button(label, CatalogueCallback(stage=stage).pack())])
    text = _("<b>Whom is it for?</b>\n\nLessons of three to five minutes. Choose what fits you.")
    return Card(text=text, keyboard=rows(*lines, [help_button(), menu_button()]))


def _stage_card(library: Library, stage: str, locale: str) -> Card:
    """Show the courses of a stage with what each is about."""
    here = [course for course in library.courses if course.stage == stage]
    parts = [f"<b>{stage_labels()[stage]}</b>"]
    parts += [f"<b>{course.title.to(locale)}</b>\n{course.audience.to(locale)}" for course in here]
    buttons = [
        [button(course.title.to(locale), CourseCallback(course=course.id).pack())]
        for course in here
    ]
    keyboard = rows(*buttons, [catalogue_button()], [help_button(), menu_button()])
    return Card(text="\n\n".join(parts), keyboard=keyboard)
