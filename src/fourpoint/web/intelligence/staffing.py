"""The workload of a desk against what it can do, and who works there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.access.checks import NotAllowed
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Unusable
from fourpoint.services.intelligence import desks, staffing
from fourpoint.services.intelligence.workload import list_workloads
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.intelligence.triage_forms import CapacityForm, StaffForm

FORM = ["GET", "HEAD", "POST"]


@require_safe
def workload(request: HttpRequest) -> HttpResponse:
    """Show what each desk of the reader's has to do, and when it is clear."""
    who = acting(request)
    context = {"desks": list_workloads(who), "may_staff": staffing.may_staff(who)}
    return answer(request, "intelligence/triage/workload.html.jinja", context)


@require_http_methods(FORM)
def staff(request: HttpRequest, desk: str) -> HttpResponse:
    """Say who works at a desk and who is on duty, or how much it can do in a day: one form each."""
    who = acting(request)
    held = staffing.get_staffing(who, desk)
    counting = request.method == "POST" and "capacity" in request.POST
    staffed = request.method == "POST" and not counting
    people = StaffForm(request.POST if staffed else None, staffing=held)
    capacity = CapacityForm(request.POST if counting else None, initial={"capacity": held.capacity})
    sent = people if staffed else capacity if counting else None
    if sent is not None and sent.is_valid():
        try:
            _save(sent, held, who)
            return redirect("intelligence:desk-workload")
        except (Unusable, NotAllowed) as error:
            sent.add_error(None, str(error))
    status = 400 if sent is not None else 200
    context = {"desk": held, "people": people, "capacity": capacity}
    return answer(request, "intelligence/triage/staff.html.jinja", context, status=status)


def _save(sent: StaffForm | CapacityForm, held: staffing.Staffing, who: Acting) -> None:
    given = {"by": who.actor, "purpose": who.purpose, "at": who.at, "desk_id": held.desk_id}
    if isinstance(sent, StaffForm):
        desks.staff_desk(**given, people=sent.people(), on_duty=sent.on_duty())  # type: ignore[arg-type]
    else:
        desks.set_capacity(**given, capacity=sent.cleaned_data["capacity"])  # type: ignore[arg-type]
