"""The words of each window of the form; no screen is longer than a phone shows at once."""

from __future__ import annotations

from aiogram import html
from aiogram.utils.i18n import gettext as _

from bot.reports.tips.choices import count_pages, region_within
from bot.reports.tips.draft import Draft
from bot.reports.tips.file_texts import write_files
from bot.reports.tips.guided_texts import answer_lines
from bot.reports.tips.rules import cut_text, in_columns
from bot.reports.tips.view import TipView

QUOTED = 400
ONLINE = "online"
QUOTED_WITH_ANSWERS = 160
_COLUMNS = {"zh_Hans": 4, "en": 2}


def write_entry(view: TipView) -> str:
    notes = view.library.tip_form.notes
    return "\n\n".join(
        (
            _("🚨 <b>Report drug crime</b>"),
            notes.emergency.to(view.locale),
            notes.telegram.to(view.locale),
            notes.safety.to(view.locale),
        )
    )


def write_urgent(view: TipView) -> str:
    return "\n\n".join(
        (
            _("🚨 <b>Please call 110 now.</b>"),
            view.library.tip_form.notes.emergency.to(view.locale),
            _(
                "When you are safe and have called, you may go on here. Your report will then be "
                "marked as urgent."
            ),
        )
    )


def write_category(view: TipView) -> str:
    del view
    return "\n\n".join(
        (
            _("<b>What is it about?</b>"),
            _("If it is about yourself or your family, help comes first."),
        )
    )


def write_region(view: TipView) -> str:
    city, pages = region_within(view).name.to(view.locale), count_pages(view)
    if view.draft.category == ONLINE:
        words = _(
            "<b>Where is the person who did it, as far as you know?</b>\n{city}. If only "
            "online, please tap the last one."
        )
    else:
        words = _("<b>Where is it?</b>\n{city}. Choose the nearest, or the last one.")
    text = words.format(city=city)
    if pages > 1:
        page = view.draft.places_page + 1
        text += "\n" + _("Page {page} of {pages}").format(page=page, pages=pages)
    return text


def write_write(view: TipView) -> str:
    parts = [_title_to_write(view), _hint(view)]
    if view.draft.text:
        parts.append(_("What you write now replaces this:") + _quoted(view.draft.text))
    elif view.draft.files:
        parts.append(write_files(view.draft.files))
    parts.append(who_reads())
    parts.append(
        _("A photo with a caption does as well. I take each message off the screen at once.")
    )
    return "\n\n".join(part for part in parts if part)


def who_reads() -> str:
    """Say before anything is sent who reads it, and what they must pass on (未成年人保护法 11)."""
    return _(
        "Only the anti-drug staff in charge read it. If a child is being hurt or is in danger, "
        "the law has them tell the police or others who protect children at once."
    )


def _title_to_write(view: TipView) -> str:
    if view.draft.is_minor:
        return _("<b>Write in one message what you want to tell.</b>")
    return _("<b>Write in one message: what, when, where.</b>")


def _hint(view: TipView) -> str:
    if view.draft.is_minor:
        return _("Only what you know already. Don't watch or ask anybody for this.")
    if view.draft.category is None:
        return ""
    form = view.library.tip_form
    category = form.category(view.draft.category)
    lines = [f"<i>{category.hint.to(view.locale)}</i>"]
    if category.urgent and not view.draft.urgent:
        lines.append(_("Is it happening now? Please call 110 first."))
    if category.help_first:
        lines.append(_("Is it someone close to you? 🛟 below says who can help."))
    return "\n".join(lines)


def write_review(view: TipView) -> str:
    draft = view.draft
    lines = [_("<b>This is what will be sent.</b>")]
    if view.is_urgent:
        lines.append(_("🚨 Marked as urgent"))
    lines.append(_("About: {category}").format(category=_category(view)))
    lines.append(_("Place: {region}").format(region=_region(view)))
    answers = answer_lines(view)
    lines.extend(answers)
    lines.extend(_official_line(view))
    shown = QUOTED_WITH_ANSWERS if answers else QUOTED
    lines.append((write_files(draft.files) + _quoted(draft.text, shown)).lstrip())
    if len(draft.text) > shown:
        lines.append(
            _("(The beginning; all {count} characters go.)").format(count=len(draft.text))
        )
    lines.append(_("To add photos, other files or words, just send them."))
    return "\n".join(lines)


