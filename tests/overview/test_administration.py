from accounts.models import Appointment, Organization, User
from common import clock
from outbox.models import Pulse
from tests.accounts.case import PeopleTestCase


class AdministrationTestCase(PeopleTestCase):
    def get(self, user):
        self.sign_in(user)
        return self.client.get("/")

    def test_nobody_but_administrators_is_told(self):
        for user in (self.zhao, self.chen, self.he, self.wang):
            with self.subTest(str(user)):
                page = self.get(user)
                self.assertEqual((page.context["to_mend"], page.context["health"]), ([], None))
                self.assertNotContains(page, "To put right")

    def test_every_count_opens_a_list_of_that_length(self):
        User.objects.filter(pk=self.wang.pk).update(refused_address=self.wang.email, last_login=self.now)
        User.objects.filter(pk=self.li.pk).update(email=None, signs_in=False)
        self.chen.appointments.update(reports_to=None)
        self.he.appointments.update(ends_on=self.yesterday)
        Appointment.objects.filter(person=self.zhao).update(reports_to=self.he.appointments.get())
        Organization.objects.create(name="无场所公司")
        Organization.objects.create(name="无场所机关", kind=Organization.Kind.AUTHORITY)

        figures = self.get(self.guan).context["to_mend"]

        # No sector official anywhere; Wang; Li; He; Zhao; all but Wang, Li and Guan; the company without a site.
        self.assertEqual([figure.count for figure in figures], [2, 1, 1, 1, 1, 4, 1])
        for figure in figures:
            with self.subTest(figure.label):
                self.assertEqual(self.client.get(figure.url).context["page"].paginator.count, figure.count)

    def test_groups_that_stay_empty_are_not_shown(self):
        self.assertNotContains(self.get(self.guan), "You have nothing to do.")

        self.appoint(self.guan, "safety_manager", site=self.plant)
        page = self.get(User.objects.get(pk=self.guan.pk))

        self.assertContains(page, "You have nothing to do.")
        self.assertContains(page, "To put right")

    def test_it_says_whether_reminders_run(self):
        self.assertContains(self.get(self.guan), "They stand still")
        for name in Pulse.Name.values:
            Pulse.beat(name, 0, now=clock.now())

        self.assertContains(self.get(self.guan), "They run")

    def test_it_asks_for_the_same_number_of_queries_however_much_there_is(self):
        self.sign_in(self.guan)
        for wanted in (0, 12):
            for number in range(wanted):
                self.person(f"p{number}", "某", "reporter", site=self.plant)
                Organization.objects.create(name=f"公司{number}")
            with self.subTest(wanted), self.assertNumQueries(17):
                self.client.get("/")
