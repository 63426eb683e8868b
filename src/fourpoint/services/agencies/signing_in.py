"""
What signing in leaves in the trail: that somebody came, that somebody failed to, that somebody left.

A failure is not the act of the person whose address was used. The steward of each agency of that person records it, so
that its governance role reads it; of an address that nobody has, only the count that closes it is kept.
"""

from datetime import datetime

from fourpoint.access import context, trail
from fourpoint.records.agencies.models import Agency, Membership, Person
from fourpoint.services.agencies import letters, lockouts
from fourpoint.services.agencies.founding import PURPOSE, get_steward

SESSIONS = "/account/sessions/"


def note_signed_in(person_id: int, *, manner: str, at: datetime, agency_id: int | None = None) -> None:
    """Record that a person signed in, by which means."""
    _note("sign-in.enter", person_id, at=at, agency_id=agency_id, facts={"manner": manner})


def note_signed_out(person_id: int, *, at: datetime, agency_id: int | None = None, why: str = "signed-out") -> None:
    """Record that a person signed out, or why the session ended without that."""
    _note("sign-in.leave", person_id, at=at, agency_id=agency_id, facts={"why": why})


def note_failure(email: str, *, at: datetime, step: str) -> None:
    """
    Count a failure to sign in with an address, and record it where its owner's agencies read it.

    step  what failed: "password", "second-factor" or "confirm"
    """
    closed = lockouts.note_failure(email, at=at)
    person = Person.objects.filter(email=email.strip().lower(), kind=Person.PERSON).first()
    if person is None:
        return
    if closed:
        letters.write_to([person.id], kind="locked-out", path=SESSIONS, agency_id=None, at=at)
    facts: trail.Facts = {"step": step, "closed": "yes" if closed else "no"}
    for code in _agencies(person.id, at=at):
        with context.acting(get_steward(code), at=at) as who:
            change = trail.Change(action="sign-in.fail", object_kind="person", object_id=person.id, facts=facts)
            trail.record(change, by=who.actor, purpose=PURPOSE, at=at)


def find_by_provider(email: str, *, agency: str, at: datetime) -> int | None:
    """Return the active person of that address who is a member of the agency of that code now, else None."""
    held = Membership.objects.filter(
        person__email=email.strip().lower(),
        person__is_active=True,
        person__kind=Person.PERSON,
        agency__code=agency,
        starts_at__lte=at,
    )
    current = (row for row in held if row.ends_at is None or at < row.ends_at)
    return next((row.person_id for row in current), None)


def get_person(person_id: int) -> Person:
    """Return the row of a person, for the library that links it to a provider; raises Person.DoesNotExist."""
    return Person.objects.get(id=person_id)


def email_of(person_id: int) -> str:
    """Return the address of a person; raises Person.DoesNotExist."""
    return Person.objects.get(id=person_id).email


def _note(action: str, person_id: int, *, at: datetime, agency_id: int | None, facts: trail.Facts) -> None:
    with context.acting(person_id, at=at, agency_id=agency_id) as who:
        change = trail.Change(action=action, object_kind="person", object_id=person_id, facts=facts)
        trail.record(change, by=who.actor, purpose=PURPOSE, at=at)


def _agencies(person_id: int, *, at: datetime) -> list[str]:
    held = Membership.objects.filter(person_id=person_id, starts_at__lte=at)
    current = {row.agency_id for row in held if row.ends_at is None or at < row.ends_at}
    return list(Agency.objects.filter(id__in=current).order_by("id").values_list("code", flat=True))
