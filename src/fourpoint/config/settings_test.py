"""Settings under test: the same, in test mode, with a quick password hasher: Argon2 is slow on purpose."""

import os

os.environ["FOURPOINT_MODE"] = "test"

from fourpoint.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests-only-for-tests"  # noqa: S105
# Static files are looked for when they are asked for: nothing has been collected for a test.
WHITENOISE_AUTOREFRESH = True
