"""The only place that knows htmx's request headers."""


def wants_fragment(request):
    """True for a swap; a restored or boosted page is a whole page."""
    whole = "HX-History-Restore-Request" in request.headers or "HX-Boosted" in request.headers
    return "HX-Request" in request.headers and not whole
