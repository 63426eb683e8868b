"""
The page behind an invitation's link: setting up an account, or taking a place up with the account one has.

Whoever holds a link learns nothing of the address: new or known, the next step is to sign in.
"""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from fourpoint.services.agencies import invitations
from fourpoint.services.agencies.acting import SESSION_KEY as AGENCY
from fourpoint.services.agencies.invitations import Invited, LinkSpent
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.refusals import Refusal, Step, refuse

TEMPLATE = "accounts/invitation.html.jinja"


class PasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. Three words that you make a picture of are easy to keep in mind.",
        error_messages={"required": "Enter a password of at least 12 characters."},
    )
    again = forms.CharField(
        label="The same password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the password again."},
    )

    def clean_password(self) -> str:
        """Refuse a password that is short or common."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, str]:
        """Refuse two passwords that differ."""
        said = super().clean() or {}
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", "The two passwords are not the same: enter them again.")
        return said


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what somebody is invited to; a stranger sets a password, somebody signed in takes the place up."""
    at = timezone.now()
    try:
        invited = invitations.find_invited(secret, at=at)
        if request.user.is_authenticated:
            return _take_up(request, secret, invited)
        if invited.accepted:
            raise LinkSpent(invitations.LINK_IS_SPENT)
        return _set_up(request, secret, invited)
    except LinkSpent as error:
        steps = (
            Step(text="Ask whoever invited you for another link"),
            Step(text="Sign in", href=reverse("account_login")),
        )
        return refuse(
            request, status=404, refusal=Refusal(title="This link does not work", reason=str(error), steps=steps)
        )


def _set_up(request: HttpRequest, secret: str, invited: Invited) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    back = reverse("account_invitation", kwargs={"secret": secret})
    sign_in = f"{reverse('account_login')}?{urlencode({'next': back})}"
    if request.method == "POST" and form.is_valid():
        invitations.set_up_account(secret=secret, password=form.cleaned_data["password"], at=timezone.now())
        return HttpResponseRedirect(sign_in)
    context = {"invited": invited, "form": form, "sign_in": sign_in, "mine": False}
    return answer(request, TEMPLATE, context, status=400 if form.errors else 200)


def _take_up(request: HttpRequest, secret: str, invited: Invited) -> HttpResponse:
    mine = getattr(request.user, "email", "") == invited.email
    if request.method == "POST":
        invitations.take_up(secret=secret, person_id=request.user.pk or 0, at=timezone.now())
        request.session[AGENCY] = invited.agency_id
        return HttpResponseRedirect(reverse("account_invitation", kwargs={"secret": secret}))
    if invited.accepted and not mine:
        raise LinkSpent(invitations.LINK_IS_SPENT)
    return answer(request, TEMPLATE, {"invited": invited, "form": None, "sign_in": "", "mine": mine})
