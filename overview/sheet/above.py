"""What apps above know about sheets: where the changes of one begin, and what can be done with it.

`overview` never reaches up: they register functions when Django starts.
"""

# find(scope, until) → the Period since an earlier meeting about the same places, or None
beginnings = []
# find(scope, period) → (label, address) of what the reader may do with this sheet
offers = []


def beginning(scope, until):
    periods = [period for find in beginnings if (period := find(scope, until)) is not None]
    return max(periods, key=lambda period: period.since, default=None)


def offered(scope, period):
    return [offer for find in offers for offer in find(scope, period)]
