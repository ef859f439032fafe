from django.db import Error, connection
from django.http import JsonResponse
from django.utils.cache import add_never_cache_headers


class Health:
    """`/healthz`, for supervisors and load balancers: do we answer, and does the database?

    A middleware and not a view: whoever asks knows no host name, and the clock of a request needs the database.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path != "/healthz":
            return self.get_response(request)
        response = JsonResponse({"status": "ok"})
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Error:
            response = JsonResponse({"status": "no database"}, status=503)
        add_never_cache_headers(response)
        return response
