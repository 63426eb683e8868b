"""
Made-up worlds of agencies, people, agreements, audiences and profiles, written straight into the tables.

A world is drawn from one seed, so that a world that fails can be made again. Rows of protected tables are written in a
context that opens every audience: only tests may make one.
"""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fourpoint.access import audiences as stored
from fourpoint.access import context
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor, Audience, Handling, Named, Subject
from fourpoint.records.agencies.models import Agency, Membership, Person
from fourpoint.records.profiles.models import Profile
from fourpoint.records.sharing import models
from fourpoint.services.sharing.actions import audience_digest

DAY_ZERO = datetime(2026, 1, 1, tzinfo=UTC)
PURPOSES = ("local-profile", "prevent-crime", "safeguarding")
ROLES = ("analyst", "reader", "safeguarding", "governance")
DAYS = 6


@dataclass(frozen=True, kw_only=True)
class World:
    """Ids of what a world holds, and the instants and purposes to ask it about."""

    people: tuple[int, ...]
    audiences: tuple[int, ...]
    times: tuple[datetime, ...]


class Maker:
    """Draws one world from a seed, and writes it."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.steward = Person.objects.create(kind="S", email=f"steward@{seed}.invalid", name="steward", password="!")

    def world(self) -> World:
        """Write the world and return what it holds."""
        agencies = [self._agency(number) for number in range(self.draw.randint(2, 4))]
        people = [self._person(number, agencies) for number in range(self.draw.randint(2, 5))]
        agreements = [self._agreement(number, agencies) for number in range(self.draw.randint(0, 3))]
        self._sign_ups(people, agreements)
        for _ in range(self.draw.randint(3, 8)):
            self._audience(agencies, people, agreements)
        held = stored.everyone()
        self._profiles(held)
        return World(
            people=tuple(person.id for person in people),
            audiences=tuple(held),
            times=tuple(self._time() for _ in range(2)),
        )

    def _time(self) -> datetime:
        return DAY_ZERO + timedelta(days=self.draw.randint(0, DAYS))

    def _some(self, of, least: int = 0):
        return self.draw.sample(list(of), self.draw.randint(min(least, len(of)), len(of)))

    def _agency(self, number: int) -> Agency:
        return Agency.objects.create(code=f"a{number}", name=f"a{number}", kind="council", created_by=self.steward)

    def _person(self, number: int, agencies: list[Agency]) -> Person:
        person = Person.objects.create(
            email=f"p{number}@world.example",
            name=f"p{number}",
            password="!",
            is_active=self.draw.random() < 0.9,
            created_by=self.steward,
        )
        for agency in self.draw.sample(agencies, self.draw.choice((0, 1, 1, 1, 2))):
            starts_at = self._time()
            Membership.objects.create(
                person=person,
                agency=agency,
                roles=self._some(ROLES, least=1),
                clearance=self.draw.choice(list(Marking)).value,
                default_purpose=self.draw.choice(PURPOSES),
                starts_at=starts_at,
                ends_at=self.draw.choice((None, starts_at + timedelta(days=self.draw.randint(1, DAYS)))),
                granted_at=DAY_ZERO,
                granted_by=self.steward,
            )
        return person

    def _agreement(self, number: int, agencies: list[Agency]) -> models.Agreement:
        starts_at = self._time()
        row = models.Agreement.objects.create(
            code=f"g{number}",
            title=f"g{number}",
            purposes=self._some(PURPOSES, least=1),
            subjects=[subject.value for subject in self._some(Subject)],
            ceiling=self.draw.choice(list(Marking)).value,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(days=self.draw.randint(1, DAYS)),
            review_on=self._time().date(),
            recorded_at=DAY_ZERO,
            recorded_by=self.steward,
        )
        if self.draw.random() < 0.2:
            row.ended_at, row.ended_by, row.end_reason = self._time(), self.steward, "ended early"
            row.save()
        self._parties(row, agencies)
        return row

    def _parties(self, row: models.Agreement, agencies: list[Agency]) -> None:
        """In one statement: after the first signature no party is added."""
        parties = []
        for agency in self._some(agencies, least=2):
            signed = self.draw.random() < 0.85
            parties.append(
                models.AgreementParty(
                    agreement=row,
                    agency=agency,
                    signed_at=self._time() if signed else None,
                    signed_by=self.steward if signed else None,
                )
            )
        models.AgreementParty.objects.bulk_create(parties)

    def _sign_ups(self, people: list[Person], agreements: list[models.Agreement]) -> None:
        for membership in Membership.objects.filter(person__in=people).order_by("id"):
            for agreement in agreements:
                if self.draw.random() < 0.75:
                    models.SignUp.objects.create(
                        agreement=agreement,
                        person_id=membership.person_id,
                        agency_id=membership.agency_id,
                        signed_at=membership.starts_at,
                    )

    def _audience(self, agencies: list[Agency], people: list[Person], agreements: list[models.Agreement]) -> None:
        owner = self.draw.choice(agencies)
        agreement = self.draw.choice(agreements) if agreements and self.draw.random() < 0.8 else None
        others = [agency.id for agency in agencies if agency != owner]
        value = Audience(
            owner_id=owner.id,
            marking=self.draw.choice(list(Marking)),
            handling=(handling := self.draw.choice(list(Handling))),
            conditions=("A1",) if handling is Handling.CONDITIONS else (),
            agencies=frozenset(self._some(others, least=1)) if agreement else frozenset(),
            agreement=stored.terms(agreement.id) if agreement else None,
            purposes=frozenset(self._some(PURPOSES, least=1)),
            compartment=self._compartment(owner, agencies, people),
            subject=self.draw.choice((Subject.NONE, *Subject)),
            ends_at=self.draw.choice((None, None, self._time())),
        )
        self._store(value)

    def _compartment(self, owner: Agency, agencies: list[Agency], people: list[Person]) -> frozenset[Named]:
        if self.draw.random() < 0.7:
            return frozenset()
        places = {Named(person_id=person.id, agency_id=self.draw.choice(agencies).id) for person in self._some(people)}
        return frozenset(places | {Named(person_id=self.draw.choice(people).id, agency_id=owner.id)})

    def _store(self, value: Audience) -> None:
        row, created = models.Audience.objects.get_or_create(
            digest=audience_digest(value),
            defaults={
                "owner_id": value.owner_id,
                "marking": value.marking.value,
                "handling": value.handling.value,
                "conditions": list(value.conditions),
                "agreement_id": value.agreement.agreement_id if value.agreement else None,
                "purposes": sorted(value.purposes),
                "subject": value.subject.value,
                "ends_at": value.ends_at,
                "interned_at": DAY_ZERO,
                "interned_by": self.steward,
            },
        )
        if created:
            models.AudienceAgency.objects.bulk_create(
                models.AudienceAgency(audience=row, agency_id=agency_id) for agency_id in value.agencies
            )
            models.AudienceMember.objects.bulk_create(
                models.AudienceMember(audience=row, person_id=named.person_id, agency_id=named.agency_id)
                for named in value.compartment
            )

    def _profiles(self, held: dict[int, Audience]) -> None:
        everything = context.Acting(
            actor=Actor(person_id=self.steward.id, is_active=True, membership=None),
            purpose="administration",
            at=DAY_ZERO,
            readable=held,
            writable=frozenset(held),
            placeable=frozenset(held),
        )
        context.enter(everything)
        Profile.objects.bulk_create(
            Profile(
                area_code=f"Z{audience_id}",
                owner_id=audience.owner_id,
                audience_id=audience_id,
                created_at=DAY_ZERO,
                created_by=self.steward,
            )
            for audience_id, audience in held.items()
        )
        context.enter(context.nobody(DAY_ZERO))
