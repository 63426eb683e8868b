"""The WSGI application, for granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourpoint.config.settings")

application = get_wsgi_application()

# Only now are the settings there to import it. The first reader need not wait for what everyone needs.
from fourpoint.services.profiles.warming import warm_beside  # noqa: E402

warm_beside()
