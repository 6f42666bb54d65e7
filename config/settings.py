"""Settings, read from the environment; secure unless told otherwise (docs/howto/configure.md)."""

import sys
from pathlib import Path

import dj_database_url
import environs
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environs.FileAwareEnv()

PRODUCTION, DEVELOPMENT, TEST = "production", "development", "test"
ENVIRONMENT = env.str("HANDOVER_ENV", PRODUCTION)
if ENVIRONMENT not in (PRODUCTION, DEVELOPMENT, TEST):
    raise ImproperlyConfigured("HANDOVER_ENV is one of production, development, test.")
DEVELOPMENT_SECRET = "development-only-secret-development-only-secret"  # noqa: S105

SECRET_KEY = env.str("SECRET_KEY", "" if ENVIRONMENT == PRODUCTION else DEVELOPMENT_SECRET)
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("HANDOVER_DEMO", False)
"""Demo sign-ins on the sign-in page, and a page that shows the mail that was sent. Never in production."""
DATA_DIR = Path(env.str("HANDOVER_DATA_DIR", str(BASE_DIR / ".data")))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [] if ENVIRONMENT == PRODUCTION else ["127.0.0.1", "localhost", "testserver"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
BASE_URL = env.str("BASE_URL", f"http://127.0.0.1:{env.int('PORT', 8000)}")
"""Where people reach Handover; the links in mail begin with it."""

if ENVIRONMENT == PRODUCTION:
    if len(SECRET_KEY) < 50 or SECRET_KEY == DEVELOPMENT_SECRET:
        raise ImproperlyConfigured("Production needs a SECRET_KEY of its own with at least 50 characters.")
    if DEBUG or DEMO:
        raise ImproperlyConfigured("Production refuses DEBUG and HANDOVER_DEMO.")
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("Production needs ALLOWED_HOSTS.")
    if not BASE_URL.startswith("https://"):
        raise ImproperlyConfigured("Production needs BASE_URL to begin with https://.")

INSTALLED_APPS = [
    "core",
    "tenants",
    "events",
    "imports",
    "companies",
    "contacts",
    "sla",
    "notifications",
    "billing",
    "contracts",
    "devices",
    "tickets",
    "onboarding",
    "portal",
    "config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "django_htmx",
    "template_partials",
    "django_countries",
    "csp",
    "anymail",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tenants.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.errors.wrong_method",
    "tenants.middleware.TenantMiddleware",
    "tenants.api_access.TokenMiddleware",
    "tenants.middleware.SignInRequiredMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.workspace",
            ],
            "builtins": [
                "core.templatetags.ui",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
            ],
        },
    },
]
FORM_RENDERER = "core.forms.FieldRenderer"

# --- Database: an owner that migrates, and an application role without any power over the walls ---------

OWNER_COMMANDS = {
    "migrate",
    "createcachetable",
    "flush",
    "sqlmigrate",
    "retain_events",
    "dbshell",
    "seal_walls",
}
RUNS_AS_OWNER = len(sys.argv) > 1 and Path(sys.argv[0]).name == "manage.py" and sys.argv[1] in OWNER_COMMANDS
SOCKETS = (DATA_DIR / "run").resolve()
"""Where `make run` keeps its sockets: a link, when the path of the data is too long for one."""
_DEFAULT_URL = f"postgres://handover_app@/handover?host={SOCKETS}"
_DEFAULT_OWNER_URL = f"postgres://handover_owner@/handover?host={SOCKETS}"
DATABASE_URL = env.str("DATABASE_URL", _DEFAULT_URL)
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", _DEFAULT_OWNER_URL)


def database(url: str) -> dict:
    """Django's settings for a database URL; a socket folder stands in its query as `host=`."""
    settings: dict = dict(dj_database_url.parse(url))
    socket = settings.get("OPTIONS", {}).pop("host", None)
    if socket:
        settings["HOST"] = socket
    return settings


POOL_SIZE = env.int("DATABASE_POOL", 0)
DATABASES = {"default": database(DATABASE_OWNER_URL if RUNS_AS_OWNER else DATABASE_URL)}
APPLICATION_ROLE = database(DATABASE_URL)["USER"]
DATABASES["default"].update(
    ATOMIC_REQUESTS=True,
    CONN_MAX_AGE=0 if POOL_SIZE else 60,
    CONN_HEALTH_CHECKS=True,
    DISABLE_SERVER_SIDE_CURSORS=True,
)
_options = DATABASES["default"].setdefault("OPTIONS", {})
_options["connect_timeout"] = 3
if POOL_SIZE and not RUNS_AS_OWNER:
    _options["pool"] = {"min_size": 1, "max_size": POOL_SIZE, "timeout": 5}
if RUNS_AS_OWNER:
    _options["options"] = "-c row_security=off"  # a query that a wall would blind is an error, not an empty answer
if ENVIRONMENT == TEST and env.str("TEST_DATABASE", ""):
    DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "handover_cache"}}
"""Rate limits live in PostgreSQL, so that signing in needs no broker."""

# --- Signing in ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if ENVIRONMENT == TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_ADAPTER = "notifications.account.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/10m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "invitation": "30/m/ip",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "entrance"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 4
INVITATION_DAYS = 7
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "handover_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# --- What a browser may do -----------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if ENVIRONMENT == PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    if env.bool("BEHIND_TLS_PROXY", False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- What programs meet ----------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["tenants.api_authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["tenants.api_authentication.HasMember"],
    "DEFAULT_PARSER_CLASSES": ["core.rest.parsing.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "core.rest.schema.Schema",
    "EXCEPTION_HANDLER": "core.rest.problems.answer",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Handover",
    "DESCRIPTION": "Companies, contacts and who looks after them, for programs. See docs/howto/use-the-api.md.",
    "VERSION": "1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": True,
    "ENUM_NAME_OVERRIDES": {"ParentLink": "companies.models.ParentLink"},
}
API_CALLS_PER_MINUTE = env.int("API_CALLS_PER_MINUTE", 300)
"""How often one token may ask, before it is told to wait."""

# --- Files, languages, time ----------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENVIRONMENT != PRODUCTION
        else "core.staticfiles.HashedStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = ENVIRONMENT != PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MAX_UPLOAD_BYTES = 10 * 1024 * 1024
MAX_IMPORT_BYTES = 50 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "core.uploads.RefusingHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_NAME = "handover_language"

# --- Queue and mail ------------------------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", f"redis+socket://{SOCKETS}/valkey.sock?virtual_host=0")
MAIL_DIR = Path(env.str("HANDOVER_MAIL_DIR", str(DATA_DIR / "mail")))
"""Where development keeps the mail that it would have sent."""
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if ENVIRONMENT == PRODUCTION
    else "notifications.mailbox.KeepingBackend",
)
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Handover <handover@handover.example>")
DELIVERY_LEASE_SECONDS = env.int("DELIVERY_LEASE_SECONDS", 120)
"""How long a worker may hold a message before another takes over."""
ANYMAIL: dict[str, str] = env.dict("ANYMAIL", {})

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        # While developing, two lines for every sweep would hide what matters.
        name: {"level": "WARNING" if ENVIRONMENT == DEVELOPMENT else "INFO"}
        for name in ("celery.worker.strategy", "celery.app.trace")
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
