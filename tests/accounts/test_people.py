import csv
from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook

from accounts.models import Appointment, Role, User

from .case import PeopleTestCase


def names(response):
    return [person.name_en or person.name for person in response.context["page"]]


class PeopleListTestCase(PeopleTestCase):
    def rows(self, **query):
        return names(self.client.get("/people/", query))

    def test_zhao_sees_those_of_the_own_district_and_nobody_else(self):
        self.sign_in(self.zhao)

        page = self.client.get("/people/")

        self.assertEqual(names(page), ["Zhao"])
        self.assertNotContains(page, "Wang")
        for query in ({"q": "Wang"}, {"place": "South"}, {"role": "leader"}):
            self.assertEqual(self.rows(**query), [])

    def test_an_administrator_sees_everybody_and_no_incident_content(self):
        self.make_action(title="Kittiwake lifelines")
        self.sign_in(self.guan)

        page = self.client.get("/people/")

        self.assertCountEqual(names(page), ["He", "Chen", "Sun", "Li", "Wang", "Zhao", "Guan"])
        for pk in User.objects.values_list("pk", flat=True):
            self.assertNotContains(self.client.get(f"/people/{pk}/"), "Kittiwake")

    def test_whoever_has_no_appointment_sees_themselves(self):
        self.wang.appointments.update(ends_on=self.yesterday)
        self.sign_in(self.wang)

        self.assertEqual(self.rows(), ["Wang"])

    def test_it_filters(self):
        self.sign_in(self.guan)
        User.objects.filter(pk=self.he.pk).update(last_login=self.now)
        User.objects.filter(pk=self.sun.pk).update(absent_from=self.today, absent_until=self.tomorrow)
        User.objects.filter(pk=self.li.pk).update(signs_in=False, email=None)
        User.objects.filter(pk=self.zhao.pk).update(is_active=False)
        self.chen.appointments.update(ends_on=self.yesterday)
        User.objects.create(name="新来", name_en="New", email="new@example.org")

        for query, expected in (
            ({"q": "wang"}, ["Wang"]),
            ({"q": "WANG@example"}, ["Wang"]),
            ({"role": "safety_manager"}, ["Li", "Sun", "Zhao"]),
            ({"role": "safety_manager", "q": "Li"}, ["Li"]),
            ({"state": "here"}, ["Guan", "He"]),
            ({"state": "absent"}, ["Sun"]),
            ({"state": "silent"}, ["Li"]),
            ({"state": "left"}, ["Zhao"]),
            ({"state": "new"}, ["Chen", "New", "Wang"]),
            ({"place": "South"}, ["Li", "Wang"]),
            ({"place": "Hongyuan"}, ["Li", "Sun", "Wang"]),
            ({"place": "500102"}, ["Zhao"]),
            ({"mend": "address"}, ["Li"]),
            ({"mend": "appointment"}, ["Chen", "New"]),
            ({"mend": "superior"}, []),
        ):
            with self.subTest(query):
                self.assertCountEqual(self.rows(**query), expected)

    def test_it_names_those_whose_superior_has_left(self):
        self.sign_in(self.guan)
        self.sun.appointments.update(ends_on=self.yesterday)

        self.assertCountEqual(self.rows(mend="superior"), ["Li", "Wang"])
        self.assertContains(self.client.get(f"/people/{self.wang.pk}/"), "has left")

    def test_every_person_is_in_exactly_one_state(self):
        User.objects.filter(pk=self.wang.pk).update(
            is_active=False, signs_in=False, absent_from=self.today, absent_until=self.today, last_login=self.now
        )
        User.objects.filter(pk=self.li.pk).update(signs_in=False, absent_from=self.today, absent_until=self.today)

        for person in User.objects.all():
            states = [s for s in User.State if User.objects.in_state(s, self.today).filter(pk=person.pk).exists()]
            self.assertEqual(states, [person.state(self.now)])

    def test_what_it_cannot_read_never_widens_the_list(self):
        self.sign_in(self.guan)

        for query in (
            {"role": "boss"},
            {"state": "gone"},
            {"mend": "x"},
            {"q": "a\0b"},
            {"site": 1},
            {"ordering": "phone"},
        ):
            with self.subTest(query):
                page = self.client.get("/people/", query)
                self.assertEqual((page.status_code, names(page)), (400, []))
                self.assertEqual(self.client.get("/people/", query | {"export": "csv"}).status_code, 400)

    def test_the_files_hold_the_rows_of_the_page(self):
        self.sign_in(self.chen)
        query = {"place": "South"}

        page = self.client.get("/people/", query)
        text = b"".join(self.client.get("/people/", query | {"export": "csv"}).streaming_content).decode("utf-8-sig")
        book = self.client.get("/people/", query | {"export": "xlsx"}).getvalue()

        rows = list(csv.reader(text.splitlines()))
        self.assertEqual([row[0] for row in rows[1:]], [person.name for person in page.context["page"]])
        self.assertIn("South site", rows[1][3])
        self.assertEqual(rows[1][7], "li@example.org")
        sheet = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
        self.assertEqual([row[0] for row in sheet], [row[0] for row in rows])

    def test_a_reporter_gets_no_addresses(self):
        self.sign_in(self.wang)

        text = b"".join(self.client.get("/people/", {"export": "csv"}).streaming_content).decode()
        page = self.client.get(f"/people/{self.li.pk}/")

        self.assertIn("李伟", text)
        self.assertNotIn("li@example.org", text)
        self.assertNotContains(page, "li@example.org")
        self.assertContains(self.client.get(f"/people/{self.wang.pk}/"), "wang@example.org")

    def test_columns_are_chosen_for_the_page_and_the_files(self):
        self.sign_in(self.chen)

        page = self.client.get("/people/", {"columns": ["place", "email"]})
        text = b"".join(self.client.get("/people/", {"columns": "phone", "export": "csv"}).streaming_content).decode()

        self.assertContains(page, "wang@example.org")
        self.assertNotContains(page, 'data-label="State"')
        self.assertEqual(text.splitlines()[0].removeprefix("\ufeff"), "Name,Telephone")

    def test_a_reporter_cannot_choose_a_column_of_addresses(self):
        self.sign_in(self.wang)

        answer = self.client.get("/people/", {"columns": "email"})

        self.assertEqual((answer.status_code, names(answer)), (400, []))

    def test_it_asks_for_the_same_number_of_queries_however_many_people(self):
        self.sign_in(self.guan)
        with self.assertNumQueries(9):
            self.client.get("/people/")
        for number in range(15):
            person = self.person(f"p{number}", f"某{number}", Role.REPORTER, site=self.plant)
            self.appoint(person, Role.OFFICIAL, region=self.district, reports_to=self.he)
        with self.assertNumQueries(9):
            self.client.get("/people/")


