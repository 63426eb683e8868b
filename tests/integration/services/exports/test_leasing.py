"""A copy leaves under a number, with a purpose and an end; its owner and its holder know of it, nobody else."""

import io
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader, PdfWriter

from fourpoint.access import checks, context
from fourpoint.domain.errors import Unusable
from fourpoint.domain.leases import State
from fourpoint.domain.markings import Marking
from fourpoint.records.audit.models import Event
from fourpoint.records.exports.models import DISPOSAL, Export
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.exports import actions, queries
from fourpoint.services.exports.lease import What, lease
from fourpoint.services.marked.finding import find_record
from tests.factories.cast import AT, load_cast
from tests.factories.records import KIND, alone, make_record, shared

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=200)


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(material=True)


@pytest.fixture
def note(cast):
    return make_record(cast.asha, shared(find_agency("invicta"), find_agency("thanet")))


def take(person, record, content=b"Bulrush", *, at=AT, media="text/plain", name="note.txt"):
    with context.acting(person, at=at) as who:
        audience_id = find_audience(record)
        return lease(
            by=who.actor,
            purpose=who.purpose,
            at=at,
            what=What(kind=KIND, record_id=record, audience_id=audience_id),
            name=name,
            media_type=media,
            content=content,
        )


def find_audience(record):
    return find_record(KIND, record).row.audience_id


def read(person, done, *given, at=AT, **named):
    with context.acting(person, at=at) as who:
        return done(who, *given, **named)


def do(person, done, *, at=AT, **given):
    with context.acting(person, at=at) as who:
        return done(by=who.actor, purpose=who.purpose, at=at, **given)


def test_copy_has_a_number_and_its_holder_sees_it_with_what_to_do(cast, note):
    held = take(cast.bev, note)

    (line,) = read(cast.bev, queries.list_mine)
    assert line.number == held.number and held.number in held.content.decode()
    assert (line.expires_on, line.state) == (date(2026, 5, 31), State.HELD)
    assert (line.name, line.purpose, line.is_mine, line.may_confirm) == ("note.txt", "Local profile", True, True)


def test_pdf_is_stamped_with_the_holder_on_each_page(cast, note):
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    made = io.BytesIO()
    writer.write(made)

    held = take(cast.bev, note, made.getvalue(), media="application/pdf", name="note.pdf")

    said = " ".join(PdfReader(io.BytesIO(held.content)).pages[0].extract_text().split())
    assert held.number in said and "Bev Marlowe (fictional), Thanet District Council (fictional team)" in said


def test_sensitive_copy_ends_sooner(cast):
    own = make_record(cast.asha, alone(find_agency("invicta"), marking=Marking.OFFICIAL_SENSITIVE))

    assert take(cast.asha, own).expires_on == date(2026, 3, 30)


def test_copy_never_outlives_what_opened_it(cast):
    ends = AT + timedelta(days=5)
    record = make_record(cast.asha, shared(find_agency("invicta"), find_agency("thanet"), ends_at=ends))

    assert take(cast.bev, record).expires_on == date(2026, 3, 7)
    assert take(cast.asha, record).expires_on == date(2026, 5, 31)


def test_taking_the_same_again_is_the_same_copy_and_another_disclosure(cast, note):
    first, again = take(cast.bev, note), take(cast.bev, note, at=AT + timedelta(days=1))
    changed = take(cast.bev, note, b"Bulrush, revised")

    assert first.number == again.number != changed.number
    assert first.content == again.content
    assert {line.number: line.times for line in read(cast.bev, queries.list_mine)} == {
        first.number: 2,
        changed.number: 1,
    }
    with context.acting(cast.ines, at=AT):
        assert Event.objects.filter(action="export.take", operation="disclosure").count() == 3


def test_disclosure_names_its_recipients_to_the_owner(cast, note):
    take(cast.bev, note)

    with context.acting(cast.ines, at=AT):
        event = Event.objects.get(action="export.take")
    assert (event.agencies, event.persons) == ([find_agency("thanet")], [cast.bev])
    assert (event.object_kind, event.object_id) == (KIND, str(note))
    assert "note.txt" not in str(event.facts)


def test_what_is_closed_cannot_be_taken(cast, note):
    with context.acting(cast.asha, at=AT):
        audience_id = find_audience(note)
    given = {"name": "a", "media_type": "text/plain", "content": b""}
    with pytest.raises(checks.NotOpen), context.acting(cast.cal, at=AT) as who:
        what = What(kind=KIND, record_id=note, audience_id=audience_id)
        lease(by=who.actor, purpose=who.purpose, at=AT, what=what, **given)
    with pytest.raises(Unusable, match="purpose"), context.acting(cast.asha, at=AT) as who:
        what = What(kind=KIND, record_id=note, audience_id=audience_id)
        lease(by=who.actor, purpose="", at=AT, what=what, **given)


