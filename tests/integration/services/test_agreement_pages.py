"""Drafts of agreements, agreements as their parties read them, their files, and what is due."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from fourpoint.access import checks, context
from fourpoint.domain.days import TICK, end_of, start_of
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.records.audit.models import Event
from fourpoint.records.sharing import models
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.agreements import drafting, files, reading
from fourpoint.services.files.refusing import FileNotTaken
from fourpoint.services.sharing import agreements, due
from fourpoint.services.sharing.terms import ClauseDraft
from tests.factories.agreements import PURPOSE, TODAY, YEAR, do, share, signed, terms
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return load_cast(material=True)


# Drafts.


def _fill(cast, code, **left_out):
    content = {
        "parties": {"title": "From a draft", "parties": ["invicta", "thanet"], "aims": "Because."},
        "purposes": {"purposes": [PURPOSE], "gateways": ["cda-1998-s115"]},
        "data": {"categories": ["places"], "ceiling": "OFFICIAL", "handling": ["P"]},
        "protection": {"onward": "none", "retention": "A year.", "security": "Locked."},
        "rights": {"rights_contact": "The desk.", "breach_route": "At once."},
        "dates": {"starts_on": "2026-04-01", "ends_on": "2027-03-31", "review_on": "2026-10-01"},
    }
    for section, values in content.items():
        with context.acting(cast.ines, at=AT) as who:
            drafting.save_section(by=who.actor, at=AT, code=code, section=section, values=values | left_out)


def test_draft_is_written_in_parts_and_sent(cast):
    code = do(cast.ines, drafting.start_draft, title="From a draft")
    with context.acting(cast.ines, at=AT) as who:
        assert not drafting.get_draft(who, code).is_complete
    with pytest.raises(Unusable):
        do(cast.ines, drafting.send_draft, code=code)

    _fill(cast, code)
    clause = ClauseDraft(number="1", words="We share.", purposes=(PURPOSE,), categories=("places",))
    with context.acting(cast.ines, at=AT) as who:
        drafting.add_clause(by=who.actor, at=AT, code=code, clause=clause)
        assert drafting.get_draft(who, code).is_complete
    sent = do(cast.ines, drafting.send_draft, code=code)

    row = models.Agreement.objects.get(code=sent)
    assert (row.starts_at, row.ends_at) == (start_of(date(2026, 4, 1)), end_of(date(2027, 3, 31)))
    assert [clause.number for clause in row.clauses.all()] == ["1"]
    with pytest.raises(drafting.DraftClosed):
        do(cast.ines, drafting.send_draft, code=code)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"gateways": []}, "gateway"),
        ({"purposes": []}, "purpose"),
        ({"ends_on": ""}, "last day"),
        ({"parties": ["invicta"]}, "other agency"),
        ({"parties": ["invicta", "no-such-agency"]}, "other agency|at least two"),
        ({"aims": ""}, "why sharing is needed"),
        ({"review_on": "2028-01-01"}, "after the agreement has ended"),
        ({"starts_on": "2020-01-01", "ends_on": "2021-01-01", "review_on": "2020-06-01"}, "passed already"),
    ],
)
def test_incomplete_draft_is_kept_and_not_sent(cast, wrong, said):
    code = do(cast.ines, drafting.start_draft, title="From a draft")
    _fill(cast, code, **wrong)

    with pytest.raises((Unusable, Refused), match=said):
        do(cast.ines, drafting.send_draft, code=code)
    with context.acting(cast.ines, at=AT) as who:
        kept = drafting.get_draft(who, code).content
    assert all(kept[name] == value for name, value in wrong.items())


@pytest.mark.parametrize("who", ["asha", "bev", "tom", "cal", "pat"])
def test_draft_is_for_those_who_sign_for_its_agency(cast, who):
    with context.acting(getattr(cast, who), at=AT) as reader, pytest.raises(checks.NotOpen):
        drafting.get_draft(reader, "draft-unlicensed-lending")


def test_draft_of_a_version_begins_with_the_present_terms(cast):
    with context.acting(cast.tom, at=AT) as who:
        row = reading.find_row(who, "harbour-exchange-2")
        code = drafting.start_version(by=who.actor, purpose=PURPOSE, at=AT, agreement=row)
        page = drafting.get_draft(who, code)
    assert page.content["starts_on"] == (TODAY + timedelta(days=1)).isoformat()
    assert [one["number"] for one in page.content["clauses"]] == ["1", "2"]
    assert [section.key for section in page.sections if not section.is_complete] == ["dates"]

    with context.acting(cast.tom, at=AT) as who:
        values = {"review_on": "2027-06-01"}
        drafting.save_section(by=who.actor, at=AT, code=code, section="dates", values=values)
        sent = drafting.send_draft(by=who.actor, purpose=PURPOSE, at=AT, code=code)
        page = reading.get_agreement(who, sent)
    assert page.version == 3
    assert {one.label for one in page.differences} == {"First day", "Review by"}


def test_discarded_draft_is_gone(cast):
    do(cast.ines, drafting.discard_draft, code="draft-unlicensed-lending")

    with context.acting(cast.ines, at=AT) as who:
        assert drafting.list_drafts(who) == ()
        with pytest.raises(drafting.DraftClosed):
            drafting.get_draft(who, "draft-unlicensed-lending")


# Reading.


def test_agreement_is_for_its_parties(cast):
    for who in ("asha", "bev", "ines", "tom"):
        with context.acting(getattr(cast, who), at=AT) as reader:
            assert reading.get_agreement(reader, "local-profiles").title
    for who in ("cal", "pat"):
        with context.acting(getattr(cast, who), at=AT) as reader:
            assert reading.list_agreements(reader) == ()
            with pytest.raises(checks.NotOpen):
                reading.get_agreement(reader, "local-profiles")


def test_former_party_does_not_see_the_version_without_it(cast):
    first = signed(cast)
    northmoor = find_agency("northmoor")
    parties = (find_agency("invicta"), northmoor)
    second = do(cast.ines, agreements.record_agreement, agreement=terms(replaces=first, parties=parties))
    code = models.Agreement.objects.get(id=second).code

    with context.acting(cast.bev, at=AT) as who:
        with pytest.raises(checks.NotOpen):
            reading.get_agreement(who, code)
        page = reading.get_agreement(who, models.Agreement.objects.get(id=first).code)
        assert page.versions == ()
    with context.acting(cast.cal, at=AT) as who:
        assert reading.get_agreement(who, code).differences is None


def test_what_lies_under_it_is_counted_over_what_one_may_see(cast):
    agreement_id = signed(cast)
    share(cast, agreement_id)
    code = models.Agreement.objects.get(id=agreement_id).code

    def counted(person_id, at=AT):
        with context.acting(person_id, at=at, purpose=PURPOSE) as who:
            return [(one.kind, one.count) for one in reading.get_agreement(who, code).opened]

    assert counted(cast.asha) == counted(cast.bev) == [("profile", 1)]
    do(cast.bev, agreements.withdraw_sign_up, at=AT, agreement_id=agreement_id)
    assert counted(cast.bev, AT + TICK) == []


def test_only_those_who_sign_are_told_who_signed_up(cast):
    for who, told in (("tom", ["Bev Marlowe (fictional)"]), ("bev", [])):
        with context.acting(getattr(cast, who), at=AT) as reader:
            page = reading.get_agreement(reader, "night-economy")
        assert [one.name for one in page.colleagues] == told
        assert page.signed_up_count == 1


# Files.


def test_file_is_what_its_content_says_and_for_the_parties(cast):
    held = models.Agreement.objects.get(code="night-economy").id
    with pytest.raises(FileNotTaken):
        do(cast.ines, files.attach_file, agreement_id=held, name="signed.pdf", data=b"MZ\x90\x00 a program")
    with pytest.raises(checks.NotAllowed):
        do(cast.asha, files.attach_file, agreement_id=held, name="a.txt", data=b"words")
    do(cast.ines, files.attach_file, agreement_id=held, name="minutes.txt", data=b"We agreed.")
    with pytest.raises(files.FileAlreadyThere):
        do(cast.tom, files.attach_file, agreement_id=held, name="again.txt", data=b"We agreed.")

    with context.acting(cast.bev, at=AT) as who:
        assert files.get_file(who, held, 1).data == b"We agreed."
        with pytest.raises(checks.NotOpen):
            files.get_file(who, held, 2)
    with context.acting(cast.cal, at=AT) as who, pytest.raises(checks.NotOpen):
        files.get_file(who, held, 1)
    with pytest.raises(DatabaseError), transaction.atomic(), context.acting(cast.ines, at=AT):
        models.AgreementFile.objects.update(name="other.txt")


# What is due.


def _due(at, code):
    return [
        (one.about, one.days_left, one.notice) for one in due.list_due(find_agency("thanet"), at=at) if one.code == code
    ]


def test_notices_come_ninety_thirty_and_seven_days_before(cast):
    on = start_of(TODAY + timedelta(days=20))
    found = {days: _due(on - timedelta(days=days), "night-economy") for days in (91, 90, 31, 30, 8, 7, 0, -1)}

    assert found[91] == []
    assert [found[days][0][2] for days in (90, 31, 30, 8, 7, 0, -1)] == [
        "three-months", "three-months", "one-month", "one-month", "one-week", "one-week", "overdue",
    ]  # fmt: skip
    assert found[-1][0][1] == -1


@pytest.mark.parametrize("review_on", [date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 25), date(2026, 10, 26)])
@pytest.mark.parametrize(("days", "notice"), [(26, "one-month"), (7, "one-week"), (1, "one-week"), (0, "one-week")])
def test_notice_begins_and_holds_with_its_day_when_clocks_change(cast, review_on, days, notice):
    code = models.Agreement.objects.get(id=signed(cast, review_on=review_on)).code
    day = review_on - timedelta(days=days)

    assert [_due(at, code) for at in (start_of(day), end_of(day) - TICK)] == [[("review", days, notice)]] * 2
    assert _due(start_of(day) - TICK, code)[0][1] == days + 1
    assert _due(end_of(review_on), code) == [("review", -1, "overdue")]


def test_end_presses_unless_the_next_version_takes_over(cast):
    near = end_of(date(2029, 12, 31)) - timedelta(days=5)
    assert [about for about, *_ in _due(near, "local-profiles")] == ["review", "end"]

    first = models.Agreement.objects.get(code="local-profiles").id
    following = terms(
        replaces=first, starts_at=end_of(date(2029, 12, 31)), ends_at=AT + 5 * YEAR, review_on=date(2030, 6, 1)
    )
    second = do(cast.ines, agreements.record_agreement, agreement=following)
    for who in (cast.ines, cast.tom):
        do(who, agreements.sign_agreement, agreement_id=second)

    assert [about for about, *_ in _due(near, "local-profiles")] == ["review"]


def test_demonstration_has_an_agreement_about_to_end_of_which_its_parties_are_told(cast):
    def told(code):
        listed = due.list_due(find_agency(code), at=AT)
        return [(one.about, one.days_left, one.notice) for one in listed if one.code == "harbour-visits"]

    assert told("invicta") == told("kestrel") == [("end", 25, "one-month")]
    assert told("thanet") == []


def test_notices_are_written_once(cast):
    written = [do(cast.tom, due.write_notices, at=AT + timedelta(hours=hour)) for hour in (0, 1)]
    later = do(cast.tom, due.write_notices, at=AT + timedelta(days=14))

    assert written[0] >= 2
    assert written[1] == 0
    assert later == 1
    with context.acting(cast.tom, at=AT):
        assert Event.objects.filter(action="agreement.warn").count() == written[0] + later
        assert models.AgreementNotice.objects.filter(notice="one-week").count() == 1
    with context.acting(cast.ines, at=AT):
        assert models.AgreementNotice.objects.count() == 0


def test_tasks_are_each_persons_own(cast):
    def asked(person_id):
        with context.acting(person_id, at=AT) as who:
            return {(task.what, task.code) for task in due.list_tasks(who)}

    assert ("sign", "fraud-victims") in asked(cast.tom)
    assert ("sign", "fraud-victims") not in asked(cast.ines) | asked(cast.bev)
    assert ("sign-review", "night-economy") in asked(cast.tom)
    assert ("review", "empty-homes") in asked(cast.ines)
    assert ("sign-up", "empty-homes") in asked(cast.asha)
    assert asked(cast.cal) == asked(cast.pat) == set()


def test_every_task_says_what_it_is_in_a_sentence(cast):
    for person_id in (cast.tom, cast.ines, cast.bev):
        with context.acting(person_id, at=AT) as who:
            for task in due.list_tasks(who):
                assert task.sentence.endswith("."), task
