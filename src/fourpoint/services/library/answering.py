"""Who reads a comment: its own agency, always the owner of the paper, and if wanted everyone who may read the paper."""

from dataclasses import replace

from fourpoint.access.context import Acting
from fourpoint.domain.errors import Refused
from fourpoint.domain.sharing import Audience
from fourpoint.records.library.models import Paper


class NothingToAnswerUnder(Refused):
    """The paper came to the reader by a way that carries nothing back."""


def answer_audience(who: Acting, *, paper: Paper, to_everyone: bool) -> Audience:
    """
    Return the audience of a comment on the paper by the person who acts, to whom the paper is open.

    A colleague of the owner's answers within the paper's own audience. A partner's comment belongs to the partner's
    agency and goes back by the way the paper came, under the agreement or the one-off disclosure, with the paper's
    marking, handling, subject category and need-to-know list. It has no time limit of its own, so that its owner and
    the paper's do not lose what was said.

    raises  NothingToAnswerUnder when the paper is open by an emergency alone
    """
    shared = who.readable[paper.audience_id]
    agency_id = who.actor.agency_id
    if agency_id is None or agency_id == shared.owner_id:
        return shared
    ours = replace(shared, owner_id=agency_id, agencies=frozenset(), disclosures=frozenset(), ends_at=None)
    if agency_id in shared.agencies:
        readers = (shared.agencies if to_everyone else frozenset()) | {shared.owner_id}
        return replace(ours, agencies=readers - {agency_id})
    came = next((one for one in shared.disclosures if one.agency_id == agency_id), None)
    if came is None:
        raise NothingToAnswerUnder("This paper is open to you to read only: no agreement carries a comment back.")
    back = replace(came, agency_id=shared.owner_id, person_id=None)
    return replace(ours, agreement=None, clause="", purposes=frozenset(), disclosures=frozenset({back}))
