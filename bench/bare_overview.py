"""The numbers of the overview by hand: the bare aggregates that it needs, for whoever sees everything or some sites."""

from django.db import connection
from django.http import HttpResponse

from accounts.policy import signed_in

DAYS = "((timezone(site.time_zone, %(now)s))::date - a.deadline)"
DONE = "a.status IN ('submitted', 'verified', 'closed') AND a.submitted_at IS NOT NULL"
DAY = "(timezone(site.time_zone, a.submitted_at))::date"
TODAY = "(timezone(site.time_zone, %(now)s))::date"
PLACES = "JOIN accounts_site site ON site.id = a.site_id JOIN accounts_organization o ON o.id = site.organization_id"
DUTY = """EXISTS (SELECT 1 FROM accounts_appointment d JOIN accounts_user p ON p.id = d.person_id
  LEFT JOIN accounts_region r ON r.id = d.region_id
  WHERE d.person_id = a.{part}_id AND p.is_active AND d.role <> 'administrator'
    AND d.starts_on <= %(now)s::date + 1 AND (d.ends_on IS NULL OR d.ends_on >= %(now)s::date + 1)
    AND (r.id IS NULL OR r.code = left(region.code, length(r.code)))
    AND (d.sector_id IS NULL OR d.sector_id = site.sector_id)
    AND (d.organization_id IS NULL OR d.organization_id = site.organization_id)
    AND (d.site_id IS NULL OR d.site_id = site.id))"""
GONE = """SELECT count(*) FROM (
  SELECT a.id FROM actions_action a JOIN accounts_site site ON site.id = a.site_id
    JOIN accounts_region region ON region.id = site.region_id
    WHERE a.completed AND a.status IN ('assigned', 'submitted') AND {seen} AND NOT {owner}
  UNION
  SELECT a.id FROM actions_action a JOIN accounts_site site ON site.id = a.site_id
    JOIN accounts_region region ON region.id = site.region_id
    WHERE a.completed AND a.status IN ('assigned', 'submitted') AND {seen} AND NOT {verifier}
  UNION
  SELECT a.id FROM actions_action a JOIN accounts_site site ON site.id = a.site_id
    JOIN accounts_region region ON region.id = site.region_id
    WHERE a.completed AND a.status = 'verified' AND {seen} AND NOT {checker}) gone"""
QUESTIONS = (
    f"""SELECT o.id, o.name, a.priority, width_bucket({DAYS}, ARRAY[1, 8, 31, 91]), count(*), max({DAYS})
        FROM actions_action a {PLACES} WHERE a.status = 'assigned' AND a.due_at <= %(now)s AND {{seen}}
        GROUP BY 1, 2, 3, 4""",
    f"""SELECT o.id, o.name,
          count(*) FILTER (WHERE {DONE} AND {DAY} <= a.original_deadline),
          count(*) FILTER (WHERE {DONE} AND {DAY} > a.original_deadline
                           OR a.status = 'assigned' AND {TODAY} > a.original_deadline),
          count(*) FILTER (WHERE {DONE} AND {DAY} <= a.deadline),
          count(*) FILTER (WHERE {DONE} AND {DAY} > a.deadline OR a.status = 'assigned' AND {TODAY} > a.deadline),
          count(*) FILTER (WHERE a.strength IN ('elimination', 'substitution', 'engineering')),
          count(*) FILTER (WHERE a.strength IN ('administrative', 'protection')),
          count(*) FILTER (WHERE a.id IN (SELECT action_id FROM actions_extension WHERE granted))
        FROM actions_action a {PLACES}
        WHERE a.status <> 'void' AND a.original_deadline >= %(now)s::date - 365 AND {{seen}} GROUP BY 1, 2""",
    f"""SELECT o.id, o.name, count(*) FILTER (WHERE a.occurred_on >= %(now)s::date - 30),
          count(*) FILTER (WHERE a.deaths > 0), sum(a.deaths)
        FROM incidents_incident a {PLACES}
        WHERE a.status <> 'void' AND a.occurred_on >= %(now)s::date - 365 AND {{reported}} GROUP BY 1, 2""",
    "SELECT count(*) FROM actions_action a WHERE a.status = 'submitted' AND {seen}",
    """SELECT count(*) FROM actions_action a JOIN actions_extension e ON e.action_id = a.id
       WHERE e.granted IS NULL AND {seen}""",
    """SELECT count(*) FROM incidents_finding f WHERE f.status <> 'withdrawn' AND {found}
       AND NOT EXISTS (SELECT 1 FROM actions_action x WHERE x.finding_id = f.id AND x.status <> 'void')
       AND f.incident_id NOT IN (SELECT id FROM incidents_incident WHERE status = 'void')""",
    GONE.format(seen="{seen}", **{part: DUTY.format(part=part) for part in ("owner", "verifier", "checker")}),
    "SELECT count(*) FROM actions_action a WHERE NOT a.completed AND a.status = 'assigned' AND {seen}",
    """SELECT count(DISTINCT a.id) FROM actions_actionevent e JOIN actions_action a ON a.id = e.action_id
       WHERE e.verb IN ('reopen', 'recur') AND e.at >= %(now)s::timestamptz - interval '365 days' AND {seen}""",
    """SELECT a.owner_id, min(a.due_at), count(*) FROM actions_action a
       WHERE a.status = 'assigned' AND a.due_at <= %(now)s AND {seen} GROUP BY 1 ORDER BY 2 LIMIT 5""",
)


@signed_in
def overview(request):
    user = request.user
    conditions = {"seen": "true", "reported": "true", "found": "true"}
    named = {"now": request.now, "me": user.pk, "sites": []}
    if not user.sees_everywhere:
        named["sites"] = [site if isinstance(site, int) else site.pk for site in user.seen_sites]
        there = "a.site_id = ANY(%(sites)s)"
        conditions = {
            "seen": f"({there} OR a.owner_id = %(me)s OR a.verifier_id = %(me)s)",
            "reported": f"({there} OR a.reported_by_id = %(me)s)",
            "found": f"""f.incident_id IN
                (SELECT a.id FROM incidents_incident a WHERE {there} OR a.reported_by_id = %(me)s)""",
        }
    with connection.cursor() as cursor:
        answers = [cursor.execute(question.format(**conditions), named).fetchall() for question in QUESTIONS]
    return HttpResponse(f"{answers}", content_type="text/plain")
