from datetime import date

from django.core.exceptions import ValidationError

from incidents.models import Casualty, Incident
from incidents.models.queryset import COUNTED
from tests.base import NOW

from .case import PageTestCase

HURT = {"deaths": 0, "serious_injuries": 1, "minor_injuries": 2}


class AfterwardsTestCase(PageTestCase):
    def test_zhao_does_not_read_what_became_of_others(self):
        incident = self.make_incident(**HURT, away=2, days_lost=17)
        self.sign_in(self.zhao)

        self.assertEqual(self.client.get(f"/incidents/{incident.pk}/").status_code, 404)
        self.assertEqual(list(self.client.get("/incidents/?lacking=dart").context["page"]), [])

    def test_it_is_edited_and_shown(self):
        incident = self.make_incident(**HURT)
        self.sign_in(self.chen)

        data = self.full(incident, away="1", restricted="0", treated="2", days_lost="17")
        self.assertEqual(self.client.post(f"/incidents/{incident.pk}/edit/", data).status_code, 302)

        self.assertContains(
            self.client.get(f"/incidents/{incident.pk}/"),
            "1 away from work · 0 on other work · 2 treated · 17 workdays lost",
        )

    def test_more_people_than_were_hurt_are_refused_where_they_were_typed(self):
        incident = self.make_incident(**HURT)
        self.sign_in(self.chen)

        for typed, field in (
            ({"away": "4"}, "away"),
            ({"away": "", "treated": "4"}, "treated"),
            ({"away": "-1"}, "away"),
        ):
            with self.subTest(typed):
                answer = self.client.post(f"/incidents/{incident.pk}/edit/", self.full(incident, **typed))
                self.assertEqual((answer.status_code, list(answer.context["form"].errors)), (422, [field]))
        with self.assertRaises(ValidationError):
            self.make_incident(deaths=1, minor_injuries=0, treated=1)
        self.make_incident(deaths=None, serious_injuries=None, treated=1)  # how many were hurt is not known

    def test_it_knows_where_something_is_missing(self):
        nobody = self.make_incident(deaths=0, serious_injuries=0, acute_poisonings=0, minor_injuries=0)
        dead = self.make_incident(deaths=1, serious_injuries=0)
        hurt = self.make_incident(**HURT)
        partly = self.make_incident(**HURT, acute_poisonings=0, away=1)
        whole = self.make_incident(**HURT, acute_poisonings=0, away=1, restricted=1, treated=0, days_lost=3)
        unknown = self.make_incident(deaths=None, serious_injuries=None)
        self.make_incident(kind="near_miss", deaths=None, serious_injuries=None)

        expected = {
            "deaths": [unknown],
            "serious": [dead, hurt, unknown],
            "hurt": [dead, hurt, unknown],
            "lost_time": [hurt, unknown],
            "dart": [hurt, partly, unknown],
            "recordable": [hurt, partly, unknown],
            "days_lost": [dead, hurt, partly, unknown],
        }
        self.sign_in(self.chen)
        for what in COUNTED:
            with self.subTest(what):
                found = self.client.get("/incidents/", {"lacking": what}).context["page"]
                self.assertCountEqual(found, expected[what])
        self.assertFalse({nobody, whole} & {incident for found in expected.values() for incident in found})

    def test_whoever_died_since_is_not_counted_twice(self):
        incident = self.make_incident(deaths=0, serious_injuries=1, minor_injuries=0, away=1, restricted=0, treated=0)
        casualty = Casualty.add(incident, by=self.chen, now=NOW, harm="serious", harm_since=date(2026, 8, 27))
        self.assertFalse(Incident.objects.lacking("lost_time").exists())

        casualty.refresh_from_db()
        casualty.change_harm(by=self.chen, now=NOW, harm="death", harm_since=date(2026, 8, 30))

        self.assertEqual(Incident.objects.lacking("lost_time").get(), incident)

    def test_it_knows_what_counts_for_a_rate(self):
        dead = self.make_incident(deaths=1, serious_injuries=0)
        hurt = self.make_incident(**HURT)
        away = self.make_incident(**HURT, away=1, restricted=0, treated=0, days_lost=3)
        treated = self.make_incident(deaths=0, serious_injuries=0, minor_injuries=1, away=0, restricted=0, treated=1)
        self.make_incident(deaths=0, serious_injuries=0)

        expected = {
            "deaths": [dead],
            "serious": [hurt, away],
            "hurt": [dead, hurt, away, treated],
            "lost_time": [dead, away],
            "dart": [away],
            "recordable": [dead, away, treated],
            "days_lost": [away],
        }
        self.sign_in(self.chen)
        for what in COUNTED:
            with self.subTest(what):
                found = self.client.get("/incidents/", {"counted": what}).context["page"]
                self.assertCountEqual(found, expected[what])
