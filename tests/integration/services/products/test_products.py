"""Products: terms first, cited with grades, reviewed by a second person, given no further than their sources."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed, NotOpen
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Subject
from fourpoint.records.intelligence.models import Report
from fourpoint.records.products.models import Citation, Product, Section
from fourpoint.records.subjects.models import Statement
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.disclosure import recalls
from fourpoint.services.marked.place import KeepsItsAudience
from fourpoint.services.products import citing, issuing, printed, reading, writing
from fourpoint.services.search import finding
from fourpoint.services.search.asking import Asked, make_sought
from tests.factories.cast import AT, load_cast
from tests.factories.giving import give
from tests.factories.linking import create, do, original, released, state
from tests.factories.producing import begin, cite_report, cite_statement, issue, issued, submitted, terms, write
from tests.factories.sending import ivy, sol

pytestmark = pytest.mark.django_db
TODAY = AT.date()
SECRET = "Synthetic: Wilhelmina Quill saw it from her window."


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast()


def reference(report_id, by=None):
    with context.acting(by or ivy(), at=AT):
        return Report.objects.get(pk=report_id).reference


def page(person_id, product, *, at=AT):
    with context.acting(person_id, at=at) as who:
        return reading.get_product(who, product)


def to_print(person_id, product, *, at=AT):
    with context.acting(person_id, at=at) as who:
        return printed.to_print(who, product)[0]


def let(product, *agencies, by=None, reason="Synthetic: nothing points to the source."):
    chosen = frozenset(find_agency(code) for code in agencies)
    do(by or sol(), issuing.let_go_further, product_id=product, agencies=chosen, reason=reason)


def statement_of(subject, code="name"):
    with context.acting(ivy(), at=AT):
        return Statement.objects.filter(subject_id=subject, code=code).order_by("-pk")[0].pk


def test_terms_come_first_and_sections_follow_the_template(cast):
    product = begin("problem-profile")

    held = page(ivy(), product)
    assert held.line.state == "drafting"
    assert [card.code for card in held.sections][:2] == ["summary", "scale"]
    assert dict(held.facts)["Question"] == "Synthetic: who brings parcels to the flat, and for whom?"
    with pytest.raises(NotOpen):
        page(cast.asha, product)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "title"),
        ({"question": ""}, "question"),
        ({"scope": "x" * 2_001}, "how far"),
        ({"requester": ""}, "asked for it"),
        ({"period_from": TODAY + timedelta(days=1)}, "ends before it begins"),
        ({"threat": "no-such-threat"}, "threat"),
        ({"area_codes": ("E99999999",)}, "areas"),
        ({"senior_id": 0}, "who reviews it"),
    ],
)
def test_terms_that_cannot_be_are_refused_in_one_sentence(cast, changes, words):
    with pytest.raises(Unusable, match=words):
        begin(**changes)


def test_the_author_is_not_her_own_senior_and_readers_write_none(cast):
    with pytest.raises(Unusable, match="who reviews it"):
        begin(by=sol(), senior_id=sol())
    for person in (cast.ines, cast.bev, cast.pat):
        with pytest.raises(NotAllowed):
            begin(by=person)
    with pytest.raises(Unusable, match="template"):
        begin("no-such-template")


def test_an_item_is_cited_with_its_grade_and_its_words(cast):
    report = released()
    product = begin()
    assert cite_report(product, reference(report)) == 1

    (one,) = next(card for card in page(ivy(), product).sections if card.cited).cited
    assert (one.grade, one.state, one.source_id) == ("2AP", "open", report)
    assert one.words.startswith("Synthetic: Jay Hollow drives")
    with pytest.raises(Unusable, match="cites it already"):
        cite_report(product, reference(report))
    with pytest.raises(citing.NothingToCite):
        cite_report(product, reference(report), item=2)
    with pytest.raises(citing.NothingToCite):
        cite_report(product, "R-2222-2222")
    do(ivy(), citing.take_out, product_id=product, number=1)
    assert not any(card.cited for card in page(ivy(), product).sections)


def test_only_what_its_author_may_read_is_cited(cast):
    hidden = reference(original(SECRET))
    product = begin(by=cast.asha)

    with pytest.raises(citing.NothingToCite):
        cite_report(product, hidden, by=cast.asha)


def test_an_original_is_cited_without_its_words(cast):
    product = begin()
    cite_report(product, reference(original(SECRET)))

    with context.acting(ivy(), at=AT):
        assert Citation.objects.get().words == ""
    assert "Quill" not in to_print_whole(product)


def to_print_whole(product):
    write(product)
    do(ivy(), writing.submit, product_id=product)
    issue(product, wider="Synthetic: the item was put in other words.")
    return to_print(sol(), product).words


def test_review_is_by_somebody_who_wrote_none_of_it(cast):
    product = submitted()

    with pytest.raises(NotAllowed):
        issue(product, by=ivy())
    with pytest.raises(NotOpen):
        issue(product, by=cast.asha)
    with pytest.raises(writing.NotBeingDrafted):
        write(product, "summary")
    with pytest.raises(Unusable, match="what is to be changed"):
        do(sol(), issuing.return_to_author, product_id=product, reason=" ")
    do(sol(), issuing.return_to_author, product_id=product, reason="Synthetic: say how sure it is.")
    assert page(ivy(), product).decisions[-1].words == "Synthetic: say how sure it is."
    do(sol(), writing.write_section, product_id=product, section="summary", text="Synthetic: mine.")
    do(ivy(), writing.submit, product_id=product)
    with pytest.raises(issuing.SecondPersonNeeded):
        issue(product)


def test_what_must_be_written_is(cast):
    product = begin()
    write(product, "summary")

    with pytest.raises(Unusable, match="Detail, What is asked of you"):
        do(ivy(), writing.submit, product_id=product)


def test_issued_it_is_read_by_the_agency_and_changed_by_nobody(cast):
    product = issued(reference(released()))

    held = page(cast.asha, product)
    assert (held.line.state, held.may_write, held.may_review) == ("issued", False, False)
    assert held.line.review_on > TODAY
    for person in (cast.bev, cast.cal):
        with pytest.raises(NotOpen):
            page(person, product)
    with pytest.raises(writing.NotBeingDrafted):
        write(product, "summary")
    with context.acting(ivy(), at=AT):
        section = Section.objects.filter(product_id=product)[0]
        for change in (
            lambda: Section.objects.filter(pk=section.pk).update(text="Synthetic: other."),
            lambda: Product.objects.filter(pk=product).update(title="Synthetic: other"),
            lambda: Citation.objects.filter(product_id=product).update(grade="1AP"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_it_is_not_issued_more_widely_than_its_sources_without_a_decision(cast):
    report = released(marking=Marking.OFFICIAL_SENSITIVE)
    product = begin()
    write(product)
    cite_report(product, reference(report))
    do(ivy(), writing.submit, product_id=product)

    with pytest.raises(Unusable, match="Source 1 is marked higher"):
        issue(product)
    with pytest.raises(Unusable, match="review day has passed"):
        issue(product, marking=Marking.OFFICIAL_SENSITIVE, review_on=TODAY)
    issue(product, wider="Synthetic: no detail that makes it sensitive.")
    assert [one.kind for one in page(sol(), product).decisions] == ["submitted", "wider", "approved"]


def test_it_is_given_no_further_than_its_sources_without_a_decision(cast):
    product = issued(reference(released()))

    with pytest.raises(KeepsItsAudience, match="more widely than its source 1"):
        give(product, kind="product")
    with pytest.raises(NotAllowed):
        let(product, "thanet", by=ivy())
    with pytest.raises(Unusable, match="why they may read it"):
        let(product, "thanet", reason="")
    let(product, "thanet")
    give(product, kind="product")

    read = page(cast.bev, product)
    assert read.decisions == ()
    assert [one.state for card in read.sections for one in card.cited] == ["closed"]
    assert read.line.author == ""


def test_what_cites_nothing_of_anybody_is_given_without_a_decision(cast):
    product = issued()
    give(product, kind="product")

    assert page(cast.bev, product).line.title == "Deliveries by night"


def test_a_decision_for_one_agency_is_none_for_another(cast):
    product = issued(reference(released()))
    let(product, "northmoor")

    with pytest.raises(KeepsItsAudience):
        give(product, kind="product")


def test_recall_closes_it_and_the_desk_may_always_take_back(cast):
    product = issued(reference(released()))
    let(product, "thanet")
    give(product, kind="product")
    with context.acting(sol(), at=AT) as who:
        taking = recalls.Recalling(kind="product", record_id=product, reason="Synthetic: old.", known_as="Briefing")
        recalls.recall(by=who.actor, purpose=who.purpose, at=AT, recalling=taking)

    with pytest.raises(NotOpen):
        page(cast.bev, product)


def test_a_source_taken_out_of_use_since_is_told_to_its_owner(cast):
    report = released()
    product = issued(reference(report))
    with context.acting(sol(), at=AT):
        Report.objects.filter(pk=report).update(state="withdrawn")

    assert page(cast.asha, product).gone == (1,)


def test_no_profile_is_made_of_a_child_or_a_victim(cast):
    report = released()
    subject = create(report, "Moll Reed")
    state(subject, report, "category", category="child")

    with pytest.raises(Unusable, match="child or a victim"):
        begin("subject-profile", subject_id=subject)
    with pytest.raises(Unusable, match="of whom it is"):
        begin("subject-profile")
    with pytest.raises(Unusable, match="Only a profile of a subject"):
        begin("briefing", subject_id=subject)


def test_children_and_victims_stand_apart_and_are_never_beside_suspects(cast):
    report = released()
    suspect, child = create(report, "Jay Hollow"), create(report, "Moll Reed")
    state(suspect, report, "category", category="suspect", basis="Seen there.", recheck_on=TODAY + timedelta(days=30))
    state(child, report, "category", category="child")
    state(suspect, report, "associate-of", object_id=child)
    product = begin("subject-profile", subject_id=suspect)

    cite_statement(product, statement_of(suspect, "category"), section="activity")
    cite_statement(product, statement_of(child, "category"), section="people-at-risk")
    for number in (statement_of(child), statement_of(child, "category"), statement_of(suspect, "associate-of")):
        with pytest.raises(Unusable, match="stand apart"):
            cite_statement(product, number, section="ties")
    with pytest.raises(Unusable, match="suspected of anything"):
        cite_statement(product, statement_of(suspect, "category"), section="people-at-risk")
    with pytest.raises(Unusable, match="stand apart"):
        cite_report(product, reference(report), section="activity")
    cite_report(product, reference(report), section="people-at-risk")


def test_next_version_stands_beside_it_and_replaces_it_when_issued(cast):
    product = issued(reference(released()))
    following = do(ivy(), issuing.write_next, product_id=product)

    with pytest.raises(issuing.NotIssued):
        do(ivy(), issuing.write_next, product_id=product)
    assert page(ivy(), following).line.version == 2
    assert [one.number for card in page(ivy(), following).sections for one in card.cited] == [1]
    assert page(cast.asha, product).line.state == "issued"
    do(ivy(), writing.submit, product_id=following)
    issue(following)
    assert page(cast.asha, product).line.state == "replaced"
    assert page(cast.asha, following).versions == ((product, 1),)


def test_terms_are_amended_while_it_is_drafted(cast):
    product = begin()
    do(ivy(), writing.amend_terms, product_id=product, terms=terms(title="Deliveries at dawn"))
    assert page(ivy(), product).line.title == "Deliveries at dawn"


def test_print_has_every_word_and_nothing_of_the_review(cast):
    product = issued(reference(released()), conditions=("S2",), subject=Subject.NONE)
    said = to_print(cast.asha, product)

    assert said.marking == "OFFICIAL, handling code C"
    assert said.conditions == ("Ask the originator before passing it on or acting on it.",)
    assert [passage.heading for passage in said.passages] == [
        "In short",
        "Detail",
        "People at risk",
        "What is asked of you",
    ]
    assert said.passages[1].cited[0].grade == "2AP"
    assert [(part, code) for part, code, _ in said.key] == [("Source", "2"), ("Information", "A"), ("Handling", "P")]
    assert "every judgement has its source" not in said.words
    with pytest.raises(Unusable, match="not printed"):
        to_print(ivy(), begin())


def test_hostile_words_are_kept_as_words(cast):
    product = begin(title="<script>alert(1)</script>", question="Synthetic \x00\u202e #panic() [x]")
    write(product, text="Synthetic: {{ 7*7 }} #raw \x07 *bold*\n\n" + "x" * 19_000)
    do(ivy(), writing.submit, product_id=product)
    issue(product)

    said = to_print(sol(), product)
    assert said.title == "<script>alert(1)</script>"
    assert "\x00" not in said.words
    with pytest.raises(Unusable, match="Shorten"):
        write(begin(), "summary", text="x" * 20_001)


def test_search_finds_what_its_readers_may_read_and_nothing_else(cast):
    product = begin()
    write(product, "summary", text="Synthetic: the zorbal lockup.")

    def found(person_id):
        with context.acting(person_id, at=AT):
            return {(hit.kind, hit.record_id) for hit in finding.find(make_sought(Asked(words="zorbal"))).hits}

    assert found(ivy()) == {("product", product)}
    assert found(cast.asha) == found(cast.bev) == set()
    write(product, "detail", "asked")
    do(ivy(), writing.submit, product_id=product)
    issue(product)
    assert found(cast.asha) == {("product", product)}
    assert found(cast.bev) == found(cast.cal) == set()
