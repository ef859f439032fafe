"""A sheet to draw on, and the colours."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

SIZE = (1200, 900)
SCALE = 2  # drawn larger and reduced: smooth edges

SKY, GROUND, WALL, STEEL, DARK = "#dfe7ee", "#b9b2a5", "#cfd5da", "#7d8a96", "#38434d"
WOOD, RED, GREEN, YELLOW, BLUE, WHITE = "#b98a55", "#c0392b", "#3f8f5b", "#e0a82e", "#2f6690", "#f6f7f8"


class Canvas:
    """A drawing in the coordinates of `SIZE`."""

    def __init__(self, above, below, horizon):
        self.image = Image.new("RGB", tuple(side * SCALE for side in SIZE), above)
        self.pen = ImageDraw.Draw(self.image)
        self.box(0, horizon, 1200, 900, below)

    def box(self, left, top, right, bottom, fill, outline=None, radius=0):
        corners = [value * SCALE for value in (left, top, right, bottom)]
        self.pen.rounded_rectangle(corners, radius * SCALE, fill, outline, 3 * SCALE)

    def line(self, *points, fill=STEEL, width=10):
        self.pen.line([value * SCALE for value in points], fill, width * SCALE, joint="curve")

    def disc(self, x, y, radius, fill, outline=None):
        corners = [value * SCALE for value in (x - radius, y - radius, x + radius, y + radius)]
        self.pen.ellipse(corners, fill, outline, 4 * SCALE)

    def shape(self, *points, fill):
        self.pen.polygon([value * SCALE for value in points], fill)

    def stripes(self, left, top, right, bottom):
        """A barrier in yellow and black."""
        self.box(left, top, right, bottom, YELLOW)
        for x in range(left, right - 20, 60):
            self.shape(x, bottom, x + 30, bottom, min(x + 50, right), top, min(x + 20, right), top, fill=DARK)

    def tick(self, x, y):
        self.disc(x, y, 34, GREEN)
        self.line(x - 16, y, x - 4, y + 13, x + 17, y - 13, fill=WHITE, width=8)

    def warn(self, x, y):
        self.shape(x, y - 40, x + 44, y + 34, x - 44, y + 34, fill=YELLOW)
        self.line(x, y - 16, x, y + 10, fill=DARK, width=8)
        self.disc(x, y + 22, 5, DARK)

    def upload(self, name):
        out = BytesIO()
        self.image.reduce(SCALE).save(out, "JPEG", quality=88)
        return SimpleUploadedFile(f"{name}.jpg", out.getvalue(), "image/jpeg")
