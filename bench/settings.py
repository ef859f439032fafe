"""The settings of an installation, with the two yardsticks added. Nothing of this is ever in production."""

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, INSTALLED_APPS, MIDDLEWARE, TEMPLATES

INSTALLED_APPS += ["django.contrib.admin.apps.SimpleAdminConfig"]
MIDDLEWARE.insert(0, "bench.counting.Counting")
TEMPLATES[0]["DIRS"].append(BASE_DIR / "bench" / "templates")
ROOT_URLCONF = "bench.urls"
