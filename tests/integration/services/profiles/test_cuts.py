"""One build, three editions: who has which, what each prints, and that what stays out is in none of its files."""

import io
import zipfile
from datetime import timedelta

import pypdf
import pytest
from django.db import IntegrityError, transaction

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed
from fourpoint.config.adapters.printing import print_edition
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.records.audit.models import Event
from fourpoint.records.profiles.models import Commentary, Edition, RedactionReport
from fourpoint.services.agencies.founding import get_steward
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.profiles import actions, approval, frozen_reads
from fourpoint.services.profiles.commentary import actions as commentary
from fourpoint.services.profiles.commentary import readers
from fourpoint.services.profiles.commentary.anchors import Anchor
from fourpoint.services.profiles.printing import Press, Printed
from fourpoint.services.profiles.queries import NoSuchProfile
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db
THANET, QUARTER = "E07000114", "2025Q4"
CUTS = ("police", "partner", "public")
# What each made-up note says: a word that is nowhere else.
POLICE, PARTNER, PUBLIC, COUNCIL, KEPT = "quillwort", "sundew", "bogbean", "butterwort", "bladderwort"


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast()


@pytest.fixture
def noted(cast):
    """The cast, with notes of every kind on the profile."""
    write(cast.asha, POLICE, to="own", marking=Marking.OFFICIAL_SENSITIVE)
    write(cast.asha, PARTNER, anchor=Anchor(kind="figure", anchor_id="count"))
    write(cast.asha, PUBLIC, for_public=True)
    write(cast.bev, COUNCIL)
    write(cast.bev, KEPT, to="own")
    return cast


def write(person, word, *, to="local-profiles", marking=Marking.OFFICIAL, anchor=None, **more):
    with context.acting(person, at=AT) as who:
        draft = commentary.Draft(
            anchor=anchor or Anchor(kind="section", anchor_id="place"),
            text=f"Here grows {word}.",
            audience=readers.make_audience(who, readers=to, marking=marking),
            **more,
        )
        return commentary.write_commentary(area=THANET, draft=draft, by=who.actor, purpose=who.purpose, at=AT)


def little(document):
    """A quick stand-in for the printer: all that the document prints as commentary."""
    told = "\n".join(" ".join(note.paragraphs) for note in document.commentary)
    return Printed(pdf=told.encode(), files=(("profile.ods", told.encode()),))


def build(person, *cuts, printer=little):
    with context.acting(person, at=AT) as who:
        return actions.build_editions(
            areas=(THANET,),
            label=QUARTER,
            by=who.actor,
            purpose=who.purpose,
            at=AT,
            press=Press(printer=printer, cuts=cuts),
        )


def found(person, cut=""):
    with context.acting(person, at=AT) as who:
        return frozen_reads.find_edition(THANET, QUARTER, cut=cut, who=who)


def words(edition):
    told = " ".join(" ".join(note.paragraphs) for note in edition.document.commentary)
    return {word for word in (POLICE, PARTNER, PUBLIC, COUNCIL, KEPT) if word in told}


def approve(person, edition_id):
    with context.acting(person, at=AT) as who:
        return approval.approve_edition(edition_id=edition_id, by=who.actor, purpose=who.purpose, at=AT)


def test_each_cut_holds_what_all_its_readers_may_read_and_no_other_agencys_notes(noted):
    build(noted.asha)

    assert {cut: words(found(noted.asha, cut)) for cut in CUTS} == {
        "police": {POLICE, PARTNER, PUBLIC},
        "partner": {PARTNER, PUBLIC},
        "public": {PUBLIC},
    }


def test_partner_has_the_partner_edition_alone_until_the_public_one_is_approved(noted):
    build(noted.asha)

    with context.acting(noted.bev, at=AT):
        assert {card.cut for card in frozen_reads.list_editions(THANET)} == {"partner"}
        assert frozen_reads.find_newest(THANET).cut == "partner"
        assert set(Edition.objects.values_list("cut", flat=True)) == {"partner"}
        assert RedactionReport.objects.count() == 0
    assert found(noted.bev).card.cut == "partner"
    assert found(noted.bev, "police") is None
    assert found(noted.bev, "public") is None


