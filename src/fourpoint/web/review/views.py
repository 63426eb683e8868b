"""The review desk, one record under review, disposals and their certificates, and how long data are kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.access.context import Acting
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.review import actions, queries, rules
from fourpoint.services.review import disposal as steps
from fourpoint.services.review.retention import list_periods
from fourpoint.services.rights import calling
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.review.forms import ReviewForm, StepForm

FORM = ["GET", "HEAD", "POST"]


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what of the agency's own records is due for review, and what is coming."""
    who = acting(request)
    return answer(request, "review/desk.html.jinja", {"desk": queries.get_desk(who), "calls": calling.list_own(who)})


@require_http_methods(FORM)
def record(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Review one record: what it says, the assessment, and the decision."""
    who = acting(request)
    page = queries.get_record(who, kind, record)
    form = ReviewForm(request.POST if request.method == "POST" else None, criteria=rules.criteria())
    if request.method == "POST" and form.is_valid():
        try:
            number = actions.decide(
                by=who.actor, purpose=who.purpose, at=who.at, kind=kind, record_id=record, verdict=form.verdict()
            )
            return redirect("review:disposal", disposal=number) if number else redirect("review:desk")
        except Unusable as error:
            form.add_error("next_on" if "next review" in str(error) else None, str(error))
    context = {"page": page, "form": form, "criteria": rules.criteria()}
    return answer(request, "review/record.html.jinja", context, status=400 if form.errors else 200)


@require_safe
def disposals(request: HttpRequest) -> HttpResponse:
    """Show what was proposed for disposal, and the certificates of what went."""
    return answer(request, "review/disposals.html.jinja", {"lines": queries.list_disposals(acting(request))})


@require_http_methods(FORM)
def disposal(request: HttpRequest, disposal: int) -> HttpResponse:
    """Show one disposal, or its certificate; take the next step."""
    who = acting(request)
    line = queries.get_disposal(who, disposal)
    form = StepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _step(form, disposal, who)
            return redirect("review:disposal", disposal=disposal)
        except Unusable as error:
            form.add_error("words", str(error))
    context = {"line": line, "form": form}
    return answer(request, "review/disposal.html.jinja", context, status=400 if form.errors else 200)


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """Show how long every class of data is kept, and in which tables it is."""
    return answer(request, "review/retention.html.jinja", {"periods": list_periods()})


def _step(form: StepForm, number: int, who: Acting) -> None:
    given = {"by": who.actor, "purpose": who.purpose, "at": who.at, "disposal_id": number}
    match form.cleaned_data["step"]:
        case "confirm":
            steps.confirm(**given)  # type: ignore[arg-type]
        case "refuse":
            steps.refuse(**given, words=form.cleaned_data["words"])  # type: ignore[arg-type]
        case "carry-out":
            steps.carry_out(**given, withdraw=form.cleaned_data["withdraw"])  # type: ignore[arg-type]
        case _:
            raise Refused("There is no such step.")
