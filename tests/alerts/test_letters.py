from datetime import date
from unittest.mock import patch

from accounts.models import Role, Site
from alerts.models import Alert
from outbox import health
from outbox.delivery import deliver_all
from outbox.models import Letter, Notice
from outbox.subjects import registered
from tests.base import instant

from .case import AlertTestCase


class ClusterLettersTestCase(AlertTestCase):
    def told(self, kind="raised"):
        return {notice.person for notice in Notice.objects.filter(subject_kind="alert", kind=kind)}

    def test_leaders_and_officials_of_where_it_happened_are_told_at_once_and_nobody_else(self):
        self.accident("2026-08-27", deaths=2)
        self.assertEqual(self.run_reminders("2026-08-27 18:01"), {})
        self.accident("2026-08-30", site=self.second)  # a Sunday evening

        letters = self.run_reminders("2026-08-30 18:01")

        self.assertEqual(set(letters), {self.he, self.chen})
        letter = letters[self.he]
        self.assertEqual(letter.subject, "Cluster: 2 accidents with deaths within 4 days, 3 dead: District A")
        self.assertIn("Hongtai Metal", letter.text)
        self.assertIn(Alert.objects.get(kind="cluster").get_absolute_url(), letter.text)
        self.assertFalse(letter.is_information)

    def test_one_is_told_once_and_again_when_another_joins(self):
        self.accident("2026-08-27", deaths=2)
        self.accident("2026-08-30", site=self.second)
        self.run_reminders("2026-08-30 18:01")
        self.assertEqual(self.run_reminders("2026-08-30 18:02"), {})

        self.accident("2026-08-31", logged="07:45")
        letters = self.run_reminders("2026-08-31 07:46")

        self.assertEqual(set(letters), {self.he, self.chen})
        self.assertIn("One more in a cluster: 3 accidents", letters[self.he].subject)
        self.assertEqual(self.run_reminders("2026-08-31 07:47"), {})
        self.assertEqual(Notice.objects.filter(subject_kind="alert").count(), 4)

    def test_an_official_who_sees_one_of_two_is_not_told_that_there_is_another(self):
        zhou = self.person("zhou", "周正平", Role.OFFICIAL, region=self.district, sector=self.sector)
        self.accident("2026-08-27")
        self.accident("2026-08-30", site=self.second)  # which is of no sector

        self.assertNotIn(zhou, self.run_reminders("2026-08-30 18:01"))

        self.accident("2026-08-31")
        letters = self.run_reminders("2026-08-31 18:01")

        self.assertIn("2 accidents with deaths", letters[zhou].subject)
        self.assertNotIn("Hongtai", letters[zhou].text)
        self.assertIn("3 accidents with deaths", letters[self.chen].subject)

    def test_of_a_cluster_at_one_organization_its_safety_manager_is_told_too(self):
        self.rule.follow_otherwise(by=self.guan, now=instant("2026-08-01 09:00"), note="Here.", within="organization")
        self.accident("2026-08-27")
        self.accident("2026-08-30")

        self.assertEqual(set(self.run_reminders("2026-08-30 18:01")), {self.he, self.chen, self.sun, self.li})

    def test_who_takes_office_while_it_stands_is_told_of_it_as_it_is(self):
        for day in ("2026-08-27", "2026-08-29", "2026-08-30"):
            self.accident(day)
        self.run_reminders("2026-08-30 18:01")
        new = self.person("new", "新任", Role.LEADER, region=self.district)

        letters = self.run_reminders("2026-09-05 09:00")

        self.assertEqual(set(letters), {new})
        self.assertIn("3 accidents with deaths", letters[new].subject)

    def test_what_is_no_longer_so_is_not_said(self):
        self.accident("2026-08-27")
        second = self.accident("2026-08-29")
        self.run_reminders("2026-08-29 18:01")
        second.void(by=self.chen, now=instant("2026-08-29 18:02"), note="Twice.")
        self.look("2026-08-29 18:02")

        deliver_all(lambda: instant("2026-08-29 18:03"))

        self.assertFalse(Letter.objects.filter(sent_at__isnull=False, notices__subject_kind="alert").exists())
        self.assertEqual(
            set(Notice.objects.filter(subject_kind="alert").values_list("skipped_because", flat=True)), {"not_true"}
        )

    def test_a_late_run_tells_the_state_of_now_once(self):
        for day in ("2026-08-27", "2026-08-29", "2026-08-31"):
            self.accident(day)

        letters = self.run_reminders("2026-09-03 09:00")

        self.assertEqual(self.told("grew"), set())
        self.assertIn("3 accidents with deaths", letters[self.he].subject)

    def test_what_joins_a_month_late_is_kept_and_told_to_nobody(self):
        for day in ("2026-08-05", "2026-08-07"):
            self.accident(day)
        self.run_reminders("2026-08-07 18:01")

        self.make_incident(now=instant("2026-09-10 09:00"), occurred_on=date(2026, 8, 6))
        self.run_reminders("2026-09-10 09:01")

        self.assertEqual(Alert.objects.get(kind="cluster").members.count(), 3)
        self.assertEqual(self.told("grew"), set())

    def test_an_absent_leader_is_stood_in_for(self):
        self.chen.absent_from, self.chen.absent_until = date(2026, 8, 20), date(2026, 9, 20)
        self.chen.absence_deputy = self.sun
        self.chen.save()
        self.accident("2026-08-27")
        self.accident("2026-08-29")

        letters = self.run_reminders("2026-08-29 18:01")

        self.assertIn(self.sun, letters)  # who sees both
        self.assertIn("Chen cannot be told", letters[self.sun].text)

    def test_a_cluster_of_which_nobody_is_told_is_an_alarm_for_the_administrators(self):
        self.he.appointments.update(ends_on=date(2026, 8, 1))
        self.chen.appointments.update(ends_on=date(2026, 8, 1))
        self.accident("2026-08-27", by=self.sun)
        self.accident("2026-08-29", by=self.sun)
        self.run_reminders("2026-08-29 18:01")

        unsaid = registered["alert"].unsaid(instant("2026-08-29 20:00"))

        self.assertEqual(unsaid.number, f"alert {Alert.objects.get(kind='cluster').pk}")
        self.assertIsNotNone(health.look(instant("2026-08-29 20:00")))

    def test_it_is_chinese_for_chinese(self):
        self.he.language = "zh-hans"
        self.he.save()
        self.accident("2026-08-27", deaths=2)
        self.accident("2026-08-30")

        letter = self.run_reminders("2026-08-30 18:01")[self.he]

        self.assertEqual(letter.subject, "事故集中发生：甲区4天内发生2起亡人事故，死亡3人")


