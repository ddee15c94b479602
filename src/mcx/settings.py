"""Django's settings, all derived from the few that an operator may change (`core.environment`)."""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from mcx.core import environment, folder, logs

ENV = environment.read()
DEMO = ENV["MCX_MODE"] == environment.Mode.DEMO
DATA_DIR: Path = ENV["MCX_DATA_DIR"]
SOURCE_DIR = Path(__file__).resolve().parent
PUBLIC_URL: str = ENV["MCX_PUBLIC_URL"]
FIXED_NOW = ENV["MCX_FIXED_NOW"]
TRUSTED_PROXIES: int = ENV["MCX_TRUSTED_PROXIES"]
RATE_LIMITS: float = 0 if FIXED_NOW else ENV["MCX_RATE_LIMITS"]  # where time stands still no window ends

REDIS_URL: str = ENV["MCX_REDIS_URL"]
if REDIS_URL and find_spec("redis") is None:
    raise ImproperlyConfigured("MCX_REDIS_URL is set, but its client is not installed: pip install redis.")


def _required(name: str) -> str:
    """The secret from the environment, which production cannot do without."""
    value: str = ENV[name]
    if not value and not DEMO:
        raise ImproperlyConfigured(f"{name} must be set in production.")
    return value


def _kept(file: str) -> str:
    """The secret that is kept in the data folder, made if there is none."""
    try:
        return folder.kept_or_made(DATA_DIR / file)
    except OSError as error:
        raise ImproperlyConfigured(f"MCX_DATA_DIR={DATA_DIR} cannot be used: {error.strerror}.") from error


# Losing the first only signs people out: a demonstration makes another. Losing the second loses every key:
# it is made where the database is asked whether it needs an old one (`core.encryption.begin`).
SECRET_KEY = _required("MCX_SECRET_KEY") or _kept("secret-key")
KEY_ENCRYPTION_KEY = _required("MCX_KEY_ENCRYPTION_KEY")
NEW_KEY_ENCRYPTION_KEY: str = ENV["MCX_NEW_KEY_ENCRYPTION_KEY"]
DEBUG = False
ALLOWED_HOSTS = ENV["MCX_ALLOWED_HOSTS"] or [urlsplit(PUBLIC_URL).hostname or "127.0.0.1"]
if DEMO:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "heroicons",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "mcx.core",
    "mcx.accounts",
    "mcx.network",
    "mcx.skills",
    "mcx.keys",
    "mcx.catalogue",
    "mcx.learning",
    "mcx.credentials",
    "mcx.wallet",
    "mcx.recognition",
    "mcx.quality",
    "mcx.pathways",
    "mcx.industry",
    "mcx.design",
    "mcx.governance",
    "mcx.web",
    "mcx.demo",
]

MIDDLEWARE = [
    "mcx.web.middleware.own_language",
    "django.middleware.security.SecurityMiddleware",
    "mcx.web.middleware.public_address",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mcx.web.middleware.request_log",
    "mcx.web.middleware.Compression",
    "django.middleware.http.ConditionalGetMiddleware",
    "mcx.web.middleware.freshness",
    "mcx.web.middleware.right_key",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mcx.web.middleware.early",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mcx.web.access.came_in",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mcx.web.limits.limits_of_pages",
    "mcx.api.door.door",
    "mcx.web.middleware.once",
    "mcx.web.middleware.lagging",
    "mcx.web.middleware.refusals",
]

ROOT_URLCONF = "mcx.urls"
WSGI_APPLICATION = "mcx.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE_DIR / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [f"mcx.web.templatetags.{name}" for name in ("mcx", "icons", "rows")],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mcx.web.context.network",
            ],
        },
    }
]


POOLED: bool = ENV["MCX_DATABASE_POOL"]
KEPT_SECONDS = 60  # for so long a connection to the database serves one request after the other


