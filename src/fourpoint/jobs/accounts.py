"""Background work on accounts: what was kept for a short time goes when its time is over."""

from django.utils import timezone
from procrastinate.contrib.django import app

from fourpoint.services.agencies import kept_forms

QUEUE = "accounts"


@app.periodic(cron="*/10 * * * *")
@app.task(name="accounts.forget", queue=QUEUE, queueing_lock="accounts.forget")
def forget_what_is_over(timestamp: int) -> None:
    """Throw away forms that nobody came back for."""
    del timestamp
    kept_forms.forget_old(at=timezone.now())
