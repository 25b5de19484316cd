"""The screens on which an outcome is put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from babel.support import LazyProxy

from bot.chat.keyboards import button, rows
from bot.reports.triage.outcomes.rules import FactList, lines_of, quantity_of
from bot.reports.triage.router.callbacks import OutcomeCallback, OutcomeStep
from bot.reports.triage.router.wording import Wording
from bot.reports.triage.rules import Outcome
from content.schema.outcomes import OutcomeFacts

QUICK_COUNTS: Final = (1, 2, 3, 5, 10)
LISTS: Mapping[FactList, LazyProxy] = {
    FactList.SUBSTANCES: __("💊 Drugs"),
    FactList.PRECURSORS: __("⚗️ Precursors"),
    FactList.PEOPLE: __("👤 People"),
    FactList.SITES: __("📍 Sites"),
    FactList.PLANTS: __("🌱 Plants"),
    FactList.AREA: __("📐 Area"),
}
_AMOUNTS: Mapping[FactList, LazyProxy] = {
    FactList.SUBSTANCES: __("{amount} g"),
    FactList.PRECURSORS: __("{amount} kg"),
    FactList.PEOPLE: __("{amount} people"),
    FactList.SITES: __("{amount} sites"),
    FactList.PLANTS: __("{amount} plants"),
    FactList.AREA: __("{amount} mu"),
}
_ASKED: Mapping[FactList, LazyProxy] = {
    FactList.SUBSTANCES: __("How many grams? Please type the number, for example 12.5"),
    FactList.PRECURSORS: __("How many kilograms? Please type the number, for example 1.25"),
    FactList.PEOPLE: __("How many people? Tap, or type a whole number"),
    FactList.SITES: __("How many? Tap, or type a whole number"),
    FactList.PLANTS: __("How many plants? Please type a whole number, for example 600"),
    FactList.AREA: __("How many mu? Please type the number, for example 0.5"),
}


class Screen(NamedTuple):
    """A text and its buttons."""

    text: str
    keyboard: InlineKeyboardMarkup


def review(wording: Wording, number: str, outcome: Outcome, facts: OutcomeFacts) -> Screen:
    """Return what has been put together, and the ways to change and to confirm it."""
    locale = wording.i18n.current_locale
    lines = [
        _("<b>Report {number}</b>: {outcome}").format(
            number=number, outcome=wording.outcome(outcome)
        )
    ]
    lines += [f"· {_line(wording, *found)}" for found in lines_of(facts)]
    flags = [wording.outcomes.item("flags", each).label.to(locale) for each in facts.flags]
    lines += [f"⚑ {flag}" for flag in flags]
    if len(lines) == 1:
        lines.append(_("Nothing is noted yet. Add what was found, or close without."))
    lines.append(_("Only numbers and kinds: no name of anybody belongs here."))
    names = list(LISTS)
    buttons = [[_open(name, number) for name in names[at : at + 2]] for at in (0, 2, 4)]
    flag = _button(_("⚑ Marks"), OutcomeStep.LIST, number, ("flags", "-"))
    confirm = _button(_("✅ Confirm and close"), OutcomeStep.CONFIRM, number)
    cancel = _button(_("Cancel"), OutcomeStep.CANCEL, number)
    return Screen("\n".join(lines), rows(*buttons, [flag], [confirm], [cancel]))


def items(wording: Wording, number: str, name: FactList, facts: OutcomeFacts) -> Screen:
    """Return a closed list to choose from; what is noted already shows its amount."""
    locale = wording.i18n.current_locale
    buttons = []
    for each in wording.outcomes.items(name.value):
        amount = quantity_of(facts, name, each.id)
        label = each.label.to(locale)
        text = label if amount is None else f"✔︎ {label} · {amount}"
        buttons.append(_button(text, OutcomeStep.ITEM, number, (name.value, each.id)))
    lines = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    return Screen(f"<b>{LISTS[name]}</b>", rows(*lines, [_back(number)]))


def flags(wording: Wording, number: str, facts: OutcomeFacts) -> Screen:
    """Return the marks, each with what it means."""
    locale = wording.i18n.current_locale
    lines, buttons = [f"<b>{_('⚑ Marks')}</b>"], []
    for each in wording.outcomes.flags:
        mark = "☑️" if each.id in facts.flags else "▫️"
        label = each.label.to(locale)
        lines.append(f"{mark} <b>{label}</b> · {each.hint.to(locale)}")
        buttons.append([_button(f"{mark} {label}", OutcomeStep.FLAG, number, ("flags", each.id))])
    return Screen("\n".join(lines), rows(*buttons, [_back(number)]))


def quantity(
    wording: Wording, number: str, name: FactList, entry: tuple[str, OutcomeFacts]
) -> Screen:
    """Ask for a quantity; people and sites are mostly few, and have buttons."""
    item, facts = entry
    title = str(LISTS[name])
    if name is not FactList.AREA:
        title = wording.outcomes.item(name.value, item).label.to(wording.i18n.current_locale)
    known = quantity_of(facts, name, item)
    lines = [f"<b>{title}</b>", str(_ASKED[name])]
    if known is not None:
        lines.append(_("Noted: {amount}").format(amount=_amount(name, known)))
    quick: list[InlineKeyboardButton] = []
    if name in {FactList.PEOPLE, FactList.SITES}:
        quick = [
            _button(str(count), OutcomeStep.COUNT, number, (name.value, item), count)
            for count in QUICK_COUNTS
        ]
    drop = [_button(_("🗑 Take it out"), OutcomeStep.DROP, number, (name.value, item))]
    return Screen(
        "\n".join(lines), rows(quick, drop if known is not None else [], [_back(number)])
    )


def example(name: FactList) -> str:
    """Say kindly that this was no quantity, and how one looks."""
    return "\n".join((_("I could not read that as a quantity."), str(_ASKED[name])))


def _line(wording: Wording, name: FactList, item: str, amount: str) -> str:
    label = str(LISTS[name])
    if name is not FactList.AREA:
        label = wording.outcomes.item(name.value, item).label.to(wording.i18n.current_locale)
    return _("{name}: {amount}").format(name=label, amount=_amount(name, amount))


def _amount(name: FactList, amount: str) -> str:
    return str(_AMOUNTS[name]).format(amount=amount)


def _open(name: FactList, number: str) -> InlineKeyboardButton:
    return _button(str(LISTS[name]), OutcomeStep.LIST, number, (name.value, "-"))


def _back(number: str) -> InlineKeyboardButton:
    return _button(_("‹ Back"), OutcomeStep.REVIEW, number)


def _button(
    text: str,
    step: OutcomeStep,
    number: str,
    place: tuple[str, str] = ("-", "-"),
    count: int = 0,
) -> InlineKeyboardButton:
    name, item = place
    data = OutcomeCallback(step=step, number=number, name=name, item=item, count=count)
    return button(text, data.pack())
