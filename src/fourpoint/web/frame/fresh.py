"""
Asks again who it is before an act that matters: for views of any word, as `@recently_authenticated`.

Somebody who signed in, or confirmed that it is them, a short while ago is not asked again. The session of a person who
walked away from the desk, or whose cookie was stolen, cannot do what the decorated view does.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def recently_authenticated(view: View) -> View:
    """
    Make the view ask who it is unless that was proved within `FOURPOINT_FRESH_SECONDS`.

    What was posted is kept while the person is asked, and then done. Somebody whose identity provider alone knows them
    is sent there again.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        if not get_adapter().get_reauthentication_methods(request.user):
            logout(request)
            return redirect_to_login(request.get_full_path())
        raise ReauthenticationRequired

    return asked


def is_fresh(request: HttpRequest) -> bool:
    """Return whether the person of the session proved who they are a short while ago."""
    user = request.user
    if not user.is_authenticated:
        return False
    proved = [float(one["at"]) for one in get_authentication_records(request, user)]
    return bool(proved) and time.time() - max(proved) < settings.FOURPOINT_FRESH_SECONDS
