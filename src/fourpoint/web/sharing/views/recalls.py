"""Pages of recalls: take a record back, see who has answered, and answer for one's agency."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from fourpoint.access import checks
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.disclosure import recalls
from fourpoint.services.disclosure.readers import who_will_see
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.records import page_of
from fourpoint.web.sharing.forms import AcknowledgeForm, RecallForm
from fourpoint.web.sharing.views.about import own

ANSWERS = (
    ("destroyed", "All copies are destroyed", "Printed, saved or passed on: none is left."),
    ("none-held", "No copies were made", "It was read here and nowhere else."),
    ("kept", "Some copies are kept", "Say below which, where and why: the owner decides what follows."),
)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Recall a record: say why, and how its recipients will know what is meant."""
    who = acting(request)
    found, head = own(request, kind, record)
    form, problem = RecallForm(request.POST if request.method == "POST" else None), ""
    if form.is_bound and form.is_valid():
        recalling = recalls.Recalling(kind=kind, record_id=record, **form.cleaned_data)
        try:
            reference = recalls.recall(by=who.actor, purpose=who.purpose, at=who.at, recalling=recalling)
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("sharing:recall", reference=reference)
    readers = who_will_see(found.audience, for_agency=who.actor.agency_id, at=who.at)
    told = recalls.whom_to_tell(found)
    past = agency_names(told - {one.agency_id for one in readers})
    context = {
        "head": head,
        "told": bool(told),
        "past": sorted(past.values()),
        "form": form,
        "problem": problem,
        "others": [one for one in readers if not one.is_owner],
        "suggested": f"{head.name.capitalize()} {record} of {head.summary.audience.owner}",
    }
    return answer(request, "sharing/take_back.html.jinja", context, status=400 if form.errors or problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one_recall(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a recall to its owner with who has answered, and to a recipient with a form to answer."""
    who = acting(request)
    card, notice = recalls.get_recall(reference, who=who), recalls.get_notice(reference, who=who)
    if card is None and notice is None:
        raise checks.NotOpen("There is no such recall.")
    form, problem = AcknowledgeForm(request.POST if request.method == "POST" else None), ""
    if form.is_bound and form.is_valid():
        try:
            recalls.acknowledge(who=who, reference=reference, **form.cleaned_data)
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("sharing:recall", reference=reference)
    context = {
        "card": card,
        "notice": notice,
        "reference": reference,
        "href": page_of(card.kind, card.record_id) if card else "",
        "form": form,
        "problem": problem,
        "answers": ANSWERS,
        "words": {code: text for code, text, _ in ANSWERS},
    }
    return answer(request, "sharing/recall.html.jinja", context, status=400 if form.errors or problem else 200)
