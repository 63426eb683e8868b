"""The database refuses a need-to-know list on which the owner agency has nobody, whoever writes it."""

import pytest
from django.db import IntegrityError, transaction

from fourpoint.records.sharing.models import Audience, AudienceMember
from fourpoint.services.agencies.queries import find_agency
from tests.factories.cast import load_cast

pytestmark = pytest.mark.django_db


def _members(audience, *places):
    with transaction.atomic():
        AudienceMember.objects.bulk_create(
            AudienceMember(audience=audience, person_id=person, agency_id=agency) for person, agency in places
        )


def test_list_without_the_owner_is_refused_and_one_with_it_is_taken():
    cast = load_cast()
    audience, thanet = Audience.objects.filter(owner__code="invicta").first(), find_agency("thanet")
    audience.id, audience.digest = None, "with a list"
    audience.save(force_insert=True)

    with pytest.raises(IntegrityError, match="locks it out"):
        _members(audience, (cast.bev, thanet))
    # Somebody of the owner's, but named for a place in another agency, keeps nothing open either.
    with pytest.raises(IntegrityError, match="locks it out"):
        _members(audience, (cast.asha, thanet))

    _members(audience, (cast.bev, thanet), (cast.asha, audience.owner_id))
    assert AudienceMember.objects.filter(audience=audience).count() == 2
