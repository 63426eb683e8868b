"""The site's settings with one page more, for the bench of pages."""

from fourpoint.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.pages_urls"
