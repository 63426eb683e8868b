"""
Gives the demonstration something to keep an eye on: copies out, reviews, a disposal, a request, a look-up.

Each step is taken by one of the demonstration's people through the same actions as in earnest, some of them at an
earlier day. Safe to repeat: once there is a request, all of it is there.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from fourpoint.access import context
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.records.exports.models import Export
from fourpoint.records.library.models import Paper, Version
from fourpoint.records.rights.models import RightsRequest
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.audit import declaring
from fourpoint.services.exports.actions import confirm_destruction
from fourpoint.services.exports.lease import What, lease
from fourpoint.services.files.keeping import get_content
from fourpoint.services.library import actions as library
from fourpoint.services.library.choosing import AudienceChoice
from fourpoint.services.library.contents import Written
from fourpoint.services.library.listing import PaperFilter, list_papers
from fourpoint.services.review import disposal
from fourpoint.services.review.actions import Verdict, decide
from fourpoint.services.rights import deciding, requests
from fourpoint.services.rights.searching import search

ANALYST, PARTNER, GOVERNANCE = "asha@invicta.example", "bev@thanet.example", "ines@invicta.example"
PERSON = "Marigold Fenn (fictional)"
LONG_AGO = timedelta(days=120)


def load_keeping(*, at: datetime) -> None:
    """Load copies, reviews, a disposal and a request; nothing on a system without the demonstration's people."""
    people = [find_person(email) for email in (ANALYST, PARTNER, GOVERNANCE)]
    if None in people:
        return
    analyst, partner, governance = (person or 0 for person in people)
    with context.acting(governance, at=at):
        if RightsRequest.objects.exists():
            return
    _copies(partner, at=at)
    _reviews(analyst, governance, at=at)
    _request(analyst, governance, at=at)
    _look_up_a_neighbour(analyst, at=at)


def _copies(partner: int, *, at: datetime) -> None:
    """One copy past its day, one confirmed destroyed: of papers of others that the partner may read."""
    with context.acting(partner, at=at) as who:
        held = Version.objects.filter(number=1).exclude(paper__owner_id=who.actor.agency_id or 0)
        for index, version in enumerate(held.select_related("paper").order_by("paper_id")[:2]):
            then = at - LONG_AGO
            try:
                _take(who, version, at=then)
            except (Refused, Unusable):
                continue
            if index:
                copy = Export.objects.filter(holder_id=partner, record_id=version.paper_id).latest("id")
                gone = at - timedelta(days=40)
                confirm_destruction(by=who.actor, purpose=who.purpose, at=gone, export_id=copy.pk, how="deleted")


def _take(who: Acting, version: Version, *, at: datetime) -> None:
    what = What(kind="paper", record_id=version.paper_id, audience_id=version.audience_id)
    content = get_content(version.held_id).data if version.held_id else (version.text or "").encode()
    name, media_type = version.file_name or "paper.md", version.media_type or "text/markdown"
    given: dict[str, Any] = {"name": name, "media_type": media_type, "content": content}
    lease(by=who.actor, purpose=who.purpose, at=at, what=what, **given)


def _reviews(analyst: int, governance: int, *, at: datetime) -> None:
    """A record that a review found wrong two months ago and nobody has corrected, and one that two people let go."""
    late = at - timedelta(days=60)
    with context.acting(analyst, at=late) as who:
        late_paper = _write(who, "Contact list of duty desks", "The desk at the harbour closed in spring.", at=late)
        wrong = Verdict(outcome="correct", reason="Two of the desks have closed, and one number is wrong.")
        decide(by=who.actor, purpose=who.purpose, at=late, kind="paper", record_id=late_paper, verdict=wrong)
    with context.acting(analyst, at=at) as who:
        old = _write(who, "Rota of last year's working group", "Nobody needs it any more.", at=at)
        number = decide(
            by=who.actor,
            purpose=who.purpose,
            at=at,
            kind="paper",
            record_id=old,
            verdict=Verdict(outcome="dispose", reason="The group was dissolved; nothing in it is needed."),
        )
    with context.acting(governance, at=at) as who:
        disposal.confirm(by=who.actor, purpose=who.purpose, at=at, disposal_id=number or 0)
    with context.acting(analyst, at=at) as who:
        disposal.carry_out(by=who.actor, purpose=who.purpose, at=at, disposal_id=number or 0)


def _request(analyst: int, governance: int, *, at: datetime) -> None:
    """A person asks what is held of her: found, identity checked, one of two finds decided."""
    with context.acting(analyst, at=at) as who:
        _write(who, "Visit to Saltmarsh Quay", f"{PERSON} showed us round and kept the visitors' book.", at=at)
        _write(who, "Complaint about the slipway", "Ms Fenn, Marigold, rang. All fictional.", at=at)
    with context.acting(governance, at=at) as who:
        asked = requests.Asked(
            right="access",
            subject=PERSON.removesuffix(" (fictional)"),
            received_on=timezone.localdate(at - timedelta(days=12)),
            addresses="3 Quay Cottages",
            asked="What do you hold of me since I kept the visitors' book?",
        )
        given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": at}
        number = requests.register(**given, asked=asked)
        requests.check_identity(**given, request_id=number, how="Passport seen at the front desk")
        search(**given, request_id=number)
        first = RightsRequest.objects.get(pk=number).items.order_by("record_id").first()
        if first is not None:
            deciding.decide_item(**given, request_id=number, item_id=first.pk, decision=deciding.Decision())


def _look_up_a_neighbour(analyst: int, *, at: datetime) -> None:
    """Somebody declares where she lives and searches for that street, which her governance role is asked to look at."""
    with context.acting(analyst, at=at) as who:
        home = {"kind": declaring.HOME, "words": "Saltmarsh Quay", "postcode": "CT9 1AB"}
        declaring.declare(by=who.actor, purpose=who.purpose, at=at, **home)
        list_papers(who, PaperFilter(words="Saltmarsh Quay"))


def _write(who: Acting, title: str, text: str, *, at: datetime) -> int:
    """Put a draft of the agency's own in the library, or find the one of that title."""
    held = Paper.objects.filter(owner_id=who.actor.agency_id or 0, title=title).first()
    if held is not None:
        return held.pk
    paper = library.PaperDraft(
        title=title,
        summary="",
        kind="minutes",
        content=Written(text=text),
        audience=AudienceChoice(marking=Marking.OFFICIAL_SENSITIVE),
        issued=False,
    )
    return library.write_paper(by=who.actor, purpose=who.purpose, at=at, paper=paper)
