"""Pages of pointers: make one instead of sharing, read one, and ask its owner for access."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.access.context import Acting
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Audience
from fourpoint.services.disclosure import pointers, requests
from fourpoint.services.disclosure.about import area_name
from fourpoint.services.disclosure.choices import Choice, make_audience, options
from fourpoint.services.library.places import threat_names
from fourpoint.services.marked.finding import Found
from fourpoint.services.sharing.actions import owner_only
from fourpoint.services.sharing.purposes import list_choosable
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.sharing.forms import AskForm, NoDay, PointForm, read_last_day, read_route
from fourpoint.web.sharing.views.about import own


@require_http_methods(["GET", "HEAD", "POST"])
def point(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Make a pointer at a record, where policy lets anyone be told of it at all."""
    who = acting(request)
    found, head = own(request, kind, record)
    form = PointForm(request.POST if request.method == "POST" else None)
    problem = ""
    if form.is_bound and form.is_valid():
        try:
            made = _point(request, found, form, who)
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("sharing:pointer", pointer=made)
    area = found.kind.area(found.row)
    choice = _route(request)
    context = {
        "head": head,
        "form": form,
        "problem": problem,
        "forbidden": "" if form.is_bound else _forbidden(found),
        "area": (area, area_name(area)) if area else None,
        "threats": threat_names(),
        "desks": pointers.desks(),
        "options": options(found.row.owner_id, at=who.at),
        "choice": choice,
        "last_day": read_last_day(request.POST, choice),
    }
    return answer(request, "sharing/point.html.jinja", context, status=400 if form.errors or problem else 200)


@require_safe
def pointer(request: HttpRequest, pointer: int) -> HttpResponse:
    """Show what a pointer says, whom to ask, and a form to ask with."""
    who = acting(request)
    card = pointers.get_pointer(pointer, who=who)
    context = {"pointer": card, "form": AskForm(), "problem": "", "purposes": list_choosable(), "purpose": who.purpose}
    return answer(request, "sharing/pointer.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pointer: int) -> HttpResponse:
    """Send a request for access to the owner of a pointer."""
    who = acting(request)
    card = pointers.get_pointer(pointer, who=who)
    if request.method != "POST":
        return redirect("sharing:pointer", pointer=pointer)
    form, problem = AskForm(request.POST), ""
    if form.is_valid():
        sent = form.cleaned_data
        asking = requests.Asking(
            pointer_id=pointer, purpose=sent["purpose"], reason=sent["reason"], for_agency=sent["whom"] == "agency"
        )
        try:
            reference = requests.ask(by=who.actor, purpose=who.purpose, at=who.at, asking=asking)
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("sharing:request", reference=reference)
    context = {"pointer": card, "form": form, "problem": problem, "purposes": list_choosable(), "purpose": who.purpose}
    return answer(request, "sharing/pointer.html.jinja", context, status=400)


def _forbidden(found: Found) -> str:
    try:
        pointers.check_may_be_pointed_at(found.audience)
    except Refused as refusal:
        return str(refusal)
    return ""


def _route(request: HttpRequest) -> Choice:
    try:
        return read_route(request.POST, Choice())
    except NoDay as wrong:
        return wrong.choice
    except Unusable:
        return Choice()


def _point(request: HttpRequest, found: Found, form: PointForm, who: Acting) -> int:
    owner: Audience = owner_only(found.row.owner_id)
    audience = make_audience(owner, read_route(request.POST, Choice()), at=who.at)
    sent = form.cleaned_data
    draft = pointers.PointerDraft(
        kind=found.kind.code,
        record_id=found.row.pk,
        area_code=sent["area"],
        threat=sent["threat"],
        contact_kind=sent["desk"],
        audience=audience,
    )
    return pointers.point(by=who.actor, purpose=who.purpose, at=who.at, pointer=draft)
