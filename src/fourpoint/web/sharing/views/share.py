"""The share control: choose who may see a record, be told live who that lets in and why, and share or narrow it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from fourpoint.access.context import Acting
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.reach import reached, reached_anew
from fourpoint.domain.sharing import Audience, decide_place
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.disclosure.choices import Choice, choice_of, make_audience, options
from fourpoint.services.disclosure.readers import AgencyReaders, who_will_see
from fourpoint.services.marked.finding import Found
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.marked.summary import AudienceWords, in_words
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.sharing.forms import NoDay, ReasonForm, has_choice, read_choice, read_last_day, write_choice
from fourpoint.web.sharing.views.about import own


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """
    What a choice would do: who would see the record and why, or why it cannot be so.

    anew   how many agencies would read more than now
    lost   the agencies that could read it no more
    query  the choice, for links to previews
    """

    problem: str = ""
    readers: tuple[AgencyReaders, ...] = ()
    audience: AudienceWords | None = None
    anew: int = 0
    lost: tuple[str, ...] = ()
    query: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Show the control with what the choice would do; place the record when it was sent with a reason."""
    who = acting(request)
    found, head = own(request, kind, record)
    choice, audience, problem = _chosen(request, found, who)
    form = ReasonForm(request.POST if request.method == "POST" and "check" not in request.POST else None)
    if form.is_bound and form.is_valid() and audience is not None:
        placing = Placing(kind=kind, record_id=record, audience=audience, **form.cleaned_data)
        try:
            place(by=who.actor, purpose=who.purpose, at=who.at, placing=placing)
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("sharing:record", kind=kind, record=record)
    wrong = form.is_bound and bool(form.errors or problem)
    context = {
        "head": head,
        "choice": choice,
        "last_day": read_last_day(request.POST, choice),
        "options": options(found.row.owner_id, at=who.at),
        "once": bool(found.audience.disclosures),
        "form": form,
        "problem": problem if form.is_bound else "",
        "foreseen": foresee(found, audience, choice, problem, who),
    }
    return answer(request, "sharing/share.html.jinja", context, status=400 if wrong else 200)


def foresee(found: Found, audience: Audience | None, choice: Choice, problem: str, who: Acting) -> Foreseen:
    """Return what placing the record in that audience would do, asked of the rule about every real person."""
    if audience is None:
        return Foreseen(problem=problem)
    deciding = decide_place(who.actor, audience, who.purpose, who.at)
    said = "" if deciding.allowed else " ".join(reason.sentence for reason in deciding.reasons)
    against = found.kind.barred(found.row, audience)
    return Foreseen(
        problem=f"You could not keep it so yourself. {said}" if said else against,
        readers=who_will_see(audience, for_agency=who.actor.agency_id, at=who.at),
        audience=in_words(audience, agency_id=who.actor.agency_id),
        anew=len(reached_anew(found.audience, audience)),
        lost=tuple(sorted(agency_names(reached(found.audience) - reached(audience)).values())),
        # Who is named in another agency stands in no address, so that choice cannot be carried to a preview.
        query="" if choice.others else write_choice(choice),
    )


def _chosen(request: HttpRequest, found: Found, who: Acting) -> tuple[Choice, Audience | None, str]:
    """The choice sent, or the record's own; with the audience it makes, or why it makes none."""
    sent = request.POST if request.method == "POST" else request.GET
    if not has_choice(sent):
        return choice_of(found.audience), found.audience, ""
    choice = choice_of(found.audience)
    try:
        choice = read_choice(sent)
        return choice, make_audience(found.audience, choice, at=who.at), ""
    except NoDay as wrong:
        return wrong.choice, None, str(wrong)
    except Unusable as refusal:
        return choice, None, str(refusal)
