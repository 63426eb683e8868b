"""Signing in by an agency's own identity provider: what the sign-in page offers, and the page of a refusal."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from fourpoint.web.frame.refusals import Refusal, Step, refuse


@dataclass(frozen=True, kw_only=True)
class Way:
    """One provider on the sign-in page."""

    name: str
    href: str


def ways() -> tuple[Way, ...]:
    """Return the providers that people can sign in with here, by name."""
    names = {"oidc": ("openid_connect_login", "provider_id"), "saml": ("saml_login", "organization_slug")}
    held = settings.FOURPOINT_IDENTITY_PROVIDERS.items()
    made = [
        Way(name=one.name, href=reverse(names[one.protocol][0], kwargs={names[one.protocol][1]: code}))
        for code, one in held
    ]
    return tuple(sorted(made, key=lambda way: way.name))


def refuse_provider(request: HttpRequest) -> HttpResponse:
    """Return the page for somebody whom a provider could not let in; it does not say which condition failed."""
    reason = (
        "Your agency's sign-in did not let you in here. That happens when nobody has invited that address yet, when the"
        " place it had has ended, or when the answer was not one that can be trusted."
    )
    steps = (
        Step(text="Ask whoever keeps the people of your agency whether you are invited with this address"),
        Step(text="Try to sign in again", href=reverse("account_login")),
    )
    return refuse(request, status=403, refusal=Refusal(title="You could not be signed in", reason=reason, steps=steps))
