"""The page of the mail that did not reach its reader, for whoever keeps the people of the agency."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from fourpoint.services.agencies import letters
from fourpoint.web.agencies.opening import keep
from fourpoint.web.frame.answers import answer


@require_safe
def list_mail(request: HttpRequest, agency: str) -> HttpResponse:
    """Show the mail that could not be sent, and why."""
    kept = keep(request, agency)
    context = {"page": kept.page, "letters": letters.list_failed(kept.who.actor), "is_on": letters.is_on()}
    return answer(request, "agencies/mail.html.jinja", context)


@require_POST
def try_again(request: HttpRequest, agency: str, letter: int) -> HttpResponse:
    """Let one be tried anew."""
    kept = keep(request, agency)
    letters.try_again(by=kept.who.actor, purpose=kept.who.purpose, at=kept.who.at, letter_id=letter)
    messages.success(request, "The mail is tried again within a minute.")
    return HttpResponseRedirect(reverse("agencies:mail", kwargs={"agency": kept.page.code}))
