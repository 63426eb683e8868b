"""What an author may not put in, or not for these readers, is said in a sentence."""

from dataclasses import replace

import pytest

from fourpoint.access import context
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Handling, Subject
from fourpoint.services.library.choosing import AudienceChoice, NotYoursToPlace, list_offered
from fourpoint.services.library.contents import Uploaded, Written
from fourpoint.services.sharing.agreements import end_agreement
from tests.factories.cast import AT
from tests.factories.papers import ALONE, LATER, SHARED, read, write

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"title": " "}, "title"),
        ({"title": "a" * 201}, "title"),
        ({"summary": "a" * 1_001}, "summary"),
        ({"kind": "novel"}, "kind of paper"),
        ({"threat": "all-crime"}, "threat"),
        ({"threat": "gulls"}, "threat"),
        ({"area_codes": ("E99999999",)}, "areas"),
        ({"content": Written(text=" ")}, "empty"),
        ({"content": Written(text="a" * 100_001)}, "as a file"),
        ({"content": Uploaded(name="a.exe", data=b"MZ")}, "program"),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(cast, more, said):
    with pytest.raises(Unusable, match=said):
        write(cast.asha, **more)


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (replace(SHARED, agreement="profile-pilot", purposes=frozenset({"local-profile"})), "not in force"),
        (replace(SHARED, agreement="no-such"), "not in force"),
        (replace(SHARED, purposes=frozenset()), "at least one purpose"),
        (replace(SHARED, purposes=frozenset({"safeguarding"})), "every purpose"),
        (replace(SHARED, purposes=frozenset({"curiosity"})), "curiosity"),
        (replace(SHARED, marking=Marking.OFFICIAL_SENSITIVE), "reaches OFFICIAL"),
        (replace(SHARED, subject=Subject.CHILD), "about a child"),
        (replace(ALONE, handling=Handling.CONDITIONS), "condition"),
        (replace(ALONE, handling=Handling.CONDITIONS, conditions=("X9",)), "X9"),
        (replace(ALONE, additional=("for-your-eyes",)), "for-your-eyes"),
    ],
)
def test_audience_that_would_open_nothing_is_refused_with_the_reason(cast, choice, said):
    with pytest.raises(Unusable, match=said):
        write(cast.asha, audience=choice)


def test_author_cannot_mark_above_her_clearance(cast):
    with pytest.raises(NotYoursToPlace, match="OFFICIAL-SENSITIVE"):
        write(cast.bev, audience=AudienceChoice(marking=Marking.OFFICIAL_SENSITIVE))


def test_additional_markings_go_with_the_paper(cast):
    paper = write(cast.asha, audience=replace(ALONE, additional=("personal-data", "recipients-only")))

    assert read(cast.asha, paper).line.handled.additional == ("PERSONAL DATA", "RECIPIENTS ONLY")


def test_agreements_are_offered_while_they_can_carry_something(cast, invicta):
    before = [one.code for one in list_offered(invicta, at=AT)]
    with context.acting(cast.ines, at=AT) as who:
        held = next(one for one in who.readable.values() if one.agreement and one.agreement.name)
    with context.acting(cast.ines, at=AT) as who:
        code = "local-profiles"
        end_agreement(by=who.actor, purpose=who.purpose, at=AT, agreement_id=_agreement(code), reason="Enough.")

    assert before == ["harbour-exchange-2", "coast", "local-profiles", "night-economy", "harbour-visits"]
    after = [one.code for one in list_offered(invicta, at=LATER)]
    assert after == ["harbour-exchange-2", "coast", "night-economy", "harbour-visits"]
    assert held.owner_id == invicta
    with pytest.raises(Unusable, match="not in force"):
        write(cast.asha, at=LATER)


def _agreement(code):
    from fourpoint.records.sharing.models import Agreement

    return Agreement.objects.values_list("id", flat=True).get(code=code)
