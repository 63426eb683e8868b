"""Records every page asked for while glass is broken, and puts a banner on it; tells the owner's governance role."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse

from fourpoint.access.context import Acting
from fourpoint.domain.days import HERE
from fourpoint.services.emergency import actions, queries
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.alerts import Alert, add_alert


class Watching:
    """Stands within the row security context, so that what it records is the reader's own act."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        who = acting(request)
        if who.actor.membership is not None:
            self._watch(request, who)
            self._tell(request, who)
        return self.get_response(request)

    @staticmethod
    def _watch(request: HttpRequest, who: Acting) -> None:
        for emergency_id, owner_id, ends_at in queries.list_open(who):
            actions.record_request(
                by=who.actor,
                purpose=who.purpose,
                at=who.at,
                emergency_id=emergency_id,
                owner_id=owner_id,
                address=_name(request),
            )
            words = f"You broke glass, and all you open is recorded. It ends at {_clock(ends_at)}."
            link = reverse("emergency:one", kwargs={"emergency": emergency_id})
            add_alert(request, Alert(words=words, href=link, link="End it now, or write the note"))

    @staticmethod
    def _tell(request: HttpRequest, who: Acting) -> None:
        if request.path_info.startswith(reverse("emergency:index")):
            return
        unseen, unreviewed = queries.count_waiting(who)
        if unseen:
            words = "Someone broke glass to read your agency's records."
            add_alert(request, Alert(words=words, href=reverse("emergency:index"), link="See who, and why"))
        elif unreviewed:
            words = "Glass was broken to read your agency's records, and it waits for your review."
            add_alert(request, Alert(words=words, href=reverse("emergency:index"), link="Review it"))


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return "no such page"


def _clock(instant: datetime) -> str:
    return f"{instant.astimezone(HERE):%H:%M}"
