"""A desk is a need-to-know list: what lies there is read by those on it, and moves when the list does."""

import pytest

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed
from fourpoint.access.outbox import own_sendings
from fourpoint.domain.errors import Unusable
from fourpoint.records.intelligence.models import Submission, Told, Triage
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.intelligence.desks import (
    DeskDraft,
    NoSuchDesk,
    find_desk,
    list_desks,
    open_desk,
    staff_desk,
    works_at,
)
from tests.factories.cast import AT, load_cast
from tests.factories.hiring import hire
from tests.factories.sending import desk_id, ivy, send, sol

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return load_cast()


def staff(person_id, people, on_duty, *, number=None):
    with context.acting(person_id, at=AT) as who:
        staff_desk(
            by=who.actor,
            purpose=who.purpose,
            at=AT,
            desk_id=desk_id() if number is None else number,
            people=people,
            on_duty=on_duty,
        )


def held(person_id):
    with context.acting(person_id, at=AT):
        return Submission.objects.count(), Told.objects.count(), Triage.objects.count()


def test_who_is_left_out_reads_no_more_and_who_comes_reads_all(cast):
    send(cast.bev)
    assert (held(ivy()), held(cast.asha)) == ((1, 1, 1), (0, 0, 0))

    staff(sol(), (sol(), cast.asha), cast.asha)

    assert (held(ivy()), held(sol()), held(cast.asha)) == ((0, 0, 0), (1, 1, 1), (1, 1, 1))
    with context.acting(cast.bev, at=AT), own_sendings():
        assert (Submission.objects.count(), Told.objects.count(), Triage.objects.count()) == (1, 1, 0)


def test_what_arrives_after_goes_to_the_new_list(cast):
    staff(sol(), (sol(), cast.asha), cast.asha)
    send(cast.bev)

    assert (held(ivy()), held(cast.asha)) == ((0, 0, 0), (1, 1, 1))


@pytest.mark.parametrize("person", ["asha", "ines", "bev", "cal", "pat"])
def test_only_a_supervisor_of_the_agency_staffs_its_desk(cast, person):
    person_id = getattr(cast, person)

    with pytest.raises((NotAllowed, NoSuchDesk)):
        staff(person_id, (person_id,), person_id)


def test_supervisor_stays_on_the_list_and_someone_on_it_is_on_duty(cast):
    with pytest.raises(NotAllowed, match="put yourself on the list"):
        staff(sol(), (ivy(),), ivy())
    with pytest.raises(Unusable, match="on duty"):
        staff(sol(), (sol(),), ivy())
    with pytest.raises(NoSuchDesk):
        staff(sol(), (sol(),), sol(), number=999_999)


def test_second_desk_of_that_code_is_refused(cast):
    draft = DeskDraft(code="invicta", name="Another", people=(sol(),), on_duty=sol(), area_codes=(), capacity=1)

    with context.acting(sol(), at=AT) as who, pytest.raises(Unusable, match="already"):
        open_desk(by=who.actor, purpose=who.purpose, at=AT, desk=draft)


def test_desk_is_known_to_all_and_its_list_is_not_on_the_card(cast):
    (card,) = list_desks()

    assert (card.code, card.agency_id) == ("invicta", find_agency("invicta"))
    assert find_desk(find_agency("thanet")) == find_desk(find_agency("invicta")) == card
    assert works_at(card.desk_id, ivy(), find_agency("invicta"))
    assert not works_at(card.desk_id, cast.asha, find_agency("invicta"))


def test_colleague_without_the_duty_who_is_hired_reads_nothing(cast):
    send(cast.bev)

    colleague = hire("new@invicta.example", agency="invicta", at=AT, roles=("intelligence-officer",))

    assert held(colleague) == (0, 0, 0)
