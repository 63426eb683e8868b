"""Released reports given to others for tests, and the forum of the force and the council, all of it made up."""

from fourpoint.access import context
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.disclosure import dissemination, forums
from fourpoint.services.disclosure.choices import Choice
from fourpoint.services.sharing.actions import find_terms
from tests.factories.cast import AT
from tests.factories.linking import released
from tests.factories.sending import sol

NECESSITY = "Synthetic: the council's night team passes there and can say who comes and goes."


def choice(*agencies: str, code: str = "local-profiles", **changes) -> Choice:
    """What a form says: those agencies, or the council, under that agreement."""
    given = {
        "agreement_id": find_terms(code).agreement_id,
        "agencies": frozenset(find_agency(one) or 0 for one in agencies or ("thanet",)),
        "purposes": frozenset({"local-profile"}),
    }
    return Choice(**given | changes)


def giving(record_id: int, *, kind: str = "report", **changes) -> dissemination.Giving:
    """A report given to the council, unless said otherwise."""
    held = {"kind": kind, "record_id": record_id, "necessity": NECESSITY, "choice": None} | changes
    return dissemination.Giving(**held | {"choice": held["choice"] or choice()})


def give(record_id: int, *, by: int | None = None, at=AT, **changes) -> str:
    """Give a report to others and return the reference."""
    with context.acting(by or sol(), at=at) as who:
        return dissemination.disseminate(who=who, giving=giving(record_id, **changes))


def given_report(at=AT, **changes) -> tuple[int, str]:
    """Release a report, give it to the council, and return its number and the reference."""
    number = released(at=at)
    return number, give(number, at=at, **changes)


def found(person_id: int, *, at=AT, name: str = "Harbour forum", members=("invicta", "thanet"), code="local-profiles"):
    """Found a forum of those agencies and return its code."""
    draft = forums.ForumDraft(
        name=name,
        words="Synthetic: meets each month about the harbour wards.",
        agreement_id=find_terms(code).agreement_id,
        members=frozenset(find_agency(one) or 0 for one in members),
    )
    with context.acting(person_id, at=at) as who:
        return forums.found_forum(by=who.actor, purpose=who.purpose, at=at, forum=draft)