def test_owner_sees_who_holds_what_and_others_nothing(cast, note):
    take(cast.bev, note)

    out = read(cast.ines, queries.list_out)
    assert [(line.holder, line.agency) for line in out.lines] == [
        ("Bev Marlowe (fictional)", "Thanet District Council (fictional team)")
    ]
    assert [(one.out, one.overdue) for one in out.agencies] == [(1, 0)]
    assert [line.name for line in out.lines] == [""]
    with context.acting(cast.cal, at=AT):
        assert Export.objects.count() == 0
    with pytest.raises(checks.NotAllowed):
        read(cast.asha, queries.list_out)


def test_another_agency_finds_no_copy_by_its_number(cast, note):
    number = take(cast.bev, note).number

    assert read(cast.ines, queries.find_copy, number.lower()).holder == "Bev Marlowe (fictional)"
    assert read(cast.tom, queries.find_copy, number).may_recall is False
    assert read(cast.asha, queries.find_copy, number) is None
    assert read(cast.cal, queries.find_copy, number) is None
    assert read(cast.ines, queries.find_copy, "nonsense") is None


def test_outstanding_is_for_people_of_the_owner(cast, note):
    number = take(cast.bev, note).number

    with context.acting(cast.asha, at=AT):
        assert [line.number for line in queries.outstanding(KIND, note)] == [number]
    with context.acting(cast.bev, at=AT):
        assert queries.outstanding(KIND, note) == ()
    with context.acting(cast.pat, at=AT), pytest.raises(queries.NoSuchCopy):
        queries.outstanding(KIND, note)


def test_copy_is_overdue_the_day_after_its_last(cast, note):
    take(cast.bev, note)
    last, after = datetime(2026, 5, 31, 22, 59, tzinfo=AT.tzinfo), datetime(2026, 5, 31, 23, 0, tzinfo=AT.tzinfo)

    # Summer time: midnight in London is 23:00 UTC.
    assert read(cast.bev, queries.list_mine, at=last)[0].state is State.HELD
    assert read(cast.bev, queries.list_mine, at=after)[0].state is State.EXPIRED
    assert [line.days_over for line in read(cast.tom, queries.list_held, at=after)] == [1]
    assert read(cast.ines, queries.list_out, at=after, only="overdue").total == 1


def test_holder_confirms_destruction_and_the_owner_sees_it(cast, note):
    take(cast.bev, note)
    (line,) = read(cast.bev, queries.list_mine)

    do(cast.bev, actions.confirm_destruction, export_id=line.export_id, how="deleted")

    assert read(cast.ines, queries.list_out).total == 0
    (gone,) = read(cast.ines, queries.list_out, only="destroyed").lines
    assert gone.how.startswith("Every file deleted")
    with context.acting(cast.ines, at=AT):
        event = Event.objects.get(operation="erasure")
        assert (event.object_kind, event.facts["rule"], event.owner_id) == (
            "export",
            "done-with",
            find_agency("invicta"),
        )
    with pytest.raises(actions.AlreadyDestroyed):
        do(cast.bev, actions.confirm_destruction, export_id=line.export_id, how="deleted")
    assert take(cast.bev, note).number != line.number


@pytest.mark.parametrize("who", ["asha", "ines", "cal"])
def test_nobody_confirms_for_a_holder_of_another_agency(cast, note, who):
    take(cast.bev, note)
    (line,) = read(cast.bev, queries.list_mine)

    with pytest.raises(queries.NoSuchCopy):
        do(getattr(cast, who), actions.confirm_destruction, export_id=line.export_id, how="deleted")


def test_governance_confirms_for_a_holder_who_left(cast, note):
    take(cast.bev, note)
    (line,) = read(cast.bev, queries.list_mine)

    do(cast.tom, actions.confirm_destruction, at=LATER, export_id=line.export_id, how="shredded")

    (gone,) = read(cast.ines, queries.list_out, at=LATER, only="destroyed").lines
    assert gone.state is State.DESTROYED


def test_unknown_way_of_destruction_is_refused(cast, note):
    take(cast.bev, note)
    (line,) = read(cast.bev, queries.list_mine)

    with pytest.raises(Unusable, match="choose one from the list"):
        do(cast.bev, actions.confirm_destruction, export_id=line.export_id, how="eaten")


