from unittest import TestCase

from accounts.credit_codes import wrong
from samples.credit_codes import check_of_body, credit_code


class CreditCodesTest(TestCase):
    def test_it_names_the_district_and_is_right_to_the_last_character(self):
        for number in range(1, 60):
            code = credit_code("91", "990101", number)
            self.assertEqual("91990101", code[:8])
            self.assertEqual({}, wrong(code), code)

    def test_the_number_of_an_organization_has_a_check_of_its_own(self):
        self.assertEqual("X", check_of_body("D2143569"))  # the example of GB 11714
