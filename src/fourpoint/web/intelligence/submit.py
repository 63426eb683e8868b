"""Passing something on: five screens at the most, each saved as it is left, and nothing but the text needed."""

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fourpoint.access.checks import NotOpen
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Unusable
from fourpoint.domain.submissions import Danger
from fourpoint.jobs.accounts import send_mail_soon
from fourpoint.services.intelligence import channels, desks, drafts, sent
from fourpoint.services.intelligence.drafts import DraftCard, NoSuchDraft, Overtaken
from fourpoint.services.intelligence.monthly import may_see_months
from fourpoint.services.intelligence.submitting import Sending, submit
from fourpoint.services.profiles.picking import say_point
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.numbers import read_number, read_page
from fourpoint.web.intelligence.submit_cards import STEPS, check_card, clashes
from fourpoint.web.intelligence.submit_files import attach_after
from fourpoint.web.intelligence.submit_forms import DangerForm, FilesForm, WhatForm, WhereForm, YouForm
from fourpoint.web.intelligence.submit_offline import writer_of

FORM = ["GET", "HEAD", "POST"]


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show where to begin, the reader's drafts, and what she sent."""
    who = acting(request)
    context = {
        "drafts": drafts.list_drafts(who),
        "sent": sent.list_sent(who, page=read_page(request)),
        "page_href": lambda page: f"?page={page}",
        "writer": writer_of(who.actor),
        "works_at_desk": desks.has_desk(who.actor),
        "administers": bool(who.actor.membership and who.actor.membership.administers),
        "sees_months": may_see_months(who),
    }
    return answer(request, "intelligence/start.html.jinja", context)


@require_safe
def elsewhere(request: HttpRequest, channel: str) -> HttpResponse:
    """Say where something else belongs, and how to go on here all the same."""
    found = channels.find_channel(channel)
    if found is None:
        raise NotOpen("There is no such page.")
    return answer(request, "intelligence/submit_elsewhere.html.jinja", {"channel": found})


@require_http_methods(FORM)
def begin(request: HttpRequest) -> HttpResponse:
    """Ask first whether anyone is in danger; the answer begins a draft."""
    who = acting(request)
    form = DangerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        danger = Danger(form.cleaned_data["danger"])
        return _after_danger(drafts.begin(by=who.actor, at=who.at, danger=danger), danger)
    return _danger_page(request, form)


@require_safe
def stop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say whom to call before anything is written, and what passing it on here does not do."""
    draft = drafts.get_draft(acting(request), key)
    emergency = channels.find_channel(channels.EMERGENCY)
    return answer(request, "intelligence/submit_stop.html.jinja", {"draft": draft, "channel": emergency})


@require_http_methods(FORM)
def step(request: HttpRequest, key: uuid.UUID, step: str) -> HttpResponse:
    """Ask what belongs to one screen, save it, and go on to the next."""
    who = acting(request)
    draft = drafts.get_draft(who, key)
    form, clash, status = _form(request, draft, step), {}, 200
    if request.method == "POST":
        if form.is_valid():
            try:
                _save(request, who, draft, step, form)
                return _after(request, draft.key, step, form)
            except Overtaken as error:
                form.add_error(None, str(error))
                clash, status = clashes(draft, form), 409
            except Unusable as error:
                form.add_error(None, str(error))
        status = status if status == 409 else 400
    if step == "danger":
        return _danger_page(request, form, draft=draft, status=status)
    context = {
        "form": form,
        "draft": draft,
        "step": step,
        "number": STEPS.index(step) + 1,
        "count": len(STEPS),
        "clash": clash,
        "marked": say_point(draft.get("point")),
        "desk": _desk(who, draft),
        "most": drafts.MOST_SUBJECTS,
    }
    return answer(request, f"intelligence/submit_{step}.html.jinja", context, status=status)


@require_http_methods(FORM)
def check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show all that is about to be sent, with advice on it; send it, and the files that were chosen with it."""
    who = acting(request)
    try:
        draft = drafts.get_draft(who, key)
    except NoSuchDraft:
        # Sent before, from this page or another device.
        reference = sent.find_sent(who, key)
        if reference is None:
            raise
        attach_after(request, who, reference)
        return redirect("intelligence:receipt", reference=reference)
    if draft.danger is None:
        return redirect("intelligence:draft-danger", key=key)
    problem = ""
    if request.method == "POST":
        try:
            return _send(request, who, draft, draft.danger)
        except Unusable as error:
            problem = str(error)
    context = {
        "draft": draft,
        "card": check_card(draft, desks.list_desks()),
        "desk": _desk(who, draft),
        "problem": problem or _problem(draft),
        "advice": _advice(draft),
        "files": FilesForm(is_urgent=draft.danger.is_urgent),
        "has_files": bool(request.FILES),
        "number": len(STEPS),
        "count": len(STEPS),
    }
    page = "intelligence/submit_check.html.jinja"
    return answer(request, page, context, status=400 if request.method == "POST" else 200)