class OtherLettersTestCase(AlertTestCase):
    def setUp(self):
        super().setUp()
        for person in (self.he, self.chen, self.li, self.ma):
            person.wants_information = True
            person.save(update_fields=["wants_information"])

    def about_alerts(self, now):
        letters = self.run_reminders(now)
        about = Letter.objects.filter(notices__subject_kind="alert")
        return {person: letter for person, letter in letters.items() if letter in about}

    def raise_alert(self, kind, site=None, at="2026-08-26 10:00", **facts):
        now = instant(at)
        return Alert.objects.create(kind=kind, site=site or self.plant, raised_at=now, grown_at=now, facts=facts)

    def test_a_repetition_waits_for_the_letter_of_the_next_day(self):
        self.rule.follow_otherwise(
            by=self.guan, now=instant("2026-08-01 09:00"), note="Here.", within="site_category", counts="all", days=365
        )
        self.accident("2026-08-01", deaths=0, category="WSA10010")
        self.accident("2026-08-28", deaths=0, category="WSA10010", serious_injuries=1)  # on the evening of a Friday

        self.assertEqual(self.about_alerts("2026-08-28 18:01"), {})
        self.assertEqual(self.about_alerts("2026-08-30 12:00"), {})
        letters = self.about_alerts("2026-08-31 08:01")

        self.assertEqual(
            {person for person, letter in letters.items() if "Repetition" in letter.text}, {self.li, self.chen}
        )
        self.assertIn("2 times within a year: Hongyuan Construction · South site", letters[self.li].text)

    def test_what_is_good_to_know_comes_with_the_sheet_of_the_week(self):
        alert = self.raise_alert("vacant", vacant=["sector"])
        with self.watching_nothing():
            self.assertEqual(self.about_alerts("2026-08-28 09:00"), {})
            letters = self.about_alerts("2026-08-31 08:01")

        self.assertIn("Nobody is named for Sector: Hongyuan Construction · South site", letters[self.chen].text)
        self.assertIn(alert.get_absolute_url(), letters[self.chen].text)
        self.assertTrue(letters[self.chen].is_information)

    def test_who_wants_no_letters_for_information_gets_none(self):
        self.chen.wants_information = False
        self.chen.save()
        self.raise_alert("vacant", vacant=["sector"])

        with self.watching_nothing():
            self.run_reminders("2026-08-31 08:01")

        self.assertFalse(Notice.objects.filter(subject_kind="alert", person=self.chen).exists())

    def test_many_of_one_kind_are_one_line(self):
        for number in range(5):
            site = Site.objects.create(organization=self.company, name=f"{number}号", region=self.district)
            self.raise_alert("vacant", site=site, vacant=["sector"])

        with self.watching_nothing():
            letters = self.run_reminders("2026-08-31 08:01")

        self.assertIn("5 sites where nobody is named", letters[self.chen].text)
        self.assertIn("/alerts/?kind=vacant", letters[self.chen].text)
        self.assertEqual(Notice.objects.filter(subject_kind="alert", person=self.chen).count(), 5)

    def watching_nothing(self):
        """The alerts stay as the test made them."""
        return patch("alerts.watching.look")
