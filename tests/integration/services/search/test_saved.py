"""A kept search runs as its owner, by what is open to her then, and tells her without telling anything."""

from datetime import timedelta

import pytest
from django.db import connection

from fourpoint.access import context
from fourpoint.access.checks import NotOpen
from fourpoint.domain.errors import Unusable
from fourpoint.records.agencies.models import Letter
from fourpoint.records.audit.models import Event, Listing
from fourpoint.records.search.models import SavedSearch
from fourpoint.services.search import saved, showing
from fourpoint.services.search.asking import Asked, ReasonMissing
from tests.factories.cast import AT
from tests.factories.linking import released
from tests.factories.records import make_record, shared

pytestmark = pytest.mark.django_db

LATER, MUCH_LATER = AT + timedelta(hours=1), AT + timedelta(days=3650)
ZORBAL = Asked(words="zorbal")


def keep(person_id, asked=ZORBAL, *, name="Zorbals", alerts=True):
    with context.acting(person_id, at=AT) as who:
        return saved.save(by=who.actor, purpose=who.purpose, at=AT, name=name, asked=asked, alerts=alerts)


def fresh(person_id, *, at=AT):
    with context.acting(person_id, at=at) as who:
        return {line.name: line.fresh for line in saved.list_saved(who)}


def test_owner_is_told_of_what_is_new_and_of_nothing_else(cast, invicta, thanet, settings):
    settings.FOURPOINT_MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_record(cast.asha, shared(invicta, thanet), text="A zorbal that is known.")
    number, mine = keep(cast.bev), keep(cast.asha, alerts=False)
    assert saved.run_alerts(at=LATER) == 0

    make_record(cast.asha, shared(invicta, thanet), text="Another zorbal.")
    released("Synthetic: a zorbal for the force alone.")

    assert saved.run_alerts(at=LATER) == 1
    assert fresh(cast.bev) == {"Zorbals": 1}
    assert fresh(cast.asha) == {"Zorbals": 0}
    assert saved.run_alerts(at=LATER) == 0
    letters = Letter.objects.filter(kind="search")
    assert list(letters.values_list("person_id", flat=True)) == [cast.bev]
    with context.acting(cast.bev, at=LATER) as who:
        assert saved.open_saved(by=who.actor, at=LATER, saved_id=number) == ZORBAL
        with pytest.raises(NotOpen):
            saved.open_saved(by=who.actor, at=LATER, saved_id=mine)
    assert fresh(cast.bev) == {"Zorbals": 0}


def test_ended_agreement_closes_what_a_kept_search_found(cast, invicta, thanet):
    keep(cast.bev)
    make_record(cast.asha, shared(invicta, thanet), text="A zorbal.")
    saved.run_alerts(at=LATER)
    assert fresh(cast.bev) == {"Zorbals": 1}

    with context.acting(cast.asha, at=LATER), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sharing_agreement SET ended_at = %s, ended_by_id = %s, end_reason = 'Over.'"
            " WHERE code = 'local-profiles'",
            [LATER, cast.ines],
        )
    saved.run_alerts(at=LATER + timedelta(hours=1))

    assert fresh(cast.bev, at=LATER + timedelta(hours=1)) == {"Zorbals": 0}


def test_kept_search_is_its_owners_alone_and_removed_by_her(cast):
    number = keep(cast.bev)
    for other in (cast.asha, cast.tom, cast.cal):
        with context.acting(other, at=AT):
            assert SavedSearch.objects.count() == 0

    with pytest.raises(Unusable, match="already"):
        keep(cast.bev)
    with context.acting(cast.bev, at=AT) as who:
        saved.remove(by=who.actor, purpose=who.purpose, at=AT, saved_id=number)
        assert saved.list_saved(who) == ()


@pytest.mark.parametrize("words", ["Kathryn lockup", "zorbal~", "07700 900123", "AB12 CDE"])
def test_sensitive_search_wants_a_reason_and_the_trail_keeps_it(cast, words):
    with context.acting(cast.asha, at=AT) as who, pytest.raises(ReasonMissing):
        showing.search(who, Asked(words=words, reason="no."))
    with pytest.raises(ReasonMissing):
        keep(cast.asha, Asked(words=words))
    with context.acting(cast.asha, at=AT) as who:
        showing.search(who, Asked(words=words, reason="Checking a referral about this."))
    with context.acting(cast.ines, at=LATER):
        held = Event.objects.filter(action="record.search").values_list("person_id", "words", "reason")
        assert list(held) == [(cast.asha, words, "Checking a referral about this.")]


def test_search_is_recorded_once_with_what_it_showed_by_owner(cast, invicta, thanet):
    number = make_record(cast.asha, shared(invicta, thanet), text="A zorbal.")
    with context.acting(cast.bev, at=AT) as who:
        page = showing.search(who, ZORBAL)

    assert [(line.kind, line.place) for line in page.lines] == [("commentary", ("commentary", number))]
    assert [piece.text for piece in page.lines[0].excerpt[0] if piece.is_hit] == ["zorbal"]
    with context.acting(cast.ines, at=LATER):
        shown = Listing.objects.filter(person_id=cast.bev, object_kind="commentary")
        assert [row.object_ids for row in shown] == [[str(number)]]
        assert not Event.objects.filter(person_id=cast.bev, action="record.search").exists()
    with context.acting(cast.tom, at=LATER):
        assert Event.objects.get(person_id=cast.bev, action="record.search").words == "zorbal"
