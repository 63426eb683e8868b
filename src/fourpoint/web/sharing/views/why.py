"""Why can I see this? And why can they, or not: for the owner about agencies, for governance about anyone, any time."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from fourpoint.access import checks
from fourpoint.domain.errors import Unusable
from fourpoint.services.disclosure import why as asking
from fourpoint.services.disclosure.readers import AgencyReaders, who_will_see
from fourpoint.services.marked.finding import Found
from fourpoint.services.sharing.purposes import list_choosable
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.sharing.forms import QuestionForm
from fourpoint.web.sharing.views.about import About, about


@require_http_methods(["GET", "HEAD", "POST"])
def why(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Show why the reader can see the record; let the governance role ask about somebody at a past moment."""
    who = acting(request)
    governs = asking.may_ask_about_others(who)
    found, head = _find(kind, record, governs=governs)
    history = asking.list_history(kind, record, who=who) if governs or (head and head.summary.is_owner) else ()
    if found is None and not history:
        raise checks.NotOpen("There is no such record.")
    form = QuestionForm(request.POST if request.method == "POST" else None)
    told, problem = _answer(request, kind, record, form)
    is_owner = head is not None and head.summary.is_owner
    readers: tuple[AgencyReaders, ...] = ()
    if found is not None and is_owner:
        readers = who_will_see(found.audience, for_agency=who.actor.agency_id, at=who.at)
    context = {
        "head": head,
        "kind": kind,
        "record": record,
        "governs": governs,
        "facts": asking.weighed(found, who=who) if found else (),
        "readers": readers,
        "history": history,
        "form": form,
        "told": told,
        "problem": problem,
        "purposes": list_choosable(),
    }
    return answer(request, "sharing/why.html.jinja", context, status=400 if form.errors or problem else 200)


def _find(kind: str, record: int, *, governs: bool) -> tuple[Found | None, About | None]:
    """The record and its head; neither, for a governance officer who may know its history and not the record."""
    try:
        return about(kind, record)
    except checks.NotOpen:
        if not governs:
            raise
        return None, None


def _answer(request: HttpRequest, kind: str, record: int, form: QuestionForm) -> tuple[asking.Answer | None, str]:
    who = acting(request)
    if not form.is_bound or not form.is_valid():
        return None, ""
    asked = asking.Asked(
        email=form.cleaned_data["email"], at=form.asked_at(who.at), purpose=form.cleaned_data["purpose"]
    )
    try:
        return asking.ask(kind, record, asked, who=who), ""
    except Unusable as refusal:
        return None, str(refusal)
