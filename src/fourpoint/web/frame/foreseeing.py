"""Who would see what is about to be written, and why: the answer beside every choice of readers, before anything is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from fourpoint.access.context import Acting
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Audience, decide_place
from fourpoint.services.disclosure.readers import AgencyReaders, who_will_see
from fourpoint.services.sharing.telling import to_her

ASKS = "check"


@dataclass(frozen=True, kw_only=True)
class NewForeseen:
    """Who would see a new record, by agency; or why it cannot be so, or that something is not chosen yet."""

    problem: str = ""
    readers: tuple[AgencyReaders, ...] = ()


def foresee_new(make: Callable[[], Audience], who: Acting) -> NewForeseen:
    """Return who would see what has the audience that is made; `make` raises Unusable for one that cannot be."""
    try:
        audience = make()
    except Unusable as refusal:
        return NewForeseen(problem=str(refusal))
    deciding = decide_place(who.actor, audience, who.purpose, who.at)
    said = "" if deciding.allowed else " ".join(to_her(reason.sentence) for reason in deciding.reasons)
    readers = who_will_see(audience, for_agency=who.actor.agency_id, at=who.at)
    return NewForeseen(problem=said, readers=readers)


def typed(known: Form, sent: QueryDict) -> dict[str, Any]:
    """Return what was sent to be asked about, for a form to begin with: nothing is weighed, and nothing typed lost."""
    if ASKS not in sent:
        return {}
    return {
        name: field.widget.value_from_datadict(sent, MultiValueDict(), name)
        for name, field in known.fields.items()
        if not field.widget.value_omitted_from_data(sent, MultiValueDict(), name)
    }
