"""Agreements are recorded, signed and ended by those who may; an audience is stored once and read back as chosen."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings

from fourpoint.access import audiences, checks, context, trail
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Audience, Handling, Named, Subject
from fourpoint.records.audit.models import Reading
from fourpoint.records.profiles.models import Profile
from fourpoint.records.sharing import models
from fourpoint.services.agencies.founding import get_steward
from fourpoint.services.agencies.queries import find_agency, find_person
from fourpoint.services.sharing import actions, agreements, queries
from tests.factories.cast import AT, load_cast
from tests.generative.test_sharing import audiences as made_up

pytestmark = pytest.mark.django_db
PURPOSE = "local-profile"


@pytest.fixture
def cast():
    return load_cast()


@pytest.fixture
def invicta(cast):
    return find_agency("invicta")


def _draft(*parties, **changes):
    draft = agreements.AgreementDraft(
        code="new-one",
        title="A new one",
        parties=parties,
        gateways=("cda-1998-s115",),
        purposes=(PURPOSE,),
        ceiling=Marking.OFFICIAL,
        starts_at=AT,
        ends_at=AT + timedelta(days=365),
        review_on=date(2026, 9, 1),
    )
    return replace(draft, **changes)


def _intern(person_id, audience):
    with context.acting(person_id, at=AT) as who:
        return actions.intern_audience(by=who.actor, purpose=PURPOSE, at=AT, audience=audience)


def test_agreement_opens_when_parties_and_reader_have_signed(cast, invicta):
    northmoor, at = find_agency("northmoor"), AT
    draft = _draft(invicta, northmoor)
    with context.acting(find_person("ines@invicta.example"), at=at) as who:
        agreement_id = agreements.record_agreement(by=who.actor, purpose=PURPOSE, at=at, agreement=draft)
        agreements.sign_agreement(by=who.actor, purpose=PURPOSE, at=at, agreement_id=agreement_id)
    with context.acting(cast.asha, at=at) as who:
        shared = actions.under_agreement(
            invicta, code="new-one", marking=Marking.OFFICIAL, purposes=frozenset({PURPOSE})
        )
        audience_id = actions.intern_audience(by=who.actor, purpose=PURPOSE, at=at, audience=shared)
        Profile.objects.create(
            area_code="X1", owner_id=invicta, audience_id=audience_id, created_at=at, created_by_id=cast.asha
        )

    with context.acting(cast.cal, at=at):
        before = Profile.objects.count()
    with context.acting(get_steward("northmoor"), at=at) as who:
        agreements.sign_agreement(by=who.actor, purpose=PURPOSE, at=at, agreement_id=agreement_id)
    with context.acting(cast.cal, at=at) as who:
        unsigned = Profile.objects.count()
        agreements.sign_up(by=who.actor, purpose=PURPOSE, at=at, agreement_id=agreement_id)
    with context.acting(cast.cal, at=at):
        after = list(Profile.objects.values_list("area_code", flat=True))
    with context.acting(find_person("ines@invicta.example"), at=at) as who:
        agreements.end_agreement(by=who.actor, purpose=PURPOSE, at=at, agreement_id=agreement_id, reason="no need")
    with context.acting(cast.cal, at=at):
        ended = Profile.objects.count()

    assert (before, unsigned, after, ended) == (0, 0, ["X1"], 0)


def test_agreement_is_for_those_who_administer_a_party(cast, invicta):
    northmoor, thanet = find_agency("northmoor"), find_agency("thanet")
    with context.acting(cast.asha, at=AT) as who, pytest.raises(checks.NotAllowed):
        agreements.record_agreement(by=who.actor, purpose=PURPOSE, at=AT, agreement=_draft(invicta, thanet))
    with context.acting(find_person("ines@invicta.example"), at=AT) as who:
        with pytest.raises(agreements.NotAParty):
            agreements.record_agreement(by=who.actor, purpose=PURPOSE, at=AT, agreement=_draft(thanet, northmoor))
        with pytest.raises(agreements.NotAParty):
            agreements.record_agreement(by=who.actor, purpose=PURPOSE, at=AT, agreement=_draft(invicta, invicta))


@pytest.mark.parametrize(
    "changes",
    [{"purposes": ("curiosity",)}, {"gateways": ("because",)}, {"ends_at": AT}],
    ids=["purpose", "gateway", "period"],
)
def test_agreement_that_cannot_be_is_refused(cast, invicta, changes):
    draft = _draft(invicta, find_agency("thanet"), **changes)

    with context.acting(find_person("ines@invicta.example"), at=AT) as who, pytest.raises(Unusable):
        agreements.record_agreement(by=who.actor, purpose=PURPOSE, at=AT, agreement=draft)


def test_agreement_is_signed_and_ended_once(cast):
    held = models.Agreement.objects.get(code="local-profiles").id
    with context.acting(find_person("tom@thanet.example"), at=AT) as who:
        with pytest.raises(agreements.AlreadySigned):
            agreements.sign_agreement(by=who.actor, purpose=PURPOSE, at=AT, agreement_id=held)
        agreements.end_agreement(by=who.actor, purpose=PURPOSE, at=AT, agreement_id=held, reason="enough")
        with pytest.raises(agreements.AgreementAlreadyEnded):
            agreements.end_agreement(by=who.actor, purpose=PURPOSE, at=AT, agreement_id=held, reason="again")

    with context.acting(cast.bev, at=AT):
        assert Profile.objects.count() == 0


def test_equal_audiences_are_one_row(cast, invicta):
    value = Audience(owner_id=invicta, marking=Marking.OFFICIAL, handling=Handling.CONDITIONS, conditions=("S2", "A1"))

    first = _intern(cast.asha, value)
    second = _intern(cast.asha, replace(value, conditions=("A1", "S2", "A1")))
    other = _intern(cast.asha, replace(value, conditions=("A1",)))

    assert first == second != other


def test_audience_is_read_back_as_it_was_chosen(cast, invicta):
    thanet = find_agency("thanet")
    terms = actions.find_terms("local-profiles")
    value = Audience(
        owner_id=invicta,
        marking=Marking.OFFICIAL_SENSITIVE,
        handling=Handling.CONDITIONS,
        conditions=("A1", "S2"),
        agencies=frozenset({thanet}),
        agreement=terms,
        purposes=frozenset({"safeguarding", PURPOSE}),
        compartment=frozenset(
            {Named(person_id=cast.asha, agency_id=invicta), Named(person_id=cast.bev, agency_id=thanet)}
        ),
        subject=Subject.CHILD,
        ends_at=AT + timedelta(days=30, microseconds=1),
    )

    audience_id = _intern(cast.asha, value)

    assert audiences.everyone()[audience_id] == value


def _value(audience):
    """The audience as far as it is stored: its agreement by number, its conditions in any order."""
    plain = replace(audience, conditions=tuple(sorted(audience.conditions)), agencies=frozenset(), agreement=None)
    return plain, audience.agencies, audience.agreement and audience.agreement.agreement_id


@given(made_up(), made_up())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_digests_are_equal_exactly_when_audiences_are(first, second):
    same_digest = actions.audience_digest(first) == actions.audience_digest(second)

    assert same_digest == (_value(first) == _value(second))


def test_audience_is_for_the_owner_agency_to_choose(cast, invicta):
    owner_only = actions.owner_only(invicta)

    for person_id in (cast.bev, cast.cal):
        with pytest.raises(checks.NotAllowed):
            _intern(person_id, owner_only)


def test_need_to_know_list_without_anyone_who_could_read_it_is_refused(cast, invicta):
    nobody = Audience(
        owner_id=invicta,
        marking=Marking.OFFICIAL_SENSITIVE,
        compartment=frozenset({Named(person_id=get_steward("invicta"), agency_id=invicta)}),
    )

    with pytest.raises(Unusable, match="could read it now"):
        _intern(cast.asha, nobody)


@pytest.mark.parametrize(
    "changes",
    [{"purposes": frozenset({"curiosity"})}, {"handling": Handling.CONDITIONS, "conditions": ("P",)}],
    ids=["purpose", "condition"],
)
def test_audience_with_a_code_of_no_catalogue_is_refused(cast, invicta, changes):
    with pytest.raises(Unusable):
        _intern(cast.asha, replace(actions.owner_only(invicta), **changes))


def test_agreement_that_does_not_bind_the_owner_shares_nothing(cast):
    for code in ("local-profiles", "no-such-one"):
        with pytest.raises(actions.AgreementUnknown):
            actions.under_agreement(
                find_agency("northmoor"), code=code, marking=Marking.OFFICIAL, purposes=frozenset({PURPOSE})
            )


def test_need_to_know_list_is_not_mentioned_to_those_outside(cast, invicta):
    secret = Audience(
        owner_id=invicta,
        marking=Marking.OFFICIAL,
        compartment=frozenset({Named(person_id=cast.asha, agency_id=invicta)}),
    )
    audience_id = _intern(cast.asha, secret)

    def concerned(email):
        with context.acting(find_person(email), at=AT) as who:
            return {card.audience_id for card in queries.list_access(who)}

    assert audience_id in concerned("asha@invicta.example")
    assert audience_id not in concerned("ines@invicta.example")


def test_steps_refuse_with_one_family_of_error():
    for refusal in (agreements.NotAParty, agreements.AlreadySigned, agreements.AgreementAlreadyEnded, checks.NotOpen):
        assert issubclass(refusal, Refused)


@pytest.mark.django_db(transaction=True)
def test_audience_that_somebody_else_stores_meanwhile_can_be_written_under(cast, invicta):
    shared = Audience(owner_id=invicta, marking=Marking.OFFICIAL, ends_at=AT + timedelta(days=30))

    def elsewhere():
        try:
            return _intern(cast.asha, shared)
        finally:
            connections.close_all()

    with context.acting(cast.asha, at=AT) as who, ThreadPoolExecutor(1) as beside:
        theirs = beside.submit(elsewhere).result()
        own = actions.intern_audience(by=who.actor, purpose=PURPOSE, at=AT, audience=shared)

        assert own == theirs
        assert own in context.somebody().placeable


def test_new_readers_do_not_make_a_page_record_what_it_showed_again(cast, invicta):
    """Storing an audience enters the context anew: what the trail holds of this page is still known."""
    with context.acting(cast.asha, at=AT) as who:
        first = Profile.objects.order_by("id")[:1]
        trail.record_shown("profile", first)
        before = Reading.objects.count()
        actions.intern_audience(
            by=who.actor,
            purpose=PURPOSE,
            at=AT,
            audience=replace(actions.owner_only(invicta), ends_at=AT + timedelta(days=30)),
        )
        trail.record_shown("profile", first)
        after = Reading.objects.count()

    assert (before, after) == (1, 1)
