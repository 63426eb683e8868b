"""
Pages for somebody who cannot sign in: asking her agency for help, and the link by which she sets her sign-in anew.

Asking says the same whatever the address is. Opening the link does nothing by itself: machines look at mail too.
"""

from allauth.core import ratelimit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from fourpoint.services.agencies import help_asked, resets
from fourpoint.services.agencies.resets import ResetSpent
from fourpoint.web.accounts.invitations import PasswordForm
from fourpoint.web.accounts.views import too_many
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.refusals import Refusal, Step, refuse

METHODS = ["GET", "HEAD", "POST"]


class ForgottenForm(forms.Form):
    """The address with which somebody signs in."""

    email = forms.EmailField(
        label="E-mail address you sign in with",
        max_length=254,
        error_messages={
            "required": "Enter the e-mail address you sign in with.",
            "invalid": "That is not an e-mail address: write it as name@agency.police.uk.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


@login_not_required
@never_cache
@require_http_methods(METHODS)
def forgotten(request: HttpRequest) -> HttpResponse:
    """Let somebody say that she cannot sign in; the answer never tells whether the address is known."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        # By the place it comes from alone: a limit by address would be a way to keep its owner from asking.
        if not ratelimit.consume(request, action="reset_password"):
            return too_many(request)
        help_asked.ask_for_help(email, at=timezone.now())
        return HttpResponseRedirect(f"{reverse('account_forgotten')}?asked=1")
    context = {"form": form, "asked": "asked" in request.GET and not form.errors}
    return answer(request, "accounts/forgotten.html.jinja", context, status=400 if form.errors else 200)


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(METHODS)
def reset(request: HttpRequest, secret: str) -> HttpResponse:
    """Set a password or a second factor anew with a link of one's agency."""
    try:
        found = resets.find_resetting(secret, at=timezone.now())
        form = PasswordForm(request.POST or None) if found.sets_password else None
        if request.method == "POST" and (form is None or form.is_valid()):
            password = form.cleaned_data["password"] if form is not None else ""
            resets.use(secret=secret, password=password, at=timezone.now())
            return HttpResponseRedirect(reverse("account_login"))
    except ResetSpent as error:
        steps = (
            Step(text="Ask your agency for another", href=reverse("account_forgotten")),
            Step(text="Sign in", href=reverse("account_login")),
        )
        return refuse(
            request, status=404, refusal=Refusal(title="This link does not work", reason=str(error), steps=steps)
        )
    errors = form is not None and bool(form.errors)
    return answer(request, "accounts/reset.html.jinja", {"found": found, "form": form}, status=400 if errors else 200)
