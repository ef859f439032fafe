"""Keep a few programs running together: one ends, all end."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from config.postgres import die_with_parent

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 20  # seconds a child may take to finish what it has in hand


class Died(SystemExit):
    """A child ended by itself, which none should."""


class Supervisor:
    """Children in sessions of their own: Ctrl-C reaches us alone, and we stop them.

    Killed with SIGKILL we can stop nobody: then the kernel sends each child SIGTERM (Linux).
    """

    def __init__(self):
        self.children = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for signum in SIGNALS:  # who presses Ctrl-C twice gets the same clean end
            signal.signal(signum, signal.SIG_IGN)
        self.stop()

    def start(self, name, *command):
        self.children[name] = subprocess.Popen(
            [sys.executable, "-m", *command], stdin=subprocess.DEVNULL, preexec_fn=die_with_parent(signal.SIGTERM)
        )

    def watch(self, server_lives, until=lambda: False):
        """Until `until` is true, or a signal interrupts."""
        while not until():
            for name, child in self.children.items():
                if child.poll() is not None:
                    raise Died(f"The {name} has ended (code {child.returncode}): everything else is stopped.")
            if not server_lives():
                raise Died("The database has ended: everything else is stopped.")
            time.sleep(0.2)

    def stop(self):
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE
        for child in self.children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0, deadline - time.monotonic()))
            # Its session outlives a child that was killed, or that hangs.
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def signals_interrupt():
    """SIGTERM (from whoever runs us) and SIGHUP (a closed terminal) end us as Ctrl-C does."""
    for signum in SIGNALS:
        signal.signal(signum, signal.default_int_handler)
