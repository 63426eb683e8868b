"""The desk: its queue, and one submission with everything that can be done with it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.access.context import Acting
from fourpoint.domain.errors import Unusable
from fourpoint.domain.pathways import StepNotOpen
from fourpoint.domain.submissions import Priority
from fourpoint.services.intelligence import attaching, opened, outcomes, sorting
from fourpoint.services.intelligence import queue as reads
from fourpoint.services.intelligence import triage as steps
from fourpoint.services.library.places import threat_names
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.numbers import read_page
from fourpoint.web.intelligence import triage_cards as cards
from fourpoint.web.intelligence.triage_forms import ActForm

FORM = ["GET", "HEAD", "POST"]
REFUSALS = (steps.NotSafeguarded, steps.NotToBeAsked, outcomes.NotByItsWriter)
UNREADABLE = "What was sent could not be understood: go back and try again."


def _sort(*, threat: str, level: str, alerts: tuple[str, ...], reason: str, **given: Any) -> None:
    into = sorting.Sorting(threat=threat, level=level, alerts=alerts, reason=reason)
    sorting.sort(**given, into=into)


# Each act but the steps of the pathway, and which of its arguments comes from which field of the form.
ACTS: Mapping[str, tuple[Callable[..., object], Mapping[str, str]]] = {
    "acknowledge": (steps.acknowledge, {}),
    "hand-over": (steps.hand_over, {"to": "to", "reason": "words"}),
    "priority": (steps.set_priority, {"priority": "priority", "reason": "words"}),
    "safeguarding": (steps.decide_safeguarding, {"decision": "words"}),
    "ask": (steps.ask_sender, {"question": "words"}),
    "sort": (_sort, {"threat": "threat", "level": "level", "alerts": "alerts", "reason": "words"}),
    "propose-outcome": (outcomes.propose, {"change": "change", "words": "words"}),
    "outcome": (outcomes.release, {"outcome_id": "to"}),
    "take-back-outcome": (outcomes.take_back, {"outcome_id": "to", "reason": "words"}),
}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show what lies on the reader's desks, what presses most first."""
    who = acting(request)
    show = request.GET.get("show", "")
    held = reads.get_queue(
        who,
        show=reads.Show(show) if show in tuple(reads.Show) else reads.Show.ALL,
        threat=request.GET.get("threat", "")[:64],
        level=request.GET.get("level", "")[:80],
        page=read_page(request),
    )
    context = {
        "queue": held,
        "parts": cards.parts(held),
        "rows": cards.rows(cards.below(held), at=who.at),
        "danger": cards.rows(cards.on_top(held), at=who.at),
    }
    return answer(request, "intelligence/triage/queue.html.jinja", context)


@require_http_methods(FORM)
def item(request: HttpRequest, submission: str) -> HttpResponse:
    """Show one submission; do one thing with it."""
    who = acting(request)
    page = opened.open_submission(who, submission)
    form = ActForm(request.POST if request.method == "POST" else None)
    error = ""
    if request.method == "POST":
        try:
            _do(form, page.submission_id, who)
            return redirect(f"{reverse('intelligence:desk-item', kwargs={'submission': submission})}?did={_act(form)}")
        except (Unusable, StepNotOpen, *REFUSALS) as refused:
            error = str(refused)
    context = {
        "page": page,
        "files": attaching.list_files(page.submission_id),
        "clock": cards.clock_words(page.due_at, who.at),
        "is_over": page.due_at is not None and page.due_at <= who.at,
        "history": cards.history(page),
        "acts": cards.acts(page),
        "can_ask": cards.can(page, "ask"),
        "can_end": cards.can(page, "evaluate"),
        "around": reads.get_around(who, page.submission_id),
        "did": "" if error else cards.did(request.GET.get("did", ""), page),
        "error": error,
        "wrong": {"act": _act(form), "words": str(form.data.get("words", ""))} if error else {"act": "", "words": ""},
        "threats": tuple(threat_names().items()),
        "levels": sorting.list_levels(),
        "raisable": sorting.list_alerts(),
        "kinds": tuple((one.id, one.name) for one in outcomes.list_kinds()),
        "priorities": tuple((one.value, cards.priority_words(one)) for one in Priority),
    }
    return answer(request, "intelligence/triage/item.html.jinja", context, status=400 if error else 200)


# ----------------------------------------------------------------------------------------------------------------------


def _act(form: ActForm) -> str:
    """The act that was sent, also when something beside it was wrong."""
    if not form.is_bound:
        return ""
    form.is_valid()
    return str(form.cleaned_data.get("act", ""))


def _do(form: ActForm, number: int, who: Acting) -> None:
    if not form.is_valid():
        raise Unusable(UNREADABLE)
    sent: dict[str, Any] = form.cleaned_data
    given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": who.at, "submission_id": number}
    act, takes = ACTS.get(sent["act"], (steps.take_step, {"step": "act", "reason": "words"}))
    if "priority" in takes and not sent["priority"]:
        raise Unusable("Choose a priority.")
    act(**given, **{name: sent[field] for name, field in takes.items()})
