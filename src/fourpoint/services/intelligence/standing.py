"""
Where what somebody sent stands for her, and whether a question of the desk waits for her answer.

Read of the rows that are the sender's to read, within `own_sendings`: of the desk's work she knows what she was told.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from fourpoint.domain.submissions import Asked, find_asked
from fourpoint.records.intelligence.models import Message, Submission, Told
from fourpoint.services.intelligence.pathway import ended_states


@dataclass(frozen=True, kw_only=True)
class Standing:
    """
    Where one submission stands for its sender.

    state     the one that she was told last
    newest    what the newest message but for outcomes is about, empty for none
    outcomes  how often she was told what came of it
    """

    state: str
    newest: str
    outcomes: int

    @property
    def asked(self) -> Asked:
        """Whether the desk asked something that she has not answered."""
        return find_asked(self.newest, ends=self.state in ended_states())


def in_order(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Return the rows in the order of a sender's list: what waits for an answer of hers first, then the newest."""
    waits = Q(newest=Message.QUESTION) & ~Q(state__in=ended_states())
    held = rows.annotate(state=_state(), newest=_newest())
    return held.order_by(Case(When(waits, then=0), default=1), "-made_at", "-pk")


def find_standings(rows: Iterable[Submission]) -> dict[int, Standing]:
    """Return where each of these rows stands, by its id."""
    ids = [row.pk for row in rows]
    outcomes = Message.objects.filter(submission__in=ids, about=Message.OUTCOME).values("submission")
    told = dict(outcomes.annotate(count=Count("pk")).values_list("submission", "count"))
    held = Submission.objects.filter(pk__in=ids).annotate(state=_state(), newest=_newest())
    return {
        number: Standing(state=state, newest=newest, outcomes=told.get(number, 0))
        for number, state, newest in held.values_list("pk", "state", "newest")
    }


# ----------------------------------------------------------------------------------------------------------------------


def _state() -> Subquery:
    told = Told.objects.filter(submission=OuterRef("pk")).order_by("-told_at", "-pk")
    return Subquery(told.values("state")[:1])


def _newest() -> Coalesce:
    said = Message.objects.filter(submission=OuterRef("pk")).exclude(about=Message.OUTCOME)
    return Coalesce(Subquery(said.order_by("-written_at", "-pk").values("about")[:1]), Value(""))
