from datetime import date
from unittest.mock import patch

from django.core import mail

from accounts.models import Organization, Role, Site
from actions import bulk
from actions.models import Action, BulkMove
from outbox.composing import compose
from outbox.delivery import deliver_one
from outbox.models import Notice
from tests.base import NOW, RacingTestCase

from .case import PageTestCase
from .test_races import at_once


class BulkTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.finding = self.make_finding(self.incident)
        self.actions = [self.action(), self.action(), self.action()]
        self.zhou = self.person("zhou", "周涛", Role.REPORTER, site=self.plant)
        self.sign_in(self.chen)

    def action(self, **given):
        return self.make_action(finding=self.finding, **given)

    def choose(self, change, actions=None, query="", **data):
        chosen = [action.pk for action in self.actions if actions is None] or [a.pk for a in actions or []]
        return self.client.post(f"/actions/bulk/{query}", {"change": change, "action": chosen} | data)

    def fields(self, response, **facts):
        """What the form of that page would send."""
        form = response.context["form"]
        hidden = {field.name: field.value() for field in form.hidden_fields()}
        return {"change": form.name} | hidden | facts

    def post(self, step, fields, query=""):
        return self.client.post(f"/actions/bulk/{query}", fields | {"step": step})

    def hand_over(self, **more):
        return self.fields(self.choose("hand_over"), owner=self.zhou.pk, note="Wang is on leave.") | more

    def reasons(self, response):
        return {line.action: line.why_not for line in response.context["impossible"]}


class WhoTestCase(BulkTestCase):
    def test_zhao_changes_nothing(self):
        fields = self.hand_over()
        self.sign_in(self.zhao)

        self.assertEqual(self.choose("hand_over").status_code, 404)
        self.assertRedirects(self.choose("hand_over", [], all="1"), "/actions/")
        for step in ("preview", "do", "again"):
            self.assertEqual(self.post(step, fields).status_code, 404)
        self.assertEqual(BulkMove.objects.count(), 0)

    def test_one_row_out_of_sight_refuses_them_all(self):
        there = self.make_action(
            incident=self.make_incident(site=self.other_plant, by=self.zhao),
            by=self.zhao,
            owner=self.zhao,
            verifier=self.person("qian", "钱进", Role.OFFICIAL, region=self.elsewhere),
        )

        self.assertEqual(self.choose("hand_over", [self.actions[0], there]).status_code, 404)
        fields = self.hand_over(rows=f"{self.actions[0].pk}:1 {there.pk}:1")
        self.assertEqual(self.post("do", fields).status_code, 404)
        self.assertEqual(Action.objects.filter(owner=self.wang).count(), 3)

    def test_how_it_went_is_seen_by_whoever_did_it(self):
        url = self.post("do", self.hand_over()).url

        self.assertEqual(self.client.get(url).status_code, 200)
        self.sign_in(self.li)
        self.assertEqual(self.client.get(url).status_code, 404)
        self.assertEqual(self.client.get("/actions/", {"changed": url.split("/")[-2]}).status_code, 400)

    def test_a_reporter_is_told_who_may(self):
        self.sign_in(self.wang)

        preview = self.post("preview", self.hand_over())

        self.assertEqual(len(preview.context["possible"]), 0)
        self.assertContains(preview, "Only Chen, who gave the work")
        self.assertNotContains(preview, 'value="do"')

    def test_nobody_verifies_or_closes_many(self):
        for verb in ("verify", "close", "submit", "void", "send_back", "reopen", ""):
            self.assertRedirects(self.choose(verb), "/actions/")
            self.assertNotIn(verb, bulk.CHANGES)


class ListTestCase(BulkTestCase):
    def test_the_list_offers_ticks_and_changes_to_those_who_look_after_places(self):
        page = self.client.get("/actions/")

        for change in bulk.CHANGES:
            self.assertContains(page, f'<option value="{change}"')
        self.assertContains(page, f'<input type="checkbox" name="action" value="{self.actions[0].pk}" form="bulk"')
        self.sign_in(self.wang)
        self.assertNotContains(self.client.get("/actions/"), 'form="bulk"')


