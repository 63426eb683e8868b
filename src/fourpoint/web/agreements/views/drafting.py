"""Pages for authors of a draft: start it, write its parts, check it as a whole, send it or set it aside."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.access import checks
from fourpoint.domain.errors import Unusable
from fourpoint.services.agreements import drafting
from fourpoint.services.agreements.drafting import DraftPage
from fourpoint.services.sharing.codes import words
from fourpoint.web.agreements import cards
from fourpoint.web.agreements.forms import SECTION_FORMS, ClauseForm, DatesForm, TitleForm
from fourpoint.web.agreements.views.reading import typed
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer

either = require_http_methods(["GET", "HEAD", "POST"])


@either
def new(request: HttpRequest) -> HttpResponse:
    """Start a draft."""
    who = acting(request)
    checks.check_may_administer(who.actor, agency_id=who.actor.agency_id or 0)
    form = TitleForm(typed(request))
    if request.method == "POST" and form.is_valid():
        code = drafting.start_draft(by=who.actor, purpose=who.purpose, at=who.at, title=form.cleaned_data["title"])
        return _to(code)
    return _draw(request, "new", form)


@require_safe
def draft(request: HttpRequest, draft: str) -> HttpResponse:
    """Show the parts of a draft, and what each still wants."""
    page = drafting.get_draft(acting(request), draft)
    return _draw(request, "draft", forms.Form(), draft=page, sections=cards.make_sections(page.code, page.sections))


@either
def section(request: HttpRequest, draft: str, section: str) -> HttpResponse:
    """Write one part of a draft; what is typed is kept, complete or not."""
    who = acting(request)
    page = drafting.get_draft(who, draft)
    if section not in SECTION_FORMS:
        raise checks.NotOpen("A draft has no such part.")
    form = SECTION_FORMS[section](typed(request), who=who, initial=_initial(page))  # type: ignore[call-arg]
    if request.method == "POST" and form.is_valid():
        drafting.save_section(by=who.actor, at=who.at, code=draft, section=section, values=form.values())
        return _to(draft)
    title, hint = cards.SECTION_TITLES[section]
    return _draw(request, "section", form, draft=page, title=title, hint=hint)


@either
def clauses(request: HttpRequest, draft: str) -> HttpResponse:
    """Add clauses to a draft and take them out."""
    who = acting(request)
    page = drafting.get_draft(who, draft)
    removing = "remove" in request.POST
    form = ClauseForm(None if removing else typed(request), content=page.content)
    if removing:
        drafting.remove_clause(by=who.actor, at=who.at, code=draft, number=request.POST["remove"])
        return HttpResponseRedirect(cards.section_href(draft, "clauses"))
    if request.method == "POST" and form.is_valid():
        try:
            drafting.add_clause(by=who.actor, at=who.at, code=draft, clause=form.clause())
        except Unusable as unusable:
            form.add_error("number", str(unusable))
        else:
            return HttpResponseRedirect(cards.section_href(draft, "clauses"))
    held = [_clause(one) for one in page.content.get("clauses", [])]
    return _draw(request, "clauses", form, draft=page, clauses=held)


@either
def send(request: HttpRequest, draft: str) -> HttpResponse:
    """Show what is about to be sent, and send it to the parties for signature."""
    who = acting(request)
    page = drafting.get_draft(who, draft)
    if request.method == "POST":
        code = drafting.send_draft(by=who.actor, purpose=who.purpose, at=who.at, code=draft)
        return HttpResponseRedirect(reverse("agreements:agreement", kwargs={"agreement": code}))
    return _draw(request, "send", forms.Form(), draft=page, sections=cards.make_sections(page.code, page.sections))


@either
def discard(request: HttpRequest, draft: str) -> HttpResponse:
    """Set a draft aside for good."""
    who = acting(request)
    page = drafting.get_draft(who, draft)
    if request.method == "POST":
        drafting.discard_draft(by=who.actor, purpose=who.purpose, at=who.at, code=draft)
        return HttpResponseRedirect(reverse("agreements:list"))
    return _draw(request, "discard", forms.Form(), draft=page)


# ----------------------------------------------------------------------------------------------------------------------


def _initial(page: DraftPage) -> dict[str, Any]:
    days = {name: _day(page.content.get(name)) for name in DatesForm.base_fields}
    return {**page.content, **days}


def _day(text: str | None) -> tuple[str, ...] | None:
    return tuple(str(int(part)) for part in reversed(text.split("-"))) if text else None


def _clause(held: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": held["number"],
        "words": held["words"],
        "purposes": [words("purposes", code) for code in held["purposes"]],
        "categories": [words("data_categories", code) for code in held["categories"]],
    }


def _to(code: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("agreements:draft", kwargs={"draft": code}))


def _draw(request: HttpRequest, name: str, form: forms.Form, **context: Any) -> HttpResponse:
    status = 400 if form.errors else 200
    return answer(request, f"agreements/{name}.html.jinja", {"form": form, **context}, status=status)
