"""What some tests need and pip cannot bring: a browser, a Redis, Chinese type. Debian's, where we may install them."""

import os
import shutil
import subprocess
import sys

PROGRAMS = {
    "chromium": ["chromium", "chromium-browser", "google-chrome"],
    "redis-server": ["redis-server"],
}
TESTS = {"chromium": "the browser tests", "redis-server": "the tests over a real Redis"}


def program(package):
    """The path of the program a Debian package brings, or None."""
    return next(filter(None, map(shutil.which, PROGRAMS[package])), None)


def install_what_is_missing():
    missing = [package for package in PROGRAMS if not program(package)]
    if missing and os.getuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(missing)} for the tests …", flush=True)
        run("apt-get", "update", "-qq")
        # One by one: what cannot be had must not keep the others away.
        for package in [*missing, "fonts-noto-cjk", "faketime"]:
            run("apt-get", "install", "-qq", "--no-install-recommends", package)
    for package in PROGRAMS:
        if not program(package):
            print(f"\n*** {package} is not installed: {TESTS[package]} WILL BE SKIPPED. ***\n", flush=True)


def run(*command):
    # RUNLEVEL=1 keeps Debian from starting what it installs.
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        print(f"{' '.join(command)} failed: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)


if __name__ == "__main__":
    install_what_is_missing()
