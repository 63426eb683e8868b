"""Papers: who sees them, as drafts and issued, taken back, withdrawn and disposed of."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed
from fourpoint.domain.markings import Marking
from fourpoint.records.disclosure.models import ShareNotice
from fourpoint.records.library.models import Paper, Version
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.disclosure.hub import get_hub
from fourpoint.services.disclosure.why import list_history
from fourpoint.services.library import actions
from fourpoint.services.library.contents import Written
from fourpoint.services.library.queries import NoSuchPaper
from fourpoint.services.marked.place import KeepsItsAudience, Placing, place
from fourpoint.services.sharing.actions import owner_only
from tests.factories.cast import AT
from tests.factories.papers import ALONE, LATER, SHARED, add, is_open, read, say, take_back, write

pytestmark = pytest.mark.django_db


def test_paper_is_for_its_owner_until_it_is_shared(cast):
    own, shared = write(cast.asha, audience=ALONE), write(cast.asha)

    assert [is_open(one, own) for one in (cast.asha, cast.bev, cast.cal)] == [True, False, False]
    assert [is_open(one, shared) for one in (cast.asha, cast.bev, cast.cal)] == [True, True, False]


def test_page_says_what_the_paper_is(cast):
    paper = write(cast.asha, area_codes=("E07000114",), threat="modern-slavery")

    page = read(cast.bev, paper)

    assert (page.line.owner, page.line.kind, page.line.threat) == (
        "Invicta Constabulary (fictional)",
        "Guide",
        "Modern slavery and trafficking",
    )
    assert (page.version.text, page.line.handled.marking) == ("They dive for **mackerel** at dawn.", "OFFICIAL")
    assert (page.may_change, page.may_comment, page.is_own) == (False, True, False)
    assert read(cast.asha, paper).may_change


def test_review_day_is_set_when_it_is_made(cast):
    assert read(cast.asha, write(cast.asha)).line.review_on == date(2027, 3, 2)


def test_draft_stays_with_its_owner_whatever_was_chosen_and_issuing_opens_it(cast):
    paper = write(cast.asha, issued=False)
    add(cast.asha, paper, Written(text="They sleep at noon."))
    before = is_open(cast.bev, paper)
    with context.acting(cast.asha, at=LATER) as who:
        actions.issue_paper(by=who.actor, purpose=who.purpose, at=LATER, paper_id=paper, audience=SHARED)

    assert (before, is_open(cast.bev, paper, at=LATER)) == (False, True)
    assert read(cast.bev, paper, at=LATER, number=1).version.text == "They dive for **mackerel** at dawn."
    with context.acting(cast.asha, at=LATER) as who, pytest.raises(actions.PaperIsNoDraft):
        actions.issue_paper(by=who.actor, purpose=who.purpose, at=LATER, paper_id=paper, audience=SHARED)


def test_database_keeps_a_draft_with_its_owner(cast):
    shared, draft = write(cast.asha), write(cast.asha, issued=False)

    with context.acting(cast.asha, at=AT):
        audience = Paper.objects.get(pk=shared).audience_id
        with pytest.raises(IntegrityError, match="draft"), transaction.atomic():
            Paper.objects.filter(pk=draft).update(audience_id=audience)
        with pytest.raises(IntegrityError, match="draft"), transaction.atomic():
            Paper.objects.filter(pk=shared).update(state="draft")


def test_share_control_says_why_a_draft_keeps_its_audience(cast, invicta):
    draft = write(cast.asha, issued=False)

    with context.acting(cast.asha, at=AT) as who, pytest.raises(KeepsItsAudience, match="issue the paper"):
        audience = owner_only(invicta, marking=Marking.OFFICIAL_SENSITIVE)
        placing = Placing(kind="paper", record_id=draft, audience=audience, reason="Because.")
        place(by=who.actor, purpose=who.purpose, at=AT, placing=placing)


def test_taking_back_closes_paper_versions_and_search_at_once(cast, invicta):
    paper = write(cast.asha)
    add(cast.asha, paper, Written(text="They sleep at noon."))
    take_back(cast, invicta, paper)

    with context.acting(cast.bev, at=LATER):
        seen = (Paper.objects.filter(pk=paper).count(), Version.objects.filter(paper=paper).count())
    with context.acting(cast.asha, at=LATER):
        kept = set(Version.objects.filter(paper=paper).values_list("audience_id", flat=True))
        assert kept == {Paper.objects.get(pk=paper).audience_id}
    assert seen == (0, 0)


def test_partner_may_not_write_on_another_agency_s_paper(cast):
    paper = write(cast.asha)

    with pytest.raises(NotAllowed):
        add(cast.bev, paper, Written(text="Mine now."))
    with context.acting(cast.bev, at=AT) as who:
        for act in (
            lambda: actions.withdraw(by=who.actor, purpose=who.purpose, at=AT, paper_id=paper, reason="Because."),
            lambda: actions.issue_paper(by=who.actor, purpose=who.purpose, at=AT, paper_id=paper, audience=SHARED),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_someone_to_whom_it_is_not_open_may_not_even_learn_of_it(cast):
    paper = write(cast.asha)

    for act in (lambda: add(cast.cal, paper, Written(text="a")), lambda: say(cast.cal, paper, "a")):
        with pytest.raises(NoSuchPaper):
            act()


def test_reader_without_a_writing_role_reads_and_writes_nothing(cast):
    with pytest.raises(NotAllowed):
        write(cast.tom)
    with pytest.raises(NotAllowed):
        say(find_person("tom@thanet.example"), write(cast.bev), "a")


def test_withdrawn_paper_stays_readable_and_takes_nothing_more(cast):
    paper = write(cast.asha)
    with context.acting(cast.asha, at=LATER) as who:
        actions.withdraw(by=who.actor, purpose=who.purpose, at=LATER, paper_id=paper, reason="Out of date.")

    page = read(cast.bev, paper, at=LATER)

    assert (page.line.state, page.withdrawal_reason, page.may_comment) == ("withdrawn", "Out of date.", False)
    for act in (lambda: say(cast.bev, paper, "a"), lambda: add(cast.asha, paper, Written(text="a"))):
        with pytest.raises(actions.PaperIsWithdrawn):
            act()


@pytest.mark.parametrize("issued", [True, False])
def test_issuing_is_told_to_readers_and_stands_in_the_history(cast, issued):
    paper = write(cast.asha, issued=issued)
    if not issued:
        with context.acting(cast.asha, at=LATER) as who:
            actions.issue_paper(by=who.actor, purpose=who.purpose, at=LATER, paper_id=paper, audience=SHARED)

    with context.acting(cast.asha, at=LATER) as who:
        (step,) = list_history("paper", paper, who=who)
    with context.acting(cast.bev, at=LATER) as who:
        received = {one.record_id: one for one in get_hub(who).received if one.kind == "paper"}
        told = ShareNotice.objects.get(kind="paper", record_id=paper)
    assert (step.cause, step.reason) == ("share", "Issued to its readers.")
    assert step.audience.agencies == ("Thanet District Council (fictional team)",)
    assert told.shared_at == received[paper].shared_at == (AT if issued else LATER)


def test_paper_of_its_owner_alone_has_no_history_and_tells_nobody(cast):
    paper = write(cast.asha, audience=ALONE)

    with context.acting(cast.asha, at=LATER) as who:
        assert list_history("paper", paper, who=who) == ()
        assert not ShareNotice.objects.filter(kind="paper", record_id=paper).exists()


def test_taking_an_issued_paper_back_takes_its_notice_along(cast, invicta):
    paper = write(cast.asha)
    take_back(cast, invicta, paper)

    with context.acting(cast.asha, at=LATER) as who:
        assert [step.cause for step in list_history("paper", paper, who=who)] == ["narrow", "share"]
        assert not ShareNotice.objects.filter(kind="paper", record_id=paper).exists()
