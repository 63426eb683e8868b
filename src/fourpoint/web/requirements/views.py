"""Pages of requirements: the list, one requirement with its answers, raising, answering, judging and closing."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.answering import Worth
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.jobs.accounts import send_mail_soon
from fourpoint.services.intelligence import answered, desks, required, requirements
from fourpoint.services.library.places import list_areas, threat_names
from fourpoint.services.marked.summary import who_can_see
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.foreseeing import ASKS, NewForeseen, foresee_new, typed
from fourpoint.web.requirements.forms import (
    ONE_AT_A_TIME,
    AnswerForm,
    AskAgainForm,
    CloseForm,
    JudgeForm,
    RequirementForm,
)

FORM = ["GET", "HEAD", "POST"]


@require_safe
def list_requirements(request: HttpRequest) -> HttpResponse:
    """Show the requirements that are open to the reader, those she can answer among them."""
    who = acting(request)
    context = {
        "lines": required.list_requirements(who),
        "measures": answered.measure_year(who),
        "states": required.STATE_WORDS,
        "most": required.MOST_LISTED,
        "may_raise": requirements.may_raise(who.actor),
    }
    return answer(request, "requirements/list.html.jinja", context)


@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Raise a requirement, of an area's profile when the address names one."""
    who = acting(request)
    if not requirements.may_raise(who.actor):
        raise checks.NotAllowed("No role of yours raises requirements: people who evaluate or keep profiles do.")
    agency_id = who.actor.agency_id
    areas = list_areas(agency_id=agency_id)
    area = request.GET.get("area", "")
    begun_at = area if area in dict(areas) else ""
    make = partial(
        RequirementForm,
        askable=requirements.list_askable(agency_id, at=who.at),
        desks=[(one.desk_id, one.name) for one in desks.list_desks() if one.agency_id == agency_id],
        threats=threat_names().items(),
        areas=areas,
    )
    begins = {"areas": [begun_at] if begun_at else []} | typed(make(), request.POST)
    form = make(None if ASKS in request.POST else request.POST or None, initial=begins)
    if form.is_bound and form.is_valid():
        draft = form.draft(raised_from=f"profile {begun_at}" if begun_at else "")
        try:
            made = requirements.raise_requirement(by=who.actor, purpose=who.purpose, at=who.at, requirement=draft)
            send_mail_soon()
            return redirect("requirements:requirement", requirement=made)
        except (Unusable, Refused) as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "agreements": form.askable,
        "has_desk": bool(form.desks),
        "foreseen": _foreseen(form, who),
    }
    return answer(request, "requirements/new.html.jinja", context, status=400 if form.errors else 200)


@require_safe
def requirement(request: HttpRequest, requirement: int) -> HttpResponse:
    """Show a requirement; to the people of its desk also what was answered."""
    return _page(request, acting(request), requirement)


@require_http_methods(FORM)
def answer_it(request: HttpRequest, requirement: int) -> HttpResponse:
    """Answer a requirement: what is written goes to the desk as a submission."""
    who = acting(request)
    page = required.get_requirement(who, requirement)
    if not page.line.may_answer:
        raise checks.NotAllowed("It takes no answer from your agency: pass on what you know in the ordinary way.")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = requirements.answer(by=who.actor, purpose=who.purpose, at=who.at, answer=form.draft(requirement))
            send_mail_soon()
            return redirect("intelligence:receipt", reference=receipt.reference)
        except (Unusable, Refused) as error:
            form.add_error(None, str(error))
    context = {"form": form, "page": page}
    return answer(request, "requirements/answer.html.jinja", context, status=400 if form.errors else 200)


@require_POST
def judge(request: HttpRequest, requirement: int) -> HttpResponse:
    """Say what an answer was worth."""
    who = acting(request)
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _page(request, who, requirement, problem="Choose what the answer was worth.")
    requirements.judge(
        by=who.actor,
        purpose=who.purpose,
        at=who.at,
        requirement_id=requirement,
        reference=form.cleaned_data["reference"],
        worth=Worth(form.cleaned_data["worth"]),
    )
    return redirect("requirements:requirement", requirement=requirement)


@require_POST
def ask_again(request: HttpRequest, requirement: int) -> HttpResponse:
    """Set another day, and write again to those who have sent nothing."""
    who = acting(request)
    form = AskAgainForm(request.POST)
    if form.is_valid():
        try:
            requirements.ask_again(
                by=who.actor, purpose=who.purpose, at=who.at, requirement_id=requirement, **form.cleaned_data
            )
            send_mail_soon()
            return redirect("requirements:requirement", requirement=requirement)
        except Unusable as error:
            form.add_error("due_on", str(error))
    return _page(request, who, requirement, again=form)


@require_POST
def close(request: HttpRequest, requirement: int) -> HttpResponse:
    """Close a requirement and say what came of it."""
    who = acting(request)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            requirements.close(
                by=who.actor, purpose=who.purpose, at=who.at, requirement_id=requirement, **form.cleaned_data
            )
            return redirect("requirements:requirement", requirement=requirement)
        except Unusable as error:
            form.add_error("outcome", str(error))
    return _page(request, who, requirement, closing=form)


def _foreseen(form: RequirementForm, who: Acting) -> NewForeseen | None:
    """Who would see what is asked of the agencies that are ticked; None while none is."""
    asked = form.asked()
    if not asked:
        return None
    if len(asked) > 1:
        return NewForeseen(problem=ONE_AT_A_TIME)
    ((agreement, agencies),) = asked
    return foresee_new(
        lambda: requirements.make_audience(who.actor, agreement=agreement, agencies=agencies, at=who.at), who
    )


def _page(request: HttpRequest, who: Acting, number: int, *, problem: str = "", **forms: Any) -> HttpResponse:
    """The page with the forms that the reader may use; one that was refused stands there as it was filled in."""
    page = required.get_requirement(who, number)
    context = {
        "page": page,
        "states": required.STATE_WORDS,
        "worths": [(one.value, one.words) for one in Worth],
        "sharing": who_can_see(requirements.KIND, requirements.get_row(number)),
        "again": forms.get("again") or AskAgainForm(),
        "closing": forms.get("closing") or CloseForm(),
        "problem": problem,
    }
    wrong = bool(problem or forms)
    return answer(request, "requirements/requirement.html.jinja", context, status=400 if wrong else 200)
