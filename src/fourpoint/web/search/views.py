"""Pages of search: the box with what it found, and the searches that a person keeps."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from fourpoint.access.context import Acting
from fourpoint.domain.errors import Unusable
from fourpoint.services.library.places import list_areas, threat_names
from fourpoint.services.search import saved as keeping
from fourpoint.services.search import showing
from fourpoint.services.search.asking import Asked, ReasonMissing
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.numbers import read_page
from fourpoint.web.search import cards
from fourpoint.web.search.forms import KeepForm, SearchForm, address, parameters


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show everything the reader may see that answers the search, the best first."""
    return _page(request, acting(request), SearchForm(request.GET or None, **_choices(request)))


@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """Show the searches that the reader keeps."""
    lines = keeping.list_saved(acting(request))
    return answer(request, "search/saved.html.jinja", {"lines": lines})


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the search that the form was sent with."""
    who, form, keep_form = acting(request), SearchForm(request.POST, **_choices(request)), KeepForm(request.POST)
    if not (form.is_valid() and keep_form.is_valid()):
        return _page(request, who, form, keeping_form=keep_form)
    try:
        keeping.save(by=who.actor, purpose=who.purpose, at=who.at, asked=form.asked(), **keep_form.cleaned_data)
    except Unusable as error:
        keep_form.add_error("name", str(error))
        return _page(request, who, form, keeping_form=keep_form)
    return redirect("search:saved")


@require_POST
def open_saved(request: HttpRequest, kept: int) -> HttpResponse:
    """Run a kept search: what it finds counts as known from now on."""
    who = acting(request)
    return redirect(address(keeping.open_saved(by=who.actor, at=who.at, saved_id=kept)))


@require_POST
def remove(request: HttpRequest, kept: int) -> HttpResponse:
    """Keep a search no longer."""
    who = acting(request)
    keeping.remove(by=who.actor, purpose=who.purpose, at=who.at, saved_id=kept)
    return redirect("search:saved")


# ----------------------------------------------------------------------------------------------------------------------


def _choices(request: HttpRequest) -> dict[str, Any]:
    return {"areas": list_areas(agency_id=acting(request).actor.agency_id), "threats": threat_names()}


def _page(request: HttpRequest, who: Acting, form: SearchForm, *, keeping_form: KeepForm | None = None) -> HttpResponse:
    """The page for a search that was made, that wants a reason, that cannot be made, or that nobody asked for yet."""
    is_valid = form.is_valid()
    asked = form.asked()
    context = {
        "form": form,
        "asked": asked,
        "held": parameters(asked),
        "keep_form": keeping_form or KeepForm(initial={"name": asked.words, "alerts": True}),
        "fresh": keeping.count_fresh(who),
        **_found(request, who, asked, form, is_wanted=is_valid and not (asked.is_empty and not request.GET.get("q"))),
    }
    wrong = bool(form.errors or (keeping_form and keeping_form.errors))
    return answer(request, "search/search.html.jinja", context, status=400 if wrong else 200)


def _found(request: HttpRequest, who: Acting, asked: Asked, form: SearchForm, *, is_wanted: bool) -> dict[str, Any]:
    nothing: dict[str, Any] = {"found": None, "needs_reason": ""}
    if not is_wanted:
        return nothing
    try:
        found = showing.search(who, asked, page=_number(request))
    except ReasonMissing as missing:
        return nothing | {"needs_reason": str(missing)}
    except Unusable as error:
        form.add_error("q", str(error))
        return nothing
    return nothing | {
        "found": found,
        "lines": cards.make_lines(found),
        "groups": cards.make_groups(asked, found),
        "places": [(one.name, cards.place_href(one)) for one in found.places],
        "page_href": lambda page: address(asked, page=page),
        "alike_href": address(replace(asked, alike=True)),
    }


def _number(request: HttpRequest) -> int:
    """The number of the page asked for, 1 where that means nothing."""
    return min(read_page(request), showing.LAST_PAGE)
