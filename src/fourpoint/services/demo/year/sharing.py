"""Shares some released reports of the year with a partner under an agreement, has them read, and takes one back."""

from datetime import datetime, timedelta

from fourpoint.access import context
from fourpoint.access.context import Acting
from fourpoint.domain.markings import parse_marking
from fourpoint.records.intelligence.models import Item, Report
from fourpoint.records.subjects.models import Statement
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.demo.year.written import Sharing
from fourpoint.services.disclosure import recalls
from fourpoint.services.intelligence.reading import get_report
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.sharing.actions import under_agreement

KIND, WHY = "report", "For what both plan for the area."
READ, RECALLED, ANSWERED = timedelta(days=2), timedelta(days=1), timedelta(hours=5)


def share_some(chosen: Sharing, *, at: datetime) -> None:
    """Share the newest released reports of the areas that name nobody; the last of them is recalled and answered."""
    with context.acting(find_person(chosen.by) or 0, at=at - READ) as who:
        shared = _pick(chosen, who)
        for number in shared:
            _share(chosen, number, who)
    for email in chosen.read_by:
        with context.acting(find_person(email) or 0, at=at - READ + ANSWERED, purpose=chosen.purposes[0]) as who:
            for number in shared:
                get_report(who, number)
    if shared:
        _recall(chosen, shared[-1], at=at - RECALLED)


# ----------------------------------------------------------------------------------------------------------------------


def _pick(chosen: Sharing, who: Acting) -> list[int]:
    naming = Statement.objects.values("report_id")
    rows = Report.objects.filter(released_at__lte=who.at, area_codes__overlap=list(chosen.areas))
    rows = rows.exclude(pk__in=naming).exclude(pk__in=Item.objects.filter(number=2).values("report_id"))
    return list(rows.order_by("-released_at").values_list("pk", flat=True)[: chosen.count])


def _share(chosen: Sharing, report_id: int, who: Acting) -> None:
    audience = under_agreement(
        who.actor.agency_id or 0,
        code=chosen.agreement,
        marking=parse_marking(chosen.marking),
        purposes=frozenset(chosen.purposes),
    )
    placing = Placing(kind=KIND, record_id=report_id, audience=audience, reason=WHY)
    place(by=who.actor, purpose=who.purpose, at=who.at, placing=placing)


def _recall(chosen: Sharing, report_id: int, *, at: datetime) -> None:
    with context.acting(find_person(chosen.by) or 0, at=at) as who:
        recalling = recalls.Recalling(
            kind=KIND, record_id=report_id, reason=chosen.recall_reason, known_as=chosen.recall_known_as
        )
        reference = recalls.recall(by=who.actor, purpose=who.purpose, at=at, recalling=recalling)
    with context.acting(find_person(chosen.read_by[0]) or 0, at=at + ANSWERED) as who:
        recalls.acknowledge(who=who, reference=reference, answer=chosen.recall_answer, words=chosen.recall_words)
