"""What was found for a request as the governance role sees it: what is still there and open to it, and what is not."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from fourpoint.access import trail
from fourpoint.catalogue.keeping import ExemptionEntry
from fourpoint.records.agencies.models import Membership, Person
from fourpoint.records.audit.models import Event, Reading
from fourpoint.records.rights.models import DISCLOSE, RightsItem
from fourpoint.services.agencies.words import name_of
from fourpoint.services.marked.kinds import KINDS
from fourpoint.services.rights.searching import ACCOUNT, TRAIL

BY_WORDS = {"name": "name", "email": "e-mail", "phone": "telephone", "address": "address"}
Words = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """
    Something that was found.

    title, said   what it is and says; empty when it is not there any more or not open to the reader
    by            by what it was found, in words
    decision      "" (none yet), "disclose" or "withhold"; exemption: the ground in words
    is_record     a marked record, which can be put right and set apart
    found_by      the colleague who found it, for what she alone may read; extract: what she gives of it
    """

    item_id: int
    kind: str
    record_id: int
    title: str
    said: tuple[str, ...]
    by: tuple[str, ...]
    decision: str
    exemption_code: str
    exemption: str
    reason: str
    is_record: bool
    is_there: bool
    is_restricted: bool
    found_by: str
    extract: str


def show_finds(items: Iterable[RightsItem], *, apart: set[tuple[str, int]]) -> tuple[ItemLine, ...]:
    """
    Return what these finds are; the records among them that are open to the reader are in the trail as shown.

    apart  kind and number of what is set apart now
    """
    finds = list(items)
    held = open_records(finds)
    held.update(_of_people(finds))
    return tuple(_item(item, held.get((item.kind, item.record_id)), apart) for item in finds)


def list_disclosed(request_id: int) -> tuple[ItemLine, ...]:
    """Return what of a request's finds goes into its answer, itself or by an extract; the rest is not read."""
    given = RightsItem.objects.filter(request_id=request_id, decision=DISCLOSE).select_related("found_by")
    lines = show_finds(given.order_by("kind", "record_id"), apart=set())
    return tuple(line for line in lines if line.is_there or line.extract)


def open_records(items: Iterable[RightsItem]) -> dict[tuple[str, int], Words]:
    """Return title and words of the records that are there and open, by kind and number, shown in the trail."""
    finds = list(items)
    made: dict[tuple[str, int], Words] = {}
    for kind in KINDS:
        numbers = [item.record_id for item in finds if item.kind == kind.code]
        found = list(kind.model._default_manager.filter(pk__in=numbers)) if numbers else []
        trail.record_shown(kind.code, found)
        for record in found:
            made[kind.code, record.pk] = (kind.title(record), tuple(text for text in kind.texts(record) if text))
    return made


def kind_name(code: str) -> str:
    """Return the word for a kind of find."""
    return next((kind.name for kind in KINDS if kind.code == code), code)


# ----------------------------------------------------------------------------------------------------------------------


def _of_people(items: Iterable[RightsItem]) -> dict[tuple[str, int], Words]:
    made: dict[tuple[str, int], Words] = {}
    for person in Person.objects.filter(id__in=[item.record_id for item in items if item.kind in (ACCOUNT, TRAIL)]):
        made[ACCOUNT, person.id] = ("Account of somebody who signs in", _account(person))
        made[TRAIL, person.id] = ("What they did and read here", _trail(person.id))
    return made


def _account(person: Person) -> tuple[str, ...]:
    held = Membership.objects.filter(person_id=person.id).select_related("agency").order_by("id")
    posts = (f"{row.agency.name}: {', '.join(row.roles)}, from {timezone.localdate(row.starts_at)}" for row in held)
    return (f"Name: {person.name}", f"E-mail: {person.email}", *posts)


def _trail(person_id: int) -> tuple[str, ...]:
    done, read = (model.objects.filter(person_id=person_id).count() for model in (Event, Reading))
    return (f"{done:,} entries of what they did, and {read:,} of what they read.",)


def _item(item: RightsItem, held: tuple[str, tuple[str, ...]] | None, apart: set[tuple[str, int]]) -> ItemLine:
    return ItemLine(
        item_id=item.pk,
        kind=kind_name(item.kind),
        record_id=item.record_id,
        title=held[0] if held else "",
        said=held[1] if held else (),
        by=tuple(BY_WORDS.get(code, code) for code in item.by),
        decision=item.decision,
        exemption_code=item.exemption,
        exemption=name_of("exemptions", ExemptionEntry, item.exemption) if item.exemption else "",
        reason=item.reason,
        is_record=item.kind not in (ACCOUNT, TRAIL),
        is_there=held is not None,
        is_restricted=(item.kind, item.record_id) in apart,
        found_by=item.found_by.name if item.found_by else "",
        extract=item.extract,
    )
