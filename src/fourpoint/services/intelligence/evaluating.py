"""Evaluates a submission: the report that is made of it and the step of its pathway, in one act."""

from datetime import datetime

from django.db import transaction

from fourpoint.domain.sharing import Actor
from fourpoint.records.intelligence.models import Triage
from fourpoint.services.intelligence.pathway import the_pathway
from fourpoint.services.intelligence.reporting import ReportDraft, write_report
from fourpoint.services.intelligence.triage import take_step


@transaction.atomic
def evaluate(*, by: Actor, purpose: str, at: datetime, report: ReportDraft) -> int:
    """
    Write the report and, when it is made of a submission, say that this one is evaluated; return the report's id.

    A submission that nobody had taken yet is taken first, and one that is evaluated already gets another report.

    raises  as `write_report` and `take_step`
    """
    made = write_report(by=by, purpose=purpose, at=at, report=report)
    row = Triage.objects.filter(pk=report.submission_id or 0).first()
    if row is not None:
        state = row.state
        for step in ("take", "evaluate"):
            if any(one.code == step for one in the_pathway().open_steps(state)):
                take_step(by=by, purpose=purpose, at=at, submission_id=row.pk, step=step)
                state = the_pathway().take(step, state=state).code
    return made
