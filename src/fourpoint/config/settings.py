"""Django's settings: the only module, with `place`, that reads the environment. Importing it touches no database."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from fourpoint.config import databases, mail, place, providers, secrets
from fourpoint.config.logs import logging_plan

HERE = place.here()
WEB = place.PACKAGE / "web"

# demo | production | test
FOURPOINT_MODE = os.environ.get("FOURPOINT_MODE", "demo")
PRODUCTION = FOURPOINT_MODE == "production"
DEBUG = False

FOURPOINT_HOME = HERE.home
FOURPOINT_WAREHOUSE = HERE.warehouse
_override = os.environ.get("FOURPOINT_CATALOGUE")
FOURPOINT_CATALOGUE_OVERRIDE = Path(_override).resolve() if _override else None

# The largest file that people may put in, and what stops a larger one on its way.
FOURPOINT_LARGEST_FILE_MB = int(os.environ.get("FOURPOINT_LARGEST_FILE_MB") or 20)
# Where ClamAV's daemon listens, a path or host:port. Without it files stay in quarantine; a demonstration lets them
# through, and its pages say so.
FOURPOINT_SCANNER = os.environ.get("FOURPOINT_SCANNER", "")
FOURPOINT_UNSCANNED = not PRODUCTION
FOURPOINT_SCANNING = "fourpoint.config.adapters.scanning.scan"
FILE_UPLOAD_HANDLERS = [
    "fourpoint.web.frame.uploads.Limited",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# What prints an edition when one is frozen; services know only the port.
FOURPOINT_PRINTER = "fourpoint.config.adapters.printing.print_edition"
# What prints the stamp that goes on every page of a copy.
FOURPOINT_STAMPER = "fourpoint.config.adapters.printing.print_stamp"
PROCRASTINATE_IMPORT_PATHS = [
    "fourpoint.jobs.profiles",
    "fourpoint.jobs.audit",
    "fourpoint.jobs.agreements",
    "fourpoint.jobs.review",
    "fourpoint.jobs.policy",
    "fourpoint.jobs.files",
    "fourpoint.jobs.accounts",
    "fourpoint.jobs.intelligence",
    "fourpoint.jobs.search",
]
# What prints the answer to a person who asked what is held of them.
FOURPOINT_PACK_PRINTER = "fourpoint.config.adapters.printing.print_pack"

SECRET_KEY = os.environ.get("FOURPOINT_SECRET_KEY") or (
    secrets.UNSAFE if PRODUCTION else secrets.read_key(HERE.secrets)
)
# Encrypts who a source of intelligence is; the database does not hold it.
FOURPOINT_SOURCE_KEYS = secrets.source_keys(os.environ.get("FOURPOINT_SOURCE_KEY", ""), SECRET_KEY)
# Marks the entries of the trail; whoever has the database alone does not have it.
FOURPOINT_TRAIL_KEYS = secrets.trail_keys(os.environ.get("FOURPOINT_TRAIL_KEY", ""), SECRET_KEY)
# Signs roots of the trail, which whoever has the public key can check.
FOURPOINT_SEAL_KEYS = secrets.seal_keys(os.environ.get("FOURPOINT_SEAL_KEY", ""), SECRET_KEY)
# How far each writer of the trail came, outside the database: what it wrote last cannot be removed unnoticed.
FOURPOINT_HEADS = HERE.home / "heads"
# Roots of the trail are written here, outside the database, for somebody to take elsewhere.
FOURPOINT_ROOTS = HERE.home / "roots"
_hosts = os.environ.get("FOURPOINT_ALLOWED_HOSTS", "")
ALLOWED_HOSTS = [host.strip() for host in _hosts.split(",") if host.strip()] or (
    [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "procrastinate.contrib.django",
    # One app per word that owns tables.
    *sorted(f"fourpoint.records.{models.parent.name}" for models in (place.PACKAGE / "records").glob("*/models.py")),
]
AUTH_USER_MODEL = "agencies.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "fourpoint.web.frame.plain.PlainAddresses",
    # Refuse by default: a view that a stranger may see says so itself.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "fourpoint.web.accounts.limits.SessionLimits",
    "fourpoint.web.accounts.limits.SecondFactor",
    "fourpoint.access.middleware.RowSecurity",
    "fourpoint.web.frame.leaks.LeakWatch",
    "fourpoint.web.frame.kept.KeptForms",
    "fourpoint.web.frame.once.Once",
    "fourpoint.web.emergency.watching.Watching",
    "fourpoint.web.intelligence.alarms.Alarms",
    "fourpoint.web.frame.refusals.Refusals",
]
ROOT_URLCONF = "fourpoint.config.urls"
WSGI_APPLICATION = "fourpoint.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted(str(folder) for folder in WEB.glob("*/templates")),
        "APP_DIRS": False,
        "OPTIONS": {
            **(
                {"environment": "fourpoint.web.frame.environment.environment"}
                if (WEB / "frame" / "environment.py").exists()
                else {}
            ),
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "fourpoint.web.frame.tokens.draw_inputs",
            ],
        },
    },
    {
        # Only for the few pages of allauth that we have not written ourselves.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES = databases.connections(
    url=os.environ.get("DATABASE_URL"),
    owner_url=os.environ.get("DATABASE_OWNER_URL"),
    postgres=HERE.postgres,
    pool=FOURPOINT_MODE != "test",
)
FOURPOINT_EMBEDDED = "DATABASE_URL" not in os.environ

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Sign-in. Accounts are made by an agency's administrator; nobody signs up.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "fourpoint.config.adapters.accounts.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
# The session ends with the browser, and by the catalogue's limits.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
# Failures close an address in the database, for every process (`services/agencies/lockouts.py`); allauth's own limits
# count in each process and stay for floods from one place.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "60/m/ip,30/5m/key",
    "reauthenticate": "30/m/user",
    # Asking for help: by the place alone, since a limit by address would keep its owner from asking.
    "reset_password": "20/m/ip",
}
# Second factor: a passkey or an authenticator app, with recovery codes. required | offered
FOURPOINT_SECOND_FACTOR = os.environ.get("FOURPOINT_SECOND_FACTOR") or ("required" if PRODUCTION else "offered")
MFA_ADAPTER = "fourpoint.config.adapters.factors.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "fourpoint.config.adapters.factor_forms.AuthenticateForm",
    "reauthenticate": "fourpoint.config.adapters.factor_forms.ReauthenticateForm",
}
# Nobody confirms an address by mail: accounts are made from invitations.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers take passkeys over plain HTTP for localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
# Identity providers of agencies, from a folder of files.
_providers = os.environ.get("FOURPOINT_PROVIDERS")
FOURPOINT_PROVIDERS = Path(_providers).resolve() if _providers else None
FOURPOINT_IDENTITY_PROVIDERS = providers.read_providers(FOURPOINT_PROVIDERS)
SOCIALACCOUNT_ADAPTER = "fourpoint.config.adapters.providers.BoundProviders"
SOCIALACCOUNT_PROVIDERS = providers.allauth_settings(FOURPOINT_IDENTITY_PROVIDERS, folder=FOURPOINT_PROVIDERS)
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# A link on the sign-in page leads on by itself: signing in is the reader's own act.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
# How long a sign-in counts as proof of who it is, for acts that matter (`web/frame/fresh.py`).
FOURPOINT_FRESH_SECONDS = 15 * 60
# One person's sessions are counted against each other in production only: a demonstration is shared by everybody.
FOURPOINT_LIMIT_SESSIONS = PRODUCTION
MFA_TOTP_ISSUER = "Fourpoint"
# A telephone's clock may be one step (30 seconds) off, and so may who types slowly: RFC 6238, section 5.2.
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# Mail. Everything goes by the backend that looks for decoys, which hands on to the one of this installation.
_mail = mail.read_mail(os.environ.get("FOURPOINT_MAIL", ""), mode=FOURPOINT_MODE, home=HERE.home)
EMAIL_BACKEND = FOURPOINT_POST = "fourpoint.config.adapters.mail.WatchedMail"
FOURPOINT_MAIL_BACKEND, FOURPOINT_MAIL_OPTIONS = _mail.backend, _mail.options
# The address of this installation, for links that people get by mail.
FOURPOINT_ADDRESS = (
    os.environ.get("FOURPOINT_ADDRESS") or (f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION and ALLOWED_HOSTS else "")
).rstrip("/") or "http://localhost:8000"
DEFAULT_FROM_EMAIL = os.environ.get("FOURPOINT_MAIL_FROM") or "fourpoint@localhost"

# Static files, from the same process.
STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "frame" / "static"]
# Only production collects; elsewhere files are found where they stand.
STATIC_ROOT = HERE.static if PRODUCTION else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
# Module workers are refused by browsers under any other type.
WHITENOISE_MIMETYPES = {".mjs": "text/javascript"}

# Headers. No other host, no inline script, no inline style.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Sessions end sooner, by the catalogue's account limits (`services/agencies/sessions.py`).
SESSION_COOKIE_AGE = 24 * 60 * 60
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "fourpoint.web.frame.refusals.csrf_failure"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION

LOGGING = logging_plan()
