"""A proposal with its working, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.rewards.rules.money import Span, to_fen, write_yuan
from bot.reports.rewards.rules.proposal import HeadResult, Line, Proposal, Verdict
from bot.reports.rewards.wording.amounts import (
    write_band,
    write_part,
    write_quantity,
    write_span,
)
from bot.reports.rewards.wording.cautions import write_cautions, write_uncovered
from bot.reports.rewards.wording.reasons import write_reason
from bot.reports.rewards.wording.tongue import Tongue
from content.schema.rewards import Instrument, Scheme


def write_headline(proposal: Proposal, tongue: Tongue) -> str:
    _ = tongue.gettext
    if proposal.total is not None:
        amount = write_span(proposal.total, tongue)
        if proposal.total.is_fixed:
            return _("Proposed reward: {amount}").format(amount=amount)
        return _("Proposed reward: {amount}; a person chooses").format(amount=amount)
    if proposal.least is not None:
        least = write_yuan(proposal.least)
        return _("At least {amount} yuan, plus what a person decides.").format(amount=least)
    if proposal.verdict is Verdict.NONE:
        return _("No reward is due.")
    return _("A person must decide: the rules that are known give no amount.")


def write_working(proposal: Proposal, tongue: Tongue) -> list[str]:
    """Return the lines below the headline: what is certain, what is open, what to compare with."""
    return [
        *_steps(proposal, tongue),
        *_comparison(proposal, tongue),
        *_unrecorded(proposal, tongue),
        *write_uncovered(proposal, tongue),
    ]


def _steps(proposal: Proposal, tongue: Tongue) -> list[str]:
    _ = tongue.gettext
    lines = [line for result in proposal.heads for line in _head_lines(result, tongue)]
    if proposal.total is not None:
        lines += _total_lines(proposal, tongue)
    reasons = [f"• {write_reason(each, tongue)}" for each in proposal.obstacles]
    if lines and reasons:
        lines.append(_("A person decides:"))
    cautions = write_cautions(proposal, tongue) if proposal.heads else []
    return [*lines, *reasons, *cautions]


def _unrecorded(proposal: Proposal, tongue: Tongue) -> list[str]:
    _ = tongue.gettext
    if proposal.unrecorded is None or proposal.verdict is Verdict.NONE:
        return []
    place = proposal.unrecorded.name.to(tongue.locale)
    words = _("⚠️ {place}: a local schedule exists and is not recorded. Please compare with it.")
    return [words.format(place=place)]


def _comparison(proposal: Proposal, tongue: Tongue) -> list[str]:
    """Return what the national measures say, marked as no amount of the recorded schedule."""
    _ = tongue.gettext
    national = proposal.national
    if national is None or national.scheme is None:
        return []
    name = national.scheme.name.to(tongue.locale)
    title = _("⚠️ Unknown in the recorded schedule. To compare with, {name}:").format(name=name)
    return [title, *_steps(national, tongue)]


def write_basis(proposal: Proposal, tongue: Tongue) -> list[str]:
    """Return who issued the schedule and the conversion table, under which number and when."""
    _ = tongue.gettext
    lines = []
    if proposal.scheme is not None:
        source = write_instrument(proposal.scheme.source, tongue)
        lines.append(_("Basis: {source}").format(source=source))
    if proposal.table is not None and proposal.is_converted:
        version = proposal.table.version.to(tongue.locale)
        lines.append(_("Converted by: {version}").format(version=version))
    return lines


def write_instrument(source: Instrument, tongue: Tongue) -> str:
    texts = [source.issuer, source.document, source.number]
    parts = [text.to(tongue.locale) for text in texts if text is not None]
    if source.dated is not None:
        parts.append(source.dated)
    return " · ".join(parts)


def _head_lines(result: HeadResult, tongue: Tongue) -> Iterator[str]:
    _ = tongue.gettext
    label = result.head.label.to(tongue.locale)
    if result.head.article is not None:
        label = _("{label} ({article})").format(
            label=label, article=result.head.article.to(tongue.locale)
        )
    yield f"• {label}"
    for line in result.lines:
        if len(line.quantity.parts) > 1 or line.quantity.is_converted:
            yield from (f"  {write_part(part, line, tongue)}" for part in line.quantity.parts)
        yield f"  {_line(line, tongue)}"
    if len(result.lines) > 1:
        words = (
            _("together {amount}")
            if result.head.combine == "sum"
            else _("the highest counts: {amount}")
        )
        yield f"  {words.format(amount=write_span(result.earns, tongue))}"
    if result.is_capped and result.head.cap is not None:
        most = write_yuan(to_fen(result.head.cap))
        yield f"  {_('at most {amount} yuan on this ground').format(amount=most)}"


def _line(line: Line, tongue: Tongue) -> str:
    _ = tongue.gettext
    quantity = write_quantity(line.quantity.amount, line.quantity.unit, tongue)
    earns = write_span(line.earns, tongue)
    if line.band.every is None:
        band = write_band(line.band, tongue)
        return _("{quantity} (band {band}): {earns}").format(
            quantity=quantity, band=band, earns=earns
        )
    one = write_span(_one(line), tongue)
    if line.band.every == 1:
        return _("{quantity} × {one} = {earns}").format(quantity=quantity, one=one, earns=earns)
    every = write_quantity(line.band.every, line.quantity.unit, tongue)
    return _("{quantity} ÷ {every} = {units}; {units} × {one} = {earns}").format(
        quantity=quantity, every=every, units=line.units, one=one, earns=earns
    )


def _one(line: Line) -> Span:
    return Span(line.earns.lower // line.units, line.earns.upper // line.units)


def _total_lines(proposal: Proposal, tongue: Tongue) -> Iterator[str]:
    _ = tongue.gettext
    assert proposal.total is not None
    assert proposal.sum is not None
    assert proposal.scheme is not None
    if len(proposal.heads) > 1:
        words = (
            _("Only the highest counts: {amount}")
            if proposal.scheme.stacking == "highest"
            else _("Together: {amount}")
        )
        yield f"= {words.format(amount=write_span(proposal.sum, tongue))}"
    if proposal.is_capped:
        yield f"= {_cap(proposal.scheme, proposal.total, tongue)}"


def _cap(scheme: Scheme, total: Span, tongue: Tongue) -> str:
    _ = tongue.gettext
    assert scheme.cap is not None
    most = write_yuan(to_fen(scheme.cap.amount))
    amount = write_span(total, tongue)
    if scheme.cap.article is None:
        return _("At most {most} yuan for one report: {amount}").format(most=most, amount=amount)
    article = scheme.cap.article.to(tongue.locale)
    return _("At most {most} yuan for one report ({article}): {amount}").format(
        most=most, article=article, amount=amount
    )
