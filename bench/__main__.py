import argparse
import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode
from uuid import uuid4

import psycopg

from config import postgres

from .clients import READERS, Figures, Reader, measure
from .servers import HERE, Installation

SIZES = {"small": (10_000, 40_000), "large": (100_000, 400_000)}
TARGETS = ("page", "bare", "admin")


def main():
    options = read_options()
    data = options.data.resolve()
    with postgres.Server(data).running(alone=True) as server:
        small, large = (
            Installation(name, port=options.port + place, data=data, socket=server.socket)
            for place, name in enumerate(SIZES)
        )
        for installation in (small, large):
            prepare(installation, server, options)
        told = {place.name: json.loads(place.scenes()) for place in (small, large)}
        print(f"\n{machine(server)}\n")
        with small.serving(), large.serving():
            if "pages" in options.parts:
                pages(small, large, told, options)
            if "create" in options.parts:
                create(large, told["large"], options)
            if "export" in options.parts:
                export(large, told["large"]["cookies"]["leader"])
        if "remind" in options.parts:
            remind(large)
        if "letters" in options.parts:
            letters(large, options.port + 2)


def read_options():
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures pages against two yardsticks.")
    parser.add_argument("--data", type=Path, default=HERE / "var" / "bench", help="kept, so that the next run is quick")
    parser.add_argument("--port", type=int, default=8190, help="this one and the next are used, on the loopback only")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="for each page in each round")
    parser.add_argument("--only", default="", help="scenes whose name contains this")
    parser.add_argument("--parts", default="pages,create,export,remind,letters")
    return parser.parse_args()


def prepare(installation, server, options):
    """The database with its generated data; what is there from the last run is used again."""
    with psycopg.connect(host=str(server.socket), user=postgres.NAME, dbname="postgres", autocommit=True) as link:
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [installation.name]).fetchone():
            link.execute(f"CREATE DATABASE {installation.name}")
    installation.manage("migrate", "-v0")
    installation.manage("collectstatic", "--noinput", "-v0")
    with psycopg.connect(host=str(server.socket), user=postgres.NAME, dbname=installation.name) as link:
        if link.execute("SELECT 1 FROM incidents_incident LIMIT 1").fetchone():
            return
    incidents, actions = SIZES[installation.name]
    began = perf_counter()
    installation.manage("generate", f"--incidents={incidents}", f"--actions={actions}", stdout=subprocess.DEVNULL)
    print(f"{incidents:,} incidents and {actions:,} actions were generated in {perf_counter() - began:.0f} s.")


def machine(server):
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) // 1024 // 1024
    with psycopg.connect(host=str(server.socket), user=postgres.NAME, dbname="postgres") as link:
        version = link.execute("SHOW server_version").fetchone()[0]
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, {memory} GiB, Python {platform.python_version()}, PostgreSQL {version}, "
        f"load before {load:.1f}; two web processes and {READERS} readers on the same machine."
    )


# pages


