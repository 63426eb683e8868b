"""Background work on accounts: mail is sent each minute, and what was kept for a short time goes when it is over."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from fourpoint.services.agencies import help_asked, kept_forms, letters

QUEUE = "accounts"
# Before all else that waits: whoever is on duty is told of danger by mail.
FIRST = 10


@app.periodic(cron="*/10 * * * *")
@app.task(name="accounts.forget", queue=QUEUE, queueing_lock="accounts.forget")
def forget_what_is_over(timestamp: int) -> None:
    """Throw away forms that nobody came back for, and mail that was sent long ago."""
    del timestamp
    kept_forms.forget_old(at=timezone.now())
    letters.forget_old(at=timezone.now())
    help_asked.forget_old(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="accounts.send_mail", queue=QUEUE, priority=FIRST, queueing_lock="accounts.send_mail")
def send_mail(timestamp: int) -> None:
    """Send the mail that waits; what fails is tried again later, by its own clock."""
    del timestamp
    help_asked.tell_keepers(at=timezone.now())
    letters.send_due(at=timezone.now())


def send_mail_soon() -> None:
    """Have the mail that this request wrote sent within seconds of its commit, not at the next full minute."""
    transaction.on_commit(_send_now, robust=True)


def _send_now() -> None:
    try:
        with transaction.atomic():
            send_mail.configure().defer(timestamp=int(timezone.now().timestamp()))
    except AlreadyEnqueued:
        # Whoever takes that one up finds this mail too.
        return