@require_POST
def autosave(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Save one screen's fields as they stand while they are typed, for the script; answer with advice on the text."""
    who, step = acting(request), request.POST.get("step", "")
    if step not in STEPS[:-1]:
        return JsonResponse({"error": "There is no such page."}, status=400)
    draft = drafts.get_draft(who, key)
    form = _form(request, draft, step)
    if not form.is_valid():
        return JsonResponse({"error": "This cannot be saved as it is."}, status=400)
    try:
        saves = _save(request, who, draft, step, form)
    except Overtaken as error:
        return JsonResponse({"error": str(error)}, status=409)
    except Unusable as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({"saves": saves, "advice": _advice(drafts.get_draft(who, key)) if step == "what" else []})


@require_http_methods(FORM)
def throw_away(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask whether the draft is to go, and let it go."""
    who = acting(request)
    draft = drafts.get_draft(who, key)
    if request.method == "POST":
        drafts.throw_away(by=who.actor, key=key)
        return redirect("intelligence:start")
    return answer(request, "intelligence/submit_throw_away.html.jinja", {"draft": draft})


# ----------------------------------------------------------------------------------------------------------------------


def _danger_page(
    request: HttpRequest, form: forms.Form, *, draft: DraftCard | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "draft": draft, "channels": channels.list_channels(), "count": len(STEPS)}
    status = 400 if form.errors and status == 200 else status
    return answer(request, "intelligence/submit_danger.html.jinja", context, status=status)


def _form(request: HttpRequest, draft: DraftCard, step: str) -> forms.Form:
    """The form of that screen: with what was sent, else with what was typed before."""
    sent_now = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = dict(draft.fields)
    if step == "danger":
        return DangerForm(sent_now, initial=initial)
    if step == "what":
        return WhatForm(sent_now, initial=initial, subjects=_subjects(request, draft))
    if step == "where":
        return WhereForm(sent_now, initial=initial)
    listed = desks.list_desks()
    offered = desks.find_desk(acting(request).actor.agency_id or 0)
    return YouForm(sent_now, initial={"desk": str(offered.desk_id) if offered else ""} | initial, desks=listed)


def _subjects(request: HttpRequest, draft: DraftCard) -> int:
    """How many boxes for subjects: those that were filled in or sent, and one more when that was asked for."""
    named = [*draft.fields, *request.POST]
    boxes = (name.removeprefix("about_words_") for name in named if name.startswith("about_words_"))
    held = [read_number(box, digits=3) or 0 for box in boxes]
    asked = request.GET.get("subjects", "")
    return max([0, *held, read_number(asked, digits=3) or 0])


def _save(request: HttpRequest, who: Acting, draft: DraftCard, step: str, form: forms.Form) -> int:
    # A browser sends each line break as two characters.
    fields = {name: str(form.cleaned_data[name]).replace("\r\n", "\n") for name in form.fields}
    said = request.POST.get("saves", "")
    known = read_number(said)
    saves = draft.saves if known is None else known
    return drafts.save(by=who.actor, at=who.at, key=draft.key, step=step, fields=fields, saves=saves)


def _after(request: HttpRequest, key: uuid.UUID, step: str, form: forms.Form) -> HttpResponse:
    if step == "danger":
        return _after_danger(key, Danger(form.cleaned_data["danger"]))
    if "more" in request.POST and isinstance(form, WhatForm):
        response = redirect("intelligence:draft-what", key=key)
        number = min(form.subjects + 1, drafts.MOST_SUBJECTS)
        response["Location"] += f"?subjects={number}#id_about_kind_{number}"
        return response
    if "map" in request.POST:
        return redirect("intelligence:draft-map", key=key)
    if "later" in request.POST:
        return redirect("intelligence:start")
    return redirect(f"intelligence:draft-{STEPS[STEPS.index(step) + 1]}", key=key)


def _after_danger(key: uuid.UUID, danger: Danger) -> HttpResponse:
    return redirect("intelligence:draft-stop" if danger.is_urgent else "intelligence:draft-what", key=key)


def _send(request: HttpRequest, who: Acting, draft: DraftCard, danger: Danger) -> HttpResponse:
    desk = _desk(who, draft)
    if desk is None:
        raise Unusable("Choose the desk that it goes to.")
    sending = Sending(key=draft.key, desk_id=desk.desk_id, danger=danger, written=draft.written())
    receipt = submit(by=who.actor, purpose=who.purpose, at=who.at, sending=sending)
    # In this order: whoever is on duty is written to before any file is looked at.
    send_mail_soon()
    attach_after(request, who, receipt.reference)
    return redirect("intelligence:receipt", reference=receipt.reference)


def _desk(who: Acting, draft: DraftCard) -> desks.DeskCard | None:
    """The desk that she chose, else the one that her agency is offered first."""
    chosen = next((one for one in desks.list_desks() if str(one.desk_id) == draft.get("desk")), None)
    return chosen or desks.find_desk(who.actor.agency_id or 0)


def _problem(draft: DraftCard) -> str:
    try:
        draft.written()
    except Unusable as error:
        return str(error)
    return ""


def _advice(draft: DraftCard) -> tuple[tuple[str, str], ...]:
    try:
        return drafts.find_advice(draft.fields)
    except Unusable:
        # Said on the page as what it is: too long to be sent.
        return ()
