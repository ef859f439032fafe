from outbox.composing import compose
from outbox.models import Letter
from tests.base import NOW, BaseTestCase


class MailboxTestCase(BaseTestCase):
    def setUp(self):
        self.action = self.make_action()
        compose(NOW)
        self.letter = Letter.objects.get()

    def test_others_see_nothing_of_it(self):
        for person in (self.zhao, self.chen, self.guan):
            self.sign_in(person)

            self.assertNotContains(self.client.get("/mailbox/"), self.action.title)
            self.assertEqual(self.client.get(f"/mailbox/{self.letter.pk}/").status_code, 404)

    def test_its_owner_reads_it(self):
        self.sign_in(self.wang)

        self.assertContains(self.client.get("/mailbox/"), self.letter.subject)
        self.assertContains(self.client.get(f"/mailbox/{self.letter.pk}/"), "assigned it to you")

    def test_an_address_is_behind_the_words_before_it(self):
        Letter.objects.update(text="Hello\n\n<b>&\nhttps://safety.example.org/?a=1&b=2\n\nhttps://safety.example.org")
        self.sign_in(self.wang)

        page = self.client.get(f"/mailbox/{self.letter.pk}/")

        self.assertContains(page, '<a href="https://safety.example.org/?a=1&amp;b=2">&lt;b&gt;&amp;</a>')
        self.assertContains(page, ">https://safety.example.org</a>")

    def test_it_reads_a_fixed_number_of_rows(self):
        self.sign_in(self.wang)
        self.client.get("/mailbox/")
        with self.assertNumQueries(7):
            self.client.get("/mailbox/")
        for _number in range(20):
            self.make_action()
            compose(NOW)
        with self.assertNumQueries(7):
            self.client.get("/mailbox/")


class PasswordTestCase(BaseTestCase):
    def test_a_new_password_is_sent_by_letter(self):
        self.client.post("/accounts/password/reset/", {"email": self.wang.email.upper()})

        self.assertIn("/accounts/password/reset/key/", Letter.objects.get(person=self.wang).text)

    def test_an_unknown_address_gets_the_same_answer_and_no_letter(self):
        known = self.client.post("/accounts/password/reset/", {"email": self.wang.email})
        unknown = self.client.post("/accounts/password/reset/", {"email": "nobody@example.org"})

        self.assertEqual((known.status_code, known.url), (unknown.status_code, unknown.url))
        self.assertEqual(Letter.objects.count(), 1)

    def test_it_is_in_the_language_of_the_person_and_not_of_the_browser(self):
        type(self.wang).objects.filter(pk=self.wang.pk).update(language="zh-hans")

        self.client.post("/accounts/password/reset/", {"email": self.wang.email}, HTTP_ACCEPT_LANGUAGE="en")

        letter = Letter.objects.get(person=self.wang)
        self.assertNotIn("password", letter.subject)
        self.assertIn('<a href="http', letter.html)