def _database(url: str, **more: object) -> dict[str, object]:
    """Django's settings of the SQLite file or of the PostgreSQL server that the address names."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "mcx.sqlite3",
            "CONN_MAX_AGE": KEPT_SECONDS,  # opening the file anew costs more than a small page
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": KEPT_SECONDS,
        # Compiling a query to machine code takes ten times as long as the query does that a page asks.
        # A pool may refuse what is asked at the start: there `prepare` says it to the database instead.
        "OPTIONS": more if POOLED else more | {"options": "-c jit=off"},
        # The next transaction may be on another connection, where a cursor of this one is unknown.
        # (Statements are prepared nowhere: Django tells psycopg so.)
        "DISABLE_SERVER_SIDE_CURSORS": POOLED,
    }


DATABASES = {"default": _database(ENV["DATABASE_URL"])}
REPLICA_SECONDS: int = ENV["MCX_REPLICA_SECONDS"]
if ENV["MCX_REPLICA_URL"]:
    # A page waits no longer for a machine that is gone: it is answered from the database then.
    DATABASES["replica"] = _database(ENV["MCX_REPLICA_URL"], connect_timeout=2, tcp_user_timeout=5_000)
DATABASE_ROUTERS = ["mcx.core.replica.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "mcx.web.accounts.pages.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "mcx.web.accounts.pages.SignUpForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # in a demonstration too: else joining tells who has an account
ACCOUNT_EMAIL_NOTIFICATIONS = True  # who did not set up a second factor hears of it
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # they live in one process's memory: see `core.limits`
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "mcx.web.accounts.pages.SecondFactors"
MFA_FORMS = {
    "add_webauthn": "mcx.web.accounts.forms.AddKeyForm",
    "authenticate_webauthn": "mcx.web.accounts.forms.SecondKeyForm",
    "login_webauthn": "mcx.web.accounts.forms.LoginKeyForm",
    "reauthenticate_webauthn": "mcx.web.accounts.forms.AgainKeyForm",
    "edit_webauthn": "mcx.web.accounts.forms.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
DEMANDED = environment.SecondFactor.OFF if DEMO else environment.SecondFactor.KEYS
SECOND_FACTOR = environment.SecondFactor(ENV["MCX_SECOND_FACTOR"] or DEMANDED)

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "español"), ("de", "Deutsch"), ("fi", "suomi")]
LOCALE_PATHS = [SOURCE_DIR / "locale"]
FORMAT_MODULE_PATH = "mcx.web.formats"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
FONTS_DIR = DATA_DIR / "fonts"
STATICFILES_DIRS = [("mcx/fonts", FONTS_DIR)]
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]  # before set-up made the fonts, the system's serve
WHITENOISE_USE_FINDERS = DEMO
if DEMO:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns without it until files are collected
WHITENOISE_AUTOREFRESH = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True


def _files(url: str, *, seconds: int = 10, tries: int = 2) -> dict[str, object]:
    """Django's settings of the bucket that the address names, and how long it is waited for."""
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(
            "MCX_FILES_URL is set, but its client is not installed: pip install 'django-storages[s3]'."
        )
    from botocore.config import Config  # noqa: PLC0415 - an extra

    parts = urlsplit(url)
    scheme = "http" if parts.scheme == "s3+http" else "https"
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username or "") or None,
            "secret_key": unquote(parts.password or "") or None,
            "endpoint_url": f"{scheme}://{parts.netloc.rpartition('@')[2]}",
            "bucket_name": parts.path.lstrip("/"),
            "region_name": parts.query.removeprefix("region=") or "us-east-1",  # what servers without any say
            "client_config": Config(
                connect_timeout=min(seconds, 3),
                read_timeout=seconds,
                retries={"total_max_attempts": tries},
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                # The checksums that Amazon added later are unknown to others; ours is in the row.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        },
    }


STORAGES: dict[str, object] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "mcx.web.delivery.Delivery"},
}
if ENV["MCX_FILES_URL"]:
    STORAGES["files"] = _files(ENV["MCX_FILES_URL"])
    STORAGES["files-asked"] = _files(ENV["MCX_FILES_URL"], seconds=1, tries=1)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

WALLET_FILES: int = ENV["MCX_WALLET_FILES"]
WALLET_BYTES: int = ENV["MCX_WALLET_MEGABYTES"] * 1024 * 1024

# A whole request, its files too, is held in memory: no upload is ever half written to a disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = [
    "mcx.web.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not DEMO
SECURE_SSL_HOST = urlsplit(PUBLIC_URL).netloc
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_ENGINE = "mcx.core.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}


def _mail(url: str) -> dict[str, object]:
    """Django's mail settings for an SMTP address; without one, mail is written to files."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(DATA_DIR / "mail"),
        }
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 587,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": True,
    }


globals().update(_mail(ENV["MCX_EMAIL_URL"]))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV["MCX_EMAIL_FROM"]
LOGGING = logs.configuration(ENV["MCX_LOG_LEVEL"])
SITE_NAME = _("Micro-credential exchange")