class PreviewTestCase(BulkTestCase):
    def test_it_shows_what_will_change_and_changes_nothing(self):
        preview = self.post("preview", self.hand_over())

        self.assertEqual([line.action for line in preview.context["possible"]], self.actions)
        self.assertContains(preview, "Hand over 3 actions to Zhou")
        self.assertContains(preview, "<s>Wang</s> <b>Zhou</b>", html=False)
        self.assertEqual(Action.objects.filter(owner=self.wang).count(), 3)

    def test_it_says_of_each_why_it_cannot_change(self):
        done = self.submitted(self.action())
        done.verify(by=self.li, now=NOW)
        zhous = self.action(owner=self.zhou)
        verified_by_zhou = self.action(verifier=self.zhou)
        shop = Site.objects.create(
            organization=Organization.objects.create(name="百店"), name="店", name_en="Shop", region=self.district
        )
        elsewhere = self.make_action(incident=self.make_incident(site=shop), owner=self.he, verifier=self.chen)
        rows = [self.actions[0], done, zhous, verified_by_zhou, elsewhere]
        fields = self.fields(self.choose("hand_over", rows), owner=self.zhou.pk, note="x")

        reasons = self.reasons(self.post("preview", fields))

        self.assertEqual(
            {
                done: "Its state is “Verified”.",
                zhous: "This person owns the action already.",
                verified_by_zhou: "The work is verified by somebody other than its owner.",
                elsewhere: "Zhou has no duty at 百店 · Shop.",
            },
            reasons,
        )

    def test_an_earlier_owner_never_becomes_the_verifier(self):
        self.actions[0].hand_over(by=self.chen, now=NOW, note="Leave.", owner=self.zhou)
        fields = self.fields(self.choose("pass_verification"), verifier=self.wang.pk, note="x")

        reasons = self.reasons(self.post("preview", fields))

        self.assertEqual(reasons[self.actions[0]], "This person has owned the action and cannot verify it.")
        self.assertEqual(reasons[self.actions[1]], "The work is verified by somebody other than its owner.")

    def test_a_deadline_moves_forward_only(self):
        late = self.action(deadline=date(2026, 9, 30))
        asked = self.action()
        asked.ask_extension(by=self.wang, now=NOW, note="Parts.", deadline=date(2026, 9, 20))
        own = self.action(owner=self.chen)
        rows = [self.actions[0], late, asked, own]
        fields = self.fields(self.choose("extend", rows), deadline="2026-09-25", note="Rain")

        preview = self.post("preview", fields)
        past = self.post("preview", fields | {"deadline": "2026-08-31"})

        self.assertEqual([line.action for line in preview.context["possible"]], [self.actions[0]])
        self.assertEqual(
            self.reasons(preview),
            {
                late: "Choose a day after the present deadline.",
                asked: "More time has been asked for. Li decides.",
                own: "Whoever owns or owned the work does not decide about it. Li does.",
            },
        )
        self.assertEqual(len(past.context["possible"]), 0)

    def test_the_form_comes_back_with_what_is_wrong_and_what_was_typed(self):
        fields = self.hand_over(owner=self.zhao.pk)

        answer = self.post("preview", fields | {"note": ""})

        self.assertEqual(answer.status_code, 422)
        self.assertEqual(set(answer.context["form"].errors), {"owner", "note"})
        again = self.post("again", self.hand_over())
        self.assertContains(again, "Wang is on leave.")

    def test_rows_that_no_browser_sends_are_refused(self):
        for rows in ("", "x", "1", "1:1,2:2", "1:1  2:1", "9" * 30 + ":1", " ".join(f"{n}:1" for n in range(1, 502))):
            with self.subTest(rows[:20]):
                self.assertEqual(self.post("do", self.hand_over(rows=rows)).status_code, 400)
        for key in ("x", "-1", "1" * 40, "\0"):
            self.assertEqual(self.client.post("/actions/bulk/", {"change": "extend", "action": key}).status_code, 400)
        self.assertRedirects(self.client.get("/actions/bulk/"), "/actions/")

    def test_all_that_the_filters_show_are_chosen_and_no_more(self):
        other = self.action(title="Mend the fence")

        chosen = self.choose("hand_over", [], query="?q=fence", all="1")

        self.assertEqual(chosen.context["actions"], [other])
        self.assertEqual(chosen.context["back"], "/actions/?q=fence")
        self.assertEqual(self.choose("hand_over", [], query="?late=maybe", all="1").status_code, 400)

    def test_too_many_and_none_are_sent_back_to_the_list(self):
        with patch("actions.bulk.MOST", 2):
            page = self.client.post("/actions/bulk/?q=lifelines", {"change": "extend", "all": "1"}, follow=True)
            self.assertContains(page, "At most 2 actions can be changed at once")
            self.assertEqual(page.redirect_chain[0][0], "/actions/?q=lifelines")
        page = self.client.post("/actions/bulk/", {"change": "extend"}, follow=True)
        self.assertContains(page, "Tick the actions that are to change")

    def test_it_asks_for_the_same_number_of_queries_whatever_the_number_of_rows(self):
        for wanted in (25, 200):
            while Action.objects.count() < wanted:
                self.action()
            chosen = self.choose("hand_over", list(Action.objects.all()))
            fields = self.fields(chosen, owner=self.zhou.pk, note="x")
            with self.subTest(wanted), self.assertNumQueries(13):
                self.assertEqual(len(self.post("preview", fields).context["possible"]), wanted)


