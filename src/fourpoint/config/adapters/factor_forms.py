"""Forms of the second factor that count a wrong code as a failure to sign in, so that codes are not guessed either."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from django.utils import timezone

from fourpoint.services.agencies import lockouts, signing_in


class AuthenticateForm(forms.AuthenticateForm):
    """Asks for a code while somebody signs in."""

    def clean_code(self) -> str:
        """Return the code; raises ValidationError for a wrong one, and for an address that is closed."""
        _check_open(self.user.pk)
        code: str = super().clean_code()
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)
        signing_in.note_failure(signing_in.email_of(self.user.pk), at=timezone.now(), step="second-factor")


class ReauthenticateForm(forms.ReauthenticateForm):
    """Asks for a code again before an act that matters."""

    def clean_code(self) -> str:
        """Return the code; raises ValidationError for a wrong one, and for an address that is closed."""
        _check_open(self.user.pk)
        code: str = super().clean_code()
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)
        signing_in.note_failure(signing_in.email_of(self.user.pk), at=timezone.now(), step="confirm")


def _check_open(person_id: int) -> None:
    if lockouts.is_closed(signing_in.email_of(person_id), at=timezone.now()):
        raise get_adapter().validation_error("incorrect_code")
