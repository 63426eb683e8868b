"""
The movement of a piece of work through an agency, and between agencies: states, the steps between them, and clocks.

A pathway is declared in the catalogue; this is what such a declaration means. Who does a step, when and why, is kept by
the word that uses the pathway. Nothing here knows of one pathway rather than another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fourpoint.domain.errors import Broken, Refused


class StepNotOpen(Refused):
    """The step does not lead on from where the work stands, or something that it asks for is missing."""


@dataclass(frozen=True, kw_only=True)
class State:
    """
    Where a piece of work can stand.

    told  what the sender is told of it: a safe category, never what was made of the content
    ends  whether the work is done with: no clock runs any more
    """

    code: str
    name: str
    told: str
    ends: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """A way from any of the states `before` to the state `after`; one that `explains` needs a reason."""

    code: str
    name: str
    before: frozenset[str]
    after: str
    explains: bool = False


@dataclass(frozen=True, kw_only=True)
class Clock:
    """How many minutes a piece of work of that priority may stand in that state before someone else is told."""

    state: str
    priority: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Pathway:
    """
    One pathway; the first state is where work begins.

    raises  Broken for a state or step that is named and not declared, or a state that cannot be reached
    """

    code: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...] = ()

    def __post_init__(self) -> None:
        known = {state.code for state in self.states}
        named = {code for step in self.steps for code in (*step.before, step.after)} | {
            one.state for one in self.clocks
        }
        if named - known:
            raise Broken(
                f"The pathway '{self.code}' names the state '{min(named - known)}', which it does not declare."
            )
        lost = known - {step.after for step in self.steps} - {self.first.code}
        if lost:
            raise Broken(f"No step of the pathway '{self.code}' leads to the state '{min(lost)}'.")

    @property
    def first(self) -> State:
        """Where work begins."""
        return self.states[0]

    def state(self, code: str) -> State:
        """Return the state of that code; raises Broken for none."""
        return _find(self.states, code, f"The pathway '{self.code}' has no state '{code}'.")

    def open_steps(self, state: str) -> tuple[Step, ...]:
        """Return the steps that lead on from there, in the order of the catalogue."""
        return tuple(step for step in self.steps if state in step.before)

    def take(self, code: str, *, state: str, reason: str = "") -> State:
        """
        Return where that step leads from there.

        raises  StepNotOpen when the step does not begin there, or needs a reason and has none
        """
        step = next((one for one in self.open_steps(state) if one.code == code), None)
        if step is None:
            raise StepNotOpen(f"That cannot be done now: it stands at “{self.state(state).name}”.")
        if step.explains and not reason.strip():
            raise StepNotOpen(f"Give a reason: “{step.name}” is not done without one.")
        return self.state(step.after)

    def due_at(self, state: str, *, priority: str, since: datetime) -> datetime | None:
        """Return when the clock of that state runs out, None when none runs there."""
        found = next((one for one in self.clocks if (one.state, one.priority) == (state, priority)), None)
        return None if found is None else since + timedelta(minutes=found.minutes)


def _find(states: Iterable[State], code: str, otherwise: str) -> State:
    found = next((state for state in states if state.code == code), None)
    if found is None:
        raise Broken(otherwise)
    return found
