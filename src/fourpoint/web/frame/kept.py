"""
Keeps what was entered in a form that was sent after its session had ended, and offers it again to the same person.

The form's own token says whose it was. After signing in the person is back on the page where the form stands, which is
filled in and says so; nothing is sent by itself. What somebody else finds after signing in is the empty page.
"""

import uuid
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.html import format_html

from fourpoint.services.agencies import kept_forms
from fourpoint.services.agencies.kept_forms import Sent
from fourpoint.web.frame import alerts
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.filling import fill
from fourpoint.web.frame.once import CSRF
from fourpoint.web.frame.tokens import FIELD, read_token

CHOICE, HIDDEN = "kept", "kept_form"
# Forms of these addresses hold passwords and codes, and begin anew.
NEVER = "/account/"
OWN = {CSRF, FIELD, HIDDEN}
SAID = "You were signed out before this form was sent. Nothing is lost: check what you entered, then send it."
FILES = " Choose its files again."
PRESS = "You were signed out before that was done. Nothing was changed: press the button again."
LONGEST = 2000


class KeptForms:
    """Stands inside the middleware that opens the request's transaction, outside everything that refuses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; keep what it sent when nobody may act on it, and fill in what was kept before."""
        if request.method == "POST":
            return self._sent(request)
        kept_id = request.GET.get(CHOICE, "")
        if request.method != "GET" or not kept_id or not request.user.is_authenticated:
            return self.get_response(request)
        sent = kept_forms.find(kept_id, person_id=request.user.pk or 0, at=timezone.now())
        return self.get_response(request) if sent is None else self._filled(request, sent, kept_id)

    def _sent(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(NEVER):
            return response
        if _is_not_taken(request, response):
            return _keep(request) or response
        if 300 <= response.status_code < 400 and request.user.is_authenticated and HIDDEN in request.POST:
            kept_forms.forget(request.POST[HIDDEN], person_id=request.user.pk or 0)
        return response

    def _filled(self, request: HttpRequest, sent: Sent, kept_id: str) -> HttpResponse:
        empty = _without_choice(request.get_full_path())
        alerts.add_alert(request, _alert(sent, empty=empty))
        response = self.get_response(request)
        if response.status_code not in (200, 405) or response.streaming:
            return response
        drawn = fill(
            response.content.decode() if response.status_code == 200 else "",
            address=request.path,
            path=sent.path,
            fields=sent.fields,
            added=format_html('<input type="hidden" name="{}" value="{}">', HIDDEN, kept_id),
        )
        if drawn is None:
            return _offer(request, sent, kept_id)
        response.content = drawn.encode()
        return response


def _alert(sent: Sent, *, empty: str) -> alerts.Alert:
    """Say what became of the form; one that is only a button has nothing to check."""
    if all(name in OWN for name, _ in sent.fields):
        return alerts.Alert(words=PRESS, href=empty, link="Leave it", is_calm=True)
    said = SAID + (FILES if any(name == "" for name, _ in sent.fields) else "")
    return alerts.Alert(words=said, href=empty, link="Start with an empty form", is_calm=True)


def _is_not_taken(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether what was sent was not acted on since nobody was signed in, or signed in anew since the form was drawn."""
    if getattr(response, "is_csrf_failure", False):
        return True
    login = resolve_url(settings.LOGIN_URL)
    return not request.user.is_authenticated and response.headers.get("Location", "").startswith(login)


def _keep(request: HttpRequest) -> HttpResponse | None:
    """Keep what was sent and lead to it, through the sign-in page if need be; None when nobody's form was sent."""
    token = read_token(request)
    if (
        token is None
        or request.path.startswith("//")
        or (request.user.is_authenticated and token.person_id != request.user.pk)
    ):
        return None
    page = _page(request)
    fields = [(name, value) for name, values in request.POST.lists() if name not in (CSRF, HIDDEN) for value in values]
    # A file is named by no field: the page asks for it again.
    fields += [("", "") for _ in request.FILES]
    sent = Sent(path=request.path, page=page, fields=tuple(fields))
    kept_id = kept_forms.keep(sent, person_id=token.person_id, at=timezone.now())
    if kept_id is None:
        return None
    back = _with_choice(page, kept_id)
    if request.user.is_authenticated:
        return HttpResponseRedirect(back)
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}")


def _offer(request: HttpRequest, sent: Sent, kept_id: str) -> HttpResponse:
    """Return a page of its own with what was entered, for a form whose page is not there to be filled."""
    request.alerts = alerts.alerts(request)[:-1]  # type: ignore[attr-defined]
    shown = [(name.replace("_", " ").capitalize(), value) for name, value in sent.fields if name and name not in OWN]
    context = {
        "path": sent.path,
        "fields": [(name, value) for name, value in sent.fields if name],
        "shown": [(name, value) for name, value in shown if value],
        "kept": (HIDDEN, kept_id),
        "files": any(name == "" for name, _ in sent.fields),
        "empty": _without_choice(sent.page),
    }
    return answer(request, "frame/kept.html.jinja", context)


def _page(request: HttpRequest) -> str:
    """Where the form stands: the page that sent it, when that is one of ours, else the address it was sent to."""
    said = urlsplit(request.headers.get("Referer", ""))
    ours = said.netloc == request.get_host() and said.path.startswith("/")
    page = _without_choice(f"{said.path}?{said.query}") if ours else request.path
    return request.path if len(page) > LONGEST or said.path.startswith(("//", NEVER)) else page


def _with_choice(page: str, kept_id: uuid.UUID) -> str:
    return f"{page}{'&' if '?' in page else '?'}{urlencode({CHOICE: str(kept_id)})}"


def _without_choice(page: str) -> str:
    parts = urlsplit(page)
    left = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != CHOICE]
    return f"{parts.path}?{urlencode(left)}" if left else parts.path
