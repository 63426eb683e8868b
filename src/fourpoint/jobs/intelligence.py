"""Background work of intelligence: each minute what stands too long is passed up, each hour old drafts go."""

from django.utils import timezone
from procrastinate.contrib.django import app

from fourpoint.services.intelligence import drafts
from fourpoint.services.intelligence.escalating import escalate_due

QUEUE = "intelligence"


@app.periodic(cron="* * * * *")
@app.task(name="intelligence.escalate", queue=QUEUE, queueing_lock="intelligence.escalate")
def pass_up_what_is_due(timestamp: int) -> None:
    """Pass up what has stood in its state for longer than its clock allows."""
    del timestamp
    escalate_due(at=timezone.now())


@app.periodic(cron="20 * * * *")
@app.task(name="intelligence.forget", queue=QUEUE, queueing_lock="intelligence.forget")
def forget_drafts(timestamp: int) -> None:
    """Throw away drafts that nobody touched for too long."""
    del timestamp
    drafts.forget_old(at=timezone.now())
