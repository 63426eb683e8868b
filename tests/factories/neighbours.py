"""A third agency beside the cast's: Kestrel, bound to Invicta by an agreement, with one reader who signed up to it."""

from dataclasses import dataclass
from datetime import timedelta

from fourpoint.access import context
from fourpoint.domain.markings import Marking
from fourpoint.services.agencies import actions as agencies
from fourpoint.services.agencies.founding import AgencyDraft, found_agency, get_steward
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.sharing import agreements
from tests.factories.cast import AT, Cast

PURPOSE, CODE = "local-profile", "invicta-kestrel"


@dataclass(frozen=True, kw_only=True)
class Kestrel:
    """The agency's id, and those of its people: Dee signed up to the agreement, Eli did not, Gus governs."""

    agency_id: int
    dee: int
    eli: int
    gus: int


def add_kestrel(cast: Cast) -> Kestrel:
    """Found the agency, its people, and an agreement with Invicta that both have signed."""
    found_agency(agency=AgencyDraft(code="kestrel-test", name="Kestrel Health (fictional)", kind="health"), at=AT)
    steward, kestrel = get_steward("kestrel-test"), find_agency("kestrel-test")
    people = {}
    with context.acting(steward, at=AT) as who:
        for name, role in (("dee", "reader"), ("eli", "reader"), ("gus", "governance")):
            person = agencies.invite_person(
                by=who.actor, purpose=PURPOSE, at=AT, email=f"{name}@kestrel-test.example", name=name.capitalize()
            )
            post = agencies.Post(
                roles=(role,), clearance=Marking.OFFICIAL, default_purpose=PURPOSE, starts_at=AT - timedelta(days=60)
            )
            agencies.grant_membership(by=who.actor, purpose=PURPOSE, at=AT, person_id=person, post=post)
            people[name] = person
    _agree(cast, kestrel, people)
    return Kestrel(agency_id=kestrel, **people)


def _agree(cast: Cast, kestrel: int, people: dict[str, int]) -> None:
    draft = agreements.AgreementDraft(
        code=CODE,
        title="Pointers (fictional)",
        parties=(find_agency("invicta"), kestrel),
        gateways=("cda-1998-s115",),
        purposes=(PURPOSE,),
        ceiling=Marking.OFFICIAL,
        starts_at=AT - timedelta(days=30),
        ends_at=AT + timedelta(days=365),
        review_on=(AT + timedelta(days=330)).date(),
    )
    with context.acting(cast.ines, at=AT) as who:
        agreement = agreements.record_agreement(by=who.actor, purpose=PURPOSE, at=AT, agreement=draft)
        agreements.sign_agreement(by=who.actor, purpose=PURPOSE, at=AT, agreement_id=agreement)
    with context.acting(people["gus"], at=AT) as who:
        agreements.sign_agreement(by=who.actor, purpose=PURPOSE, at=AT, agreement_id=agreement)
    for name in ("dee", "gus"):
        with context.acting(people[name], at=AT) as who:
            agreements.sign_up(by=who.actor, purpose=PURPOSE, at=AT, agreement_id=agreement)
