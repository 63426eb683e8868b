"""Pages for authors: a new paper, a new version, a comment, issuing a draft, withdrawing."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from fourpoint.access import checks
from fourpoint.domain.errors import Unusable
from fourpoint.services.library import actions, queries
from fourpoint.services.library.choices import Choices, get_choices
from fourpoint.services.library.choosing import NotYoursToPlace, make_audience
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.foreseeing import ASKS, NewForeseen, foresee_new, typed
from fourpoint.web.library import cards
from fourpoint.web.library.forms import AudienceForm, CommentForm, PaperForm, VersionForm, WithdrawForm, purposes_name
from fourpoint.web.library.views.papers import show_paper

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Put a paper in the library."""
    who = acting(request)
    checks.check_may_contribute(who.actor, agency_id=who.actor.agency_id or 0)
    choices = get_choices(who)
    form = PaperForm(**_sent(request), choices=choices, initial=typed(PaperForm(choices=choices), request.POST))
    if form.is_bound and form.is_valid():
        held = form.cleaned_data
        try:
            paper_id = actions.write_paper(
                by=who.actor,
                purpose=who.purpose,
                at=who.at,
                paper=actions.PaperDraft(
                    **vars(form.about()),
                    kind=held["kind"],
                    content=form.content(),
                    audience=form.audience(),
                    issued="draft" not in request.POST,
                ),
            )
            return redirect("library:paper", paper=paper_id)
        except (Unusable, NotYoursToPlace) as error:
            form.add_error(None, str(error))
    return _form(request, "library/new.html.jinja", form, foreseen=_foreseen(request, choices))


@require_http_methods(METHODS)
def new_version(request: HttpRequest, paper: int) -> HttpResponse:
    """Add the next version of a paper."""
    who, page = acting(request), _own(request, paper)
    form = VersionForm(**_sent(request), page=page, choices=get_choices(who, about=page.about))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_version(by=who.actor, purpose=who.purpose, at=who.at, paper_id=paper, revision=form.revision())
            return redirect("library:paper", paper=paper)
        except (Unusable, NotYoursToPlace) as error:
            form.add_error(None, str(error))
    return _form(request, "library/new_version.html.jinja", form, page=page, file=cards.make_file(page.version.line))


@require_http_methods(METHODS)
def issue(request: HttpRequest, paper: int) -> HttpResponse:
    """Make a paper of a draft: choose how it is marked and who may read it."""
    who, page = acting(request), _own(request, paper)
    choices = get_choices(who)
    form = AudienceForm(**_sent(request), choices=choices, initial=typed(AudienceForm(choices=choices), request.POST))
    if form.is_bound and form.is_valid():
        try:
            actions.issue_paper(by=who.actor, purpose=who.purpose, at=who.at, paper_id=paper, audience=form.audience())
            return redirect("library:paper", paper=paper)
        except (Unusable, NotYoursToPlace) as error:
            form.add_error(None, str(error))
    return _form(request, "library/issue.html.jinja", form, page=page, foreseen=_foreseen(request, choices))


@require_http_methods(METHODS)
def withdraw(request: HttpRequest, paper: int) -> HttpResponse:
    """Say that a paper is not to be relied on any more, and why."""
    who, page = acting(request), _own(request, paper)
    form = WithdrawForm(**_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(
                by=who.actor, purpose=who.purpose, at=who.at, paper_id=paper, reason=form.cleaned_data["reason"]
            )
            return redirect("library:paper", paper=paper)
        except Unusable as error:
            form.add_error(None, str(error))
    return _form(request, "library/withdraw.html.jinja", form, page=page)


@require_POST
def comment(request: HttpRequest, paper: int) -> HttpResponse:
    """Take a comment on a paper; one that cannot be taken comes back with the page and what is wrong."""
    who, form = acting(request), CommentForm(request.POST)
    queries.get_paper_row(paper)
    checks.check_may_contribute(who.actor, agency_id=who.actor.agency_id or 0)
    if form.is_valid():
        try:
            made = actions.comment(
                by=who.actor,
                purpose=who.purpose,
                at=who.at,
                paper_id=paper,
                text=form.cleaned_data["text"],
                to_everyone=form.cleaned_data["to_everyone"],
            )
            address = redirect("library:paper", paper=paper)
            address["Location"] += f"#comment-{made}"
            return address
        except (Unusable, NotYoursToPlace) as error:
            form.add_error("text", str(error))
    return show_paper(request, paper, number=None, form=form, status=400)


# ----------------------------------------------------------------------------------------------------------------------


def _own(request: HttpRequest, paper: int) -> queries.PaperPage:
    """The paper, of the reader's own agency: 404 where it is not open to her, 403 where she may not change it."""
    row = queries.get_paper_row(paper)
    checks.check_may_change(acting(request), audience_id=row.audience_id)
    return queries.get_paper(acting(request), paper)


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What a form is to weigh: nothing, where the page is only asked who would see it."""
    acts = request.method == "POST" and ASKS not in request.POST
    return {"data": request.POST, "files": request.FILES} if acts else {}


def _foreseen(request: HttpRequest, choices: Choices) -> NewForeseen | None:
    """Who would see a paper of the choice that was sent; None while nothing was."""
    who, chosen = acting(request), AudienceForm(request.POST, choices=choices)
    if request.method != "POST":
        return None
    if not chosen.is_valid():
        return NewForeseen(problem=str(next(iter(chosen.errors.values()))[0]))
    return foresee_new(lambda: make_audience(who.actor.agency_id or 0, chosen.audience(), at=who.at), who)


def _form(request: HttpRequest, template: str, form: Form, **more: Any) -> HttpResponse:
    context = {"form": form, "purposes_name": purposes_name, **more}
    return answer(request, template, context, status=400 if form.errors else 200)
