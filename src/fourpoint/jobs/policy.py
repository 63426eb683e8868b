"""Background work on the policy: each hour the log of its changes loses what no server needs any more."""

from procrastinate.contrib.django import app

from fourpoint.access import changes

QUEUE = "policy"


@app.periodic(cron="41 * * * *")
@app.task(name="policy.prune", queue=QUEUE, queueing_lock="policy.prune")
def prune_log(timestamp: int) -> None:
    """Remove changes that are older than a day."""
    del timestamp
    changes.prune()
