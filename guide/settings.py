"""Every setting of the site. What an operator may set comes from the environment:

DATABASE_URL SECRET_KEY DEBUG ALLOWED_HOSTS SITE_URL SITE_NAME CACHE_URL EMAIL_URL
DATA_DIR PORT PROXIES SECOND_FACTOR TIME_ZONE VOTES_A_MINUTE VOTES_A_MINUTE_ADDRESS
"""

from pathlib import Path

from csp.constants import NONE, SELF

from guide import connections, environment

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = Path(environment.text("DATA_DIR", str(ROOT / "var")))
PORT = environment.port()
DEBUG = environment.flag("DEBUG")
SITE_NAME = environment.text("SITE_NAME", "The End, Explained")
SITE_URL = environment.site_url(PORT)
HTTPS = SITE_URL.startswith("https:")
PROXIES = environment.number("PROXIES", 0)  # how many trusted proxies stand in front

SECRET_KEY = environment.secret_key(
    DATA_DIR, embedded=not environment.text("DATABASE_URL")
)
DATABASES = {"default": connections.database(DATA_DIR)}
CACHES = {"default": connections.cache()}
MAIL_IS_ON = bool(environment.text("EMAIL_URL"))
_mail = connections.mail()
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST", "")
EMAIL_PORT = _mail.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = _mail.get("EMAIL_TIMEOUT")
DEFAULT_FROM_EMAIL = _mail.get("DEFAULT_FROM_EMAIL", "webmaster@localhost")

ALLOWED_HOSTS = environment.hosts(SITE_URL)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "guide",
    "guide.admin.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "markdownx",
    "simple_history",
]

MIDDLEWARE = [
    "guide.pages.languages.LanguageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "guide.delivery.headers.PolicyMiddleware",
    "guide.delivery.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # within the headers, before all else
    "guide.pages.guards.DoorMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "guide.pages.account_locks.AccountLocksMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "guide.readers.middleware.ReaderMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "guide.pages.system.NoPageMiddleware",
]

ROOT_URLCONF = "guide.urls"
WSGI_APPLICATION = "guide.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "guide.gate.rendering.GatedTemplates",
        "NAME": "django",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guide.pages.metadata.site",
            ],
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]  # each by its own name
GUIDE_LANGUAGE = "en"  # what the guides are written in, whatever the interface speaks
LOCALE_PATHS = [ROOT / "guide" / "locale"]
TIME_ZONE = environment.time_zone()
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "guide.delivery.statics.StaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
FIXTURE_DIRS = [ROOT / "fixtures"]
SERIALIZATION_MODULES = {"yaml": "guide.editorial.guidefile.serializer"}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes of a form; the desk's is the largest
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a film's desk with a hundred rows

# Readers and their accounts.

AUTH_USER_MODEL = "guide.Reader"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "readers:shelf"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "guide.readers.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "guide.readers.signup_forms.SignUp",
    "change_password": "guide.readers.signup_forms.ChangePassword",
    "set_password": "guide.readers.signup_forms.SetPassword",
    "reset_password_from_key": "guide.readers.signup_forms.NewPassword",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if MAIL_IS_ON else "none"
# Codes and not links: a mail then holds no address that a Host header could forge.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = MAIL_IS_ON
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # to add or drop an address
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

# A second factor: anybody may have one, and the desk asks for it.

SECOND_FACTOR = environment.second_factor(SITE_URL)
MFA_ADAPTER = "guide.readers.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds that a clock may be off
MFA_ALLOW_UNVERIFIED_EMAIL = not MAIL_IS_ON
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = 30 * 24 * 3600  # seconds; of a browser that one trusts

# Votes.

ONLY_VERIFIED_COUNT = MAIL_IS_ON  # the votes of accounts with a verified address
VOTES_A_MINUTE = environment.number("VOTES_A_MINUTE", 60)  # of an account
VOTES_A_MINUTE_ADDRESS = environment.number("VOTES_A_MINUTE_ADDRESS", 600)

# Cookies and headers: https is what SITE_URL says, since on plain http many clients
# drop Secure cookies.

_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST}session"
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
PROGRESS_COOKIE_NAME = f"{_HOST}progress"
NOTE_COOKIE_NAME = f"{_HOST}note"
WAITING_VOTE_COOKIE_NAME = f"{_HOST}vote"
LANGUAGE_COOKIE_NAME = f"{_HOST}language"
MFA_TRUST_COOKIE_NAME = f"{_HOST}trusted"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0  # two years
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
CSRF_FAILURE_VIEW = "guide.pages.system.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": [NONE],
    }
}

# Markdown in the admin, through our own preview and our one renderer; the library's
# own two addresses are open to anybody and are not mounted.

MARKDOWNX_MARKDOWNIFY_FUNCTION = "guide.passages.markdown.render"
MARKDOWNX_URLS_PATH = "/admin/markdown/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/admin/markdown/no-upload/"

# A statement past the gate: an error in tests, in production a logged 404.

GATE_RAISES = DEBUG

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)r"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"guide": {"level": "INFO"}},
}

SILENCED_SYSTEM_CHECKS = []
