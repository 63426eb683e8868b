"""Pages of the register of impact assessments and of equality monitoring, for governance roles alone."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Unusable
from fourpoint.services.impact import register as impact
from fourpoint.services.impact import returns
from fourpoint.services.impact.equality import list_monitored
from fourpoint.services.impact.naming import list_naming
from fourpoint.services.impact.words import NOT_KNOWN, characteristics, comparator, stages, threshold
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.impact.forms import ApprovalForm, AssessmentForm, ReturnForm

FORM = ["GET", "HEAD", "POST"]


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show every feature with the assessments that cover it, and the register."""
    who = acting(request)
    features = impact.list_features(who)
    context = {
        "features": features,
        "uncovered": sum(not feature.is_covered for feature in features),
        "assessments": impact.list_assessments(who),
    }
    return answer(request, "impact/register.html.jinja", context)


@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Record an assessment: the form, and what it sends."""
    who = acting(request)
    checks.check_may_govern(who.actor)
    form = AssessmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        draft = impact.Draft(**{**chosen, "features": tuple(chosen["features"])})
        try:
            made = impact.record_assessment(by=who.actor, purpose=who.purpose, at=who.at, draft=draft)
        except Unusable as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("impact:one", assessment=made)
    return answer(request, "impact/new.html.jinja", {"form": form}, status=400 if form.errors else 200)


@require_safe
def one(request: HttpRequest, assessment: int) -> HttpResponse:
    """Show one assessment."""
    return _show(request, assessment, ApprovalForm())


@require_POST
def approve(request: HttpRequest, assessment: int) -> HttpResponse:
    """Record that a draft was approved."""
    who, form = acting(request), ApprovalForm(request.POST)
    if form.is_valid():
        try:
            impact.approve_assessment(
                by=who.actor, purpose=who.purpose, at=who.at, assessment_id=assessment, **form.cleaned_data
            )
        except Unusable as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("impact:one", assessment=assessment)
    return _show(request, assessment, form, status=400)


@require_POST
def retire(request: HttpRequest, assessment: int) -> HttpResponse:
    """Let an assessment count no more."""
    who = acting(request)
    impact.retire_assessment(by=who.actor, purpose=who.purpose, at=who.at, assessment_id=assessment)
    return redirect("impact:register")


@require_http_methods(FORM)
def equality(request: HttpRequest) -> HttpResponse:
    """Show the counts that returns gave, set beside residents, and take a return."""
    who = acting(request)
    posted = request.method == "POST"
    form = ReturnForm(request.POST, request.FILES) if posted else ReturnForm()
    taken = _take(form, who) if posted else None
    context = {
        "form": form,
        "taken": taken,
        "tables": list_monitored(who),
        "threshold": threshold(),
        "columns": ", ".join(returns.COLUMNS),
        "stages": stages(),
        "comparator": comparator(),
        "characteristics": characteristics(),
        "not_known": NOT_KNOWN,
    }
    return answer(request, "impact/equality.html.jinja", context, status=400 if form.errors else 200)


def _take(form: ReturnForm, who: Acting) -> returns.Return | None:
    checks.check_may_govern(who.actor)
    if not form.is_valid():
        return None
    try:
        held = returns.read_return(form.text())
    except (Unusable, forms.ValidationError) as refusal:
        form.add_error("file", refusal.message if isinstance(refusal, forms.ValidationError) else str(refusal))
        return None
    returns.record_return(by=who.actor, purpose=who.purpose, at=who.at, held=held)
    return held


def _show(request: HttpRequest, assessment: int, form: ApprovalForm, *, status: int = 200) -> HttpResponse:
    who = acting(request)
    card = impact.get_assessment(who, assessment)
    context = {"card": card, "agreements": list_naming(who, card), "form": form}
    return answer(request, "impact/one.html.jinja", context, status=status)
