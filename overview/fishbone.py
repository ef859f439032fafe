"""The causes of an incident as a fishbone: what happened at the head, a bone for each group of factors, causes on it.

The tree of whys says what explains what; this says of which kinds the causes are, and which kinds nobody looked at.
"""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.policy import signed_in
from incidents.models import Exhibit, Finding, Incident
from incidents.rules import codes

from .pictures.canvas import NARROW, WIDE, Canvas
from .pictures.lettering import wrapped

CONDITIONS, ACTS = gettext_lazy("Unsafe conditions"), gettext_lazy("Unsafe acts")
UNCODED = {
    Finding.Level.DIRECT: gettext_lazy("Direct causes without a code"),
    Finding.Level.CONTRIBUTING: gettext_lazy("Contributing causes without a code"),
    Finding.Level.ROOT: gettext_lazy("Root causes without a code"),
}
MOST_ABREAST = 3  # bones at one side of a spine
HEAD = 132
LEADING, GAP = 14, 14
SLANT = 34


@dataclass
class Cause:
    """A finding with its place in the tree of whys: 1, 1.1, 1.1.2."""

    finding: Finding
    number: str


@dataclass
class Bone:
    label: str
    causes: list = field(default_factory=list)


def numbered(findings):
    """Causes in the order of the tree, each with its number."""
    keys = {finding.pk for finding in findings}

    def under(parent, prefix):
        children = [f for f in findings if (f.parent_id if f.parent_id in keys else None) == parent]
        for place, finding in enumerate(children, 1):
            number = f"{prefix}{place}"
            yield Cause(finding, number)
            yield from under(finding.pk, f"{number}.")

    return list(under(None, ""))


def bones_of(causes):
    """What a cause is filed under, direct causes first, then by the code of the factor."""
    bones = {}
    for cause in sorted(causes, key=lambda cause: rank(cause.finding)):
        key = rank(cause.finding)
        bones.setdefault(key, Bone(str(group(cause.finding)))).causes.append(cause)
    return list(bones.values())


def rank(finding):
    """Conditions, acts, direct without a code; then indirect factors by code, then what has none."""
    if finding.level == Finding.Level.DIRECT:
        return 0, finding.factor[:1] or "9"
    return 1, finding.factor or f"~{finding.level}"


def group(finding):
    if not finding.factor:
        return UNCODED[finding.level]
    if finding.level == Finding.Level.DIRECT:
        return CONDITIONS if finding.factor.startswith("6") else ACTS
    return codes.factors().get(finding.factor, finding.factor)


