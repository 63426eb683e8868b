"""Several records shared in one go: one choice of agreement and agencies, a choice for each record, one answer each."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Audience
from fourpoint.services.disclosure.choices import Choice, choice_of, make_audience, options
from fourpoint.services.disclosure.hub import list_own
from fourpoint.services.marked.finding import Found
from fourpoint.services.marked.place import Placing, place
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.numbers import read_number
from fourpoint.web.sharing.forms import NoDay, ReasonForm, has_choice, read_last_day, read_route
from fourpoint.web.sharing.views.about import About, own
from fourpoint.web.sharing.views.share import Foreseen, foresee

MOST = 25


@dataclass(frozen=True, kw_only=True)
class Item:
    """One record of the bundle: whether it is to be shared, and what that would do."""

    key: str
    head: About
    chosen: bool
    foreseen: Foreseen | None


@require_safe
def several(request: HttpRequest) -> HttpResponse:
    """Show the records of the reader's agency that she may share, to tick those that go together."""
    who = acting(request)
    checks.check_may_contribute(who.actor, agency_id=who.actor.agency_id or 0)
    words = request.GET.get("words", "").replace("\0", "")[:200]
    context = {"records": list_own(who, words=words), "words": words, "most": MOST}
    return answer(request, "sharing/several.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: HttpRequest) -> HttpResponse:
    """Show the records that the address names with a choice for each; share those that are chosen, all or none."""
    who = acting(request)
    keys = list(dict.fromkeys(request.GET.getlist("record")))[:MOST]
    held = {key: _own(request, key) for key in keys}
    form = ReasonForm(request.POST if request.method == "POST" and "check" not in request.POST else None)
    items = [_item(request, key, found, head, who) for key, (found, head) in held.items()]
    problem = _problem(items) if form.is_bound else ""
    if form.is_bound and form.is_valid() and not problem:
        try:
            _share(request, [held[item.key][0] for item in items if item.chosen], form, who)
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("sharing:index")
    choice = _choice(request, Choice())
    context = {
        "items": items,
        "form": form,
        "problem": problem,
        "options": options(who.actor.agency_id or 0, at=who.at),
        "choice": choice,
        "last_day": read_last_day(request.POST, choice),
        "checked": has_choice(request.POST),
        "too_many": len(set(request.GET.getlist("record"))) > MOST,
        "most": MOST,
    }
    return answer(request, "sharing/bundle.html.jinja", context, status=400 if form.errors or problem else 200)


def _own(request: HttpRequest, key: str) -> tuple[Found, About]:
    kind, _, number = key.rpartition("-")
    return own(request, kind, read_number(number, digits=18) or 0)


def _item(request: HttpRequest, key: str, found: Found, head: About, who: Acting) -> Item:
    chosen = not request.POST or key in request.POST.getlist("item")
    if not has_choice(request.POST) or not chosen:
        return Item(key=key, head=head, chosen=chosen, foreseen=None)
    base, problem = choice_of(found.audience), ""
    audience: Audience | None = None
    try:
        audience = make_audience(found.audience, read_route(request.POST, base), at=who.at)
    except Unusable as refusal:
        problem = str(refusal)
    return Item(key=key, head=head, chosen=True, foreseen=foresee(found, audience, base, problem, who))


def _problem(items: list[Item]) -> str:
    if not any(item.chosen for item in items):
        return "Choose at least one record to share."
    wrong = [item for item in items if item.chosen and item.foreseen and item.foreseen.problem]
    return f"“{wrong[0].head.title}”: {wrong[0].foreseen.problem}" if wrong and wrong[0].foreseen else ""


@transaction.atomic
def _share(request: HttpRequest, chosen: list[Found], form: ReasonForm, who: Acting) -> None:
    for found in chosen:
        audience = make_audience(found.audience, read_route(request.POST, choice_of(found.audience)), at=who.at)
        placing = Placing(kind=found.kind.code, record_id=found.row.pk, audience=audience, **form.cleaned_data)
        place(by=who.actor, purpose=who.purpose, at=who.at, placing=placing)


def _choice(request: HttpRequest, base: Choice) -> Choice:
    try:
        return read_route(request.POST, base)
    except NoDay as wrong:
        return wrong.choice
    except Unusable:
        return base
