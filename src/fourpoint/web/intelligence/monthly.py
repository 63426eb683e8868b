"""An agency's monthly report, as a page and as CSV."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.services.intelligence.monthly import FEWEST, Monthly, get_month
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.files import csv_file

HOLDS = {
    "when": "Of what was passed on, with when it was",
    "where": "Of what was passed on, with where it was",
    "how": "Of what was passed on, with how the sender knows",
    "risk": "Of what was passed on, with what could come back on anyone",
}
TOO_FEW = "left out"


@require_safe
def monthly(request: HttpRequest) -> HttpResponse:
    """Show a month in both directions: what the agency's people passed on, and what the agency was given."""
    held = get_month(acting(request), request.GET.get("month", ""))
    context = {"held": held, "rows": _rows(held), "fewest": FEWEST}
    return answer(request, "intelligence/monthly.html.jinja", context)


@require_safe
def monthly_csv(request: HttpRequest) -> HttpResponse:
    """Give the same numbers as CSV."""
    held = get_month(acting(request), request.GET.get("month", ""))
    rows = [(held.month, label, value) for label, value in _rows(held)]
    return csv_file(f"intelligence-{held.month}.csv", ("Month", "What", "Number"), rows)


def _rows(held: Monthly) -> list[tuple[str, str]]:
    told = [(f"Of these, last told: {label}", f"{count:,}") for label, count in held.states]
    return [
        ("Passed on by people of your agency", _shown(held.sent)),
        *told,
        ("Of these, asked something", _shown(held.asked)),
        ("Of these, told what came of it", _shown(held.told)),
        *((f"Told that this came of it: {label}", f"{count:,}") for label, count in held.changed),
        *((HOLDS[code], f"{count:,}") for code, count in held.holds),
        ("Median days until the first word after the receipt", "none" if held.days is None else f"{held.days:.1f}"),
        ("Released reports of other agencies that you may read", f"{held.given:,}"),
        ("Requirements that your agency was asked for", f"{held.questions:,}"),
        ("Of these, answered by your people by the day that was set", _shown(held.in_time)),
    ]


def _shown(number: int | None) -> str:
    return TOO_FEW if number is None else f"{number:,}"
