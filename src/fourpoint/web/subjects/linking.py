"""Pages on which what a report says is linked to subjects: suggestions, apart, until a named person confirms each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.subjects import finding, stating, suggesting
from fourpoint.services.subjects.finding import Candidate, Clue
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.numbers import read_number
from fourpoint.web.subjects.forms import NEW, ChooseForm, ConfirmForm


@require_safe
def link(request: HttpRequest) -> HttpResponse:
    """Show what the items of a report seem to name, and what is stated on the strength of it."""
    who = acting(request)
    report = suggesting.get_report(who, _number(request.GET.get("report")) or 0)
    may_state = checks.has_duty(who.actor, duty=Duty.TRIAGE, agency_id=who.actor.agency_id or 0)
    return answer(request, "subjects/link.html.jinja", {"report": report, "may_state": may_state})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm what an item names: first who it could be, then that it is one of them or a new subject."""
    who = acting(request)
    report = suggesting.get_report(who, _number(request.GET.get("report")) or 0)
    checks.check_has_duty(who.actor, duty=Duty.TRIAGE, agency_id=who.actor.agency_id or 0)
    item, found = suggesting.pick(report, _number(request.GET.get("item")) or 0, _number(request.GET.get("suggestion")))
    first = {"kind": found.kind, "code": found.code, "text": found.words} if found else {}
    form = ConfirmForm(request.POST or None, initial=first)
    candidates: tuple[Candidate, ...] | None = None
    choose: ChooseForm | None = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            candidates = finding.find((Clue(code=said["code"], text=said["text"]),), kind=said["kind"])
            choose = ChooseForm(request.POST if "save" in request.POST else None, candidates=candidates)
            if "save" in request.POST and choose.is_valid():
                draft = stating.StatementDraft(
                    code=said["code"], report_id=report.report_id, item_number=item.number, text=said["text"]
                )
                _keep(who, said["kind"], draft, choose.cleaned_data["chosen"], candidates)
                return redirect(f"{reverse('subjects:link')}?report={report.report_id}")
        except (Unusable, Refused) as error:
            form.add_error(None, str(error))
    context = {"report": report, "item": item, "found": found, "form": form, "choose": choose, "candidates": candidates}
    wrong = bool(form.errors or (choose and choose.errors))
    return answer(request, "subjects/confirm.html.jinja", context, status=400 if wrong else 200)


# ----------------------------------------------------------------------------------------------------------------------


def _keep(
    who: Acting, kind: str, draft: stating.StatementDraft, chosen: str, candidates: tuple[Candidate, ...]
) -> None:
    if chosen == NEW:
        seen = [one.subject_id for one in candidates]
        stating.create(by=who.actor, purpose=who.purpose, at=who.at, kind=kind, first=draft, seen=seen)
    else:
        stating.state(by=who.actor, purpose=who.purpose, at=who.at, subject_id=int(chosen), statement=draft)


def _number(text: str | None) -> int | None:
    return read_number(text, digits=18)
