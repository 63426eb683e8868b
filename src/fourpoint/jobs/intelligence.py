"""Background work of intelligence desks: each minute, what stands too long is passed up to somebody who is told."""

from django.utils import timezone
from procrastinate.contrib.django import app

from fourpoint.services.intelligence.escalating import escalate_due

QUEUE = "intelligence"


@app.periodic(cron="* * * * *")
@app.task(name="intelligence.escalate", queue=QUEUE, queueing_lock="intelligence.escalate")
def pass_up_what_is_due(timestamp: int) -> None:
    """Pass up what has stood in its state for longer than its clock allows."""
    del timestamp
    escalate_due(at=timezone.now())
