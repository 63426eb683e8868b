"""Background work on review: each morning the log says how much of each agency is overdue, as counts."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from fourpoint.services.review.reminding import list_overdue

QUEUE = "review"
LOG = logging.getLogger(__name__)


@app.periodic(cron="23 5 * * *")
@app.task(name="review.count_overdue", queue=QUEUE, queueing_lock="review.count_overdue")
def count_overdue(timestamp: int) -> None:
    """Say in the log what is overdue, for whoever runs the system to remind the agencies."""
    del timestamp
    for one in list_overdue(at=timezone.now()):
        if one.records or one.copies:
            LOG.warning("%s: %d records overdue for review, %d copies to destroy", one.agency, one.records, one.copies)
