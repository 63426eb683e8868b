"""Requirements made for tests through the service: what the force asks the council, all of it made up."""

from datetime import timedelta

from fourpoint.access import context
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.intelligence.requirements import RequirementDraft, raise_requirement
from tests.factories.cast import AT
from tests.factories.sending import desk_id

QUESTION = "Synthetic: which closed shops near the harbour have lights on after midnight?"


def make_draft(*, at=AT, **changes) -> RequirementDraft:
    """Return a requirement to Thanet under the agreement of local profiles, changed as said."""
    given = {
        "question": QUESTION,
        "why": "Synthetic: deliveries at night are not explained.",
        "desk_id": desk_id(),
        "due_on": (at + timedelta(days=7)).date(),
        "agreement": "local-profiles",
        "agencies": frozenset({find_agency("thanet") or 0}),
        "area_codes": ("E07000114",),
        "raised_from": "profile E07000114",
    }
    return RequirementDraft(**given | changes)


def raise_it(person_id: int, *, at=AT, **changes) -> int:
    """Raise a requirement as that person and return its id."""
    with context.acting(person_id, at=at) as who:
        return raise_requirement(by=who.actor, purpose=who.purpose, at=at, requirement=make_draft(at=at, **changes))
