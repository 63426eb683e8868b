"""Pages of commentary: all notes on a profile, one note, and the forms that write, revise and withdraw."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking, parse_marking
from fourpoint.services.marked.summary import find_summary
from fourpoint.services.profiles.commentary import actions, anchors, queries, readers
from fourpoint.services.profiles.requests import DEFAULT_THREAT
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.foreseeing import ASKS, NewForeseen, foresee_new, typed
from fourpoint.web.profiles.forms import NoteForm, RevisionForm, WithdrawalForm
from fourpoint.web.profiles.notes import make_note

FORM = ["GET", "HEAD", "POST"]


@require_safe
def list_notes(request: HttpRequest, area: str) -> HttpResponse:
    """Show every note on the profile that the reader may read."""
    notes = [make_note(note) for note in queries.list_commentary(area, who=acting(request))]
    context = {"area": area, "notes": notes, "may_write": may_write(request)}
    return answer(request, "profiles/commentary.html.jinja", context)


@require_safe
def note(request: HttpRequest, area: str, note: int) -> HttpResponse:
    """Show one note with everything known of it, and its earlier versions."""
    found, wordings = queries.get_note(area, note, who=acting(request))
    sharing = find_summary("commentary", note)
    context = {"note": found, "card": make_note(found), "earlier": wordings[1:], "area": area, "sharing": sharing}
    return answer(request, "profiles/note.html.jinja", context)


@require_http_methods(FORM)
def add(request: HttpRequest, area: str) -> HttpResponse:
    """Write a note on the section or figure that the address names: the form, and what it sends."""
    who, anchor = acting(request), _anchor(request)
    about = anchors.about(area, anchor)
    checks.check_may_contribute(who.actor, agency_id=who.actor.agency_id or 0)
    choices = readers.list_readers(who)
    begins = {"marking": Marking.OFFICIAL.value} | typed(NoteForm(readers=choices), request.POST)
    sent = request.POST if request.method == "POST" and ASKS not in request.POST else None
    form = NoteForm(sent, readers=choices, initial=begins)
    if form.is_bound and form.is_valid():
        try:
            written = _write(area, anchor, form, who)
        except Unusable as refusal:
            form.add_error("marking" if "marked" in str(refusal) else "text", str(refusal))
        else:
            return redirect("profiles:note", area=area, note=written)
    context = {"area": area, "about": about, "form": form, "choices": choices, "foreseen": _foreseen(form, who)}
    return answer(request, "profiles/note_add.html.jinja", context, status=400 if form.errors else 200)


@require_http_methods(FORM)
def revise(request: HttpRequest, area: str, note: int) -> HttpResponse:
    """Give a note new words."""
    who = acting(request)
    found, _ = queries.get_note(area, note, who=who)
    _check_may_change(found)
    form = RevisionForm(
        request.POST if request.method == "POST" else None, initial={"text": "\n\n".join(found.paragraphs)}
    )
    if request.method == "POST" and form.is_valid():
        actions.revise_commentary(
            commentary_id=note, text=form.cleaned_data["text"], by=who.actor, purpose=who.purpose, at=who.at
        )
        return redirect("profiles:note", area=area, note=note)
    context = {"note": found, "form": form, "area": area}
    return answer(request, "profiles/note_revise.html.jinja", context, status=400 if form.errors else 200)


@require_http_methods(FORM)
def withdraw(request: HttpRequest, area: str, note: int) -> HttpResponse:
    """Take a note back, with a reason."""
    who = acting(request)
    found, _ = queries.get_note(area, note, who=who)
    _check_may_change(found)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_commentary(
            commentary_id=note, reason=form.cleaned_data["reason"], by=who.actor, purpose=who.purpose, at=who.at
        )
        return redirect("profiles:note", area=area, note=note)
    context = {"note": found, "card": make_note(found), "form": form, "area": area}
    return answer(request, "profiles/note_withdraw.html.jinja", context, status=400 if form.errors else 200)


def may_write(request: HttpRequest) -> bool:
    """Return whether the page should offer to write a note; the service decides when it is asked."""
    actor = acting(request).actor
    return checks.may_contribute(actor, agency_id=actor.agency_id or 0)


def _anchor(request: HttpRequest) -> anchors.Anchor:
    kind: Literal["section", "figure"] = "figure" if request.GET.get("figure") else "section"
    threat = request.GET.get("threat", "").strip()[:64] or DEFAULT_THREAT
    return anchors.Anchor(kind=kind, anchor_id=request.GET.get(kind, "threat")[:200], threat_id=threat)


def _foreseen(form: NoteForm, who: Acting) -> NewForeseen | None:
    chosen, marking = form["readers"].value(), form["marking"].value() or ""
    if not chosen:
        return None
    return foresee_new(lambda: readers.make_audience(who, readers=chosen, marking=parse_marking(marking)), who)


def _write(area: str, anchor: anchors.Anchor, form: NoteForm, who: Acting) -> int:
    chosen = form.cleaned_data
    audience = readers.make_audience(who, readers=chosen["readers"], marking=Marking(chosen["marking"]))
    draft = actions.Draft(anchor=anchor, text=chosen["text"], audience=audience, for_public=chosen["for_public"])
    return actions.write_commentary(area=area, draft=draft, by=who.actor, purpose=who.purpose, at=who.at)


def _check_may_change(found: queries.Note) -> None:
    if not found.may_change:
        raise checks.NotAllowed("You may read this note, and not change it: that is for the agency that owns it.")
