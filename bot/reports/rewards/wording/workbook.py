"""The words of the workbook for the finance office."""

from __future__ import annotations

from collections.abc import Callable

from bot.reports.rewards.service.exporting import Labels


def write_labels(_: Callable[[str], str]) -> Labels:
    return Labels(
        entries=_("Entries"),
        balances=_("Balances"),
        faults=_("Disagreement"),
        words={
            "position": _("No."),
            "day": _("Day"),
            "unit": _("Unit"),
            "year": _("Year"),
            "kind": _("Transaction"),
            "account": _("Account"),
            "debit": _("Debit"),
            "credit": _("Credit"),
            "tip": _("Report no."),
            "transaction": _("Transaction id"),
            "reverses": _("Reverses"),
            "sum": _("Sum"),
            "allotted": _("Allotted"),
            "available": _("Available"),
            "reserved": _("Kept ready"),
            "paid": _("Paid"),
            "donated": _("Donated"),
            "allot": _("Allotment"),
            "withdraw": _("Withdrawal"),
            "reserve": _("Approval"),
            "release": _("Release"),
            "pay": _("Payment"),
            "donate": _("Donation"),
            "reverse": _("Reversal"),
        },
    )
