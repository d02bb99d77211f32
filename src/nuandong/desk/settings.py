"""Settings of the desk: everything that differs between places comes from the environment, nothing else does.

NUANDONG_STATE          folder for database, key and collected assets
NUANDONG_DATABASE_URL   another database than SQLite in the state folder
NUANDONG_HOSTS          further host names, separated by commas
NUANDONG_SECOND_FACTOR  who signs in with two factors: optional, required, everyone, or roles by name
NUANDONG_IDLE_MINUTES   after how many minutes without anybody there a sign-in ends; 30 unless said otherwise
NUANDONG_HTTPS          1 where the desk is reached by https: cookies then travel by https only
NUANDONG_PROVINCE       whose rules hold; shanxi unless said otherwise
NUANDONG_ASSETS         collected: STATIC_ROOT holds the present assets, names hashed by content
NUANDONG_CLOCK_FROM     an instant (ISO) at which the desk's own clock starts: replays and demonstrations
NUANDONG_CLOCK_SET_AT   the true moment (Unix time) at which that clock was set
NUANDONG_CLOCK_SPEED    how many seconds that clock goes in one true second; 1 unless said otherwise
NUANDONG_WORLD          real, or drill: a world of its own, from which nothing leaves as real
NUANDONG_MAIL_HOST      mail server by which notices go out; none where not set (PORT, USER, PASSWORD, FROM beside it)
NUANDONG_NOTICE_WEBHOOK address that is told of every notice
NUANDONG_SMS_URL        gateway of short messages; with NUANDONG_SMS_FORM, NUANDONG_SMS_KEY, NUANDONG_SMS_ACCEPTED
NUANDONG_HOOKS_INNER    1 where programmes inside the own network may subscribe to events, by http too
NUANDONG_CALLS_A_MINUTE how often a token may call in a minute; 1200 unless said otherwise, 0 for no limit
NUANDONG_STRANGERS_A_MINUTE  how often an address may try unknown tokens in a minute; 60 unless said otherwise
"""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from nuandong.desk.frame.database import database_settings
from nuandong.desk.frame.rooms import is_built
from nuandong.desk.frame.state import DATABASE_FILE, read_secret_key, state_folder
from nuandong.desk.frame.worlds import DRILL, world_named

DESK = Path(__file__).resolve().parent
STATE = state_folder()
HTTPS = os.environ.get("NUANDONG_HTTPS", "") == "1"
IS_DRILL = world_named(os.environ.get("NUANDONG_WORLD", "")) == DRILL

SECRET_KEY = read_secret_key(STATE)
DEBUG = False
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *filter(None, os.environ.get("NUANDONG_HOSTS", "").split(",")),
]

# ---- rooms -------------------------------------------------------------------------------------------------

_ROOMS = (
    "frame", "ledger", "directory", "reporting", "outlook", "alerts", "plans", "dispatch", "briefing", "control_room",
    "api", "drill", "watch",
)  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    *(f"nuandong.desk.{room}" for room in _ROOMS if is_built(f"nuandong.desk.{room}.urls")),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nuandong.desk.frame.drill_mark.DrillMark",
    "nuandong.desk.drill.gate.SameWorld",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "nuandong.desk.directory.sign_ins.gate.SignInGate",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "nuandong.desk.urls"
WSGI_APPLICATION = "nuandong.desk.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nuandong.desk.directory.context.signed_in",
                "nuandong.desk.frame.world.shown",
            ],
        },
    }
]

# ---- records -----------------------------------------------------------------------------------------------

DATABASES = {
    "default": database_settings(
        url=os.environ.get("NUANDONG_DATABASE_URL", ""), default_file=STATE / DATABASE_FILE
    )
}

