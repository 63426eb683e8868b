"""The trail as pages and as a file, for the governance role; and who has read one record, for its owners."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fourpoint.services.audit import queries, readers
from fourpoint.services.audit.queries import Entry
from fourpoint.services.exports.lease import What
from fourpoint.services.sharing import purposes
from fourpoint.web.audit.forms import OPERATIONS, TrailForm
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.files import CSV, csv_content
from fourpoint.web.frame.leasing import take
from fourpoint.web.frame.numbers import read_page

MOST_ROWS = 10_000
COLUMNS = (
    "when",
    "operation",
    "person",
    "agency",
    "what",
    "purpose",
    "reason",
    "recipients",
    "kind",
    "number",
    "marking",
)


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """Show a page of the trail, narrowed as asked; what cannot be read is said and does not narrow."""
    who = acting(request)
    form = TrailForm(request.GET)
    form.is_valid()
    shown = queries.find_entries(who, form.filter(), page=read_page(request))
    held = {name: value for name, value in request.GET.items() if value and name != "page"}
    context = {
        "page": shown,
        "form": _fields(request, form, who),
        "errors": [{"text": error, "href": f"#{name}"} for name, errors in form.errors.items() for error in errors],
        "is_narrowed": bool(held),
        "csv_href": f"{reverse('audit:trail-csv')}?{urlencode(held)}",
        "page_href": lambda number: f"?{urlencode({**held, 'page': number})}",
    }
    return answer(request, "audit/trail.html.jinja", context, status=400 if form.errors else 200)


@require_safe
def entries_csv(request: HttpRequest) -> HttpResponse:
    """Return the same entries as a file, ten thousand at the most; the download is an entry of the trail itself."""
    who = acting(request)
    form = TrailForm(request.GET)
    form.is_valid()
    shown = queries.find_entries(who, form.filter(), size=MOST_ROWS)
    name = f"trail-{timezone.localtime(who.at):%Y-%m-%d}.csv"
    content = csv_content(COLUMNS, [_row(entry) for entry in shown.entries])
    return take(request, What(kind="trail"), name, content, CSV)


@require_safe
def of_ours(request: HttpRequest) -> HttpResponse:
    """Show what people of each other agency were shown of the agency's own records."""
    who = acting(request)
    form = TrailForm(request.GET)
    form.is_valid()
    context = {
        "agencies": queries.list_reads_of_ours(who, form.filter()),
        "form": _fields(request, form, who),
        "errors": [{"text": error, "href": f"#{name}"} for name, errors in form.errors.items() for error in errors],
        "trail_href": lambda agency_id: f"{reverse('audit:trail')}?{urlencode({'agency': agency_id, 'ours': 'on'})}",
    }
    return answer(request, "audit/ours.html.jinja", context, status=400 if form.errors else 200)


@require_safe
def readers_of(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Show who has read one record, to whoever may change it and to the governance role of its owner."""
    who = acting(request)
    found = readers.readers_of(who, kind=kind, object_id=str(record))
    return answer(request, "audit/readers.html.jinja", {"found": found})


# ----------------------------------------------------------------------------------------------------------------------


def _fields(request: HttpRequest, form: TrailForm, who: Any) -> dict[str, Any]:
    """Return what the form shows: values as they were sent, choices, and errors by field."""
    sent = request.GET
    chosen = {name: sent.get(name, "") for name in form.fields}
    return {
        "values": chosen,
        "errors": {name: errors[0] for name, errors in form.errors.items()},
        "operations": _items(OPERATIONS, chosen["operation"]),
        "agencies": _items(
            [("", "All agencies"), *((str(number), name) for number, name in queries.list_agencies(who))],
            chosen["agency"],
        ),
        "purposes": _items(
            [("", "All purposes"), *((one.id, one.name) for one in purposes.list_choosable())], chosen["purpose"]
        ),
    }


def _items(choices: Any, chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "text": text, "selected": value == chosen} for value, text in choices]


def _row(entry: Entry) -> tuple[str, ...]:
    return (
        timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds"),
        entry.operation,
        entry.person,
        entry.agency,
        entry.done,
        entry.purpose,
        entry.reason,
        "; ".join(entry.recipients),
        entry.kind,
        entry.object_id,
        entry.marking,
    )
