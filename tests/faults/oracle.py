"""What should have been sent, worked out from the history of the records alone. Shares no code with the product."""

import re
from collections import defaultdict

NUMBER = re.compile(r"A-\d{4}-\d{6}")
TOLERANCE = 1.0  # seconds: a letter that was on its way when the record closed

WORK = """
    SELECT a.number, u.email, a.status, u.id IN (SELECT e.by_id FROM actions_actionevent e WHERE e.action_id = a.id)
    FROM actions_action a JOIN accounts_user u ON u.id = a.owner_id
"""
FORMER = """
    SELECT a.number, u.email, extract(epoch FROM e.at)
    FROM actions_actionevent e JOIN actions_action a ON a.id = e.action_id
    JOIN actions_actionevent f ON f.action_id = a.id AND f.verb = 'assign' JOIN accounts_user u ON u.id = f.owner_id
    WHERE e.verb IN ('void', 'hand_over')
"""


class Verdict:
    """`lost`, `late` and `leaked` must be empty; `doubled` may hold as many copies as something explains."""

    def __init__(self, connection, sink, refused, revoked, ambiguous):
        """`refused`: addresses that the server refuses; `revoked`: {address: when its person lost every right}."""
        with connection.cursor() as cursor:
            cursor.execute(WORK)
            self.owned = cursor.fetchall()
            cursor.execute(FORMER)
            self.former = cursor.fetchall()
        self.refused, self.revoked, self.ambiguous = refused, revoked, ambiguous
        self.copies, self.told = defaultdict(list), defaultdict(set)
        for letter in sink.taken:
            self.copies[letter.message_id].append(letter)
            for number in NUMBER.findall(letter.text):
                self.told[number].add(letter.to)
        self.taken = sink.taken

    @property
    def lost(self):
        """Work that waits for an owner who has done nothing about it, and whom no letter told, nor anybody instead."""
        return [
            number
            for number, email, status, has_acted in self.owned
            if status == "assigned"
            and not has_acted
            and email not in self.revoked
            and email not in self.told[number]
            and not (email in self.refused and self.told[number])
        ]

    @property
    def late(self):
        """Letters whose sending began after the work had left the hands of whom they went to."""
        left = {(number, email): at for number, email, at in self.former}
        return [
            (number, letter.to)
            for letter in self.taken
            for number in NUMBER.findall(letter.text)
            if (number, letter.to) in left
            and letter.began > float(left[number, letter.to]) + TOLERANCE
            and "Handed over" not in letter.text
        ]

    @property
    def leaked(self):
        """Letters whose sending began after their reader had lost every right."""
        return [
            letter.to for letter in self.taken if letter.began > self.revoked.get(letter.to, letter.began) + TOLERANCE
        ]

    @property
    def unexplained(self):
        """How many copies more there are than conversations that ended so that nobody could know."""
        doubled = sum(len(letters) - 1 for letters in self.copies.values())
        unacknowledged = sum(not letter.acknowledged for letter in self.taken)
        return max(0, doubled - unacknowledged - self.ambiguous)

    @property
    def doubled(self):
        return sum(len(letters) - 1 for letters in self.copies.values())

    def faults(self):
        found = {"lost": self.lost, "late": self.late, "leaked": self.leaked, "unexplained copies": self.unexplained}
        return {name: value for name, value in found.items() if value}
