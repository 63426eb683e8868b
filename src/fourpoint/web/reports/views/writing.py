"""Pages for those who write reports: evaluating, sanitising beside the original, releasing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from fourpoint.access import checks
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.services.intelligence import desks, evaluating, reading, reporting
from fourpoint.services.library.places import list_areas, threat_names
from fourpoint.services.subjects import fitting
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.reports.forms import ItemForm, ReleaseForm, ReportForm, TitleForm, read_items

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Write a report, of a submission when the address names one."""
    who = acting(request)
    agency_id = who.actor.agency_id or 0
    checks.check_has_duty(who.actor, duty=Duty.TRIAGE, agency_id=agency_id)
    reference = request.GET.get("submission", "")
    given = reading.get_given(reference, at=who.at) if reference else None
    desk_id = given.desk_id if given else own_desk(who.actor.person_id, agency_id)
    form = ReportForm(request.POST or None, threats=threat_names().items(), areas=list_areas(agency_id=agency_id))
    items = read_items(request.POST or None, (), meanings=reading.meanings(), text=given.text if given else "")
    if _is_sent(request) and _are_valid(form, *items):
        held = form.cleaned_data
        draft = reporting.ReportDraft(
            title=held["title"],
            desk_id=desk_id,
            items=tuple(item.item() for item in items),
            collection=held["collection"],
            provenance=held["provenance"],
            risk=held["risk"],
            threat=held["threat"],
            area_codes=tuple(held["areas"]),
            submission_id=given.submission_id if given else None,
        )
        try:
            made = evaluating.evaluate(by=who.actor, purpose=who.purpose, at=who.at, report=draft)
            return redirect("reports:report", report=made)
        except (Unusable, Refused) as error:
            form.add_error(None, str(error))
    return _answer(request, "reports/new.html.jinja", form, items, given=given)


@require_http_methods(METHODS)
def sanitise(request: HttpRequest, report: int) -> HttpResponse:
    """Write a sanitised report beside its original."""
    who = acting(request)
    page = reading.get_report(who, report)
    checks.check_has_duty(who.actor, duty=Duty.TRIAGE, agency_id=who.actor.agency_id or 0)
    return _beside(request, page, page, act="sanitise", report_id=report)


@require_http_methods(METHODS)
def rewrite(request: HttpRequest, report: int) -> HttpResponse:
    """Write a sanitised report anew that waits for its release."""
    who = acting(request)
    page = reading.get_report(who, report)
    checks.check_has_duty(who.actor, duty=Duty.TRIAGE, agency_id=who.actor.agency_id or 0)
    if page.original is None:
        raise reporting.NoSuchReport("There is no original of this report that is open to you.")
    original = reading.get_report(who, page.original.report_id)
    return _beside(request, original, page, act="rewrite", report_id=report)


@require_http_methods(METHODS)
def release(request: HttpRequest, report: int) -> HttpResponse:
    """Release a sanitised report that somebody else wrote, with both texts in view."""
    who = acting(request)
    page = reading.get_report(who, report)
    checks.check_has_duty(who.actor, duty=Duty.RELEASE, agency_id=who.actor.agency_id or 0)
    form = ReleaseForm(request.POST or None, initial={"marking": Marking.OFFICIAL.value})
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            reporting.release(
                by=who.actor,
                purpose=who.purpose,
                at=who.at,
                report_id=report,
                marking=Marking(held["marking"]),
                reason=held["reason"],
            )
            return redirect("reports:report", report=report)
        except (Unusable, Refused) as error:
            form.add_error(None, str(error))
    original = reading.get_report(who, page.original.report_id) if page.original else page
    texts = reading.compare([one.text for one in original.items], [one.text for one in page.items])
    fits = fitting.fit(who, [one.text for one in page.items])
    context = {"form": form, "page": page, "original": original, "texts": texts, "fits": fits}
    return answer(request, "reports/release.html.jinja", context, status=400 if form.errors else 200)


def _beside(
    request: HttpRequest, original: reading.ReportPage, page: reading.ReportPage, *, act: str, report_id: int
) -> HttpResponse:
    """The form of a sanitised text beside its original; the button "check" shows what differs and saves nothing."""
    who = acting(request)
    sent = _is_sent(request) and "check" not in request.POST
    typed = {"title": request.POST.get("title", page.line.title if act == "rewrite" else "")}
    form = TitleForm(request.POST if sent else None, initial=typed)
    items = read_items(request.POST or None, page.items, meanings=reading.meanings(), is_sent=sent)
    texts = fits = None
    if request.method == "POST":
        typed_texts = [str(item["text"].value() or "") for item in items]
        texts = reading.compare([one.text for one in original.items], typed_texts)
        fits = fitting.fit(who, typed_texts)
    if sent and _are_valid(form, *items):
        draft: dict[str, Any] = {
            "report_id": report_id,
            "title": form.cleaned_data["title"],
            "items": tuple(item.item() for item in items),
        }
        try:
            made = getattr(reporting, act)(by=who.actor, purpose=who.purpose, at=who.at, **draft) or report_id
            return redirect("reports:report", report=made)
        except (Unusable, Refused) as error:
            form.add_error(None, str(error))
    return _answer(request, "reports/sanitise.html.jinja", form, items, original=original, texts=texts, fits=fits)


def _answer(
    request: HttpRequest, template: str, form: ReportForm | TitleForm, items: list[ItemForm], **more: Any
) -> HttpResponse:
    wrong = bool(form.errors or any(item.errors for item in items))
    context = {"form": form, "items": items, "is_wrong": wrong, **more}
    return answer(request, template, context, status=400 if wrong else 200)


def _is_sent(request: HttpRequest) -> bool:
    """Whether the form was sent to be saved: asking for one item more or fewer saves nothing."""
    return request.method == "POST" and "add" not in request.POST and "remove" not in request.POST


def _are_valid(*held: Any) -> bool:
    """Whether all are, each asked: every mistake is shown at once."""
    return not [one for one in held if not one.is_valid()]


def own_desk(person_id: int, agency_id: int) -> int:
    """Return the id of the first desk of the agency at which the person works, 0 for none."""
    mine = [
        desk.desk_id
        for desk in desks.list_desks()
        if desk.agency_id == agency_id and desks.works_at(desk.desk_id, person_id, agency_id)
    ]
    return mine[0] if mine else 0
