"""The desk in the browser: what presses most first, one act a form, and nothing of it for anybody else."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from fourpoint.access import context
from fourpoint.access.outbox import own_sendings
from fourpoint.domain.submissions import Danger, Priority
from fourpoint.records.agencies.models import Membership
from fourpoint.records.intelligence.models import Message, Triage
from fourpoint.services.intelligence import triage
from tests.factories.cast import load_cast
from tests.factories.sending import IVY, SOL, ivy, send, sol
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
ASHA, BEV, CAL = "asha@invicta.example", "bev@thanet.example", "cal@northmoor.example"
DESK = "/intelligence/desk/"


@pytest.fixture
def cast():
    return load_cast()


@pytest.fixture
def at():
    return timezone.now() - timedelta(minutes=2)


def order(response):
    return re.findall(r"data-row>(S-[^<]+)<", response.content.decode())


def do(client, sent, act, **given):
    return client.post(f"{DESK}{sent.reference}/", {"act": act, **given})


def row(sent):
    with context.acting(sol(), at=timezone.now()):
        return Triage.objects.get(pk=sent.submission_id)


def test_what_presses_most_comes_first(cast, at):
    plain = send(cast.bev, at=at)
    over = send(cast.bev, at=at - timedelta(days=4))
    medium = send(cast.bev, at=at)
    danger = send(cast.bev, at=at, danger=Danger.NOW)
    matched = send(cast.bev, at=at + timedelta(seconds=30), requirement_id=7)
    with context.acting(ivy(), at=at) as who:
        given = {"by": who.actor, "purpose": who.purpose, "at": at, "submission_id": medium.submission_id}
        triage.set_priority(**given, priority=Priority.MEDIUM, reason="It is this week.")

    page = signed_in(IVY).get(DESK)

    wanted = [danger, over, medium, matched, plain]
    assert order(page) == [one.reference for one in wanted]
    assert order(signed_in(IVY).get(DESK, {"show": "danger"})) == [danger.reference]
    assert "12 minutes left" in text(page)
    assert "1 day over" in text(page) or "24 hours over" in text(page)


def test_what_is_said_to_happen_comes_forward_as_its_day_comes_near(cast, at):
    today, tomorrow = timezone.localdate(at), timezone.localdate(at) + timedelta(days=1)
    plain = send(cast.bev, at=at - timedelta(minutes=1))
    unread = send(cast.bev, at=at, soon="When his brother <b>is</b> back")
    soon = send(cast.bev, at=at, soon=f"by {tomorrow:%d/%m/%Y}")
    medium = send(cast.bev, at=at)
    come = send(cast.bev, at=at, soon=f"{today:%d/%m/%Y}, she thinks")
    danger = send(cast.bev, at=at, danger=Danger.NOW)
    with context.acting(ivy(), at=at) as who:
        given = {"by": who.actor, "purpose": who.purpose, "at": at, "submission_id": medium.submission_id}
        triage.set_priority(**given, priority=Priority.MEDIUM, reason="It is this week.")

    page = signed_in(IVY).get(DESK)

    assert order(page) == [one.reference for one in (danger, come, medium, soon, plain, unread)]
    assert "When his brother &lt;b&gt;is&lt;/b&gt; back" in text(page)
    item = text(signed_in(IVY).get(f"{DESK}{come.reference}/"))
    assert "About to happen" in item and "she thinks" in item


def test_parts_count_and_show_what_they_say(cast, at):
    first, second = send(cast.bev, at=at), send(cast.bev, at=at)
    client = signed_in(SOL)
    do(client, first, "take")

    assert order(client.get(DESK, {"show": "mine"})) == [first.reference]
    assert order(client.get(DESK, {"show": "waiting"})) == [second.reference]
    assert order(client.get(DESK, {"show": "nonsense", "page": "²"})) == [second.reference, first.reference]
    assert 'Mine <span class="fp-parts__count">1</span>' in text(client.get(DESK))


def test_what_was_asked_and_answered_is_found(cast, at):
    sent = send(cast.bev, at=at)
    client = signed_in(IVY)
    do(client, sent, "take")
    do(client, sent, "ask", words="Which floor?")
    assert order(client.get(DESK, {"show": "answered"})) == []
    with context.acting(cast.bev, at=timezone.now()), own_sendings():
        audience = Message.objects.get().audience_id
        Message.objects.create(
            submission_id=sent.submission_id,
            audience_id=audience,
            about="answer",
            text="The second.",
            written_at=timezone.now(),
            written_by_id=cast.bev,
        )

    assert order(client.get(DESK, {"show": "answered"})) == [sent.reference]
    page = text(client.get(f"{DESK}{sent.reference}/"))
    assert page.index("Which floor?") < page.index("The second.")


def test_item_is_shown_as_it_was_written_and_escaped(cast, at):
    sent = send(
        cast.bev, at=at, what="Synthetic: <b>two</b> men,\nat night.", place="The closed shop", how_known="I saw it"
    )

    page = signed_in(IVY).get(f"{DESK}{sent.reference}/").content.decode()

    assert "Synthetic: &lt;b&gt;two&lt;/b&gt; men,\nat night." in page
    assert "The closed shop" in page
    assert "I saw it" in page


@pytest.mark.parametrize(("email", "status"), [(ASHA, 403), (BEV, 403), (CAL, 403), (IVY, 200), (SOL, 200)])
def test_desk_is_for_those_who_triage(cast, at, email, status):
    assert signed_in(email).get(DESK).status_code == status


@pytest.mark.parametrize("email", [ASHA, BEV, CAL])
def test_submission_does_not_exist_for_anybody_else(cast, at, email):
    sent = send(cast.bev, at=at)
    client = signed_in(email)

    assert client.get(f"{DESK}{sent.reference}/").status_code == 404
    assert do(client, sent, "take").status_code == 404
    assert row(sent).state == "waiting"


def test_routine_item_goes_from_waiting_to_done(cast, at):
    sent, other = send(cast.bev, at=at), send(cast.bev, at=at)
    client = signed_in(IVY)

    assert do(client, sent, "take").status_code == 302
    refused = do(client, sent, "close", words=" ")
    assert refused.status_code == 400
    assert "Give a reason" in text(refused)
    done = client.get(do(client, sent, "close", words="Known already.")["Location"])

    assert row(sent).state == "no-action"
    assert other.reference in text(done)
    assert "closed it without action. <br><span" in text(done).replace("action.<br>", "action. <br>")
    assert order(client.get(DESK, {"show": "done"})) == [sent.reference]
    do(client, sent, "reopen", words="More came in.")
    assert row(sent).state == "in-hand"


def test_danger_waits_for_its_decision_and_keeps_what_was_typed(cast, at):
    sent = send(cast.bev, at=at, danger=Danger.UNSURE)
    client = signed_in(IVY)
    do(client, sent, "take")

    refused = do(client, sent, "close", words="Nothing in it at all.")
    assert refused.status_code == 400
    assert "record what was decided" in text(refused)
    assert "Nothing in it at all." in text(refused)
    do(client, sent, "safeguarding", words="Referred at 09:05.")
    do(client, sent, "close", words="Nothing in it at all.")

    assert row(sent).state == "no-action"


def test_every_page_says_that_danger_waits_until_somebody_has_it(cast, at):
    sent = send(cast.bev, at=at, danger=Danger.NOW)
    client, words = signed_in(IVY), "A submission tells of danger, and nobody has acknowledged it."
    assert words in text(client.get("/account/access/"))
    assert words not in text(signed_in(BEV).get("/account/access/"))

    do(client, sent, "acknowledge")

    assert words not in text(client.get("/account/access/"))
    assert row(sent).owner_person_id == ivy()


def test_hand_over_priority_and_outcome_are_kept_in_the_history(cast, at):
    sent = send(cast.bev, at=at)
    client = signed_in(IVY)
    assert do(client, sent, "hand-over", words="Yours.", to=cast.asha).status_code == 400
    assert do(client, sent, "priority", words="Soon.").status_code == 400
    do(client, sent, "priority", words="It is tonight.", priority="high")
    do(client, sent, "propose-outcome", change="other", words="It helped: thank you.")
    (held,) = re.findall(r'name="to" value="(\d+)"', signed_in(SOL).get(f"{DESK}{sent.reference}/").content.decode())[
        :1
    ]
    assert do(client, sent, "outcome", to=held).status_code == 400
    assert do(signed_in(SOL), sent, "outcome", to=held).status_code == 302
    do(client, sent, "hand-over", words="You know the street.", to=sol())

    page = text(client.get(f"{DESK}{sent.reference}/"))

    assert row(sent).owner_person_id == sol()
    for words in ("set its priority to high", "released words to the sender", "handed it over to", "It helped"):
        assert words in page


@pytest.mark.parametrize("given", [{}, {"act": "no such"}, {"act": "arrive"}, {"act": "ask", "words": "x" * 9000}])
def test_what_is_no_act_is_refused_in_a_sentence(cast, at, given):
    sent = send(cast.bev, at=at)

    answered = signed_in(IVY).post(f"{DESK}{sent.reference}/", given)

    assert answered.status_code == 400
    assert "There is a problem" in text(answered)


@pytest.mark.parametrize(("words", "said"), [("y" * 1_001, "Shorten the reason"), ("no\0thing", "There is a problem")])
def test_words_that_cannot_be_taken_are_given_back(cast, at, words, said):
    sent = send(cast.bev, at=at)
    client = signed_in(IVY)
    do(client, sent, "take")

    refused = do(client, sent, "close", words=words)

    assert refused.status_code == 400
    assert said in text(refused)
    assert re.search(r'id="words-close"[^>]*>' + words[:2], text(refused))
    assert row(sent).state == "in-hand"


def test_who_asked_not_to_be_contacted_is_not(cast, at):
    sent = send(cast.bev, at=at, may_contact=False)
    client = signed_in(IVY)
    do(client, sent, "take")

    refused = do(client, sent, "ask", words="Which floor?")

    assert "asked not to be contacted" in text(refused)
    assert row(sent).state == "in-hand"


def test_desk_without_the_reader_on_its_list_is_empty_and_says_so(cast, at):
    Membership.objects.filter(person_id=cast.asha).update(roles=["intelligence-officer"])
    send(cast.bev, at=at)

    page = text(signed_in(ASHA).get(DESK))

    assert "no desk of your agency has you on its list" in page
    assert "S-" not in page.split("<main")[1]


def test_workload_counts_whole_days_and_says_how_it_was_reckoned(cast, at):
    days = [at - timedelta(days=back) for back in (1, 1, 2)]
    sent = [send(cast.bev, at=day) for day in days]
    with context.acting(ivy(), at=days[0]) as who:
        given = {"by": who.actor, "purpose": who.purpose, "at": days[0], "submission_id": sent[2].submission_id}
        triage.take_step(**given, step="take")
        triage.take_step(**given, step="close", reason="Known already.")

    page = text(signed_in(IVY).get(f"{DESK}workload/"))

    assert "With 40 done a day and 0.1 arriving" in page
    assert "at this rate it is never clear" in page
    assert re.search(r'Arriving</dt><dd class="fp-tile__value"><span class="fp-tile__number">0.1<', page)
    assert page.count('numeric">2</td><td class="govuk-table__cell govuk-table__cell--numeric">1</td>') == 1
    assert "Say who works here" not in page


def test_supervisor_says_who_works_there_and_what_the_desk_can_do(cast, at):
    Membership.objects.filter(person_id=cast.asha).update(roles=["intelligence-officer"])
    sent, client, page = send(cast.bev, at=at), signed_in(SOL), f"{DESK}staff/invicta/"
    assert "Say who works here" in text(client.get(f"{DESK}workload/"))

    assert client.post(page, {"listed": [sol(), cast.asha], "duty": cast.asha}).status_code == 302
    assert client.post(page, {"capacity": "7"}).status_code == 302

    assert signed_in(ASHA).get(f"{DESK}{sent.reference}/").status_code == 200
    assert signed_in(IVY).get(f"{DESK}{sent.reference}/").status_code == 404
    assert "With 7 done a day" in text(client.get(f"{DESK}workload/"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"capacity": "0"}, "one at least"),
        ({"capacity": "many"}, "whole number"),
        ({"listed": [], "duty": "1"}, "Choose who works at the desk"),
        ({"listed": ["999"], "duty": "x"}, "Select a valid choice"),
    ],
)
def test_wrong_staffing_is_refused_in_a_sentence(cast, given, said):
    answered = signed_in(SOL).post(f"{DESK}staff/invicta/", given)

    assert answered.status_code == 400
    assert said in text(answered)


def test_supervisor_who_leaves_herself_out_is_told(cast):
    answered = signed_in(SOL).post(f"{DESK}staff/invicta/", {"listed": [ivy()], "duty": ivy()})

    assert answered.status_code == 400
    assert "put yourself on the list" in text(answered)


@pytest.mark.parametrize("email", [ASHA, BEV, CAL, IVY])
def test_staffing_is_for_supervisors(cast, email):
    client = signed_in(email)

    assert client.get(f"{DESK}staff/invicta/").status_code == 403
    assert client.post(f"{DESK}staff/invicta/", {"capacity": "7"}).status_code == 403
