"""
Whom an identity provider may let in: somebody who was invited, is active, and works for the provider's own agency.

A provider never makes an account, and is believed only about addresses of the domains that its file names. The first
time, the account here is linked to the one there; from then on the link is what counts, and the rest is asked again.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from fourpoint.services.agencies import signing_in
from fourpoint.web.accounts.providers import refuse_provider


class BoundProviders(DefaultSocialAccountAdapter):
    """Holds each provider to its agency, its domains and the people who were invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody signs up."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let the person through who may come by this provider; raises ImmediateHttpResponse for everybody else."""
        code = sociallogin.account.get_provider().app.provider_id
        person_id = self._person(code, sociallogin)
        linked = sociallogin.user.pk if sociallogin.is_existing and sociallogin.user else None
        if person_id is None or linked not in (None, person_id):
            raise ImmediateHttpResponse(refuse_provider(request))
        if not sociallogin.is_existing:
            sociallogin.connect(request, signing_in.get_person(person_id))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Answer with our own page when the provider sends somebody back without an answer that can be used."""
        raise ImmediateHttpResponse(refuse_provider(request))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send no mail."""

    def _person(self, code: str, sociallogin: SocialLogin) -> int | None:
        held = settings.FOURPOINT_IDENTITY_PROVIDERS.get(code)
        # One address, as the provider gives it now: what it said another time is not asked.
        said = {address.email.lower() for address in sociallogin.email_addresses if _is_vouched(address, held)}
        if held is None or len(said) != 1:
            return None
        email = said.pop()
        if email.rpartition("@")[2] not in held.domains:
            return None
        return signing_in.find_by_provider(email, agency=held.agency, at=timezone.now())


def _is_vouched(address: Any, held: Any) -> bool:
    """Whether the provider says that the address is the person's; an agency's SAML names only its own people."""
    return held is not None and (address.verified or held.protocol == "saml")