def test_nothing_that_stays_out_is_in_a_file_of_any_cut(noted):
    """Through the real printer: page, PDF, every table, spreadsheet and JSON."""
    build(noted.asha, printer=print_edition)
    inside = {"police": {POLICE, PARTNER, PUBLIC}, "partner": {PARTNER, PUBLIC}, "public": {PUBLIC}}

    for cut in CUTS:
        with context.acting(noted.asha, at=AT):
            row = Edition.objects.get(cut=cut)
            document, pdf, tables = bytes(row.document), bytes(row.pdf), bytes(row.tables)
        files = {"edition.json": document.decode(), "profile.pdf": pdf_text(pdf), **unpacked(tables)}
        for word in (POLICE, PARTNER, PUBLIC, COUNCIL, KEPT):
            holding = {name for name, text in files.items() if word in text}
            if word in inside[cut]:
                assert {"edition.json", "profile.pdf", "commentary.csv", "profile.ods/content.xml"} <= holding
            else:
                assert holding == set()


def test_marking_stands_on_every_page_and_in_every_table_file(noted):
    build(noted.asha, "police", printer=print_edition)

    with context.acting(noted.asha, at=AT):
        row = Edition.objects.get(cut="police")
        pdf, tables = bytes(row.pdf), bytes(row.tables)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    files = unpacked(tables)

    assert all(page.count("OFFICIAL-SENSITIVE") >= 2 for page in pages)
    assert "Police edition" in pages[0]
    tabled = [text for name, text in files.items() if name.endswith(".csv")]
    assert tabled and all("marking" in text.partition("\r\n")[0] for text in tabled)
    assert all("OFFICIAL-SENSITIVE" in text for name, text in files.items() if name.endswith((".json", ".txt")))
    sheets = files["profile.ods/content.xml"].split("<table:table ")[1:]
    assert all("OFFICIAL-SENSITIVE" in sheet for sheet in sheets)


def test_owner_is_told_in_full_what_stays_out_and_readers_only_what_they_may_know(noted):
    build(noted.asha)

    with context.acting(noted.asha, at=AT):
        reports = {row.edition.cut: {line["rule"]: line["count"] for line in row.lines} for row in _reports()}
    told = {line.rule: line.count for line in found(noted.bev).document.withheld}

    assert (reports["police"]["narrower"], reports["police"]["other-agency"]) == (0, 1)
    assert (reports["partner"]["narrower"], reports["public"]["not-released"]) == (1, 1)
    assert told.keys() == {"published", "commentary"}
    assert told["commentary"] is None
    with context.acting(noted.bev, at=AT) as who:
        card = frozen_reads.find_edition(THANET, QUARTER, who=who).card
        assert frozen_reads.find_report(card.edition_id) == ()


def test_a_police_note_makes_no_new_version_for_partners(noted):
    build(noted.asha)
    write(noted.asha, "saxifrage", to="own", marking=Marking.OFFICIAL_SENSITIVE)

    again = {built.cut: (built.version, built.is_new) for built in build(noted.asha)}

    assert again == {"police": (2, True), "partner": (1, False), "public": (1, False)}


def test_note_past_its_review_day_goes_into_no_cut(noted):
    with context.acting(noted.asha, at=AT) as who:
        Commentary.objects.filter(owner_id=who.actor.agency_id).update(review_on=AT.date() - timedelta(days=1))
        made = approval.preview_cut(THANET, QUARTER, "police", who=who).made

    assert made.document.commentary == ()
    assert {line.rule: line.count for line in made.report}["review-passed"] == 3


def test_withdrawn_note_is_in_the_edition_that_froze_it_and_in_no_later_one(noted):
    number = write(noted.asha, "saxifrage")
    build(noted.asha, "partner")
    with context.acting(noted.asha, at=AT) as who:
        commentary.withdraw_commentary(commentary_id=number, reason="A slip.", by=who.actor, purpose=who.purpose, at=AT)

    (again,) = build(noted.asha, "partner")

    assert again.version == 2
    assert "saxifrage" not in str(found(noted.bev).document.commentary)


