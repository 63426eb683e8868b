"""
Forms of the second factor: a wrong code counts as a failure to sign in, and a code of an app works once.

The package remembers used codes for one step of time and in one process. Here the step of the last code used stands
beside the secret, so that neither another process nor the tolerance for clocks lets a code work again.
"""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import transaction
from django.utils import timezone

from fourpoint.services.agencies import lockouts, signing_in

LAST_STEP = "last_step"


class _CountedForm(forms.BaseAuthenticateForm):
    step = ""

    def clean_code(self) -> str:
        """Return the code; raises ValidationError for one that is wrong or used, and for an address that is closed."""
        _check_open(self.user.pk)
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not use_once(self.authenticator.pk, code):
            self._emit_authentication_failed(self.authenticator)
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)
        signing_in.note_failure(signing_in.email_of(self.user.pk), at=timezone.now(), step=self.step)


class AuthenticateForm(_CountedForm, forms.AuthenticateForm):
    """Asks for a code while somebody signs in."""

    step = "second-factor"


class ReauthenticateForm(_CountedForm, forms.ReauthenticateForm):
    """Asks for a code again before an act that matters."""

    step = "confirm"


@transaction.atomic
def use_once(authenticator_id: int, code: str) -> bool:
    """Note that the code of an app was used, and return whether it is later than every one used before."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator_id)
    secret = get_adapter().decrypt(row.data["secret"])
    steps = [
        step
        for step in yield_hotp_counters_from_time()
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step)))
    ]
    if not steps or max(steps) <= row.data.get(LAST_STEP, 0):
        return False
    row.data[LAST_STEP] = max(steps)
    row.save(update_fields=["data"])
    return True


def _check_open(person_id: int) -> None:
    if lockouts.is_closed(signing_in.email_of(person_id), at=timezone.now()):
        raise get_adapter().validation_error("incorrect_code")
