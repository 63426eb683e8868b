"""Pages on which something is stated of a subject, withdrawn, judged and taken back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from fourpoint.access import checks
from fourpoint.access.checks import NotOpen
from fourpoint.access.context import Acting
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.subjects import identities, reading, stating
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.subjects.forms import JoinForm, ReasonForm, StateForm

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def state(request: HttpRequest, subject: int) -> HttpResponse:
    """State something of a subject."""
    who, page = _for_officers(request, subject)
    first = {"report": request.GET.get("report", ""), "item": request.GET.get("item", "") or 1}
    form = StateForm(request.POST or None, kind=page.kind_code, initial=first)

    def act() -> None:
        held = form.cleaned_data
        draft = stating.StatementDraft(
            code=held["code"],
            report_id=reading.find_report(held["report"]) or 0,
            item_number=held["item"],
            text=held["text"],
            object_id=reading.find_by_reference(held["other"]),
            category=held.get("category", ""),
            basis=held.get("basis", ""),
            recheck_on=held.get("recheck_on"),
            from_on=held["from_on"],
            to_on=held["to_on"],
        )
        stating.state(by=who.actor, purpose=who.purpose, at=who.at, subject_id=subject, statement=draft)

    said = {"page": page, "title": "State something of it", "button": "State it"}
    return _acted(request, form, act, subject, said)


@require_http_methods(METHODS)
def join(request: HttpRequest, subject: int) -> HttpResponse:
    """Judge that a subject and another are one."""
    who, page = _for_officers(request, subject)
    form = JoinForm(request.POST or None)

    def act() -> None:
        other = reading.find_by_reference(form.cleaned_data["other"]) or 0
        identities.join(
            by=who.actor,
            purpose=who.purpose,
            at=who.at,
            subject_id=subject,
            other_id=other,
            why=form.cleaned_data["why"],
        )

    said = {"page": page, "title": "Judge that it is the same as another", "button": "They are one"}
    return _acted(request, form, act, subject, said)


@require_http_methods(METHODS)
def withdraw(request: HttpRequest, statement: int) -> HttpResponse:
    """Withdraw a statement."""
    who = acting(request)
    shown = reading.get_said(who, statement)
    _, page = _for_officers(request, shown.subject_id)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        stating.withdraw(by=who.actor, purpose=who.purpose, at=who.at, statement_id=statement, reason=reason)

    said = {"page": page, "title": "Withdraw a statement", "button": "Withdraw it", "shown": shown}
    return _acted(request, form, act, shown.subject_id, said)


@require_http_methods(METHODS)
def take_back(request: HttpRequest, judgement: int) -> HttpResponse:
    """Take a judgement back."""
    who = acting(request)
    subject = reading.subject_of_judgement(judgement)
    _, page = _for_officers(request, subject)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        why = form.cleaned_data["reason"]
        identities.take_back(by=who.actor, purpose=who.purpose, at=who.at, identity_id=judgement, why=why)

    said = {"page": page, "title": "Take the judgement back", "button": "They are two"}
    return _acted(request, form, act, subject, said)


# ----------------------------------------------------------------------------------------------------------------------


def _for_officers(request: HttpRequest, subject: int) -> tuple[Acting, reading.SubjectPage]:
    who = acting(request)
    page = reading.get_subject(who, subject)
    checks.check_has_duty(who.actor, duty=Duty.TRIAGE, agency_id=who.actor.agency_id or 0)
    if not page.may_state:
        raise checks.NotAllowed("It is another agency's subject: you read what was shared of it, and add nothing.")
    return who, page


def _acted(
    request: HttpRequest, form: Any, act: Callable[[], None], subject: int, said: dict[str, Any]
) -> HttpResponse:
    """Do it and show the subject; or draw the form, with what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
            return redirect("subjects:subject", subject=subject)
        except NotOpen:
            form.add_error(None, "There is no such report, item or subject that is open to you: check the references.")
        except (Unusable, Refused) as error:
            form.add_error(None, str(error))
    return answer(request, "subjects/act.html.jinja", {"form": form, **said}, status=400 if form.errors else 200)