def test_newest_edition_is_the_first_of_the_list(noted):
    with context.acting(noted.asha, at=AT):
        assert frozen_reads.find_newest(THANET) is None

    for cut in ("public", "partner", "police"):
        build(noted.asha, cut)
        with context.acting(noted.asha, at=AT):
            first, newest = frozen_reads.list_editions(THANET)[0], frozen_reads.find_newest(THANET)
        assert first.cut == cut
        assert (newest.label, newest.cut, newest.cut_name) == (first.label, first.cut, first.cut_name)
        assert (newest.version, newest.frozen_at) == (first.version, first.frozen_at)


def test_public_edition_needs_a_second_person(noted):
    (built,) = build(noted.asha, "public")

    with pytest.raises(approval.SecondPersonNeeded):
        approve(noted.asha, built.edition_id)
    with context.acting(noted.asha, at=AT), pytest.raises(IntegrityError), transaction.atomic():
        row = Edition.objects.get(pk=built.edition_id)
        row.pk, row.approved_at, row.approved_by_id = None, AT, noted.asha
        row.save(force_insert=True)
    assert found(noted.bev, "public") is None


def test_approved_edition_reaches_its_readers_byte_for_byte(noted):
    (built,) = build(get_steward("invicta"), "public")

    approved = approve(noted.asha, built.edition_id)

    card = found(noted.bev, "public").card
    assert (card.edition_id, card.is_proof, card.version) == (approved, False, 1)
    with context.acting(noted.asha, at=AT):
        proof, reached = (Edition.objects.get(pk=number) for number in (built.edition_id, approved))
        assert bytes(proof.pdf) == bytes(reached.pdf) and bytes(proof.tables) == bytes(reached.tables)
        assert [card.is_proof for card in frozen_reads.list_editions(THANET)] == [False]
    with pytest.raises(approval.AlreadyApproved):
        approve(noted.asha, built.edition_id)
    with context.acting(find_person("ines@invicta.example"), at=AT):
        done = set(
            Event.objects.filter(object_id=str(approved), object_kind="edition").values_list("action", flat=True)
        )
    assert done == {"edition.approve", "edition.disclose"}


def test_only_the_owners_writers_approve_and_only_what_waits(noted):
    (public,) = build(get_steward("invicta"), "public")
    (partner,) = build(get_steward("invicta"), "partner")

    with pytest.raises(NoSuchProfile):
        approve(noted.bev, public.edition_id)
    with pytest.raises(NotAllowed):
        approve(noted.bev, partner.edition_id)
    with pytest.raises(NotAllowed):
        approve(find_person("ines@invicta.example"), public.edition_id)
    with pytest.raises(approval.NeedsNoApproval):
        approve(noted.asha, partner.edition_id)


def test_who_is_not_cleared_for_a_cut_cannot_make_or_preview_it(noted):
    steward = get_steward("invicta")

    with pytest.raises(NotAllowed, match="not cleared"):
        build(steward, "police")
    with context.acting(steward, at=AT) as who:
        assert actions.cleared_cuts(who.actor) == ("partner", "public")
        with pytest.raises(NotAllowed):
            approval.preview_cut(THANET, QUARTER, "police", who=who)


def test_preview_is_the_owners_alone(noted):
    with context.acting(noted.bev, at=AT) as who, pytest.raises(NotAllowed):
        approval.preview_cut(THANET, QUARTER, "partner", who=who)
    with context.acting(noted.cal, at=AT) as who, pytest.raises(NoSuchProfile):
        approval.preview_cut(THANET, QUARTER, "partner", who=who)
    with context.acting(noted.asha, at=AT) as who, pytest.raises(Unusable, match="There is no edition"):
        approval.preview_cut(THANET, QUARTER, "secret", who=who)


def _reports():
    return RedactionReport.objects.select_related("edition")


def pdf_text(data):
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def unpacked(data):
    """Every file of a zip as text, those of the spreadsheet in it included."""
    made = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            held = archive.read(name)
            if name.endswith(".ods"):
                made |= {f"{name}/{inner}": text for inner, text in unpacked(held).items()}
            else:
                made[name] = held.decode("utf-8", "replace")
    return made
