"""A pathway's steps lead where the catalogue says, and a declaration that does not hold together is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from fourpoint.domain.errors import Broken
from fourpoint.domain.pathways import Clock, Pathway, State, Step, StepNotOpen

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
STATES = (
    State(code="new", name="New", told="Received"),
    State(code="read", name="Read", told="Being read"),
    State(code="done", name="Done", told="Used", ends=True),
)
STEPS = (
    Step(code="take", name="Take it", before=frozenset({"new"}), after="read"),
    Step(code="end", name="End it", before=frozenset({"new", "read"}), after="done", explains=True),
)
PATHWAY = Pathway(code="made-up", states=STATES, steps=STEPS, clocks=(Clock(state="new", priority="high", minutes=15),))


def test_step_leads_on():
    assert PATHWAY.first.code == "new"
    assert PATHWAY.take("take", state="new").code == "read"
    assert PATHWAY.take("end", state="read", reason="Nothing in it.").ends
    assert [step.code for step in PATHWAY.open_steps("new")] == ["take", "end"]


@pytest.mark.parametrize(
    ("step", "state", "reason", "said"),
    [
        ("take", "read", "", "stands at “Read”"),
        ("unknown", "new", "", "stands at “New”"),
        ("end", "new", "  ", "Give a reason"),
        ("end", "done", "Again.", "stands at “Done”"),
    ],
)
def test_step_that_does_not_begin_here_or_lacks_its_reason_is_refused(step, state, reason, said):
    with pytest.raises(StepNotOpen, match=said):
        PATHWAY.take(step, state=state, reason=reason)


def test_clock_runs_where_one_is_declared():
    assert PATHWAY.due_at("new", priority="high", since=AT) == AT + timedelta(minutes=15)
    assert PATHWAY.due_at("new", priority="low", since=AT) is None
    assert PATHWAY.due_at("done", priority="high", since=AT) is None


def test_state_that_is_named_and_not_declared_is_refused():
    with pytest.raises(Broken, match="'gone', which it does not declare"):
        Pathway(
            code="x", states=STATES, steps=(*STEPS, Step(code="y", name="Y", before=frozenset({"gone"}), after="new"))
        )
    with pytest.raises(Broken, match="'gone'"):
        Pathway(code="x", states=STATES, steps=STEPS, clocks=(Clock(state="gone", priority="low", minutes=1),))


def test_state_that_no_step_leads_to_is_refused():
    with pytest.raises(Broken, match="leads to the state 'done'"):
        Pathway(code="x", states=STATES, steps=STEPS[:1])


def test_state_asked_for_that_is_none_is_broken():
    with pytest.raises(Broken, match="no state 'lost'"):
        PATHWAY.state("lost")
