"""Background work on agreements: each morning the parties are told what is due for review or about to end."""

from django.utils import timezone
from procrastinate.contrib.django import app

from fourpoint.services.agreements.notices import give_notices

QUEUE = "agreements"


@app.periodic(cron="7 5 * * *")
@app.task(name="agreements.give_notices", queue=QUEUE, queueing_lock="agreements.give_notices")
def tell_of_what_is_due(timestamp: int) -> None:
    """Give the notices that have come due; one missed day is made up the next, since each is given once."""
    del timestamp
    give_notices(at=timezone.now())
