"""Says with each page how many queries it asked and for how many milliseconds it waited for the database."""

from time import perf_counter

from django.db import connection


class Counting:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        waits = []

        def timed(execute, *args):
            began = perf_counter()
            try:
                return execute(*args)
            finally:
                waits.append(perf_counter() - began)

        with connection.execute_wrapper(timed):
            response = self.get_response(request)
        response["X-Queries"], response["X-Database"] = len(waits), f"{sum(waits) * 1000:.1f}"
        return response
