"""What Fourpoint is, for a stranger; the way on, for someone signed in; the accessibility statement, for everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from fourpoint.web.frame.answers import answer


@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """Say what this is, or go on to the profiles."""
    if request.user.is_authenticated:
        return redirect("/profiles/")
    return answer(request, "start/start.html.jinja", {})


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return answer(request, "start/accessibility.html.jinja", {})
