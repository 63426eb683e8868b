"""Nobody is called a suspect to a reader who may not read all that the person is said to be."""

from datetime import timedelta

import pytest
from django.db import connection

from fourpoint.access import context
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Audience
from fourpoint.records.subjects.models import Statement
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.products import citing, writing
from fourpoint.services.products.citing import NothingToCite
from fourpoint.services.products.reading import get_product
from fourpoint.services.search.asking import Asked
from fourpoint.services.search.showing import search
from fourpoint.services.subjects import identities, reading, stating
from fourpoint.services.subjects.barring import barred, barred_statements
from fourpoint.services.subjects.stating import NoSuchSubject
from tests.factories.cast import AT, load_cast
from tests.factories.linking import create, do, original, released, share, state
from tests.factories.producing import begin, cite_statement, issue, write
from tests.factories.sending import ivy

pytestmark = pytest.mark.django_db
SOON = (AT + timedelta(days=30)).date()
# All but "suspect" itself, those of no particular care among them: what bars tells nothing of what is said.
OTHERS = ("child", "victim", "witness", "vulnerable", "convicted", "associate", "professional")


@pytest.fixture
def cast():
    return load_cast()


@pytest.fixture
def report(cast):
    return released()


def suspect(subject: int, report: int) -> int:
    return state(subject, report, "category", category="suspect", basis="Seen at the quay.", recheck_on=SOON)


def seen(person, subject):
    """What she is told of the subject: on its page, in the list of everything, of suspects, and beside the report."""
    with context.acting(person, at=AT) as who:
        page = reading.get_subject(who, subject)
        everything, suspects = reading.list_subjects(who), reading.list_subjects(who, category="suspect")
    line = next(one for one in everything.lines if one.subject_id == subject)
    return (
        [one.text for one in page.categories],
        page.kind,
        page.withdrawn,
        (line.categories, line.statements),
        [one.subject_id for one in suspects.lines],
        (suspects.total, suspects.left_out, dict(suspects.kinds)),
    )


@pytest.mark.parametrize("category", OTHERS)
def test_suspect_is_shown_to_those_alone_who_may_read_what_else_is_said(cast, report, category):
    subject = create(report, "Jay Hollow")
    nothing_said = seen(cast.asha, subject)
    number = suspect(subject, report)
    assert seen(cast.asha, subject)[0] == ["Suspect"]
    assert seen(cast.asha, subject)[4] == [subject]

    closed = state(subject, original(), "category", category=category)

    assert seen(cast.asha, subject) == nothing_said
    assert "Suspect" in seen(ivy(), subject)[0]
    with context.acting(cast.asha, at=AT) as who:
        assert reading.says_of(who, report)[-1].text == "Jay Hollow"
        with pytest.raises(NoSuchSubject):
            reading.get_said(who, number)

    do(ivy(), stating.withdraw, statement_id=closed, reason="Another man.")
    assert seen(cast.asha, subject)[0] == ["Suspect"]


def test_what_is_said_openly_too_bars_nothing(cast, report):
    subject = create(report, "Jay Hollow")
    suspect(subject, report)
    state(subject, original(), "category", category="convicted")
    state(subject, report, "category", category="convicted")

    assert seen(cast.asha, subject)[0] == ["Suspect", "Convicted"]


def test_child_known_by_a_judgement_that_is_closed_bars_too(cast, report):
    subject, mine = create(report, "Jay Hollow"), original()
    other = create(mine, "Jon Marsh")
    suspect(subject, report)
    state(other, mine, "category", category="child")
    assert seen(cast.asha, subject)[0] == ["Suspect"]

    judged = do(ivy(), identities.join, subject_id=subject, other_id=other, why="One boy with two names.")

    assert seen(cast.asha, subject)[0] == []
    do(ivy(), identities.take_back, identity_id=judged, why="Two boys.")
    assert seen(cast.asha, subject)[0] == ["Suspect"]


def test_partner_is_told_no_more(cast, report):
    subject = create(report, "Jay Hollow")
    share(report)
    with context.acting(cast.bev, at=AT) as who:
        before = reading.get_subject(who, subject)
    suspect(subject, report)
    state(subject, original(), "category", category="witness")

    with context.acting(cast.bev, at=AT) as who:
        assert reading.get_subject(who, subject) == before


def test_suspect_moves_and_goes_with_its_report_whoever_moves_it(cast, report):
    """What is not shown to her is moved by her all the same: else it would stay where too many read it."""
    subject = create(report, "Jay Hollow")
    number = suspect(subject, report)
    state(subject, original(), "category", category="child")
    with context.acting(ivy(), at=AT) as who:
        before = who.readable[Statement.objects.get(pk=number).audience_id]

    narrow = Audience(owner_id=before.owner_id, marking=Marking.OFFICIAL_SENSITIVE)
    given = Placing(kind="report", record_id=report, audience=narrow, reason="It is sensitive.")
    do(cast.asha, place, placing=given)

    with context.acting(ivy(), at=AT) as who:
        assert who.readable[Statement.objects.get(pk=number).audience_id] == narrow


def test_search_finds_nobody_by_the_basis_of_a_suspicion(cast, report):
    subject = create(report, "Jay Hollow")
    suspect(subject, report)
    state(subject, report, "describes", "Wears a quayside badge")

    with context.acting(ivy(), at=AT) as who:
        found = search(who, Asked(words="quay", reason="Looking into the quay"))
        also = search(who, Asked(words="quayside", reason="Looking into the quay"))

    assert [line.kind for line in found.lines if line.kind == "statement"] == []
    assert [line.kind for line in also.lines] == ["statement"]


def test_functions_open_no_row_and_answer_for_nobody_without_context(cast, report):
    subject = create(report, "Jay Hollow")
    number = suspect(subject, report)
    mine = original()
    state(subject, mine, "category", category="child")

    with context.acting(cast.asha, at=AT):
        assert barred([subject]) == {subject}
        assert barred_statements([number]) == {number}
        assert not Statement.objects.filter(report_id=mine).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(current_setting('fourpoint.barring', true), '')")
            assert cursor.fetchone()[0] == ""
        assert barred([]) == frozenset()


def test_product_keeps_from_its_reader_what_the_page_of_the_person_keeps(cast, report):
    subject = create(report, "Jay Hollow")
    number = suspect(subject, report)
    product = begin()
    write(product)
    cite_statement(product, number, section="detail")
    do(ivy(), writing.submit, product_id=product)
    issue(product)
    assert "Suspect" in cited(cast.asha, product)[0].words

    state(subject, original(), "category", category="witness")

    held = cited(cast.asha, product)[0]
    assert (held.words, held.source_id, held.state) == ("", 0, "closed")
    assert "Suspect" in cited(ivy(), product)[0].words


def test_who_may_not_read_it_cites_no_suspect(cast, report):
    subject = create(report, "Jay Hollow")
    number = suspect(subject, report)
    state(subject, original(), "category", category="witness")
    product = begin(by=cast.asha)

    with pytest.raises(NothingToCite):
        at = citing.Place(product_id=product, section="detail")
        do(cast.asha, citing.cite_statement, place=at, statement_id=number)


def cited(person, product):
    with context.acting(person, at=AT) as who:
        return [one for section in get_product(who, product).sections for one in section.cited]
