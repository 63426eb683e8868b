"""Editions: frozen once, the same for the same inputs, never changed, and only by those who write for the owner."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed
from fourpoint.config.adapters.printing import print_edition
from fourpoint.domain.documents_json import from_json
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Audience
from fourpoint.records.audit.models import Event, Reading
from fourpoint.records.profiles.models import Edition
from fourpoint.services.agencies.queries import find_agency, find_person
from fourpoint.services.profiles import actions, frozen_reads, queries, store
from fourpoint.services.profiles.cuts import find_cut, make_cut
from fourpoint.services.profiles.freezing import assemble_base, prepare_cut
from fourpoint.services.profiles.printing import Press, Printed
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db
THANET = "E07000114"


def print_little(document):
    """A quick stand-in for the real printer: it prints the title."""
    return Printed(pdf=document.title.encode(), files=(("about.csv", b"title\n"), ("profile.ods", b"ods")))


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast()


def build(person, *, areas=(THANET,), label="2025Q4", printer=print_little, at=AT, cuts=("partner",)):
    with context.acting(person, at=at) as who:
        return actions.build_editions(
            areas=areas, label=label, by=who.actor, purpose=who.purpose, at=at, press=Press(printer=printer, cuts=cuts)
        )


def prepare(cut_id, printer):
    """The cut of an edition that nobody has frozen, without commentary."""
    cut, base = find_cut(cut_id), assemble_base(area=THANET, label="2025Q4", owner="Nobody")
    made = make_cut(base, cut, audience=Audience(owner_id=1, marking=cut.marking), candidates=(), today=AT.date())
    return prepare_cut(base, cut, made, frozen=None, printer=printer)


def held(person, edition_id):
    with context.acting(person, at=AT):
        row = Edition.objects.get(pk=edition_id)
        return bytes(row.document), bytes(row.pdf), bytes(row.tables)


def test_building_again_from_the_same_inputs_freezes_nothing_new(cast):
    (first,) = build(cast.asha)
    (again,) = build(cast.asha, at=AT + timedelta(days=30))

    assert first.is_new and not again.is_new
    assert again.edition_id == first.edition_id


def test_same_inputs_give_the_same_bytes_through_the_real_printer(cast):
    with context.acting(cast.asha, at=AT):
        made = []
        for _ in range(2):
            store.DOCUMENTS = store.DocumentsKept()
            made.append(prepare("partner", print_edition))

    assert made[0].data == made[1].data
    assert made[0].printed == made[1].printed
    assert made[0].printed.pdf.startswith(b"%PDF-")


def test_changed_inputs_make_the_next_version_and_leave_the_first_as_it_was(cast, monkeypatch):
    (first,) = build(cast.asha)
    before = held(cast.asha, first.edition_id)
    monkeypatch.setattr(store, "code_version", lambda: "another")

    (second,) = build(cast.asha)

    assert (second.version, second.is_new) == (2, True)
    assert held(cast.asha, first.edition_id) == before
    with context.acting(cast.asha, at=AT) as who:
        newest = frozen_reads.find_edition(THANET, "2025Q4", who=who)
        oldest = frozen_reads.find_edition(THANET, "2025Q4", version=1, who=who)
    assert newest.reference.version == 2
    assert oldest.card.superseded_by == 2


def test_database_refuses_to_alter_an_edition(cast):
    (built,) = build(cast.asha)

    with context.acting(cast.asha, at=AT), pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=built.edition_id).update(label="2025Q3")


def test_export_writes_exactly_what_was_frozen(cast, tmp_path):
    (built,) = build(cast.asha)
    document, pdf, _ = held(cast.asha, built.edition_id)

    with context.acting(cast.asha, at=AT):
        actions.export_edition(edition_id=built.edition_id, folder=tmp_path)

    assert (tmp_path / "edition.json").read_bytes() == document
    assert (tmp_path / "profile.pdf").read_bytes() == pdf
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == ["about.csv", "profile.ods"]


def test_edition_json_holds_every_figure_once_with_its_provenance(cast):
    (built,) = build(cast.asha)
    whole = json.loads(held(cast.asha, built.edition_id)[0])

    ids = [figure["id"] for figure in whole["figures"]]
    assert len(ids) == len(set(ids)) > 500
    counted = [figure for figure in whole["figures"] if figure["unit"] == "offences"]
    assert counted and all(figure["sources"] and figure["months"] and figure["sentence"] for figure in counted)
    rate = next(figure for figure in whole["figures"] if figure["id"] == "rate")
    assert rate["denominator"]["year"] == "2021"
    assert rate["numerator"] == 13_895
    assert {"low", "high", "level", "method"} == set(rate["interval"])
    assert all(len(source["checksum"]) == 64 for figure in whole["figures"] for source in figure["sources"])


def test_edition_covers_every_threat_and_the_quarter(cast):
    (built,) = build(cast.asha)
    document = from_json(held(cast.asha, built.edition_id)[0])

    threats = {threat.id for threat in store.the_catalogue().threats}
    assert {figure.threat_id for figure in document.figures} >= threats
    assert document.figure("quarter.count").months == ("2025-10", "2025-11", "2025-12")
    assert document.figure("quarter.change").value is None
    assert document.edition.next_due_on == "2026-05-31"


def test_partner_reads_an_edition_and_cannot_make_one(cast):
    build(cast.asha)

    with context.acting(cast.bev, at=AT) as who:
        assert frozen_reads.find_edition(THANET, "2025Q4", who=who) is not None
        assert frozen_reads.find_edition_file(THANET, "2025Q4", "ods", who=who) == b"ods"
    with pytest.raises(NotAllowed):
        build(cast.bev)


def test_another_force_sees_no_edition(cast):
    build(cast.asha)

    with context.acting(cast.cal, at=AT) as who, pytest.raises(queries.NoSuchProfile):
        frozen_reads.find_edition(THANET, "2025Q4", who=who)
    with context.acting(cast.cal, at=AT):
        assert Edition.objects.count() == 0


def test_freezing_and_reading_leave_their_trace(cast):
    (built,) = build(cast.asha)
    with context.acting(cast.bev, at=AT) as who:
        frozen_reads.find_edition(THANET, "2025Q4", who=who)

    with context.acting(find_person("ines@invicta.example"), at=AT):
        frozen = Event.objects.filter(object_kind="edition", object_id=str(built.edition_id))
        told = {(event.action, event.person_id, tuple(event.agencies)) for event in frozen}
        assert told == {
            ("edition.freeze", cast.asha, ()),
            ("edition.disclose", cast.asha, (find_agency("thanet"),)),
        }
        assert [reading.person_id for reading in Reading.objects.filter(object_kind="edition")] == [cast.bev]


@pytest.mark.parametrize("label", ["2025Q5", "2026Q1", "Christmas"])
def test_an_edition_that_cannot_be_made_says_why(cast, label):
    with pytest.raises(Unusable, match=r"edition|not held"):
        build(cast.asha, label=label)


def test_all_is_every_profile_of_the_own_agency(cast):
    with context.acting(cast.asha, at=AT) as who:
        codes = actions.check_may_build(areas=("all",), label="2025Q4", by=who.actor)

    assert len(codes) == 14
    assert codes[0] == "E23000032"


def test_steward_is_found_for_the_command_line(cast):
    assert actions.find_builder(areas=(THANET,), at=AT) is not None
    assert actions.find_builder(areas=("E07000999",), at=AT) is None


@pytest.mark.parametrize(
    ("today", "age"),
    [
        (date(2026, 1, 1), "current"),
        (date(2026, 5, 10), "due"),
        (date(2026, 5, 31), "due"),
        (date(2026, 6, 1), "overdue"),
    ],
)
def test_reader_is_told_how_old_an_edition_is(cast, today, age):
    with context.acting(cast.asha, at=AT):
        prepared = prepare("partner", print_little)
        told = queries.get_staleness(replace(prepared.document.edition), today=today)

    assert told.age == age
    assert bool(told.sentence) == (age != "current")
