"""Pages for acts: sign, sign up, withdraw, end, review, a new version, a file."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Unusable
from fourpoint.services.agreements import drafting, files, reading
from fourpoint.services.agreements.reading import AgreementPage
from fourpoint.services.files.accepting import check_size
from fourpoint.services.sharing import agreements, reviews
from fourpoint.services.sharing.reviews import ReviewDraft
from fourpoint.web.agreements.forms import EndForm, FileForm, PostForm, ReviewForm, ReviewSignatureForm, SignUpForm
from fourpoint.web.agreements.views.reading import typed
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer

either = require_http_methods(["GET", "HEAD", "POST"])


@either
def sign(request: HttpRequest, agreement: str) -> HttpResponse:
    """Show what signing opens and to whom, and sign for the agency."""
    who, page = _for_signers(request, agreement)
    form = PostForm(typed(request))
    if request.method == "POST" and form.is_valid():
        agreements.sign_agreement(**_by(who), agreement_id=page.agreement_id, post=form.cleaned_data["post"])
        return _back(page)
    return _draw(request, "sign", page, form)


@either
def sign_up(request: HttpRequest, agreement: str) -> HttpResponse:
    """Show the terms in plain words, and sign up to them for oneself."""
    who = acting(request)
    page = reading.get_agreement(who, agreement)
    form = SignUpForm(typed(request))
    if request.method == "POST" and form.is_valid():
        agreements.sign_up(**_by(who), agreement_id=page.agreement_id)
        return _back(page)
    return _draw(request, "sign_up", page, form)


@either
def withdraw(request: HttpRequest, agreement: str) -> HttpResponse:
    """Take back one's own signature."""
    who = acting(request)
    page = reading.get_agreement(who, agreement)
    if request.method == "POST":
        agreements.withdraw_sign_up(**_by(who), agreement_id=page.agreement_id)
        return _back(page)
    return _draw(request, "withdraw", page, forms.Form())


@either
def end(request: HttpRequest, agreement: str) -> HttpResponse:
    """Show what ending closes, and end it for every party at once."""
    who, page = _for_signers(request, agreement)
    form = EndForm(typed(request))
    if request.method == "POST" and form.is_valid():
        agreements.end_agreement(**_by(who), agreement_id=page.agreement_id, reason=form.cleaned_data["reason"])
        return _back(page)
    return _draw(request, "end", page, form)


@either
def review(request: HttpRequest, agreement: str) -> HttpResponse:
    """Record a review, and sign it first."""
    who, page = _for_signers(request, agreement)
    form = ReviewForm(typed(request))
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        made = ReviewDraft(review_on=held["review_on"], words=held["words"], post=held["post"])
        try:
            reviews.open_review(**_by(who), agreement_id=page.agreement_id, review=made)
        except Unusable as unusable:
            form.add_error("review_on", str(unusable))
        else:
            return _back(page)
    return _draw(request, "review", page, form)


@either
def sign_review(request: HttpRequest, agreement: str, review: int) -> HttpResponse:
    """Sign a review for the agency."""
    who, page = _for_signers(request, agreement)
    found = next((one for one in page.reviews if one.number == review), None)
    if found is None:
        raise checks.NotOpen("There is no such review.")
    form = ReviewSignatureForm(typed(request))
    if request.method == "POST" and form.is_valid():
        post = form.cleaned_data["post"]
        reviews.sign_review(**_by(who), agreement_id=page.agreement_id, number=review, post=post)
        return _back(page)
    return _draw(request, "sign_review", page, form, review=found)


@either
def new_version(request: HttpRequest, agreement: str) -> HttpResponse:
    """Start the draft of the next version from the terms of this one."""
    who, page = _for_signers(request, agreement)
    if request.method == "POST":
        row = reading.find_row(who, agreement)
        code = drafting.start_version(**_by(who), agreement=row)
        return HttpResponseRedirect(reverse("agreements:draft", kwargs={"draft": code}))
    return _draw(request, "new_version", page, forms.Form())


@either
def attach(request: HttpRequest, agreement: str) -> HttpResponse:
    """Attach a file."""
    who, page = _for_signers(request, agreement)
    form = FileForm(typed(request), request.FILES)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            check_size(sent.size)
            files.attach_file(**_by(who), agreement_id=page.agreement_id, name=sent.name, data=sent.read())
        except (Unusable, files.FileAlreadyThere) as refused:
            form.add_error("file", str(refused))
        else:
            return _back(page)
    return _draw(request, "attach", page, form)


# ----------------------------------------------------------------------------------------------------------------------


def _for_signers(request: HttpRequest, code: str) -> tuple[Acting, AgreementPage]:
    """The agreement, for whoever signs for a party to it; others of the party are told so, strangers find nothing."""
    who = acting(request)
    page = reading.get_agreement(who, code)
    checks.check_may_administer(who.actor, agency_id=who.actor.agency_id or 0)
    return who, page


def _by(who: Acting) -> dict[str, Any]:
    return {"by": who.actor, "purpose": who.purpose, "at": who.at}


def _back(page: AgreementPage) -> HttpResponse:
    return HttpResponseRedirect(reverse("agreements:agreement", kwargs={"agreement": page.code}))


def _draw(request: HttpRequest, name: str, page: AgreementPage, form: forms.Form, **more: Any) -> HttpResponse:
    context = {"page": page, "form": form, **more}
    return answer(request, f"agreements/{name}.html.jinja", context, status=400 if form.errors else 200)
