"""What a picture is drawn on: marks that are one image, and above them the links to what stands behind each."""

from .lettering import width_of
from .svg import element, together

WIDE, NARROW = 720, 312  # a desk's or a sheet's column, and a phone's; one unit is about one pixel on either
SIZE = 12  # of letters; nothing is smaller than SMALL
SMALL = 11
THINNEST = 6  # that one can still point at


class Canvas:
    """Everything is placed in units of a picture that is `width` wide and becomes as high as what is drawn."""

    def __init__(self, width):
        self.width = width
        self.height = 0
        self.marks, self.links = [], []
        self.behind = []  # (url, rows) of the links

    @property
    def narrow(self):
        return self.width < WIDE

    def draw(self, name, *content, kind="", bottom=0, **attributes):
        self.height = max(self.height, bottom)
        names = " ".join(f"pic-{each}" for each in kind.split())
        self.marks.append(element(name, *content, class_=names or None, **attributes))

    def bar(self, x, y, width, height, kind):
        """A bar or a cell. What is `late` is hatched, for whoever does not see the colour."""
        if width <= 0 or height <= 0:
            return
        place = {"x": float(x), "y": float(y), "width": float(width), "height": float(height)}
        self.draw("rect", kind=kind, bottom=y + height, **place)
        if kind == "late":
            self.draw("rect", fill="url(#hatch)", **place)

    def line(self, x1, y1, x2, y2, kind="line"):
        self.draw("line", kind=kind, bottom=max(y1, y2), x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2))

    def curve(self, points, kind="curve"):
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.draw("polyline", kind=kind, bottom=max(y for _x, y in points), points=places)

    def area(self, points, kind):
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.draw("polygon", kind=kind, bottom=max(y for _x, y in points), points=places)

    def dot(self, x, y, radius, kind="dot"):
        self.draw("circle", kind=kind, bottom=y + radius, cx=float(x), cy=float(y), r=float(radius))

    def pill(self, x, y, number, kind):
        """A number on a mark that is as wide as it needs, around its middle."""
        width = pill_width(number)
        place = {"x": float(x - width / 2), "y": float(y - 10), "width": float(width), "height": 20, "rx": 10}
        self.draw("rect", kind=kind, bottom=y + 10, **place)
        self.text(x, y + 4, f"{number:,}", f"on-{kind} small number", "middle")

    def text(self, x, y, text, kind="", anchor=None, **attributes):
        """`y` is the base line; `anchor` is middle or end."""
        self.draw("text", text, kind=kind, bottom=y + 4, x=float(x), y=float(y), text_anchor=anchor, **attributes)

    def lines(self, x, y, rows, kind="", anchor=None, leading=14):
        for place, row in enumerate(rows):
            self.text(x, y + place * leading, row, kind, anchor)

    def link(self, url, name, rows, x, y, width, height):
        """What lies here leads to `url`, a list of so many rows; without one there is nothing to press."""
        if not url:
            return
        if width < THINNEST:
            x, width = x - (THINNEST - width) / 2, THINNEST
        place = {"x": float(x), "y": float(y), "width": float(width), "height": float(height), "class_": "pic-hit"}
        self.links.append(element("a", element("title", name), element("rect", **place), href=url))
        self.behind.append((url, rows))

    def fits(self, text, width, size=SIZE):
        return width_of(text, size) <= width

    def svg(self, label, title, description):
        image = element(
            "g", element("title", title), element("desc", description), *self.marks, role="img", class_="pic-marks"
        )
        return element(
            "svg",
            image,
            together(self.links),
            class_="pic-narrow" if self.narrow else "pic-wide",
            viewBox=f"0 0 {self.width} {self.height + 2:.0f}",
            width=self.width,
            height=f"{self.height + 2:.0f}",
            role="group",
            aria_label=label,
            focusable="false",
        )


def pill_width(number):
    return max(20, width_of(f"{number:,}", SMALL) + 8)
