"""The readers: so many connections that ask for one page as often as they can."""

import http.client
from dataclasses import dataclass, field
from statistics import median
from threading import Thread
from time import perf_counter
from urllib.parse import quote

READERS = 2  # as many as there are web processes


@dataclass
class Figures:
    """What was seen of one page: the requests of each round by their length, and what the server said of itself."""

    rates: list = field(default_factory=list)
    times: list = field(default_factory=list)
    queries: int = 0
    database: list = field(default_factory=list)

    @property
    def rate(self):
        return median(self.rates)

    @property
    def milliseconds(self):
        return median(self.times) * 1000


class Reader:
    def __init__(self, port, cookie):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookie = f"sessionid={cookie}"

    def get(self, path):
        """GET a page and read it wholly; return the headers of the answer."""
        self.connection.request("GET", quote(path, safe="/?&=%:~-_."), headers={"Cookie": self.cookie})
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answers {response.status}: {body[:300]!r}")
        return response.headers

    def post(self, path, body, token):
        headers = {
            "Cookie": f"{self.cookie}; csrftoken={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection.request("POST", path, body, headers)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 302:
            raise RuntimeError(f"{path} answers {response.status} to a form")


def measure(figures, seconds, visit, readers):
    """One round: all `readers` call `visit(reader)` for so many seconds."""
    times, failures = [], []
    end = perf_counter() + seconds

    def read(reader):
        try:
            while perf_counter() < end:
                began = perf_counter()
                headers = visit(reader)
                times.append(perf_counter() - began)
                if headers is not None:
                    figures.queries = max(figures.queries, int(headers["X-Queries"]))
                    figures.database.append(float(headers["X-Database"]))
        except Exception as error:
            failures.append(error)

    began = perf_counter()
    threads = [Thread(target=read, args=[reader]) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    figures.rates.append(len(times) / (perf_counter() - began))
    figures.times += times
