"""Background work of search: every half hour kept searches are run for those who want to be told."""

from django.utils import timezone
from procrastinate.contrib.django import app

from fourpoint.services.search import saved

QUEUE = "search"


@app.periodic(cron="*/30 * * * *")
@app.task(name="search.alert", queue=QUEUE, queueing_lock="search.alert")
def tell_of_new_finds(timestamp: int) -> None:
    """Run the searches that people keep, each as its owner, and tell those whose searches found more."""
    del timestamp
    saved.run_alerts(at=timezone.now())
