"""What is logged: lines without personal data, to standard error; the query of an address is cut off."""

import logging
from typing import Any


class NoQuery(logging.Filter):
    """Cuts the query from addresses in Django's request lines: it may carry what somebody searched for."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through, shortened."""
        if isinstance(record.args, tuple):
            record.args = tuple(part.split("?", 1)[0] if isinstance(part, str) else part for part in record.args)
        return True


def logging_plan() -> dict[str, Any]:
    """Return Django's LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"no_query": {"()": "fourpoint.config.logs.NoQuery"}},
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_query"]},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            # No SQL with its parameters, ever.
            "django.db.backends": {"level": "ERROR"},
        },
    }
