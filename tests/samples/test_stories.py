"""What is written in `samples/cases/` fits: both languages, people, pictures, codes."""

import re
from collections import Counter
from dataclasses import fields

from django.test import SimpleTestCase

from incidents.rules import codes
from samples.parts import Cause, Task
from samples.people import PEOPLE
from samples.pictures.album import DRAWERS
from samples.places import ORGANIZATIONS, SITES
from samples.stories import read_cases
from samples.teams import team_of

CHINESE = re.compile("[\u4e00-\u9fff]")
CASES = read_cases()


def parts(part):
    """A case and everything in it."""
    yield part
    for field in fields(part):
        for inner in getattr(part, field.name) if field.type is list else ():
            yield from parts(inner)


PARTS = [part for case in CASES for part in parts(case)]
DEEDS = [deed for task in PARTS if isinstance(task, Task) for deed in task.deeds]


def texts(part):
    return [value for value in vars(part).values() if isinstance(value, tuple | list) and is_pair(value)]


def is_pair(value):
    return len(value) == 2 and all(isinstance(text, str) for text in value) and value[0] not in PEOPLE


class StoriesTest(SimpleTestCase):
    def test_every_text_is_there_in_both_languages(self):
        for part in [*PARTS, *DEEDS, *ORGANIZATIONS.values(), *SITES.values(), *PEOPLE.values()]:
            for chinese, english in texts(part):
                if chinese.startswith("today"):
                    continue  # an absence, from and until
                self.assertEqual(bool(chinese), bool(english), chinese)
                self.assertNotRegex(english, CHINESE)

    def test_no_two_descriptions_are_alike(self):
        for language in (0, 1):
            again = Counter(case.text[language] for case in CASES)
            self.assertEqual([], [text for text, times in again.items() if times > 1])

    def test_every_site_has_its_story(self):
        self.assertEqual(set(SITES), {case.site for case in CASES})

    def test_everybody_named_is_one_of_the_people(self):
        for part in [*PARTS, *DEEDS]:
            for field in ("by", "keeper", "author", "confirmed_by", "owner", "verifier"):
                self.assertIn(getattr(part, field, ""), {"", *PEOPLE}, part)

    def test_nobody_looks_at_their_own_work(self):
        for task in PARTS:
            if isinstance(task, Task):
                self.assertNotEqual(task.owner, task.verifier, task.title)

    def test_every_picture_can_be_drawn(self):
        named = [part.photo for part in CASES] + [getattr(part, "before", "") for part in PARTS]
        for name in [*named, *(deed.show for deed in DEEDS)]:
            self.assertTrue(not name or name.rsplit("_", 1)[0] in DRAWERS, name)

    def test_a_factor_is_one_of_its_level(self):
        for cause in PARTS:
            if isinstance(cause, Cause):
                self.assertIn(cause.factor, codes.factors_of(cause.level), cause.text)

    def test_it_logs_nothing_before_it_was_known(self):
        for case in CASES:
            self.assertTrue(case.time <= case.known <= case.logged, case.text)


class TeamTest(SimpleTestCase):
    def test_the_one_who_works_there_does_and_the_manager_looks(self):
        team = team_of("press")

        self.assertEqual(("zhao", "li", "wu"), (team.hand, team.manager, team.official))

    def test_where_the_manager_has_to_do_it_nobody_stands_between(self):
        team = team_of("mixing")

        self.assertEqual(("cao", "cao", "wu"), (team.hand, team.manager, team.official))

    def test_where_the_manager_has_left_the_official_stands_in(self):
        team = team_of("furniture")

        self.assertEqual(("wu", "wu", "wu"), (team.hand, team.manager, team.official))
