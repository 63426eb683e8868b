"""Pages of breaking glass, for who broke it and the governance roles of both agencies; nobody else knows of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fourpoint.access.checks import NotAllowed
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Unusable
from fourpoint.services.emergency import actions, limits, queries
from fourpoint.services.emergency.openable import list_openable
from fourpoint.web.emergency.forms import BreakForm, NoteForm, ReviewForm
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer

FORM = ["GET", "HEAD", "POST"]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List what the reader answers for: their own, and those their governance role reads."""
    who = acting(request)
    context = {"cards": queries.list_emergencies(who), "may_break": _may_break(who)}
    return answer(request, "emergency/index.html.jinja", context)


@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Break glass: the form, and what it sends."""
    who = acting(request)
    if not _may_break(who):
        raise NotAllowed("Only a duty officer, or another role that may break glass, can do this.")
    openable = list_openable(who.actor.agency_id or 0, at=who.at)
    form = BreakForm(request.POST if request.method == "POST" else None, openable=openable)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        owner_id = next(one.agency_id for one in openable if one.code == chosen["agency"])
        try:
            made = actions.break_glass(
                by=who.actor,
                purpose=chosen["purpose"],
                at=who.at,
                owner_id=owner_id,
                reason=chosen["reason"],
                minutes=chosen["minutes"],
            )
        except Unusable as refusal:
            form.add_error("reason", str(refusal))
        else:
            return redirect("emergency:one", emergency=made)
    context = {"form": form, "openable": openable, "longest": limits.amount("longest"), "note": limits.amount("note")}
    return answer(request, "emergency/new.html.jinja", context, status=400 if form.errors else 200)


@require_safe
def one(request: HttpRequest, emergency: int) -> HttpResponse:
    """Show one, with what the reader may do about it."""
    return _show(request, emergency)


@require_POST
def end(request: HttpRequest, emergency: int) -> HttpResponse:
    """End it now."""
    who = acting(request)
    actions.end_early(by=who.actor, purpose=who.purpose, at=who.at, emergency_id=emergency)
    return redirect("emergency:one", emergency=emergency)


@require_POST
def note(request: HttpRequest, emergency: int) -> HttpResponse:
    """Write the note after."""
    who, form = acting(request), NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, emergency, note_form=form, status=400)
    actions.write_note(
        by=who.actor, purpose=who.purpose, at=who.at, emergency_id=emergency, note=form.cleaned_data["note"]
    )
    return redirect("emergency:one", emergency=emergency)


@require_POST
def review(request: HttpRequest, emergency: int) -> HttpResponse:
    """Record what the owner's governance role finds."""
    who, form = acting(request), ReviewForm(request.POST)
    if not form.is_valid():
        return _show(request, emergency, review_form=form, status=400)
    actions.review(by=who.actor, purpose=who.purpose, at=who.at, emergency_id=emergency, **form.cleaned_data)
    return redirect("emergency:one", emergency=emergency)


def _show(
    request: HttpRequest,
    emergency: int,
    *,
    note_form: NoteForm | None = None,
    review_form: ReviewForm | None = None,
    status: int = 200,
) -> HttpResponse:
    who = acting(request)
    card = queries.get_emergency(who, emergency)
    if card.may_see and card.seen_at is None:
        actions.mark_seen(by=who.actor, purpose=who.purpose, at=who.at, emergency_id=emergency)
        card = queries.get_emergency(who, emergency)
    context = {
        "card": card,
        "consulted": queries.list_consulted(who, emergency),
        "note_form": note_form or NoteForm(),
        "review_form": review_form or ReviewForm(),
    }
    return answer(request, "emergency/one.html.jinja", context, status=status)


def _may_break(who: Acting) -> bool:
    membership = who.actor.membership
    return membership is not None and membership.breaks_glass and who.actor.is_active
