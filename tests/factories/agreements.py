"""Agreements made for tests through the services: sent, signed, and material put under them."""

from dataclasses import replace
from datetime import timedelta

from fourpoint.access import context
from fourpoint.domain.days import end_of, start_of
from fourpoint.domain.markings import Marking
from fourpoint.records.profiles.models import Profile
from fourpoint.records.sharing import models
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.sharing import actions, agreements
from tests.factories.cast import AT

PURPOSE, TODAY = "local-profile", AT.date()
YEAR = timedelta(days=365)


def do(person_id, work, /, *, at=AT, **given):
    """Have the person do something, in a context of her own."""
    with context.acting(person_id, at=at) as who:
        return work(by=who.actor, purpose=who.purpose, at=at, **given)


def terms(**changes):
    made = agreements.AgreementDraft(
        title="Something new",
        parties=(find_agency("invicta"), find_agency("thanet")),
        gateways=("cda-1998-s115",),
        purposes=(PURPOSE, "prevent-crime"),
        ceiling=Marking.OFFICIAL,
        starts_at=start_of(TODAY),
        ends_at=end_of(TODAY + YEAR),
        review_on=TODAY + YEAR / 2,
    )
    return replace(made, **changes)


def send(cast, **changes):
    return do(cast.ines, agreements.record_agreement, agreement=terms(**changes))


def signed(cast, *, at=AT, **changes):
    """An agreement that both have signed and Bev has signed up to."""
    agreement_id = do(cast.ines, agreements.record_agreement, at=at, agreement=terms(**changes))
    for who in (cast.ines, cast.tom):
        do(who, agreements.sign_agreement, at=at, agreement_id=agreement_id, post="Head of it")
    do(cast.bev, agreements.sign_up, at=at, agreement_id=agreement_id)
    return agreement_id


def share(cast, agreement_id, *, at=AT, area="NEW"):
    """A profile of Invicta's that the agreement opens to Thanet."""
    code = models.Agreement.objects.get(id=agreement_id).code
    with context.acting(cast.asha, at=at) as who:
        value = actions.under_agreement(
            who.actor.agency_id, code=code, marking=Marking.OFFICIAL, purposes=frozenset({PURPOSE})
        )
        audience_id = actions.intern_audience(by=who.actor, purpose=PURPOSE, at=at, audience=value)
        Profile.objects.create(
            area_code=area,
            owner_id=who.actor.agency_id,
            audience_id=audience_id,
            created_at=at,
            created_by_id=cast.asha,
        )
    return audience_id


def reads(person_id, *, at, area="NEW"):
    with context.acting(person_id, at=at, purpose=PURPOSE):
        return Profile.objects.filter(area_code=area).exists()
