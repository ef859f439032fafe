"""Everything that reminders need, as processes of their own that can be killed, stopped and frozen."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from celery import Celery
from django.conf import settings
from django.db import DatabaseError, connection, connections

from config import postgres

from .sink import free_port

REDIS = shutil.which("redis-server")
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
THREADS = 2  # of each worker: as many letters may be between the server's “250” and our commit


class Laboratory:
    """A Redis, any number of workers and beats, over the test's own database."""

    def __init__(self, mail_port):
        self.mail_port, self.redis_port = mail_port, free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="bihuan-faults-"))
        self.processes, self.workers = [], []
        self.uncommitted = 0  # letters of which a death of the database may have undone our commit

    def __enter__(self):
        self.start_redis()
        self.broker = Celery(broker=f"redis://127.0.0.1:{self.redis_port}/0")
        self.broker.conf.broker_transport_options = {"socket_timeout": 1, "socket_connect_timeout": 1}
        return self

    def __exit__(self, *error):
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, *command, **environment):
        process = subprocess.Popen(
            command,
            env=os.environ | environment,
            cwd=settings.BASE_DIR,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "errors").open("ab"),
        )
        self.processes.append(process)
        return process

    def start_redis(self):
        port = str(self.redis_port)
        self.redis = self.start(REDIS, "--port", port, "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", "")

    @property
    def environment(self):
        database = connection.settings_dict
        return {
            "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={quote(str(database['HOST']))}",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
            "ALLOWED_HOSTS": "localhost",
            "BASE_URL": "http://localhost",
            "DATA_DIR": str(self.folder),
        }

    def worker(self, pool="threads", clock=None):
        """`clock` is the error of the machine's clock, as faketime writes it: "+2h"."""
        wrong = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": clock, "FAKETIME_DONT_FAKE_MONOTONIC": "1"} if clock else {}
        command = [sys.executable, "-m", "celery", "-A", "tests.faults.quick", "worker", "-P", pool]
        command += ["-c", str(THREADS), "--without-mingle", "--without-gossip"]
        self.workers.append(self.start(*command, **self.environment, **wrong))
        return self.workers[-1]

    def beat(self, number=1):
        schedule = str(self.folder / f"beat-{number}")
        command = [sys.executable, "-m", "celery", "-A", "tests.faults.quick", "beat", "-s", schedule]
        return self.start(*command, "--pidfile=", **self.environment)

    def writer(self, owners, finding):
        """Somebody who gives work to one owner after another, as a web process would."""
        command = [sys.executable, "-m", "tests.faults.writer", str(finding.pk), *(str(owner.pk) for owner in owners)]
        return self.start(*command, DJANGO_SETTINGS_MODULE="config.settings", **self.environment)

    def wake(self):
        """What beat does; the broker may be away."""
        try:
            self.broker.send_task("outbox.tasks.say_what_is_due", retry=False)
        except Exception:  # noqa: BLE001 - whatever the broker's client raises: lost messages are the point
            return

    # what can be done to them

    def kill(self, process):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_child(self, worker):
        children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
        if children:
            os.kill(int(children[0]), signal.SIGKILL)

    def crash_database(self):
        """One backend dies by SIGKILL: PostgreSQL throws all others out and recovers from its log."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            backends = [pid for (pid,) in cursor.fetchall()]
        connections.close_all()
        if backends:
            self.uncommitted += THREADS * len(self.workers)
            os.kill(backends[0], signal.SIGKILL)
        self.wait_for_database()

    def stop_database(self, seconds):
        """SIGQUIT: PostgreSQL's immediate stop, without a checkpoint; started again after so many `seconds`."""
        server = postgres.Server(Path(connection.settings_dict["HOST"]).parent)
        connections.close_all()
        self.uncommitted += THREADS * len(self.workers)
        os.kill(server.pid(), signal.SIGQUIT)
        time.sleep(seconds)
        server.start()
        self.wait_for_database()

    def wait_for_database(self):
        """Until it has answered for half a second on end: at first it may not yet know that it crashed."""
        answered = 0
        for _try in range(600):
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
                answered += 1
            except DatabaseError:
                connections.close_all()
                answered = 0
            if answered == 5:
                return
            time.sleep(0.1)
        raise AssertionError("The database did not come back.")
