"""How heavy an alert weighs among its kind, in lost workdays, so that the most serious stands first.

A death or a permanent total disability is set at 6000, a serious injury begins at 105 (GB/T 15499-1995); a minor one
counts as 1. Near misses weigh nothing: who reports them stands no higher on a list than who does not.
"""

DEATH, SERIOUS, MINOR = 6000, 105, 1


def lost_workdays(deaths=0, serious=0, minor=0):
    return deaths * DEATH + serious * SERIOUS + minor * MINOR