class DoTestCase(BulkTestCase):
    def test_each_is_handed_over_with_its_own_event(self):
        answer = self.post("do", self.hand_over())
        page = self.client.get(answer.url)

        self.assertContains(page, "3 actions are changed")
        for action in self.actions:
            action.refresh_from_db()
            event = action.events.first()
            self.assertEqual((action.owner, event.verb, event.note), (self.zhou, "hand_over", "Wang is on leave."))
        changed = self.client.get("/actions/", {"changed": BulkMove.objects.get().pk})
        self.assertEqual({action.pk for action in changed.context["page"]}, {action.pk for action in self.actions})

    def test_forty_at_once_are_one_letter(self):
        while len(self.actions) < 40:
            self.actions.append(self.action())
        compose(NOW)
        while deliver_one(NOW):
            pass
        mail.outbox.clear()

        self.post("do", self.hand_over())
        compose(NOW)
        while deliver_one(NOW):
            pass

        self.assertEqual(sorted(message.to[0] for message in mail.outbox), ["wang@example.org", "zhou@example.org"])
        self.assertIn("40", next(m.subject for m in mail.outbox if m.to == ["zhou@example.org"]))

    def test_what_somebody_changed_meanwhile_is_named_and_left_alone(self):
        fields = self.hand_over()
        self.post("preview", fields)
        self.actions[1].hand_over(by=self.li, now=NOW, note="Sooner.", owner=self.sun)

        page = self.client.get(self.post("do", fields).url)

        self.assertEqual(
            page.context["left"], [(self.actions[1], "Somebody changed it after you looked: it was left as it is.")]
        )
        self.assertContains(page, "2 actions are changed")
        self.assertContains(page, "1 action was left as it is")
        self.actions[1].refresh_from_db()
        self.assertEqual(self.actions[1].owner, self.sun)

    def test_sent_twice_it_is_done_once(self):
        fields = self.hand_over()

        first, second = self.post("do", fields), self.post("do", fields)

        self.assertEqual(first.url, second.url)
        self.assertEqual(self.actions[0].events.filter(verb="hand_over").count(), 1)
        self.assertEqual(Notice.objects.filter(kind="handed_over", person=self.zhou).count(), 3)

    def test_a_form_of_somebody_else_is_refused(self):
        fields = self.hand_over()
        self.post("do", fields)
        self.sign_in(self.li)

        self.assertEqual(self.post("do", fields).status_code, 422)

    def test_when_one_fails_unexpectedly_none_is_done(self):
        fields, calls = self.hand_over(), []

        def break_at_the_third(*args, **kwargs):
            calls.append(args)
            if len(calls) == 3:
                raise RuntimeError

        self.client.raise_request_exception = False
        with patch("outbox.notices.withdraw", break_at_the_third):
            self.assertEqual(self.post("do", fields).status_code, 500)
        self.assertEqual((Action.objects.filter(owner=self.wang).count(), BulkMove.objects.count()), (3, 0))

    def test_a_verifier_is_named(self):
        waiting = self.submitted(self.action())
        self.actions.append(waiting)

        fields = self.fields(self.choose("pass_verification"), verifier=self.sun.pk, note="Li is on leave.")
        self.post("do", fields)

        self.assertEqual(set(Action.objects.values_list("verifier", flat=True)), {self.sun.pk})
        self.assertEqual(waiting.events.first().verb, "pass_verification")
        self.assertEqual(Notice.objects.filter(kind="verifier_named", person=self.sun).count(), 4)

    def test_a_deadline_is_moved_and_the_first_one_kept(self):
        self.post("do", self.fields(self.choose("extend"), deadline="2026-09-25", note="Rain"))

        action = Action.objects.get(pk=self.actions[0].pk)
        extension = action.extensions.get()
        self.assertEqual((action.deadline, action.original_deadline), (date(2026, 9, 25), date(2026, 9, 15)))
        self.assertEqual((extension.granted, extension.decided_by, extension.reason), (True, self.chen, "Rain"))
        self.assertEqual(action.events.first().verb, "extend")
        self.assertEqual(Notice.objects.filter(kind="extension_granted", person=self.wang).count(), 3)

    def test_the_time_that_was_asked_for_is_given(self):
        self.actions[0].ask_extension(by=self.wang, now=NOW, note="Parts.", deadline=date(2026, 9, 20))
        self.actions[1].ask_extension(by=self.wang, now=NOW, note="Parts.", deadline=date(2026, 9, 22))
        fields = self.fields(self.choose("grant_extension"))

        preview = self.post("preview", fields)
        self.post("do", fields)

        self.assertEqual(self.reasons(preview), {self.actions[2]: "Nobody is asking for more time."})
        deadlines = [Action.objects.get(pk=action.pk).deadline for action in self.actions]
        self.assertEqual(deadlines, [date(2026, 9, 20), date(2026, 9, 22), date(2026, 9, 15)])


