"""Background work on files: each minute what is in quarantine is scanned."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from fourpoint.services.files.scanning import scan_waiting

QUEUE = "files"
LOG = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="files.scan_waiting", queue=QUEUE, queueing_lock="files.scan_waiting")
def scan_files(timestamp: int) -> None:
    """Scan what waits; a scanner that does not answer is asked again in a minute, and the log says so."""
    del timestamp
    if done := scan_waiting(at=timezone.now()):
        LOG.info("Files scanned: %s", ", ".join(f"{count} {state}" for state, count in sorted(done.items())))
