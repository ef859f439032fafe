"""What is measured: one PostgreSQL with two databases, and before each of them two web processes."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.request import ProxyHandler, build_opener

HERE = Path(__file__).resolve().parent.parent


class Installation:
    """A database of a given size with the web server before it."""

    def __init__(self, name, *, port, data, socket):
        self.name, self.port, self.data = name, port, data / name
        self.data.mkdir(parents=True, exist_ok=True)
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "DATABASE_URL": f"postgresql://bihuan@/{name}?host={socket}",
            "DATA_DIR": str(self.data),
            "SECRET_KEY": "only-for-measuring-0123456789-abcdefghijklmnopqrstuvwxyz",
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": f"http://127.0.0.1:{port}",
            "PORT": str(port),
            "WEB_WORKERS": "2",
        }

    def manage(self, *command, **how):
        return subprocess.run(
            [sys.executable, "manage.py", *command], cwd=HERE, env=self.environment, check=True, **how
        )

    def scenes(self):
        command = [sys.executable, "-m", "bench.scenes"]
        return subprocess.run(
            command, cwd=HERE, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    @contextmanager
    def serving(self):
        command = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]
        self.process = subprocess.Popen(command, cwd=HERE, env=self.environment)
        try:
            self.wait()
            yield self
        finally:
            self.process.terminate()
            self.process.wait()

    def wait(self):
        deadline = monotonic() + 60
        while True:
            try:
                build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
                return
            except OSError:
                if monotonic() > deadline or self.process.poll() is not None:
                    raise
                sleep(0.2)

    # memory

    def workers(self):
        tasks = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [Path("/proc") / pid for pid in tasks]

    def forget_peaks(self):
        for worker in self.workers():
            (worker / "clear_refs").write_text("5")

    def peak(self):
        """The most memory, in MiB, that any web process has held since `forget_peaks`."""
        status = [(worker / "status").read_text() for worker in self.workers()]
        return max(int(re.search(r"VmHWM:\s+(\d+)", text)[1]) for text in status) / 1024
