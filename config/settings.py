"""One file of settings, read from the environment. Without DATABASE_URL this is a trial on this machine."""

from pathlib import Path

from config import environment, postgres

BASE_DIR = Path(__file__).resolve().parent.parent

# --- The environment: docs/operations.md lists every name ---

DATA_DIR = environment.folder("DATA_DIR", BASE_DIR / "var")
HOST = environment.text("HOST", "127.0.0.1")
PORT = environment.number("PORT", 8000, 1, 65535)
HOST_IN_URL = f"[{HOST}]" if ":" in HOST else HOST
LISTEN = f"{HOST_IN_URL}:{PORT}"
EVERYWHERE = HOST in {"0.0.0.0", "::"}
REDIS_URL = environment.redis("REDIS_URL")
TIME_ZONE = environment.zone("TIME_ZONE", "Asia/Shanghai")
DEBUG = environment.switch("DEBUG")
BEHIND_PROXY = environment.switch("BEHIND_PROXY")
WEB_WORKERS = environment.number("WEB_WORKERS", 2, 1, 64)
WEB_THREADS = environment.number("WEB_THREADS", 4, 1, 64)

database = environment.database("DATABASE_URL")
mail = environment.mail("EMAIL_URL")
TRIAL = database is None

if TRIAL:
    database = postgres.connection(DATA_DIR)
    SECRET_KEY = environment.kept_secret(DATA_DIR / "secret_key")
    # Whoever lets the trial listen everywhere may call it by any name.
    ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", ["*" if EVERYWHERE else HOST, "localhost", "127.0.0.1", "[::1]"])
    BASE_URL = environment.text("BASE_URL", f"http://{'localhost' if EVERYWHERE else HOST_IN_URL}:{PORT}")
else:
    SECRET_KEY = environment.secret_key("SECRET_KEY")
    environment.required("ALLOWED_HOSTS", "the host names this site answers to")
    ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", [])
    BASE_URL = environment.required("BASE_URL", "the address people open, such as https://safety.example.org,")
BASE_URL = environment.base_url("BASE_URL", BASE_URL, ALLOWED_HOSTS)

# --- What Bihuan is made of ---

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.apps.StaticFiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "django_filters",
    "django_htmx",
    "common",
    "accounts",
    "outbox",
    "incidents",
    "actions",
    "alerts",
    "imports",
    "samples",
    "overview",
    "meetings",
    "documents",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.SecurityHeaders",
    "config.health.Health",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.language.PersonalLanguage",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "common.clock.RequestClock",
    "accounts.interrupted.InterruptedForms",
    "accounts.policy.PolicyMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.navigation",
                "samples.context.sample_accounts",
            ],
        },
    },
]
# Our own field template: templates/django/forms/*.html win over Django's.
FORM_RENDERER = "common.rendering.Renderer"
INSTALLED_APPS.append("django.forms")

# --- Database ---

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **database,
        # Disks are solid: at the default, PostgreSQL reads the whole table to find a common Chinese word.
        "OPTIONS": {"options": "-c random_page_cost=1.1", **database["OPTIONS"]},
    },
}

# What is counted against guessed passwords, by all processes together. Not in Redis: people sign in without it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# --- Language and time ---

USE_TZ = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

# --- Signing in ---

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "outbox.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# A whole bureau may come from one address: one account is slowed soon, an address late. "invitation": wrong codes.
ACCOUNT_RATE_LIMITS = {"login_failed": "100/h/ip,10/5m/key", "invitation": "20/5m/ip,100/h/ip"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.partition(":")[0]
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)

# Who signs in stays so for a working day; reading a page writes nothing.
SESSION_COOKIE_AGE = 12 * 3600

SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # unique it is, by a constraint that does not mind capitals

# --- Security ---

SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Django 6 reads the same name: then config.middleware.SecurityHeaders can go.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "blob:"],  # blob: previews of chosen photos
    "connect-src": ["'self'"],
    "font-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}

# --- Files ---

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"  # never served by URL: common.attachments checks who may see a file
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Letters ---

DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.sender(
    "EMAIL_FROM", f"Bihuan <bihuan@{environment.urlsplit(BASE_URL).hostname}>"
)
if mail:
    globals().update(mail)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 20

# --- Log: one line each, no personal data (addresses, names and forms stay out) ---

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # Refused and missing pages are people's business, not the log's.
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}

TEST_RUNNER = "config.testing.Runner"
