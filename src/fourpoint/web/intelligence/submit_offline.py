"""What is written without a network: the page for it, the script that keeps that page, and where it is sent then."""

import uuid
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST, require_safe

from fourpoint.access.checks import NotOpen
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.domain.submissions import Danger
from fourpoint.jobs.accounts import send_mail_soon
from fourpoint.services.intelligence import desks, drafts, sent
from fourpoint.services.intelligence.submitting import Sending, submit
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer

WORKER = Path(__file__).parents[1] / "frame/static/built/offline-worker.js"
FIELDS = ("danger", "what", "who", "place", "when", "soon", "how_known")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Give the page that a browser keeps for when there is no network: the same for everybody, and of nobody."""
    return answer(request, "intelligence/submit_offline.html.jinja", {})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the script that shows that page; it may answer for every page of the site."""
    if not WORKER.is_file():
        raise NotOpen("There is no such page.")
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript", headers=headers)


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """
    Take what was written without a network, once, and send it: for the script.

    The answer says whether it is `kept` here, so that the browser may forget it, and what became of it.
    """
    who = acting(request)
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return JsonResponse({"error": "What this browser kept cannot be read."}, status=400)
    reference = sent.find_sent(who, key)
    if reference:
        return _receipt(reference)
    fields = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in FIELDS}
    try:
        draft = drafts.bring(by=who.actor, at=who.at, key=key, fields=fields)
    except (Unusable, Refused) as error:
        return JsonResponse({"error": f"Not sent, and still kept in this browser: {error}"}, status=400)
    return _send(who, draft)


def writer_of(actor: Actor) -> str:
    """Return a sign of who writes for which agency, by which a browser tells its writers apart and nobody anything."""
    return salted_hmac("offline-writer", f"{actor.person_id}:{actor.agency_id}").hexdigest()[:24]


# ----------------------------------------------------------------------------------------------------------------------


def _send(who: Acting, draft: drafts.DraftCard) -> HttpResponse:
    """Send it when it can be; else it is a draft, and its writer goes on there."""
    desk = desks.find_desk(who.actor.agency_id or 0)
    try:
        if desk is None or draft.danger is None:
            raise Unusable("Something is still to be chosen.")
        sending = Sending(key=draft.key, desk_id=desk.desk_id, danger=Danger(draft.danger), written=draft.written())
        receipt = submit(by=who.actor, purpose=who.purpose, at=who.at, sending=sending)
    except Unusable as error:
        href = reverse("intelligence:draft-check", kwargs={"key": draft.key})
        words = f"Saved as a draft, and not sent yet. {error}"
        return JsonResponse({"kept": True, "words": words, "href": href, "text": "Go on with it"})
    send_mail_soon()
    return _receipt(receipt.reference)


def _receipt(reference: str) -> HttpResponse:
    href = reverse("intelligence:receipt", kwargs={"reference": reference})
    return JsonResponse({"kept": True, "words": "Sent now.", "href": href, "text": reference})
