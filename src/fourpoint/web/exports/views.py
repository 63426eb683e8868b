"""My copies, copies out, and what becomes of one copy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.domain.leases import State
from fourpoint.services.exports import actions, periods, queries
from fourpoint.services.marked.finding import find_record
from fourpoint.web.exports.forms import DestructionForm, RecallForm
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.numbers import read_number

FORM = ["GET", "HEAD", "POST"]
ONLY = {"": "All that are out", "overdue": "Overdue", "destroyed": "Confirmed destroyed"}


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the copies that the reader holds, those to destroy first."""
    lines = queries.list_mine(acting(request))
    context = {
        "overdue": [line for line in lines if line.state.is_overdue],
        "kept": [line for line in lines if line.state is State.HELD],
        "gone": [line for line in lines if line.state is State.DESTROYED],
        "periods": periods.list_periods(),
    }
    return answer(request, "exports/mine.html.jinja", context)


@require_safe
def out(request: HttpRequest) -> HttpResponse:
    """Show the governance role what is out of the agency's material, and find a copy by its number."""
    who, number = acting(request), request.GET.get("number", "").strip()[:60]
    only = request.GET.get("only", "")
    only = only if only in ONLY else ""
    agency = read_number(request.GET.get("agency", ""))
    context = {
        "copies": queries.list_out(who, agency_id=agency, only=only),
        "found": queries.find_copy(who, number) if number else None,
        "number": number,
        "only": only,
        "choices": ONLY,
        "agency": agency,
    }
    return answer(request, "exports/out.html.jinja", context)


@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """Show the governance role which copies the agency's own people should have destroyed."""
    return answer(request, "exports/held.html.jinja", {"lines": queries.list_held(acting(request))})


@require_safe
def of_record(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Show someone of the owner agency every copy of one record."""
    found = find_record(kind, record)
    lines = queries.of_record(kind, record)
    context = {"title": found.title, "kind": found.kind.name, "lines": lines}
    return answer(request, "exports/of.html.jinja", context)


@require_http_methods(FORM)
def destroyed(request: HttpRequest, copy: int) -> HttpResponse:
    """Confirm that a copy was destroyed: the form, and what it sends."""
    who = acting(request)
    line = queries.get_copy(who, copy)
    form = DestructionForm(request.POST if request.method == "POST" else None, ways=periods.list_ways())
    if request.method == "POST" and form.is_valid():
        actions.confirm_destruction(
            by=who.actor, purpose=who.purpose, at=who.at, export_id=copy, how=form.cleaned_data["how"]
        )
        return redirect("exports:mine" if line.is_mine else "exports:held")
    context = {"line": line, "form": form}
    return answer(request, "exports/destroyed.html.jinja", context, status=400 if form.errors else 200)


@require_http_methods(FORM)
def recall(request: HttpRequest, copy: int) -> HttpResponse:
    """Call a copy back: the form, and what it sends."""
    who = acting(request)
    line = queries.get_copy(who, copy)
    form = RecallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.recall_copy(
            by=who.actor, purpose=who.purpose, at=who.at, export_id=copy, reason=form.cleaned_data["reason"]
        )
        return redirect("exports:out")
    context = {"line": line, "form": form}
    return answer(request, "exports/recall.html.jinja", context, status=400 if form.errors else 200)