def test_recall_of_a_record_calls_every_copy_back(cast, note):
    numbers = {take(cast.bev, note).number, take(cast.asha, note).number}

    called = do(cast.asha, actions.recall_exports, kind=KIND, record_id=note, reason="A name was wrong.")

    assert set(called) == numbers
    (line,) = read(cast.bev, queries.list_mine)
    assert (line.state, line.recall_words) == (State.RECALLED, "A name was wrong.")
    assert do(cast.asha, actions.recall_exports, kind=KIND, record_id=note, reason="Again.") == ()
    with pytest.raises(checks.NotAllowed):
        do(cast.pat, actions.recall_exports, kind=KIND, record_id=note, reason="Mine.")
    assert do(cast.bev, actions.recall_exports, kind=KIND, record_id=note, reason="Not mine.") == ()


def test_recall_can_be_of_one_agencys_copies(cast, note):
    take(cast.asha, note)
    number = take(cast.bev, note).number

    given = {"kind": KIND, "record_id": note, "reason": "The agreement ends.", "agencies": [find_agency("thanet")]}
    assert do(cast.ines, actions.recall_exports, **given) == (number,)


def test_disposal_calls_copies_back_and_forgets_their_names(cast, note):
    take(cast.bev, note)

    do(cast.asha, actions.recall_exports, kind=KIND, record_id=note, reason="Disposed of.", cause=DISPOSAL)

    (line,) = read(cast.bev, queries.list_mine)
    assert (line.name, line.state) == (actions.DISPOSED, State.RECALLED)
    do(cast.bev, actions.confirm_destruction, export_id=line.export_id, how="deleted")
    with context.acting(cast.ines, at=AT):
        assert Event.objects.get(operation="erasure").facts["rule"] == DISPOSAL


def test_governance_calls_one_copy_back(cast, note):
    take(cast.bev, note)
    (line,) = read(cast.ines, queries.list_out).lines

    do(cast.ines, actions.recall_copy, export_id=line.export_id, reason="Found on a bus.")

    assert read(cast.bev, queries.list_mine)[0].recall_words == "Found on a bus."
    with pytest.raises(actions.AlreadyRecalled):
        do(cast.ines, actions.recall_copy, export_id=line.export_id, reason="Again.")
    with pytest.raises(queries.NoSuchCopy):
        do(cast.tom, actions.recall_copy, export_id=line.export_id, reason="Not mine.")
    with pytest.raises(checks.NotAllowed):
        do(cast.asha, actions.recall_copy, export_id=line.export_id, reason="No role.")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501, "a\0b"])
def test_recall_needs_a_reason(cast, note, reason):
    take(cast.bev, note)
    with pytest.raises(Unusable):
        do(cast.asha, actions.recall_exports, kind=KIND, record_id=note, reason=reason)


@pytest.mark.parametrize(
    "changed",
    [{"number": "FP-2026-0000-0000"}, {"agency_id": 999_999}, {"expires_on": date(2030, 1, 1)}, {"purpose": "x"}],
)
def test_database_lets_nobody_change_the_facts_of_a_copy(cast, note, changed):
    take(cast.bev, note)

    with context.acting(cast.bev, at=AT), pytest.raises(DatabaseError), transaction.atomic():
        Export.objects.update(**changed)


def test_destruction_is_not_taken_back(cast, note):
    take(cast.bev, note)
    (line,) = read(cast.bev, queries.list_mine)
    do(cast.bev, actions.confirm_destruction, export_id=line.export_id, how="deleted")

    with context.acting(cast.bev, at=AT), pytest.raises(DatabaseError), transaction.atomic():
        Export.objects.update(destroyed_at=None, destroyed_by_id=None, destroyed_for="", destroyed_how="")


def test_number_that_is_taken_is_drawn_again(cast, note, monkeypatch):
    drawn = iter([7, 7, 7, 8])
    monkeypatch.setattr("fourpoint.services.exports.lease.secrets.randbelow", lambda most: next(drawn))

    assert [take(cast.asha, note).number, take(cast.bev, note).number] == ["FP-2026-0000-0007", "FP-2026-0000-0008"]


def test_title_is_told_to_whoever_may_read_the_record(cast, note):
    take(cast.bev, note)

    assert read(cast.ines, queries.list_out).lines[0].title == "Commentary on Where it happens"
    assert read(cast.bev, queries.list_mine)[0].title == "Commentary on Where it happens"
