"""The sheet on which a guardian agrees, as it is printed."""

from __future__ import annotations

from aiogram.utils.i18n import gettext as _

from bot.drawing.slip import Slip, SlipWords
from bot.education.learning.rules.slips import show_number
from content.schema import ConsentSlip


def slip_of(slip: ConsentSlip, locale: str, contact: str, number: str) -> Slip:
    return Slip(
        number=show_number(number),
        sections=tuple((each.heading.to(locale), each.text.to(locale)) for each in slip.sections),
        form=slip.form.to(locale),
        contact=contact,
        words=SlipWords(
            title=slip.title.to(locale),
            brand=_("HUMEN"),
            number_label=_("Slip no."),
            version=_("Version {version}").format(version=slip.version),
            child_label=_("Child's name (stays on this paper)"),
            guardian_label=_("Parent or guardian"),
            date_label=_("Date"),
            how=_(
                "The school keeps this sheet. The child types the slip number into the chat; "
                "nothing else of it is entered."
            ),
        ),
    )
