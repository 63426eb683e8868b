"""Pages on which an agency lets a colleague who cannot sign in set a password or a second factor anew."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.agencies import limits, resets
from fourpoint.services.agencies.resets import Begun
from fourpoint.web.agencies.forms import ResetForm
from fourpoint.web.agencies.opening import Kept, keep_member
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.fresh import recently_authenticated


@recently_authenticated
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, agency: str, person_id: int) -> HttpResponse:
    """Begin a reset of a colleague's sign-in."""
    kept, file = keep_member(request, agency, person_id)
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            begun = resets.begin(**_by(kept), person_id=person_id, **form.cleaned_data)
        except (Refused, Unusable) as error:
            form.add_error(None, str(error))
        else:
            return _done(request, kept, person_id, begun)
    lead = (
        f"{file.name} gets a link that works once, within {limits.amount('reset-life')} hours. Every open session of"
        " theirs ends now. Be sure that it is they who ask: meet them, or call them back on a number you know."
    )
    context = {
        "page": kept.page,
        "form": form,
        "title": "Reset how somebody signs in",
        "button": "Reset",
        "lead": lead,
        "warning": True,
        "back": (_person(kept, person_id), file.name),
    }
    return answer(request, "agencies/form.html.jinja", context, status=400 if form.errors else 200)


@recently_authenticated
@require_POST
def confirm(request: HttpRequest, agency: str, person_id: int, reset: int) -> HttpResponse:
    """Confirm as the second person what a colleague began."""
    kept, _ = keep_member(request, agency, person_id)
    begun = resets.confirm(**_by(kept), person_id=person_id, reset_id=reset)
    return _done(request, kept, person_id, begun)


@require_POST
def withdraw(request: HttpRequest, agency: str, person_id: int, reset: int) -> HttpResponse:
    """Take a reset back."""
    kept, _ = keep_member(request, agency, person_id)
    resets.withdraw(**_by(kept), person_id=person_id, reset_id=reset)
    messages.success(request, "The reset is withdrawn: its link opens nothing.")
    return HttpResponseRedirect(_person(kept, person_id))


def _done(request: HttpRequest, kept: Kept, person_id: int, begun: Begun) -> HttpResponse:
    if begun.secret:
        link = request.build_absolute_uri(reverse("account_reset", kwargs={"secret": begun.secret}))
        context = {"page": kept.page, "link": link, "expires_at": begun.expires_at, "back": _person(kept, person_id)}
        return answer(request, "agencies/reset.html.jinja", context)
    said = (
        "A colleague who keeps the people of the agency has to confirm it, within a day."
        if begun.waits
        else "The link is on its way to their own address, and their sessions are closed."
    )
    messages.success(request, said)
    return HttpResponseRedirect(_person(kept, person_id))


def _by(kept: Kept) -> dict[str, Any]:
    return {"by": kept.who.actor, "purpose": kept.who.purpose, "at": kept.who.at}


def _person(kept: Kept, person_id: int) -> str:
    return reverse("agencies:person", kwargs={"agency": kept.page.code, "person_id": person_id})
