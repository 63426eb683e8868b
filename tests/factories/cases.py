"""
Generated cases of the sharing rule, with every part that it weighs: for properties, and for the independent oracle.

Codes and numbers come from small sets, so that parts meet: an agreement signed up to is often the one that matters.
Instants are the ends of days here, in winter, in summer and about both changes of the clocks, and moments before.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import (
    Acceptance,
    Actor,
    Additional,
    AgreementTerms,
    Audience,
    Clause,
    Disclosure,
    Emergency,
    Handling,
    Membership,
    Named,
    Reviewed,
    SignUp,
    StandIn,
    Subject,
    Training,
)

LONDON, MOMENT = ZoneInfo("Europe/London"), timedelta(microseconds=1)
AGENCIES, PEOPLE, PURPOSES = (1, 2, 3), (10, 20), ("local-profile", "safeguarding")
COURSES, CONDITIONS, CLAUSES, DATA = ("c1", "c2"), ("A1", "S2"), ("", "4", "5"), ("places", "health")
# Midnights here: about the changes of the clocks of 2026 (29 March and 25 October), and between.
DAYS = ((3, 28), (3, 29), (3, 30), (7, 1), (10, 25), (10, 26), (12, 1))
MIDNIGHTS = tuple(
    datetime.combine(date(2026, month, day), time(), tzinfo=LONDON).astimezone(UTC) for month, day in DAYS
)
# The hour that comes twice, and the one that never was.
ODD_HOURS = (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))

times = st.sampled_from((*MIDNIGHTS, *ODD_HOURS))
moments = st.builds(lambda at, before: at - before, times, st.sampled_from((timedelta(), MOMENT)))
agencies, people, purposes = st.sampled_from(AGENCIES), st.sampled_from(PEOPLE), st.sampled_from(PURPOSES)
markings, subjects = st.sampled_from(Marking), st.sampled_from(Subject)
some_purposes, some_data = st.frozensets(purposes), st.frozensets(st.sampled_from(DATA))


def seldom(strategy, otherwise=None):
    """Draw from the strategy one time in five, so that what closes everything does not close every case."""
    return st.integers(0, 4).flatmap(lambda turn: strategy if turn == 0 else st.just(otherwise))


memberships = st.builds(
    Membership,
    agency_id=agencies,
    clearance=markings,
    starts_at=seldom(times, MIDNIGHTS[0]),
    ends_at=seldom(times),
    vetted_until=st.none() | times,
    recertify_at=seldom(times),
    reads=seldom(st.booleans(), True),
    safeguards=st.booleans(),
    changes=st.booleans(),
)
sign_ups = st.builds(SignUp, agreement_id=st.sampled_from((1, 1, 2)), signed_at=times, withdrawn_at=st.none() | times)
trainings = st.builds(Training, course=st.sampled_from(COURSES), taken_at=times, valid_until=st.none() | times)
acceptances = st.builds(
    Acceptance,
    owner_id=agencies,
    agreement_id=st.none() | st.sampled_from((1, 2)),
    conditions=st.sampled_from((("A1",), ("A1", "S2"), ("S2",))),
    accepted_at=times,
)
emergencies = st.builds(Emergency, owner_id=agencies, starts_at=times, ends_at=times)
stand_ins = st.builds(StandIn, leaver_id=people, starts_at=times, ends_at=st.none() | times)
reviews = st.builds(Reviewed, signed_at=times, review_at=times)


def actors():
    """People of every standing, their account closed now and then."""
    return st.builds(
        Actor,
        person_id=people,
        is_active=seldom(st.booleans(), True),
        membership=seldom(st.none() | memberships, ...).flatmap(
            lambda held: memberships if held is ... else st.just(held)
        ),
        signed_up=st.frozensets(sign_ups, max_size=3),
        trained=st.frozensets(trainings, max_size=3),
        accepted=st.frozensets(acceptances, max_size=3),
        emergencies=st.frozensets(emergencies, max_size=1),
        stands_in=st.frozensets(stand_ins, max_size=2),
    )


def terms(agreement_id=1, followed_by=None):
    """What one version of an agreement says."""
    clauses = st.frozensets(st.sampled_from(CLAUSES[1:])).flatmap(
        lambda numbers: st.tuples(
            *(st.builds(Clause, number=st.just(one), purposes=some_purposes, categories=some_data) for one in numbers)
        )
    )
    return st.builds(
        AgreementTerms,
        agreement_id=st.just(agreement_id),
        parties=seldom(st.sampled_from((frozenset({1, 2}), frozenset({2, 3}))), frozenset(AGENCIES)),
        purposes=seldom(some_purposes, frozenset(PURPOSES)),
        ceiling=seldom(markings, Marking.OFFICIAL_SENSITIVE),
        subjects=seldom(st.frozensets(subjects), frozenset(Subject)),
        categories=seldom(some_data, frozenset(DATA)),
        starts_at=seldom(times, MIDNIGHTS[0]),
        ends_at=seldom(times, MIDNIGHTS[-1]),
        signed_at=seldom(st.none() | times, MIDNIGHTS[0]),
        review_at=st.none() | times,
        handling=seldom(st.frozensets(st.sampled_from(Handling)), frozenset(Handling)),
        training=seldom(st.frozensets(st.sampled_from(COURSES)), frozenset()),
        clauses=clauses.map(frozenset),
        reviews=st.frozensets(reviews, max_size=2),
        followed_by=st.just(followed_by),
    )


@st.composite
def agreements(draw):
    """An agreement, now and then with a version that follows."""
    return draw(terms(1, draw(st.none() | st.none() | terms(2))))


@st.composite
def audiences(draw):
    """Audiences that do not contradict themselves, with and without each of their parts."""
    owner = draw(agencies)
    others = st.sampled_from([one for one in AGENCIES if one != owner])
    agreement = draw(st.none() | agreements() | agreements())
    conditions = draw(seldom(st.lists(st.sampled_from(CONDITIONS), min_size=1, unique=True).map(tuple), ()))
    places = draw(st.frozensets(st.builds(Named, person_id=people, agency_id=agencies)))
    own = draw(st.frozensets(st.builds(Named, person_id=people, agency_id=st.just(owner)), min_size=1))
    disclosure = st.builds(
        Disclosure,
        agency_id=others,
        person_id=st.none() | people,
        purposes=st.frozensets(purposes, min_size=1),
        gateway=st.just("common-law"),
        ends_at=times,
    )
    return Audience(
        owner_id=owner,
        marking=draw(markings),
        additional=draw(st.builds(Additional, descriptors=st.just(()) | st.just(("personal",)))),
        handling=Handling.CONDITIONS if conditions else Handling.PERMITTED,
        conditions=conditions,
        agencies=draw(st.frozensets(others, min_size=1)) if agreement else frozenset(),
        agreement=agreement,
        clause=draw(seldom(st.sampled_from(CLAUSES), "")) if agreement else "",
        purposes=draw(seldom(some_purposes, frozenset(PURPOSES))),
        disclosures=draw(st.lists(disclosure, max_size=2).map(frozenset)),
        compartment=draw(seldom(st.just(places | own), frozenset())),
        subject=draw(seldom(subjects, Subject.NONE)),
        categories=draw(seldom(some_data, frozenset())),
        ends_at=draw(seldom(times)),
    )