def _official_line(view: TipView) -> list[str]:
    if not view.draft.is_about_official:
        return []
    if view.draft.is_passed_up:
        return [_("It goes to the unit above, not to the one here.")]
    return [_("There is no unit above yet, so the same unit reads it.")]


def _category(view: TipView) -> str:
    assert view.draft.category is not None
    return view.library.tip_form.category(view.draft.category).label.to(view.locale)


def _region(view: TipView) -> str:
    assert view.draft.region is not None
    return view.library.regions.get(view.draft.region).name.to(view.locale)


def _quoted(text: str, length: int = QUOTED) -> str:
    return f"\n<blockquote>{html.quote(cut_text(text, length))}</blockquote>"


def write_receipt(view: TipView) -> str:
    assert view.draft.receipt is not None
    if view.is_receipt_hidden:
        return _(
            "🔑 <b>Your receipt is hidden again.</b>\n\nThe words stand on a screen for 15 "
            "minutes at most. Your report is still here; it has not been sent."
        )
    words = view.draft.receipt.words(view.locale)
    return "\n\n".join(
        (
            _("🔑 <b>Your receipt: twelve words</b>"),
            f"<pre>{_grid(words, _COLUMNS.get(view.locale, 2))}</pre>",
            f"<code>{' '.join(words)}</code>",
            *_about_receipt(view),
        )
    )


def _about_receipt(view: TipView) -> tuple[str, str]:
    """Say what the receipt is good for; a minor is told nothing of rewards."""
    if view.draft.is_minor:
        return (
            _(
                "They alone open your mailbox: the staff's questions and your answers. We keep "
                "no copy and cannot make a new one. Write them on paper, in this order."
            ),
            _(
                "<b>Send and forget</b> sends at once without them: nobody can ask you anything, "
                "and you cannot look again."
            ),
        )
    return (
        _(
            "They alone open your mailbox: the staff's questions, your answers. A reward is paid "
            "in person, against identity. We keep neither words nor identity and cannot make new "
            "words. Write them on paper, in this order."
        ),
        _(
            "<b>Send and forget</b> sends at once without them: nobody can ask you anything, "
            "there is no reward, and you cannot look again."
        ),
    )


def _grid(words: tuple[str, ...], columns: int) -> str:
    width = max(len(word) for word in words)
    rows = in_columns(words, columns)
    return "\n".join("  ".join(f"{n:>2} {word:<{width}}" for n, word in row) for row in rows)


def write_check(view: TipView) -> str:
    first, second = view.draft.positions
    return "\n\n".join(
        (
            _("🔑 <b>Please type words no. {first} and {second} of your receipt.</b>").format(
                first=first, second=second
            ),
            _("So we both know that you can come back."),
        )
    )


def write_ready(view: TipView) -> str:
    """Say what holds before sending; a minor is told nothing of rewards."""
    notes = view.library.tip_form.notes
    parts = [_("✅ <b>That is right. Ready to send.</b>"), notes.honesty.to(view.locale)]
    if view.checks_identity and not view.draft.is_minor:
        parts.append(notes.reward.to(view.locale))
    return "\n\n".join(parts)


def write_sent(view: TipView) -> str:
    thanks = [_("✅ <b>Sent. Thank you.</b>")]
    if view.draft.is_forgotten:
        back = _(
            "It was sent without a receipt, so there is nothing to keep. If you learn more, "
            "please send a new report."
        )
    else:
        number = _("Report number: <code>{number}</code>").format(number=view.draft.number)
        thanks.append(f"{number}\n{_('This card goes in 15 minutes.')}")
        back = _(
            "The staff's questions wait in your mailbox: /receipt and your twelve words. Please "
            "look in after a few days; nobody will write to you here."
        )
    notes = view.library.tip_form.notes
    return "\n\n".join(
        (
            "\n".join(thanks),
            back,
            notes.safety.to(view.locale),
            _all_clear(view.draft),
        )
    )


def _all_clear(draft: Draft) -> str:
    if draft.is_clear:
        return _(
            "Your messages and the receipt are off this screen. You may delete this chat as well."
        )
    return _(
        "⚠️ Not everything is off this screen: I could not delete a message above. Please delete "
        "it yourself: press and hold it. You may delete this chat as well."
    )
