"""The figures as a spreadsheet: what the picture shows, and all that may be shown beside it."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, Final

from aiogram.utils.i18n import gettext as _
from xlsxwriter import Workbook

from bot.reports.insight.rules.figures import Report
from bot.reports.insight.rules.tables import Subject
from bot.reports.insight.wording import FEN_IN_A_YUAN, InsightWording

# Spreadsheets carry the moment they were made; this one tells nobody's.
CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zones
FIRST_ROW: Final = 3


def export_report(report: Report, wording: InsightWording) -> bytes:
    """Return an XLSX of two sheets: the report with its shares as formulas, and its parts."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": CREATED})
    bold = book.add_format({"bold": True})
    percent = book.add_format({"num_format": "0%"})
    _write_report(book, report, wording, (bold, percent))
    _write_parts(book, report, wording, bold)
    book.close()
    return stream.getvalue()


def _write_report(
    book: Workbook, report: Report, wording: InsightWording, formats: tuple[Any, Any]
) -> None:
    bold, percent = formats
    sheet = book.add_worksheet(_("Report"))
    sheet.set_column(0, 1, 34)
    sheet.write(0, 0, f"{wording.place(report.place)} · {wording.period(report.period)}", bold)
    heads = (_("Subject"), _("Cell"), _("Count"), _("Share"), _("Yuan"))
    sheet.write_row(FIRST_ROW - 1, 0, heads, bold)
    row = FIRST_ROW
    for subject in Subject:
        total, total_row = report.totals[subject], row
        figures = {"": total, **report.cells[subject]}
        for cell, figure in figures.items():
            sheet.write_string(row, 0, wording.subject(subject))
            sheet.write_string(row, 1, wording.cell(subject, cell))
            if figure.count is None:
                sheet.write_string(row, 2, wording.withheld())
            else:
                sheet.write_number(row, 2, figure.count)
                if cell and total.count:
                    share = figure.count / total.count
                    sheet.write_formula(row, 3, f"=C{row + 1}/C{total_row + 1}", percent, share)
                if figure.fen:
                    sheet.write_number(row, 4, figure.fen / FEN_IN_A_YUAN)
            row += 1


def _write_parts(book: Workbook, report: Report, wording: InsightWording, bold: Any) -> None:
    sheet = book.add_worksheet(_("Parts"))
    sheet.set_column(0, 3, 28)
    heads = (_("Subject"), _("Place"), _("Period"), _("Cell"), _("Count"), _("Yuan"))
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 0)
    for row, line in enumerate(report.lines, start=1):
        box = line.box
        words = (
            wording.subject(line.subject),
            wording.place(box.place),
            wording.period(box.period),
            wording.cell(line.subject, box.cell),
        )
        for column, text in enumerate(words):
            sheet.write_string(row, column, text)
        sheet.write_number(row, 4, line.figure.count or 0)
        if line.figure.fen:
            sheet.write_number(row, 5, line.figure.fen / FEN_IN_A_YUAN)
    sheet.autofilter(0, 0, max(len(report.lines), 1), len(heads) - 1)
