"""Who will see it is what the rule says of the real people, in numbers; what can be chosen makes the audience meant."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from fourpoint.access import context
from fourpoint.access.standing import people_of as all_people_of
from fourpoint.access.standing import stand
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Disclosure, Handling, Named, Subject, decide
from fourpoint.records.agencies.models import Agency, Membership, Person
from fourpoint.services.agencies.contacts import ContactDraft, name_contact
from fourpoint.services.disclosure import choices, readers
from fourpoint.services.sharing.actions import find_terms
from tests.factories.cast import AT
from tests.factories.neighbours import CODE
from tests.factories.records import PURPOSE, alone, shared

pytestmark = pytest.mark.django_db


def people_of(agency_id, *, at=AT):
    """One by one, as they stand."""
    held = Membership.objects.filter(agency_id=agency_id, person__kind=Person.PERSON, person__is_active=True)
    current = held.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at).order_by("id")
    return [stand(row.person_id, at=at, agency_id=agency_id).actor for row in current]


def see(audience, agency_id, *, at=AT):
    return {one.agency.split()[0]: one for one in readers.who_will_see(audience, for_agency=agency_id, at=at)}


def test_numbers_roles_and_reasons_of_each_agency(cast, invicta, thanet):
    audience = shared(invicta, thanet)
    told = see(audience, invicta)

    for name, agency_id in (("Invicta", invicta), ("Thanet", thanet)):
        people = people_of(agency_id)
        allowed = [actor for actor in people if decide(actor, audience, PURPOSE, AT).allowed]
        assert (told[name].let_in, told[name].people) == (len(allowed), len(people))
        assert allowed
    assert {"Asha Verity (fictional)", "Ines Calder (fictional)"} <= set(told["Invicta"].named)
    contacts = Person.objects.filter(email__in=readers.contact_addresses([thanet], at=AT)[thanet])
    assert set(told["Thanet"].named) <= set(contacts.values_list("name", flat=True))
    platform = "This person runs the platform, and that role reads no content."
    assert platform in {one.words for one in told["Invicta"].kept_out}
    assert told["Thanet"].because[0].startswith("This person's agency is named")
    assert "Information governance" in {role.words for role in told["Thanet"].roles}


def test_reasons_are_the_rules_own_for_each_person(cast, invicta, kestrel):
    audience = shared(invicta, kestrel.agency_id, code=CODE, subject=Subject.CHILD)
    told = see(audience, invicta)["Kestrel"]

    expected = {
        reason.sentence
        for actor in people_of(kestrel.agency_id)
        for reason in decide(actor, audience, PURPOSE, AT).reasons
    }
    assert told.let_in == 0
    assert {one.words for one in told.kept_out} == expected
    assert max(one.people for one in told.kept_out) == told.people == 3


def test_people_read_together_stand_as_each_does_alone(cast, kestrel):
    agencies = list(Agency.objects.values_list("id", flat=True))

    for at in (
        AT - timedelta(days=400),
        AT - timedelta(days=20),
        AT,
        AT + timedelta(days=90),
        AT + timedelta(days=800),
    ):
        together = all_people_of(agencies, at=at)
        assert together == {agency_id: tuple(people_of(agency_id, at=at)) for agency_id in agencies}
    assert sum(map(len, all_people_of(agencies, at=AT).values())) > 10


def test_answer_of_every_agency_is_that_of_a_plain_loop(cast, invicta, thanet, kestrel):
    listed = frozenset({Named(person_id=cast.asha, agency_id=invicta), Named(person_id=cast.bev, agency_id=thanet)})
    for audience in (
        shared(invicta, thanet),
        shared(invicta, thanet, marking=Marking.OFFICIAL_SENSITIVE, subject=Subject.VICTIM),
        shared(invicta, thanet, compartment=listed),
        shared(invicta, thanet, handling=Handling.CONDITIONS, conditions=("S1",)),
        shared(invicta, kestrel.agency_id, code=CODE),
    ):
        for at in (AT, AT + timedelta(days=400)):
            for told in readers.who_will_see(audience, for_agency=invicta, at=at):
                purposes = readers.purposes_of(audience, told.agency_id)
                people = people_of(told.agency_id, at=at)
                plain = [readers.decide_best(actor, audience, purposes, at) for actor in people]
                assert (told.people, told.let_in) == (len(plain), sum(one.allowed for one in plain))
                assert set(told.because) == {
                    one.sentence for answer in plain if answer.allowed for one in answer.reasons
                }
                against = Counter(one.sentence for answer in plain if not answer.allowed for one in answer.reasons)
                assert {one.words: one.people for one in told.kept_out} == against


def test_questions_put_to_the_database_do_not_grow_with_the_people(cast, invicta, thanet, kestrel):
    def count(audience):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            readers.who_will_see(audience, for_agency=invicta, at=AT)
        return len(asked)

    assert count(shared(invicta, kestrel.agency_id, code=CODE)) == count(shared(invicta, thanet)) <= 10


def test_contacts_of_another_agency_are_named_and_no_one_else(cast, invicta, kestrel):
    with context.acting(kestrel.gus, at=AT) as who:
        draft = ContactDraft(
            kind="soc-spoc", name="Dee", email="dee@kestrel-test.example", starts_on=AT.date() - timedelta(days=1)
        )
        name_contact(by=who.actor, purpose=PURPOSE, at=AT, contact=draft)

    assert see(shared(invicta, kestrel.agency_id, code=CODE), invicta)["Kestrel"].named == ("Dee",)


def test_agency_named_with_nobody_on_the_list_is_told_of_with_none_let_in(cast, invicta, thanet):
    listed = frozenset({Named(person_id=cast.asha, agency_id=invicta)})
    told = see(shared(invicta, thanet, compartment=listed), invicta)

    assert (told["Invicta"].let_in, told["Thanet"].let_in) == (1, 0)


def test_choice_of_an_audience_makes_that_audience_again(cast, invicta, thanet):
    given = shared(
        invicta,
        thanet,
        marking=Marking.OFFICIAL_SENSITIVE,
        handling=Handling.CONDITIONS,
        conditions=("S1", "S2"),
        subject=Subject.VICTIM,
        categories=frozenset({"places", "depersonalised"}),
        compartment=frozenset(
            {Named(person_id=cast.asha, agency_id=invicta), Named(person_id=cast.bev, agency_id=thanet)}
        ),
    )

    assert choices.make_audience(given, choices.choice_of(given), at=AT) == given


def test_last_day_is_whole_and_disclosures_stay_unless_dropped(cast, invicta, thanet, kestrel):
    once = Disclosure(
        agency_id=kestrel.agency_id,
        person_id=None,
        purposes=frozenset({PURPOSE}),
        gateway="cda-1998-s115",
        ends_at=AT + timedelta(days=3),
    )
    current = alone(invicta, disclosures=frozenset({once}))
    chosen = replace(choices.choice_of(shared(invicta, thanet)), until=date(2026, 7, 1))

    made = choices.make_audience(current, chosen, at=AT)
    assert made.ends_at.isoformat() == "2026-07-02T00:00:00+01:00"
    assert made.disclosures == {once}
    assert choices.make_audience(current, replace(chosen, keep_once=False), at=AT).disclosures == frozenset()
    assert choices.make_audience(current, chosen, at=AT + timedelta(days=4)).disclosures == frozenset()


BAD = {
    "no agency": {"agencies": frozenset()},
    "no purpose": {"purposes": frozenset()},
    "foreign purpose": {"purposes": frozenset({"safeguarding"})},
    "stranger": {"agencies": frozenset({10**6})},
    "foreign agreement": {"agreement_id": 10**6},
    "no such clause": {"clause": "99"},
    "past": {"until": date(2020, 1, 1)},
    "marking": {"marking": "SECRET"},
    "additional": {"additional": ("NONSENSE",)},
    "subject": {"subject": "dog"},
    "unknown data": {"categories": ("nonsense",)},
    "data not covered": {"categories": ("places", "health")},
    "other's address": {"others": ("cal@northmoor.example",)},
}


@pytest.mark.parametrize("changes", BAD.values(), ids=BAD)
def test_choice_that_cannot_be_is_refused_in_a_sentence(cast, invicta, thanet, changes):
    chosen = replace(choices.choice_of(shared(invicta, thanet)), **changes)

    with pytest.raises(Unusable, match=r"\.$"):
        choices.make_audience(alone(invicta), chosen, at=AT)


def test_data_that_is_not_covered_is_named_and_can_stay_within_the_agency(cast, invicta, thanet):
    chosen = replace(choices.choice_of(shared(invicta, thanet)), categories=("places", "health"))

    with pytest.raises(Unusable, match="The agreement does not cover this data: Health and care"):
        choices.make_audience(alone(invicta), chosen, at=AT)
    own = replace(chosen, agreement_id=choices.ALONE)
    assert choices.make_audience(alone(invicta), own, at=AT).categories == {"places", "health"}


def test_clause_narrows_the_data_that_is_covered(cast, invicta, thanet):
    chosen = replace(
        choices.choice_of(shared(invicta, thanet, code="harbour-exchange-2")),
        purposes=frozenset({"prevent-crime"}),
        categories=("identity",),
    )

    assert choices.make_audience(alone(invicta), chosen, at=AT).categories == {"identity"}
    with pytest.raises(Unusable, match="Clause 1 of the agreement does not cover this data: Identity"):
        choices.make_audience(alone(invicta), replace(chosen, clause="1"), at=AT)


def test_options_hold_agreements_that_can_be_used_and_own_people(cast, invicta, kestrel):
    offered = choices.options(invicta, at=AT)

    titles = [one.title for one in offered.agreements]
    assert "Pointers (fictional), version 1" in titles
    assert not any("Pilot" in title for title in titles)
    assert {option.text for option in offered.people} >= {"Asha Verity (fictional)", "Ines Calder (fictional)"}
    assert not any("Bev" in option.text for option in offered.people)
    late = choices.options(invicta, at=AT.replace(year=2027, month=2))
    assert any("overdue" in one.note for one in late.agreements)
    assert find_terms(CODE) is not None
