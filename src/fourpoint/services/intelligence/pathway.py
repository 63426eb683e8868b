"""The pathway of submissions as the catalogue in force declares it."""

from functools import cache

from fourpoint.access import in_force
from fourpoint.catalogue.intelligence import PathwayDeadlineEntry, PathwayStateEntry, PathwayStepEntry
from fourpoint.domain.pathways import Clock, Pathway, State, Step

SUBMISSION = "submission"


@cache
def the_pathway(code: str = SUBMISSION) -> Pathway:
    """Return the pathway of that code; raises Broken when the catalogue's files do not fit one another."""
    states = in_force.read_entries("pathway_states", PathwayStateEntry)
    steps = in_force.read_entries("pathway_steps", PathwayStepEntry)
    clocks = in_force.read_entries("pathway_clocks", PathwayDeadlineEntry)
    return Pathway(
        code=code,
        states=tuple(
            State(code=_code(one.id), name=one.name, told=one.told, ends=one.ends)
            for one in states
            if one.pathway == code
        ),
        steps=tuple(
            Step(
                code=_code(one.id),
                name=one.name,
                before=frozenset(one.before),
                after=one.after,
                explains=one.explains,
            )
            for one in steps
            if one.pathway == code
        ),
        clocks=tuple(
            Clock(state=one.state, priority=one.priority, minutes=one.minutes) for one in clocks if one.pathway == code
        ),
    )


def ended_states() -> tuple[str, ...]:
    """Return the codes of the states in which a submission is done with."""
    return tuple(state.code for state in the_pathway().states if state.ends)


def _code(entry_id: str) -> str:
    """The code within its pathway: what stands behind the dot."""
    return entry_id.partition(".")[2]
