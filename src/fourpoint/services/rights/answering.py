"""Puts the answer to a request together, and lets it leave as a copy: what is given, and why the rest is not."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.module_loading import import_string

from fourpoint.access.context import Acting
from fourpoint.catalogue.keeping import ExemptionEntry
from fourpoint.domain.months import day_in_words
from fourpoint.domain.packs import Pack, PackPart
from fourpoint.records.rights.models import WITHHOLD, RightsItem, RightsRequest
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.agencies.words import name_of
from fourpoint.services.exports.lease import Leased, What, lease
from fourpoint.services.rights.finds import list_disclosed
from fourpoint.services.rights.requests import check_ready, find_request, note

PackPrinter = Callable[[Pack], bytes]
# Found, and not about the person: no part of the answer.
OUTSIDE = "not-the-person"


@transaction.atomic
def make_pack(who: Acting, request_id: int) -> Leased:
    """
    Return the answer as a stamped PDF that the actor holds from now on, to give to the person.

    raises  NotAllowed, NoSuchRequest; NotReady before identity is checked and each find decided
    """
    row = find_request(who.actor, request_id)
    check_ready(row, who.at)
    pack = _pack(who, row)
    content = cast(PackPrinter, import_string(settings.FOURPOINT_PACK_PRINTER))(pack)
    note("rights.answer", row, {"parts": len(pack.parts)}, by=who.actor, purpose=who.purpose, at=who.at)
    return lease(
        by=who.actor,
        purpose=who.purpose,
        at=who.at,
        what=What(kind="rights", record_id=row.pk, words=_words(pack)),
        name=f"{row.reference}.pdf",
        media_type="application/pdf",
        content=content,
    )


def _words(pack: Pack) -> str:
    return "\n".join(said for part in pack.parts for said in (part.heading, *part.paragraphs))


def _pack(who: Acting, row: RightsRequest) -> Pack:
    own = who.actor.agency_id or 0
    return Pack(
        reference=row.reference,
        person=row.subject,
        agency=agency_names([own])[own],
        made_on=day_in_words(timezone.localdate(who.at)),
        parts=tuple(
            PackPart(
                heading="Extract" if item.extract else item.title,
                source=f"{item.kind} {item.record_id}",
                paragraphs=tuple(item.extract.splitlines()) if item.extract else item.said,
            )
            for item in list_disclosed(row.pk)
        ),
        withheld=_withheld(row),
    )


def _withheld(row: RightsRequest) -> tuple[tuple[str, int], ...]:
    """By ground, how much is withheld."""
    held = RightsItem.objects.filter(request=row, decision=WITHHOLD).exclude(exemption=OUTSIDE)
    counts = held.values_list("exemption").annotate(Count("pk")).order_by()
    return tuple(sorted((name_of("exemptions", ExemptionEntry, code), count) for code, count in counts))