# ---- who comes in ------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "directory.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "nuandong.desk.directory.roles.RoleBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "nuandong.desk.directory.sign_ins.passwords.NotTooLong"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username",)},
    },
    {"NAME": "nuandong.desk.directory.sign_ins.passwords.NotJustRepeated"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "nuandong.desk.frame.visitor.address_of"
AXES_LOCKOUT_CALLABLE = "nuandong.desk.frame.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # failed tries outlive the success that resets their count
AXES_ACCESS_FAILURE_LOG_PER_USER_LIMIT = 1000
AXES_ENABLE_ADMIN = False

SECOND_FACTOR = os.environ.get("NUANDONG_SECOND_FACTOR", "")
IDLE_SECONDS = 60 * int(os.environ.get("NUANDONG_IDLE_MINUTES") or 30)
SESSION_COOKIE_AGE = 12 * 3600  # one duty shift, counted from the sign-in
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
# Two desks on one machine differ by port only, and cookies do not see ports: each state folder names its own.
_DESK_MARK = ("_drill" if IS_DRILL else "") + os.environ.get("NUANDONG_COOKIE_MARK", "")
_HOST_ONLY = "__Host-" if HTTPS else ""  # a browser then takes it from this host by https alone
SESSION_COOKIE_NAME = f"{_HOST_ONLY}nuandong_session{_DESK_MARK}"
CSRF_COOKIE_NAME = f"{_HOST_ONLY}nuandong_csrf{_DESK_MARK}"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

# Nothing inline and nothing from elsewhere: the pages must work on a closed network, and an injected script must not.
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

# ---- language, time, numbers -------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "nuandong_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [DESK / "locale"]
FORMAT_MODULE_PATH = ["nuandong.desk.formats"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Shanghai"

PROVINCE = os.environ.get("NUANDONG_PROVINCE", "shanxi")
CLOCK_FROM = os.environ.get("NUANDONG_CLOCK_FROM", "")
CLOCK_SET_AT = float(os.environ.get("NUANDONG_CLOCK_SET_AT") or time.time())
CLOCK_SPEED = float(os.environ.get("NUANDONG_CLOCK_SPEED") or 1.0)

# ---- ways out, used by the worker alone --------------------------------------------------------------------

EMAIL_HOST = "" if IS_DRILL else os.environ.get("NUANDONG_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("NUANDONG_MAIL_PORT") or 587)
EMAIL_HOST_USER = os.environ.get("NUANDONG_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("NUANDONG_MAIL_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("NUANDONG_MAIL_FROM", "nuandong@localhost")
NOTICE_WEBHOOK = "" if IS_DRILL else os.environ.get("NUANDONG_NOTICE_WEBHOOK", "")
SMS_URL = "" if IS_DRILL else os.environ.get("NUANDONG_SMS_URL", "")
SMS_FORM = os.environ.get("NUANDONG_SMS_FORM", "")
SMS_KEY = os.environ.get("NUANDONG_SMS_KEY", "")
SMS_ACCEPTED = os.environ.get("NUANDONG_SMS_ACCEPTED", "")

HOOKS_INNER = os.environ.get("NUANDONG_HOOKS_INNER", "") == "1"

# ---- how often programmes may call --------------------------------------------------------------------------

CALLS_A_MINUTE = int(os.environ.get("NUANDONG_CALLS_A_MINUTE") or 1200)
STRANGERS_A_MINUTE = int(os.environ.get("NUANDONG_STRANGERS_A_MINUTE") or 60)

# ---- assets ------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = STATE / "static"
STATICFILES_DIRS: list[str] = []
if is_built("nuandong.desk.frame.assets"):
    from nuandong.desk.frame.assets import assets_folder

    if Path(assets_folder()).is_dir():
        STATICFILES_DIRS.append(str(assets_folder()))
# Assets are collected and compressed once per content (`frame.collect`), never at a start that finds them done.
# Only whoever has just made sure of that says so; everybody else (tests, a developer's server) reads the sources.
ASSETS_ARE_COLLECTED = os.environ.get("NUANDONG_ASSETS") == "collected"
WHITENOISE_USE_FINDERS = not ASSETS_ARE_COLLECTED
WHITENOISE_MAX_AGE = 0 if WHITENOISE_USE_FINDERS else 60
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "nuandong.desk.frame.storage.CollectedAssets"
        if ASSETS_ARE_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django.request": {"level": "ERROR"}},  # a page that is not there is the reader's affair
    "root": {"handlers": ["console"], "level": os.environ.get("NUANDONG_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