def pages(small, large, told, options):
    """Every scene in rounds: its page, its yardsticks and the same page of the small database one after another, so
    that whatever else the machine does meets all of them alike."""
    scenes = [scene for scene in told["large"]["scenes"] if options.only in scene["name"]]
    small_paths = {(scene["name"], scene["who"]): scene["path"] for scene in told["small"]["scenes"]}
    print("| page | who | ms | requests/s | bare | admin | of bare | × admin | 10× data | queries | database ms |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for scene in scenes:
        who = scene["who"]
        paths = {"page": (large, scene["path"]), "bare": (large, scene["bare"]), "admin": (large, scene["admin"])}
        paths["small"] = small, small_paths.get((scene["name"], who), "")
        figures = {name: Figures() for name, (_place, path) in paths.items() if path}
        for round_ in range(options.rounds + 1):
            for name in figures:
                place, path = paths[name]
                readers = [Reader(place.port, told[place.name]["cookies"][who]) for _reader in range(READERS)]
                seen = figures[name] if round_ else Figures()  # the first round warms up
                measure(seen, options.seconds if round_ else 0.3, lambda reader, path=path: reader.get(path), readers)
        print(row(scene, figures), flush=True)


def row(scene, figures):
    page, bare, admin, small = (figures.get(name) for name in ("page", "bare", "admin", "small"))
    database = sorted(page.database)[len(page.database) // 2]
    cells = [
        scene["name"],
        scene["who"],
        f"{page.milliseconds:.0f}",
        f"{page.rate:.0f}",
        f"{bare.rate:.0f}" if bare else "",
        f"{admin.rate:.1f}" if admin else "",
        f"{page.rate / bare.rate:.2f}" if bare else "",
        f"{page.rate / admin.rate:.1f}" if admin else "",
        f"{page.milliseconds / small.milliseconds:.2f}" if small else "",
        str(page.queries),
        f"{database:.1f}",
    ]
    return f"| {' | '.join(cells)} |"


# making one


def create(place, told, options):
    """A first report by its form, beside the form of the admin for the same table."""
    cookie, figures = told["cookies"]["leader"], {"report": Figures(), "admin": Figures()}
    token = "a" * 32
    forms = {
        "report": ("/incidents/new/", lambda: report(told["site"])),
        "admin": ("/bench/admin/incidents/incident/add/", lambda: in_the_admin(told["site"])),
    }
    for round_ in range(options.rounds + 1):
        for name, (path, facts) in forms.items():
            readers = [Reader(place.port, cookie) for _reader in range(READERS)]

            def visit(reader, path=path, facts=facts):
                reader.post(path, urlencode(facts()), token)

            measure(figures[name] if round_ else Figures(), options.seconds if round_ else 0.3, visit, readers)
    report_, admin = figures["report"], figures["admin"]
    print(
        f"\nCreate an incident: {report_.milliseconds:.0f} ms with number, grade and event; "
        f"the admin's bare row {admin.milliseconds:.0f} ms; {report_.rate / admin.rate:.2f} × its requests a second."
    )


def report(site):
    facts = {"kind": "accident", "description": "基坑一侧土方坍塌。", "site": site, "occurred_on": "2026-08-27"}
    return facts | {"occurred_time": "09:40", "hurt": "yes", "deaths": "1", "form_key": uuid4()}


def in_the_admin(site):
    facts = {"status": "reported", "kind": "accident", "regime": "general", "name": "Pit", "site": site}
    times = {"occurred_on": "2026-08-27", "reported_at_0": "2026-08-27", "reported_at_1": "10:00", "reported_by": "1"}
    return facts | times | {"description": "基坑一侧土方坍塌。", "category": "", "potential_severity": ""}


# files


def export(place, cookie):
    print("\n| file | first byte s | whole s | MiB | rows | peak of a web process MiB |\n|---|---|---|---|---|---|")
    for path, kind in (("/incidents/", "csv"), ("/incidents/", "xlsx"), ("/actions/", "csv"), ("/actions/", "xlsx")):
        place.forget_peaks()
        reader, began = Reader(place.port, cookie), perf_counter()
        reader.connection.timeout = 900
        reader.connection.request("GET", f"{path}?export={kind}", headers={"Cookie": reader.cookie})
        response = reader.connection.getresponse()
        if response.status != 200:
            print(f"| {path} {kind} | answers {response.status} |")
            continue
        size, first, lines = len(response.read(1)), perf_counter() - began, 0
        while chunk := response.read(1 << 20):
            size, lines = size + len(chunk), lines + chunk.count(b"\n")
        whole = perf_counter() - began
        rows = f"{lines - 1:,}" if kind == "csv" else ""
        cells = [f"{path} {kind}", f"{first:.2f}", f"{whole:.1f}", f"{size / 2**20:.0f}", rows, f"{place.peak():.0f}"]
        print(f"| {' | '.join(cells)} |", flush=True)


# reminders


def remind(place):
    subprocess.run([sys.executable, "-m", "bench.planning"], cwd=HERE, env=place.environment, check=True)


def letters(place, port):
    """One worker and four against a mail server of our own on the loopback."""
    sink = subprocess.Popen([sys.executable, "-m", "bench.sink", str(port)], cwd=HERE)
    try:
        environment = place.environment | {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        subprocess.run([sys.executable, "-m", "bench.letters"], cwd=HERE, env=environment, check=True)
    finally:
        sink.terminate()
        sink.wait()


if __name__ == "__main__":
    main()