class Fishbone:
    """The picture, drawn for a desk or paper and for a phone, and the same in words."""

    def __init__(self, incident, findings):
        self.incident = incident
        self.bones = bones_of(numbered(findings))

    @property
    def title(self):
        count = sum(len(bone.causes) for bone in self.bones)
        return ngettext("%(count)d cause of %(kinds)d kinds", "%(count)d causes of %(kinds)d kinds", count) % {
            "count": count,
            "kinds": len(self.bones),
        }

    @property
    def effect(self):
        return f"{self.incident.kind_in_words} · {self.incident.casualties_in_words}"

    def drawn(self, width):
        canvas = Canvas(width)
        (self.draw_narrow if canvas.narrow else self.draw_wide)(canvas)
        told = " ".join(
            f"{bone.label}: {'; '.join(f'{cause.number} {cause.finding.statement}' for cause in bone.causes)}."
            for bone in self.bones
        )
        return canvas.svg(_("Fishbone"), self.title, f"{self.effect}. {told}")

    @property
    def wide(self):
        return self.drawn(WIDE)

    @property
    def narrow(self):
        return self.drawn(NARROW)

    # at a desk: spines with at most six bones, three above and three below

    def draw_wide(self, canvas):
        y = 0
        for start in range(0, len(self.bones), 2 * MOST_ABREAST):
            y = self.draw_spine(canvas, self.bones[start : start + 2 * MOST_ABREAST], y) + 2 * GAP

    def draw_spine(self, canvas, bones, y):
        """Draw these bones from `y` on; return where they end."""
        above, below = bones[::2], bones[1::2]
        abreast = len(above)
        width = (canvas.width - HEAD - GAP) / abreast
        rows = {id(bone): self.rows(bone, width - SLANT - GAP) for bone in bones}
        heights = [max((height(rows[id(bone)]) for bone in side), default=0) for side in (above, below)]
        spine = y + heights[0] + GAP
        canvas.curve([(4, spine), (canvas.width - HEAD, spine)], "spine")
        self.draw_head(canvas, spine)
        for place, bone in enumerate(above):
            self.draw_bone(canvas, bone, rows[id(bone)], place * width, width, spine, -heights[0])
        for place, bone in enumerate(below):
            self.draw_bone(canvas, bone, rows[id(bone)], place * width, width, spine, heights[1])
        return max(spine + heights[1] + GAP, spine + 40)

    def draw_head(self, canvas, spine):
        lines = wrapped(self.effect, HEAD - 24, 4)
        tall = len(lines) * LEADING + 20
        left, top, bottom = canvas.width - HEAD, spine - tall / 2, spine + tall / 2
        canvas.area(
            [(left, top), (canvas.width - 14, top), (canvas.width, spine), (canvas.width - 14, bottom), (left, bottom)],
            "head",
        )
        canvas.lines(left + 8, top + 22, lines, kind="strong", leading=LEADING)

    def draw_bone(self, canvas, bone, rows, x, width, spine, reach):
        """From the spine outwards, slanting away from the head; its causes lie on twigs at its left."""
        joint, tip = x + width, x + width - SLANT
        canvas.curve([(joint, spine), (tip, spine + reach)], "bone")
        y = spine + reach if reach < 0 else spine + GAP
        label, causes = rows
        if reach < 0:
            y = self.draw_label(canvas, label, x, y)
        for cause, lines in causes:
            canvas.lines(x + 4, y + 12, lines, leading=LEADING)
            under = y + len(lines) * LEADING + 3
            canvas.line(x + 4, under, joint - SLANT * (under - spine) / reach, under, "twig")
            self.link(canvas, cause, x + 2, y, width - SLANT - 4, under - y)
            y = under + GAP - 4
        if reach > 0:
            self.draw_label(canvas, label, x, spine + reach - len(label) * LEADING - 4)

    def draw_label(self, canvas, label, x, y):
        canvas.lines(x + 4, y + 12, label, kind="strong", leading=LEADING)
        return y + len(label) * LEADING + 8

    def rows(self, bone, width):
        """(lines of the label, [(cause, lines)]), as they fit into the width."""
        causes = [(cause, wrapped(f"{cause.number} {cause.finding.statement}", width, 4)) for cause in bone.causes]
        return wrapped(bone.label, width + SLANT - 8, 2), causes

    # on a phone: one spine down, a group below the other

    def draw_narrow(self, canvas):
        lines = wrapped(self.effect, canvas.width - 24, 3)
        tall = len(lines) * LEADING + 14
        canvas.area([(0, 0), (canvas.width, 0), (canvas.width, tall), (0, tall)], "head")
        canvas.lines(10, 18, lines, kind="strong", leading=LEADING)
        y, last = tall + GAP, tall
        for bone in self.bones:
            label, causes = self.rows(bone, canvas.width - 56)
            canvas.line(12, y + 8, 26, y + 8, "bone")
            last = y + 8
            canvas.lines(30, y + 12, label, kind="strong", leading=LEADING)
            y += len(label) * LEADING + 6
            for cause, rows in causes:
                canvas.lines(42, y + 12, rows, leading=LEADING)
                self.link(canvas, cause, 30, y, canvas.width - 32, len(rows) * LEADING + 4)
                y += len(rows) * LEADING + 8
            y += GAP - 4
        canvas.curve([(12, tall), (12, last)], "spine")

    def link(self, canvas, cause, x, y, width, height):
        name = f"{cause.number} {cause.finding.statement}"
        canvas.link(f"{self.incident.get_absolute_url()}#finding-{cause.finding.pk}", name, 1, x, y, width, height)


def height(rows):
    label, causes = rows
    return len(label) * LEADING + 12 + sum(len(lines) * LEADING + GAP - 1 for _cause, lines in causes)


@signed_in
def fishbone(request, pk):
    places = Incident.objects.visible_to(request.user).select_related("site__organization", "site__region")
    incident = get_object_or_404(places, pk=pk)
    kept = Prefetch("exhibits", Exhibit.objects.filter(taken_out_at=None))
    findings = list(incident.findings.standing().select_related("confirmed_by").prefetch_related(kept))
    for finding in findings:
        finding.incident = incident
    context = {
        "incident": incident,
        "title": _("Causes as a fishbone"),
        "here": "fishbone",
        "picture": Fishbone(incident, findings),
        "may_add": incident.may(request.user, "add_finding"),
    }
    return render(request, "overview/fishbone.html", context)
