import shutil
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.test import override_settings, runner
from django.test.runner import DiscoverRunner, ParallelTestSuite

from config import messages, postgres


def start_worker(*args, **kwargs):
    """A process that runs a part of the tests has, besides its own database, files of its own: some throw all away."""
    runner._init_worker(*args, **kwargs)
    folder = Path(settings.MEDIA_ROOT) / f"worker-{runner._worker_id}"
    folder.mkdir()
    override_settings(MEDIA_ROOT=folder).enable()


class Suite(ParallelTestSuite):
    init_worker = start_worker


class Runner(DiscoverRunner):
    """Tests get a PostgreSQL of their own (unless DATABASE_URL names one), files of their own, and fast passwords."""

    parallel_test_suite = Suite

    def setup_test_environment(self, **kwargs):
        super().setup_test_environment(**kwargs)
        messages.compile_all()
        self.belongings = ExitStack()
        folder = Path(tempfile.mkdtemp(prefix="bihuan-files-"))
        self.belongings.callback(shutil.rmtree, folder, ignore_errors=True)
        for name in ("files", "static"):
            (folder / name).mkdir()
        self.belongings.enter_context(
            override_settings(
                MEDIA_ROOT=folder / "files",
                STATIC_ROOT=folder / "static",
                STORAGES=settings.STORAGES
                | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
                PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
            )
        )

    def setup_databases(self, **kwargs):
        if settings.TRIAL:
            server = self.belongings.enter_context(postgres.temporary())
            settings.DATABASES["default"]["HOST"] = str(server.socket)
        return super().setup_databases(**kwargs)

    def suite_result(self, suite, result, **kwargs):
        for reason, count in Counter(reason for _test, reason in result.skipped).items():
            print(f"NOT TESTED ({count}): {reason}", file=sys.stderr)
        return super().suite_result(suite, result, **kwargs)

    def teardown_test_environment(self, **kwargs):
        self.belongings.close()
        super().teardown_test_environment(**kwargs)
