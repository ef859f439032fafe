"""The invented district of Yunling, its sectors, its organizations and their sites, read from `places.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

REGION = "99"
DISTRICT = "990101"

# The first two places of a unified social credit code: who registers, and what kind of body.
BODIES = {"authority": "11", "institution": "12", "enterprise": "91", "individual": "92"}


@dataclass(frozen=True)
class Organization:
    kind: str
    body: str
    name: tuple
    profile: tuple
    employees: int | None


@dataclass(frozen=True)
class Site:
    """`at` is latitude and longitude; `marks` are the flags that are set."""

    organization: str
    sector: str
    region: str
    name: tuple
    address: tuple
    at: tuple
    marks: tuple = ()


def organization(row):
    kind = row.get("kind", "enterprise")
    usual = "authority" if kind == "authority" else "enterprise"
    body = BODIES[row.get("kind_of_body", usual)]
    return Organization(kind, body, row["name"], row.get("profile", ("", "")), row.get("employees"))


PLACES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
REGIONS, SECTORS = PLACES["regions"], PLACES["sectors"]
ORGANIZATIONS = {row["key"]: organization(row) for row in PLACES["organization"]}
SITES = {site.pop("key"): Site(row["key"], **site) for row in PLACES["organization"] for site in row.get("site", ())}
