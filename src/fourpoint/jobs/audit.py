"""Background work on the trail: what was written is sealed each minute, and the whole is checked each night."""

from django.utils import timezone
from procrastinate.contrib.django import app

from fourpoint.services.audit import sealing

QUEUE = "audit"


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queue=QUEUE, queueing_lock="audit.seal")
def seal_trail(timestamp: int) -> None:
    """Seal what waits, and make a root when one is due."""
    del timestamp
    sealing.seal()
    sealing.make_due_root(at=timezone.now())


@app.periodic(cron="17 3 * * *")
@app.task(name="audit.check", queue=QUEUE, queueing_lock="audit.check")
def check_trail(timestamp: int) -> None:
    """Check the seals of the whole trail, and keep what was found for the governance role to read."""
    del timestamp
    sealing.check_in_database(at=timezone.now())
