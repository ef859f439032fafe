"""Read the environment. A value we cannot use is refused by its name, in one sentence."""

import os
import re
import secrets
from contextlib import suppress
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import available_timezones

from django.http.request import validate_host


class Refused(SystemExit):
    """A setting that cannot be used. Ends the program with its one sentence, without a traceback."""

    def __init__(self, name, expected):
        super().__init__(f"{name}: {expected}")


def text(name, default=""):
    return os.environ.get(name, "").strip() or default


def required(name, expected):
    return text(name) or refuse(name, f"{expected} is required when DATABASE_URL is set.")


def refuse(name, expected):
    raise Refused(name, expected)


def switch(name, default=False):
    value = text(name, "1" if default else "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no"}:
        refuse(name, f"expected 1 or 0, got “{value}”.")
    return value in {"1", "true", "yes"}


def number(name, default, low, high):
    value = text(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
        refuse(name, f"expected a whole number from {low} to {high}, got “{value}”.")
    return int(value)


def zone(name, default):
    value = text(name, default)
    if value not in available_timezones():
        refuse(name, f"expected a time zone such as Asia/Shanghai or UTC, got “{value}”.")
    return value


def folder(name, default):
    """An absolute folder we can write to; made if it is missing."""
    path = Path(text(name, str(default))).expanduser()
    if not path.is_absolute():
        refuse(name, f"expected an absolute path, got “{path}”.")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(name, f"expected a folder that can be made and written to, but “{path}”: {error.strerror}.")
    if not os.access(path, os.W_OK | os.X_OK):
        refuse(name, f"expected a folder this user can write to, got “{path}”.")
    return path


def hosts(name, default):
    names = [host for host in re.split(r"[\s,]+", text(name)) if host] or list(default)
    for host in names:
        if not re.fullmatch(r"\*|\.?[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]", host):
            refuse(name, f"expected host names separated by commas, without scheme or port, got “{host}”.")
    return names


def base_url(name, value, allowed_hosts):
    """Scheme and host, no path: what stands before every link in a letter."""
    url = parts(name, value, "http://host or https://host")
    if url.scheme not in {"http", "https"} or not url.hostname or url.path.strip("/") or url.query or url.fragment:
        refuse(name, f"expected http://host or https://host, without a path, got “{value}”.")
    if not validate_host(url.netloc.rpartition(":")[0] if url.port else url.netloc, allowed_hosts):
        refuse(name, f"expected a host that ALLOWED_HOSTS names, got “{value}”.")
    return value.rstrip("/")


def database(name):
    """DATABASE_URL as Django's DATABASES entry; None when it is not set."""
    value = text(name)
    if not value:
        return None
    expected = "postgresql://user:password@host:5432/name"
    url = parts(name, value, expected)
    if url.scheme not in {"postgres", "postgresql"} or not url.path.strip("/"):
        refuse(name, f"expected {expected}.")
    query = {key: values[-1] for key, values in parse_qs(url.query).items()}
    return {
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": query.pop("host", None) or unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "OPTIONS": query,
    }


def redis(name):
    value = text(name)
    if value:
        url = parts(name, value, "redis://host:6379/0")
        if url.scheme not in {"redis", "rediss", "unix"} or not (url.hostname or url.path):
            refuse(name, "expected redis://host:6379/0, rediss://… or unix:///path.")
    return value


def mail(name):
    """EMAIL_URL as Django's EMAIL_* settings; None when it is not set."""
    value = text(name)
    if not value:
        return None
    expected = "smtp+tls://user:password@host:587, smtps://…:465 or smtp://host:25"
    url = parts(name, value, expected)
    if url.scheme not in {"smtp", "smtp+tls", "smtps"} or not url.hostname:
        refuse(name, f"expected {expected}.")
    return {
        "EMAIL_BACKEND": "outbox.smtp.BoundedEmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtps",
    }


def sender(name, default):
    value = text(name, default)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(value)[1]):
        refuse(name, f"expected an address such as Bihuan <bihuan@example.org>, got “{value}”.")
    return value


def secret_key(name):
    value = required(name, "a random text of at least 50 characters")
    if len(value) < 50 or len(set(value)) < 5:
        refuse(name, "expected a random text of at least 50 characters.")
    return value


def kept_secret(path):
    """The trial's own secret: made once, readable by this user alone."""
    if not path.exists():
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # another program was quicker: its secret counts
            os.link(beside, path)
        beside.unlink()
    return path.read_text()


def parts(name, value, expected):
    """The URL taken apart. The value itself is never repeated: it may hold a password."""
    try:
        url = urlsplit(value)
        _ = url.port
    except ValueError:
        refuse(name, f"expected {expected}.")
    return url
