"""
What stands between a session and the pages: its limits, and the second factor that an installation requires.

Both stand before the row security context is opened. A session that has ended is nobody's: the next thing its person
sees is the sign-in page, which says why.
"""

from collections.abc import Callable, Mapping
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from fourpoint.services.agencies import acting, sessions, signing_in

SESSION = "fourpoint_session"
PROVING = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Where somebody without a second factor may go: to set one up, to leave, and the link that brought them.
ALLOWED = (
    "/account/second-factor/",
    "/account/logout/",
    "/account/reauthenticate/",
    "/account/invitation/",
    "/account/reset/",
)
SAID = {
    "idle": "You were signed out because nothing was asked for a while. Nothing you saved is lost.",
    "too-long": "You were signed out because the session had lasted as long as one may.",
    "closed": "This session was closed.",
}
BROWSERS: Mapping[str, str] = {
    "Edg/": "Microsoft Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS: Mapping[str, str] = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Macintosh": "a Mac",
    "Linux": "Linux",
}
Next = Callable[[HttpRequest], HttpResponse]


class SessionLimits:
    """Follows each session, and ends one that has been idle, has lasted too long or was closed elsewhere."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, as nobody's when its session has ended."""
        if request.user.is_authenticated:
            self._follow(request, request.user.pk)
        return self.get_response(request)

    @staticmethod
    def _follow(request: HttpRequest, person_id: int) -> None:
        followed = sessions.follow(
            session_id=request.session.get(SESSION),
            person_id=person_id,
            key=request.session.session_key or "",
            described=(browser_words(request.headers.get("User-Agent", "")), manner_of(request)),
            at=timezone.now(),
        )
        if followed.ended:
            agency_id = request.session.get(acting.SESSION_KEY)
            signing_in.note_signed_out(person_id, at=timezone.now(), agency_id=agency_id, why=followed.ended)
            logout(request)
            messages.info(request, SAID.get(followed.ended, SAID["closed"]))
        elif request.session.get(SESSION) != followed.session_id:
            request.session[SESSION] = followed.session_id


class SecondFactor:
    """Lets nobody past the page that sets up a second factor until they have one, where the installation asks."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or send the person to set up a second factor."""
        wanted = settings.FOURPOINT_SECOND_FACTOR == "required" and request.user.is_authenticated
        if wanted and not request.path.startswith(ALLOWED) and not has_second_factor(request):
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)


def has_second_factor(request: HttpRequest) -> bool:
    """Return whether the person has a second factor here, or signed in by a provider that asks for one itself."""
    person = request.user
    if not person.is_authenticated:
        return False
    vouching = {code for code, one in settings.FOURPOINT_IDENTITY_PROVIDERS.items() if one.second_factor}
    by = {record.get("provider") for record in get_authentication_records(request, person)}
    return bool(vouching & by) or is_mfa_enabled(person, types=PROVING)


def manner_of(request: HttpRequest) -> str:
    """Return in words by which means the person of the session signed in."""
    person = request.user if request.user.is_authenticated else None
    said = [_manner(record) for record in get_authentication_records(request, person)]
    return " and ".join(dict.fromkeys(said))


def browser_words(agent: str) -> str:
    """Return what a browser says it is, as "Firefox on Windows"; nothing when it says neither."""
    browser = next((words for mark, words in BROWSERS.items() if mark in agent), "")
    system = next((words for mark, words in SYSTEMS.items() if mark in agent), "")
    return f"{browser} on {system}" if browser and system else browser or system


def _manner(record: Mapping[str, Any]) -> str:
    kinds = {"totp": "authenticator app", "webauthn": "passkey", "recovery_codes": "recovery code"}
    if record["method"] == "mfa":
        return kinds.get(str(record.get("type")), "second factor")
    return f"{record.get('provider')}" if record["method"] == "socialaccount" else str(record["method"])
