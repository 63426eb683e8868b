"""
Made-up worlds of agencies, people, agreements, audiences and profiles, written straight into the tables.

A world is drawn from one seed, so that a world that fails can be made again. Rows of protected tables are written in a
context that opens every audience: only tests may make one.
"""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fourpoint.access import audiences as stored
from fourpoint.access import context, shelf
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor, Additional, Audience, Disclosure, Handling, Named, Subject
from fourpoint.records.agencies.models import Agency, Membership, Person, TrainingRecord, Vetting
from fourpoint.records.profiles.models import Profile
from fourpoint.records.sharing import models
from fourpoint.services.sharing.actions import audience_digest

DAY_ZERO = datetime(2026, 1, 1, tzinfo=UTC)
PURPOSES = ("local-profile", "prevent-crime", "safeguarding")
ROLES = ("analyst", "reader", "safeguarding", "governance", "analyst", "reader", "platform-administrator")
DATA = ("places", "health")
COURSES = ("information-sharing", "data-protection")
CONDITIONS = (("A1",), ("A1", "S2"))
DAYS = 6
LONDON, MOMENT = ZoneInfo("Europe/London"), timedelta(microseconds=1)
# Days on which worlds begin: midwinter, and just before the clocks of 2026 go forward and back.
BEGINNINGS = (date(2026, 1, 1), date(2026, 3, 26), date(2026, 10, 22))
ZONES = (UTC, LONDON, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Auckland"))


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
        self.begins = BEGINNINGS[seed % len(BEGINNINGS)]
        self.steward = Person.objects.create(kind="S", email=f"steward@{seed}.invalid", name="steward", password="!")

    def world(self) -> World:
        """Write the world and return what it holds."""
        agencies = [self._agency(number) for number in range(self.draw.randint(2, 4))]
        people = [self._person(number, agencies) for number in range(self.draw.randint(2, 5))]
        agreements = [self._agreement(number, agencies) for number in range(self.draw.randint(0, 3))]
        self._follow(agreements, agencies)
        self._sign_ups(people, agreements)
        self._of_people(people, agencies, agreements)
        self._stand_ins(people, agencies)
        for _ in range(self.draw.randint(3, 8)):
            self._audience(agencies, people, agreements)
        held = stored.everyone()
        self._profiles(held)
        return World(
            people=tuple(person.id for person in people),
            audiences=tuple(held),
            times=(self._time(), *self._boundaries()),
        )

    def _boundaries(self) -> list[datetime]:
        """An instant at which something turns, and the moment before it, on the clock of one place or another."""
        turning = [*shelf.full().instants, *(row.starts_at for row in Membership.objects.all())]
        here = [at for at in turning if DAY_ZERO - timedelta(days=9) < at < DAY_ZERO + timedelta(days=400)]
        at = self.draw.choice(here)
        return [one.astimezone(self.draw.choice(ZONES)) for one in (at, at - MOMENT)]

    def _day(self) -> date:
        return self.begins + timedelta(days=self.draw.randint(0, DAYS))

    def _time(self) -> datetime:
        """A midnight here, or now and then an hour of the night in which clocks change."""
        hour = self.draw.choice((time(), time(), time(), time(0, 30), time(1, 30)))
        return datetime.combine(self._day(), hour, tzinfo=LONDON).astimezone(UTC)

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
                recertify_on=self.draw.choice((None, None, self._day())),
                granted_at=DAY_ZERO,
                granted_by=self.steward,
            )
        return person

    def _agreement(self, number: int, agencies: list[Agency], **version: object) -> models.Agreement:
        starts_at = self._time()
        row = models.Agreement.objects.create(
            code=f"g{number}",
            title=f"g{number}",
            purposes=self._some(PURPOSES, least=1),
            subjects=[subject.value for subject in self._some(Subject)],
            ceiling=self.draw.choice(list(Marking)).value,
            handling=[
                code.value for code in self.draw.choice((tuple(Handling), tuple(Handling), (Handling.PERMITTED,)))
            ],
            training=self.draw.choice(([], [], [COURSES[0]])),
            categories=self.draw.choice((list(DATA), list(DATA), [DATA[0]])),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(days=self.draw.randint(1, DAYS)),
            review_on=self._day(),
            recorded_at=DAY_ZERO,
            recorded_by=self.steward,
            **version,
        )
        self._clauses(row)
        if self.draw.random() < 0.2:
            row.ended_at, row.ended_by, row.end_reason = self._time(), self.steward, "ended early"
            row.save()
        self._parties(row, agencies)
        if self.draw.random() < 0.3:
            self._reviews(row)
        return row

    def _follow(self, agreements: list[models.Agreement], agencies: list[Agency]) -> None:
        """Now and then a later version of an agreement, signed or not."""
        for before in [one for one in agreements if self.draw.random() < 0.2]:
            after = self._agreement(10 + agreements.index(before), agencies, replaces=before, version=2)
            agreements.append(after)

    def _clauses(self, row: models.Agreement) -> None:
        for number in self._some(("4", "5")):
            models.AgreementClause.objects.create(
                agreement=row,
                number=number,
                words="made up",
                purposes=self._some(PURPOSES, least=1),
                categories=self.draw.choice(([], list(DATA), [DATA[0]])),
            )

    def _reviews(self, row: models.Agreement) -> None:
        """A review that all parties signed, or all but one."""
        parties = [party.agency_id for party in row.parties.all()]
        review = models.AgreementReview.objects.create(
            agreement=row,
            number=1,
            review_on=self._day(),
            words="made up",
            made_at=DAY_ZERO,
            made_by=self.steward,
            agency_id=parties[0],
        )
        for agency_id in parties[self.draw.choice((0, 0, 1)) :]:
            models.ReviewSignature.objects.create(
                review=review,
                agency_id=agency_id,
                signed_at=self._time(),
                signed_by=self.steward,
                signed_name="made up",
                signed_post="made up",
            )

    def _of_people(self, people: list[Person], agencies: list[Agency], agreements: list[models.Agreement]) -> None:
        """What is known of people beside memberships: vetting, training, conditions accepted, glass broken."""
        for row in Membership.objects.filter(person__in=people).order_by("id"):
            held = {"person_id": row.person_id, "agency_id": row.agency_id}
            made = {**held, "made_at": DAY_ZERO, "made_by": self.steward}
            if self.draw.random() < 0.4:
                days = sorted((self._day(), self._day()))
                Vetting.objects.create(**made, level="nppv-2", held_from=days[0], held_until=days[1])
            for course in self._some(COURSES):
                days = sorted((self._day(), self._day()))
                TrainingRecord.objects.create(**made, course=course, taken_on=days[0], valid_until=days[1])
            for owner in agencies:
                agreement = self.draw.choice((None, *agreements))
                conditions = list(self.draw.choice(CONDITIONS))
                models.Acceptance.objects.create(
                    **held, owner=owner, agreement=agreement, conditions=conditions, accepted_at=self._time()
                )
            others = [agency for agency in agencies if agency.id != row.agency_id]
            if self.draw.random() < 0.3:
                times = sorted((self._time(), self._time()))
                models.Emergency.objects.create(
                    **held, owner=self.draw.choice(others), starts_at=times[0], ends_at=times[1]
                )

    def _stand_ins(self, people: list[Person], agencies: list[Agency]) -> None:
        """Whether the one who is stood in for has left does not matter to the rule: who names a stand-in asks that."""
        for agency in agencies:
            for leaver in people if len(people) > 1 else ():
                if self.draw.random() < 0.4:
                    made, ended = sorted((self._time(), self._time()))
                    ends = self.draw.choice((None, ended))
                    models.StandIn.objects.create(
                        agency=agency,
                        leaver=leaver,
                        person=self.draw.choice([person for person in people if person != leaver]),
                        made_at=made,
                        made_by=self.steward,
                        ended_at=ends,
                        ended_by=self.steward if ends else None,
                    )

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
                        **self._withdrawn(membership.starts_at),
                    )

    def _withdrawn(self, signed_at: datetime) -> dict[str, object]:
        at = self._time()
        return {"withdrawn_at": at, "withdrawn_by": self.steward} if at > signed_at and self.draw.random() < 0.2 else {}

    def _disclosures(self, others: list[int], people: list[Person]) -> frozenset[Disclosure]:
        if self.draw.random() < 0.7:
            return frozenset()
        return frozenset(
            Disclosure(
                agency_id=self.draw.choice(others),
                person_id=self.draw.choice((None, *(person.id for person in people))),
                purposes=frozenset(self._some(PURPOSES, least=1)),
                gateway="cda-1998-s115",
                ends_at=self._time(),
            )
            for _ in range(self.draw.randint(1, 2))
        )

    def _audience(self, agencies: list[Agency], people: list[Person], agreements: list[models.Agreement]) -> None:
        owner = self.draw.choice(agencies)
        agreement = self.draw.choice(agreements) if agreements and self.draw.random() < 0.8 else None
        others = [agency.id for agency in agencies if agency != owner]
        value = Audience(
            owner_id=owner.id,
            marking=self.draw.choice(list(Marking)),
            handling=(handling := self.draw.choice(list(Handling))),
            conditions=self.draw.choice(CONDITIONS) if handling is Handling.CONDITIONS else (),
            additional=Additional(descriptors=self.draw.choice(((), ("personal-data",)))),
            clause=self.draw.choice(("", "", "4", "9")) if agreement else "",
            disclosures=self._disclosures(others, people),
            agencies=frozenset(self._some(others, least=1)) if agreement else frozenset(),
            agreement=stored.terms(agreement.id) if agreement else None,
            purposes=frozenset(self._some(PURPOSES, least=1)),
            compartment=self._compartment(owner, agencies, people),
            subject=self.draw.choice((Subject.NONE, *Subject)),
            categories=frozenset(self.draw.choice(((), (), (DATA[0],), DATA))),
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
                "descriptors": list(value.additional.descriptors),
                "clause": value.clause,
                "agreement_id": value.agreement.agreement_id if value.agreement else None,
                "purposes": sorted(value.purposes),
                "subject": value.subject.value,
                "categories": sorted(value.categories),
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
            models.AudienceDisclosure.objects.bulk_create(
                models.AudienceDisclosure(
                    audience=row,
                    agency_id=one.agency_id,
                    person_id=one.person_id,
                    purposes=sorted(one.purposes),
                    gateway=one.gateway,
                    ends_at=one.ends_at,
                )
                for one in value.disclosures
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
