from accounts.directory import Directory
from accounts.models import Role
from tests.base import BaseTestCase


class DirectoryTestCase(BaseTestCase):
    def test_around_a_site_it_knows_what_the_whole_one_knows_there(self):
        whole, around = Directory(), Directory([self.plant])

        for person in (self.wang, self.li, self.sun, self.chen, self.zhao):
            self.assertEqual(
                list(whole.superiors(person.pk, self.plant)), list(around.superiors(person.pk, self.plant)), person
            )
            self.assertEqual(whole.post_of(person.pk, self.plant), around.post_of(person.pk, self.plant), person)
        for who in ("site_official", "sector_official", "territory_official", "safety_manager", "leader"):
            self.assertEqual(getattr(whole, who)(self.plant), getattr(around, who)(self.plant), who)

    def test_around_a_site_it_reads_no_one_who_has_no_duty_there(self):
        around = Directory([self.plant])

        self.assertNotIn(self.zhao.pk, around.by_person)

    def test_it_finds_a_superior_who_has_no_duty_at_the_site(self):
        boss = self.person("boss", "周总", Role.SAFETY_MANAGER, site=self.other_plant)
        worker = self.person("worker", "钱工", Role.REPORTER, site=self.plant, reports_to=boss)

        self.assertEqual(boss, Directory([self.plant]).line_manager(worker.pk, self.plant))

    def test_one_query_reads_it_however_many_sites_there_are(self):
        for sites in ([self.plant], [self.plant, self.other_plant]):
            with self.assertNumQueries(1):
                Directory(sites)