class PersonPageTestCase(PeopleTestCase):
    def setUp(self):
        super().setUp()
        self.url = f"/people/{self.wang.pk}/"

    def test_zhao_finds_nobody_of_another_district(self):
        self.sign_in(self.zhao)

        self.assertEqual(self.client.get(self.url).status_code, 404)

    def test_whoever_reports_to_somebody_is_seen_by_them(self):
        far = self.person("fan", "范进", Role.OFFICIAL, everywhere=True, reports_to=self.he)
        self.sign_in(self.he)
        self.assertEqual(self.client.get(f"/people/{far.pk}/").status_code, 200)

        self.sign_in(self.sun)
        self.assertEqual(self.client.get(f"/people/{far.pk}/").status_code, 404)
        self.he.appointments.update(ends_on=self.yesterday)
        self.sign_in(self.again(self.he))
        self.assertEqual(self.client.get(f"/people/{far.pk}/").status_code, 404)

    def test_it_shows_appointments_now_and_before(self):
        Appointment.objects.create(
            person=self.wang,
            post="电工",
            post_en="Electrician",
            role=Role.REPORTER,
            site=self.plant,
            starts_on=date(2015, 1, 1),
            ends_on=date(2019, 12, 31),
        )
        self.sign_in(self.chen)

        page = self.client.get(self.url)

        self.assertContains(page, "Electrician")
        self.assertContains(page, "ended")
        self.assertContains(page, "Sun · safety_manager")
        self.assertNotContains(page, "/appoint/")

    def test_an_administrator_sees_how_much_is_owed_and_not_what(self):
        action = self.make_action(title="Kittiwake lifelines")
        self.sign_in(self.guan)

        page = self.client.get(self.url)

        self.assertEqual(page.context["owed"][3]["count"], 1)
        for secret in ("Kittiwake", action.number):
            self.assertNotContains(page, secret)

    def test_what_happened_is_read_by_administrators_and_by_the_person(self):
        self.wang.edit(by=self.guan, now=self.now, phone="138 0000 0000")

        for reader, shown in ((self.guan, True), (self.wang, True), (self.chen, False)):
            with self.subTest(reader=str(reader)):
                self.sign_in(reader)
                self.assertEqual(bool(self.client.get(self.url).context["events"]), shown)

    def test_it_marks_what_is_missing(self):
        User.objects.filter(pk=self.wang.pk).update(email=None)
        self.wang.appointments.all().delete()
        self.sign_in(self.guan)

        page = self.client.get(self.url)

        for mark in ("no mail address", "no appointment", "never"):
            self.assertContains(page, mark)

    def test_it_asks_for_the_same_number_of_queries_however_much_there_is(self):
        self.sign_in(self.chen)
        self.make_action()
        with self.assertNumQueries(11):
            self.client.get(self.url)
        for _number in range(5):
            self.make_action()
            self.appoint(self.wang, Role.REPORTER, site=self.plant)
        with self.assertNumQueries(11):
            self.client.get(self.url)
