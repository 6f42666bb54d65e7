"""Figures over a family: table, chart and file."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from companies.branches import family_seen_by
from companies.figures import Report, largest, report_of
from companies.views.company import visible
from core.charts import bars
from core.csvfiles import csv_answer
from core.templatetags.ui import money

ROWS = 600
"""Lines of the table on a page; the file has all of them."""


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The family's figures with sub-totals; `?figure=` is the one that the chart compares."""
    company = visible(request, pk)
    figures = report_of(family_seen_by(request.member, company), request.member)
    keys = [figure.key for figure in figures.figures]
    chosen = keys.index(request.GET["figure"]) if request.GET.get("figure") in keys else 0
    address = reverse("companies:family_report", args=[request.tenant.slug, company.pk])
    context = {
        "company": company, "current_tab": "subsidiaries", "report": figures, "bars": _bars(figures, chosen),
        "lines": [(line, _words(figures, line.numbers)) for line in figures.lines[:ROWS]],
        "is_parent": figures.family.has_below(company.pk),
        "further": max(len(figures.lines) - ROWS, 0), "chart_label": _chart_label(figures, chosen),
        "choices": [
            {"label": figure.label, "url": f"{address}?figure={figure.key}", "is_current": number == chosen}
            for number, figure in enumerate(figures.figures)
        ],
    }  # fmt: skip
    return render(request, "companies/family_report.html", context)


@require_safe
def report_csv(request: HttpRequest, pk: int) -> FileResponse:
    """The same as a file, with every line; amounts in units of their currency."""
    figures = report_of(family_seen_by(request.member, visible(request, pk)), request.member)
    heading = [_("Company"), _("Level"), _("Line"), *(_heading(figures, figure) for figure in figures.figures)]
    rows = (
        [line.company.name, line.level, _("with everything below") if line.is_total else _("the company itself"),
         *_plain(figures, line.numbers)]
        for line in figures.lines
    )  # fmt: skip
    return csv_answer("family", heading, rows)


def _bars(figures: Report, number: int):
    shown, rest = largest(figures.of_branches(number))
    numbers = [(company.name, value, _word(figures, number, value)) for company, value in shown]
    return bars([*numbers, (_("All others together"), rest, _word(figures, number, rest))] if rest else numbers)


def _chart_label(figures: Report, number: int) -> str:
    return _("%(figure)s: the company itself, and each company below it with everything beneath") % {
        "figure": figures.figures[number].label
    }


def _words(figures: Report, numbers: tuple[int, ...]) -> list[str]:
    return [_word(figures, number, value) for number, value in enumerate(numbers)]


def _word(figures: Report, number: int, value: int) -> str:
    return money(value, figures.family.company.currency) if figures.figures[number].is_money else str(value)


def _plain(figures: Report, numbers: tuple[int, ...]) -> list:
    """Numbers for a spreadsheet: cents become units of the currency."""
    pairs = zip(figures.figures, numbers, strict=True)
    return [f"{value / 100:.2f}" if figure.is_money else value for figure, value in pairs]


def _heading(figures: Report, figure) -> str:
    return f"{figure.label} ({figures.family.company.currency})" if figure.is_money else str(figure.label)