class CompleteManyTestCase(BulkTestCase):
    def setUp(self):
        super().setUp()
        self.actions = [
            Action.objects.create(
                number=f"A-2026-90000{key}",
                site=self.plant,
                title="Old",
                criterion="?",
                assigned_at=NOW,
                source="register",
                source_key=str(key),
                completed=False,
                **given,
            )
            for key, given in enumerate([{}, {"owner": self.sun}, {"incident": self.incident}])
        ]

    def test_they_get_what_they_lack_and_live_on_like_any_other(self):
        facts = {"owner": "", "verifier": self.li.pk, "deadline": "2026-09-20", "incident": self.incident.number}
        fields = self.fields(self.choose("complete"), **facts)

        reasons = self.reasons(self.post("preview", fields))
        self.assertEqual(
            reasons,
            {
                self.actions[0]: "The register names no owner: name one.",
                self.actions[2]: "The register names no owner: name one.",
            },
        )
        self.post("do", fields | {"owner": self.wang.pk})

        completed = Action.objects.filter(source="register")
        self.assertEqual(
            set(completed.values_list("completed", "verifier", "incident")), {(True, self.li.pk, self.incident.pk)}
        )
        self.assertEqual(list(completed.order_by("pk").values_list("owner", flat=True)), [self.wang.pk] * 3)
        self.assertEqual(Notice.objects.filter(kind="assigned", person=self.wang, subject_id__in=completed).count(), 3)

    def test_all_that_are_incomplete_are_taken_and_no_other(self):
        self.action()

        chosen = self.choose("complete", [], query="?&without_owner=1", all="1")

        self.assertEqual(set(chosen.context["actions"]), set(self.actions))

    def test_it_says_which_incident_is_wrong_and_needs_none(self):
        elsewhere = Site.objects.create(organization=self.company, name="北", name_en="North", region=self.district)
        other = self.make_incident(site=elsewhere)
        fields = self.fields(self.choose("complete"), owner=self.wang.pk, verifier=self.li.pk, deadline="2026-09-20")

        without = self.reasons(self.post("preview", fields))
        wrong = self.reasons(self.post("preview", fields | {"incident": other.number}))
        unknown = self.post("preview", fields | {"incident": "I-2026-999999"})

        self.assertEqual(without, {})
        self.assertEqual(set(wrong), set(self.actions[:2]))
        self.assertEqual(set(wrong.values()), {"This incident happened at another site."})
        self.assertIn("incident", unknown.context["form"].errors)

    def test_one_that_is_complete_already_says_so(self):
        ordinary = self.action()
        fields = self.fields(self.choose("complete", [ordinary]), owner=self.wang.pk)

        self.assertEqual(
            self.reasons(self.post("preview", fields)),
            {ordinary: "This action has its owner, verifier and deadline."},
        )


class RacingBulkTestCase(RacingTestCase):
    def test_two_people_change_the_same_actions_and_each_is_changed_once(self):
        finding = self.make_finding()
        pks = [self.make_action(finding=finding).pk for _number in range(8)]
        keys = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"]

        def change(by, owner, key, order):
            actions = sorted(Action.objects.for_bulk().filter(pk__in=pks), key=lambda action: action.pk * order)
            versions = {action.pk: action.version for action in actions}
            return lambda: bulk.make(bulk.HandOver(by=by, now=NOW, owner=owner, note="x"), actions, versions, key)

        results = at_once([change(self.chen, self.sun, keys[0], 1), change(self.li, self.he, keys[1], -1)])

        self.assertEqual(sorted(len(kept.done) for kept in results), [0, 8], results)
        self.assertEqual(sorted(len(kept.left) for kept in results), [0, 8])
        for action in Action.objects.filter(pk__in=pks):
            self.assertEqual(action.events.filter(verb="hand_over").count(), 1)
