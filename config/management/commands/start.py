import errno
import hashlib
import os
import socket
import sys
import urllib.error
import urllib.request

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connections

from config import messages, postgres
from config.apps import StaticFiles
from config.supervisor import Supervisor, signals_interrupt

WAYS_OUT = {
    errno.EADDRINUSE: f"stop what uses it, or choose another: PORT={settings.PORT % 65535 + 1} make run",
    errno.EACCES: "choose one above 1023: PORT=8000 make run",
}
CELERY = ["celery", "-q", "-A", "config.celery"]


class Command(BaseCommand):
    help = (
        "Runs everything on this machine: PostgreSQL (in a trial), web server, Celery worker and beat. Ctrl-C stops it."
    )
    requires_system_checks = []

    def handle(self, **options):
        sys.stdout.reconfigure(line_buffering=True, errors="replace")  # a log file is read while we run
        self.check_port()
        signals_interrupt()
        try:
            if settings.TRIAL:
                with postgres.Server(settings.DATA_DIR).running(alone=True) as server:
                    self.run(server_lives=server.pid)
            else:
                postgres.reach()
                self.run(server_lives=lambda: True)
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

    def run(self, server_lives):
        self.prepare()
        with Supervisor() as supervisor:
            supervisor.start("web server", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi")
            supervisor.start("worker", *CELERY, "worker", "--pool=threads", "--concurrency=2", "--loglevel=WARNING")
            # Not inside the worker (--beat): there it could die unseen, and no letter would ever leave again.
            supervisor.start("beat", *CELERY, "beat", "--loglevel=WARNING")
            supervisor.watch(server_lives, until=self.answers)
            self.introduce()
            supervisor.watch(server_lives)

    def check_port(self):
        try:
            family, kind, *_, address = socket.getaddrinfo(settings.HOST, settings.PORT, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except OSError as error:
            way_out = WAYS_OUT.get(error.errno, "set HOST to an address of this machine")
            raise CommandError(
                f"Cannot listen on {settings.HOST} port {settings.PORT} ({error.strerror}): {way_out}."
            ) from None

    def prepare(self):
        call_command("migrate", interactive=False, verbosity=0)
        messages.compile_all()
        self.collect_static_files()
        loaded = settings.DATA_DIR / "sample-loaded"
        if settings.TRIAL and not loaded.exists():
            self.stdout.write("Loading the sample district …")
            call_command("sample")
            loaded.touch()
        connections.close_all()

    def collect_static_files(self):
        """Compressing takes seconds: only when a file has changed."""
        digest = hashlib.sha256()
        for finder in get_finders():
            for path, storage in finder.list(StaticFiles.ignore_patterns):
                file = os.stat(storage.path(path))
                digest.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
        stamp = settings.DATA_DIR / "static.stamp"
        if not stamp.exists() or stamp.read_text() != digest.hexdigest():
            self.stdout.write("Collecting and compressing the static files …")
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp.write_text(digest.hexdigest())

    def answers(self):
        host = "localhost" if settings.EVERYWHERE else settings.HOST_IN_URL
        url = f"http://{host}:{settings.PORT}/healthz"
        try:
            # No proxy of the environment: we ask ourselves.
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5):
                return True
        except OSError:
            return False

    def introduce(self):
        self.stdout.write(f"\nBihuan is at {settings.BASE_URL}\n")
        if settings.TRIAL:
            from samples import accounts

            for line in accounts.printable():
                self.stdout.write(line)
        self.stdout.write("Ctrl-C stops it.\n")
