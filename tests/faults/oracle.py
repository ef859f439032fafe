"""What should have been sent, worked out from the history of the records alone. Shares no code with the product."""

import re
from collections import defaultdict

NUMBER = re.compile(r"A-\d{4}-\d{6}")
TOLERANCE = 1.0  # seconds: a letter that was on its way when the record closed

# Work, whose it is, and whether the last word about it was that person's own.
WORK = """
    SELECT a.number, u.email, a.status, a.deadline, u.id = (
        SELECT e.by_id FROM actions_actionevent e WHERE e.action_id = a.id ORDER BY e.at DESC, e.id DESC LIMIT 1)
    FROM actions_action a JOIN accounts_user u ON u.id = a.owner_id
"""
# Since when the first owner has nothing more to do with it.
FORMER = """
    SELECT a.number, u.email, extract(epoch FROM min(e.at))
    FROM actions_actionevent e JOIN actions_action a ON a.id = e.action_id
    JOIN actions_actionevent f ON f.action_id = a.id AND f.verb = 'assign' JOIN accounts_user u ON u.id = f.owner_id
    WHERE e.verb IN ('submit', 'void', 'hand_over') GROUP BY a.number, u.email
"""
# Since when nobody has.
ENDED = """
    SELECT a.number, extract(epoch FROM min(e.at))
    FROM actions_actionevent e JOIN actions_action a ON a.id = e.action_id
    WHERE e.verb IN ('void', 'verify', 'close') GROUP BY a.number
"""
EXTENDED = """
    SELECT a.number, extract(epoch FROM e.at), a.deadline
    FROM actions_actionevent e JOIN actions_action a ON a.id = e.action_id
    WHERE e.verb IN ('extend', 'grant_extension')
"""
DROPPED = "SELECT count(*) FROM outbox_letter WHERE dropped_at IS NOT NULL"


class Verdict:
    """What must be empty is in `faults`; `doubled` may hold as many copies as something explains."""

    def __init__(self, connection, sink, refused, revoked, uncommitted):
        """`refused`: addresses that the server refuses; `revoked`: {address: when its person lost every right};
        `uncommitted`: letters of which a death of the database may have undone that they were sent."""
        with connection.cursor() as cursor:
            self.dropped = cursor.execute(DROPPED).fetchone()[0]
            self.owned = cursor.execute(WORK).fetchall()
            self.former = {(number, email): float(at) for number, email, at in cursor.execute(FORMER).fetchall()}
            self.ended = {number: float(at) for number, at in cursor.execute(ENDED).fetchall()}
            self.extended = {number: (float(at), day) for number, at, day in cursor.execute(EXTENDED).fetchall()}
        self.refused, self.revoked, self.uncommitted = refused, revoked, uncommitted
        self.copies = defaultdict(list)
        for letter in sink.taken:
            self.copies[letter.message_id].append(letter)
        self.said = [(letter, number, part) for letter in sink.taken for number, part in parts(letter.text)]
        self.taken = sink.taken

    @property
    def lost(self):
        """Work that waits for an owner to whom no letter said by when, nor to anybody instead; unless they know."""
        told = defaultdict(lambda: defaultdict(str))
        for letter, number, part in self.said:
            told[number][letter.to] += part
        return [
            number
            for number, email, status, deadline, knows in self.owned
            if status == "assigned"
            and not knows
            and email not in self.revoked
            and written(deadline) not in told[number][email]
            and not (email in self.refused and told[number])
        ]

    @property
    def late(self):
        """Letters whose sending began after the work had ended, or had left the hands of whom they went to."""
        never = float("inf")
        return [
            (number, letter.to)
            for letter, number, part in self.said
            if letter.began > self.ended.get(number, never) + TOLERANCE
            or letter.began > self.former.get((number, letter.to), never) + TOLERANCE
            and "Handed over" not in part
        ]

    @property
    def outdated(self):
        """Letters whose sending began after the deadline had moved, and that did not say the new one."""
        return [
            (number, letter.to)
            for letter, number, part in self.said
            if number in self.extended
            and letter.began > self.extended[number][0] + TOLERANCE
            and written(self.extended[number][1]) not in part
        ]

    @property
    def leaked(self):
        """Letters whose sending began after their reader had lost every right."""
        return [
            letter.to for letter in self.taken if letter.began > self.revoked.get(letter.to, letter.began) + TOLERANCE
        ]

    @property
    def unexplained(self):
        """How many copies more there are than conversations that ended so that nobody could know, letter by letter."""
        more = sum(max(0, len(copies) - 1 - unacknowledged(copies)) for copies in self.copies.values())
        return max(0, more - self.uncommitted)

    @property
    def doubled(self):
        return sum(len(copies) - 1 for copies in self.copies.values())

    def faults(self):
        names = ("lost", "late", "outdated", "leaked", "unexplained")
        found = {name: found for name in names if (found := getattr(self, name))}
        return found if self.owned else found | {"no work": True}


def parts(text):
    """(number, what the letter says about it), for each record in a letter."""
    for part in re.split(r"\n\s*\n", text):
        for number in set(NUMBER.findall(part)):
            yield number, part


def unacknowledged(copies):
    return sum(not letter.acknowledged for letter in copies)


def written(day):
    return f"{day.day} {day:%b %Y}"
