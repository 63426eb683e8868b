"""How allauth signs people in: nobody signs up, failures close an address, and the trail keeps who came and left."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone

from fourpoint.access.middleware import AGENCY
from fourpoint.services.agencies import lockouts, sessions, signing_in
from fourpoint.web.accounts.limits import SESSION, manner_of


class ClosedDoor(DefaultAccountAdapter):
    """Accounts are made by an agency's administrator, who knows whom the agency has vetted."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing in passing: our pages say what was done themselves."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send no mail: an installation without a mail server must lose nothing by it, and the trail keeps it."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse an address that is closed, whoever knows its password; raises ValidationError."""
        super().pre_authenticate(request, **credentials)
        if lockouts.is_closed(_address(credentials), at=timezone.now()):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the failure, of somebody who signs in or who is asked again who they are."""
        step = "confirm" if request.user.is_authenticated else "password"
        signing_in.note_failure(_address(credentials), at=timezone.now(), step=step)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign the person in, and record it."""
        super().login(request, user)
        at, agency_id = timezone.now(), request.session.get(AGENCY)
        signing_in.note_signed_in(user.pk, manner=manner_of(request), at=at, agency_id=agency_id)

    def logout(self, request: HttpRequest) -> None:
        """Record that the person leaves, and sign out."""
        at, agency_id = timezone.now(), request.session.get(AGENCY)
        if request.user.is_authenticated:
            sessions.note_signed_out(request.session.get(SESSION, 0), at=at)
            signing_in.note_signed_out(request.user.pk, at=at, agency_id=agency_id)
        super().logout(request)


def _address(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "")
