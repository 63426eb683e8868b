"""One's own account: who I am, for which agency and purpose I act, what I may see and why."""

from typing import Any

from allauth.account.views import LoginView
from allauth.account.views import password_change as allauth_password_change
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from fourpoint.services.agencies import queries as agencies
from fourpoint.services.agencies.acting import SESSION_KEY as AGENCY
from fourpoint.services.agencies.acting import check_choice
from fourpoint.services.sharing import due, purposes
from fourpoint.services.sharing import queries as sharing
from fourpoint.web.accounts.forms import PurposeForm
from fourpoint.web.accounts.providers import ways
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.numbers import read_number
from fourpoint.web.frame.refusals import BACK, Refusal, Step, refuse


class SignIn(LoginView):
    """The sign-in page, with the providers of agencies beside the password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page is drawn with."""
        return {**super().get_context_data(**kwargs), "ways": ways()}


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """Show who I am, what I may see for the purpose I stated, and the rule's reasons for each."""
    who = acting(request)
    shown = sharing.list_access(who)
    context = {
        "me": agencies.get_self(who.actor.person_id, at=who.at),
        "agency_id": who.actor.agency_id,
        "purpose": purposes.find_purpose(who.purpose),
        "purposes": purposes.list_choosable(),
        "open": [card for card in shown if card.may_read],
        "closed": [card for card in shown if not card.may_read],
        "tasks": due.list_tasks(who),
        "agreements": sharing.list_agreements(who.actor.agency_id, at=who.at),
    }
    return answer(request, "accounts/access.html.jinja", context)


@require_POST
def choose_purpose(request: HttpRequest) -> HttpResponse:
    """Act for another purpose from the next page on; a purpose that nobody may choose is refused."""
    form = PurposeForm(request.POST)
    if not form.is_valid():
        reason = "That is not a purpose you can choose: take one from the list on your access page."
        steps = (Step(text="Choose a purpose from the list", href=reverse("account_access")), BACK)
        return refuse(request, status=400, refusal=Refusal(title="No such purpose", reason=reason, steps=steps))
    request.session[purposes.SESSION_KEY] = form.cleaned_data["purpose"]
    return HttpResponseRedirect(reverse("account_access"))


@require_POST
def choose_agency(request: HttpRequest) -> HttpResponse:
    """Act for another agency of one's own from the next page on; the purpose starts anew with it."""
    who = acting(request)
    agency_id = read_number(request.POST.get("agency"), digits=18) or 0
    check_choice(who.actor.person_id, agency_id, at=who.at)
    request.session[AGENCY] = agency_id
    request.session.pop(purposes.SESSION_KEY, None)
    return HttpResponseRedirect(reverse("account_access"))


def change_password(request: HttpRequest) -> HttpResponseBase:
    """Change one's password; somebody who signs in by a provider alone has none to change."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        reason = "You have no password here: you sign in by your agency, and what you sign in with is changed there."
        steps = (Step(text="See how you are signed in, and where", href=reverse("account_sessions")),)
        return refuse(request, status=403, refusal=Refusal(title="No password to change", reason=reason, steps=steps))
    return allauth_password_change(request)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for someone who tried too often in too short a time."""
    reason = "There were too many attempts in a short time, so no more are taken for a few minutes."
    steps = (Step(text="Wait five minutes and try again"),)
    return refuse(request, status=429, refusal=Refusal(title="Too many attempts", reason=reason, steps=steps))
