"""Pages of one's own sessions: where one is signed in, and closing what one does not know."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from fourpoint.services.agencies import limits, sessions
from fourpoint.web.accounts.limits import SESSION
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.refusals import not_found


@require_safe
def list_sessions(request: HttpRequest) -> HttpResponse:
    """Show the open sessions of the person signed in."""
    at = acting(request).at
    held = limits.session_limits()
    context = {
        "sessions": sessions.list_open(request.user.pk or 0, this=request.session.get(SESSION, 0), at=at),
        "idle": f"{held.idle.total_seconds() / 60:.0f} minutes",
        "lifetime": f"{held.lifetime.total_seconds() / 3600:.0f} hours",
    }
    return answer(request, "accounts/sessions.html.jinja", context)


@require_POST
def close_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Close one session of one's own."""
    at = acting(request).at
    if not sessions.close_one(session_id, person_id=request.user.pk or 0, at=at):
        return not_found(request)
    return HttpResponseRedirect(reverse("account_sessions"))


@require_POST
def close_others(request: HttpRequest) -> HttpResponse:
    """Close every session but the one that asks."""
    at = acting(request).at
    sessions.close_all(request.user.pk or 0, at=at, but=request.session.get(SESSION, 0))
    return HttpResponseRedirect(reverse("account_sessions"))
