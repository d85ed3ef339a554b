"""The site's settings, made quick and strict for tests."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "for tests alone")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="guide-tests-"))
os.environ.setdefault("SECOND_FACTOR", "no")  # its own tests ask for one
os.environ.pop("EMAIL_URL", None)

from guide.settings import DATABASES, STORAGES
from tests.one_guide import *  # noqa: F403

GATE_RAISES = True  # what the tripwire refuses fails the test
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MIDDLEWARE = [m for m in MIDDLEWARE if "whitenoise" not in m]  # noqa: F405
DATABASES["default"]["CONN_MAX_AGE"] = 0
LOGGING = {"version": 1, "disable_existing_loggers": False}
