"""Pictures of places before and after the work: flat illustrations drawn on the spot, so that nobody's photo is needed."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from common.attachments import accept

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
        self.image.resize(SIZE, Image.Resampling.LANCZOS).save(out, "JPEG", quality=88)
        return SimpleUploadedFile(f"{name}.jpg", out.getvalue(), "image/jpeg")


def scaffold(done):
    canvas = Canvas(SKY, GROUND, 800)
    canvas.box(120, 60, 620, 800, WALL)
    for top in range(110, 780, 170):
        for left in (180, 330, 480):
            canvas.box(left, top, left + 80, top + 100, "#93a7b8")
    for x in (660, 830, 1000):
        canvas.line(x, 40, x, 800)
    for level, y in enumerate((200, 380, 560, 740)):
        loose = level == 1 and not done
        canvas.box(640, y, 800 if loose else 1020, y + 16, WOOD)
        if loose:
            canvas.shape(810, y + 6, 1000, y + 96, 994, y + 110, 804, y + 20, fill=WOOD)
            canvas.line(640, y - 60, 790, y - 60, fill=RED, width=7)
        else:
            canvas.line(640, y - 50, 1020, y - 50, fill=RED if not done else GREEN, width=7)
            canvas.line(640, y - 95, 1020, y - 95, fill=RED if not done else GREEN, width=7)
    if done:
        for y in (60, 240, 420, 600):
            canvas.line(640, y, 1020, y, fill=BLUE, width=5)
        canvas.tick(1100, 120)
    else:
        canvas.warn(1100, 330)
    return canvas


def cabinet(done):
    canvas = Canvas("#d9d4ca", GROUND, 780)
    canvas.box(380, 120, 820, 720, "#8f9aa3", DARK, 12)
    canvas.box(420, 160, 780, 680, WHITE, STEEL, 6)
    for row in range(2):
        for column in range(4):
            left, top = 450 + column * 80, 210 + row * 150
            canvas.box(left, top, left + 60, top + 100, "#e3e6e8", STEEL, 4)
            bad = not done and (row, column) == (0, 2)
            canvas.box(left + 20, top + (55 if bad else 20), left + 40, top + (85 if bad else 50), RED if bad else BLUE)
    for column, colour in enumerate((YELLOW, GREEN, RED, BLUE)):
        x = 480 + column * 80
        if done or column != 1:
            canvas.line(x, 460, x, 610, 600, 650, fill=colour, width=7)
        else:
            canvas.line(x, 460, x - 6, 520, fill=colour, width=7)
            canvas.line(x + 24, 590, 600, 650, fill=colour, width=7)
    if done:
        canvas.box(850, 300, 1010, 500, WHITE, STEEL, 4)
        for y in range(340, 480, 35):
            canvas.line(875, y, 985, y, fill=STEEL, width=5)
        canvas.tick(930, 560)
    else:
        canvas.warn(950, 250)
    return canvas


def warehouse(done):
    canvas = Canvas("#e6e3dc", "#c6c9cb", 430)
    for left in (60, 250, 820, 1010):
        for top in (120, 230, 340):
            canvas.box(left, top, left + 150, top + 90, WOOD, "#8c6437")
    canvas.shape(480, 430, 720, 430, 1010, 900, 190, 900, fill="#aeb3b7")
    if done:
        canvas.shape(640, 430, 720, 430, 1010, 900, 770, 900, fill="#9fc7ab")
        for step in range(6):
            x, y, height = 640 + step * 26, 430 + step * 94, 60 + step * 14
            canvas.line(x, y - height, x, y, fill=YELLOW, width=9 + step)
        canvas.line(640, 380, 770, 780, fill=YELLOW, width=9)
        canvas.disc(470, 210, 50, "#bcd3e2", DARK)
        canvas.tick(600, 120)
    else:
        for left, top in ((420, 520), (610, 610)):
            canvas.box(left, top, left + 140, top + 120, WOOD, "#8c6437")
        canvas.warn(600, 200)
    return canvas


def forklift(done):
    canvas = Canvas("#e6e3dc", "#b4b8bb", 700)
    canvas.box(420, 420, 800, 640, YELLOW, DARK, 20)
    canvas.line(470, 420, 520, 200, 740, 200, 770, 420, fill=DARK, width=16)
    canvas.line(860, 130, 860, 680, fill=DARK, width=22)
    canvas.line(860, 672, 1080, 672, fill=DARK, width=16)
    for x in (500, 740):
        canvas.disc(x, 660, 75, DARK)
        canvas.disc(x, 660, 32, STEEL)
    if done:
        canvas.box(440, 160, 520, 205, BLUE, DARK, 8)
        canvas.shape(440, 205, 150, 830, 330, 830, fill="#9cc1dd")
        canvas.disc(620, 170, 26, RED)
        canvas.tick(1080, 140)
    else:
        canvas.line(400, 560, 330, 600, fill=RED, width=8)
        canvas.warn(250, 520)
    return canvas


def press(done):
    canvas = Canvas("#dcdfe1", "#aab0b5", 760)
    canvas.box(340, 90, 860, 250, "#5f7f78", DARK, 10)
    for left in (340, 790):
        canvas.box(left, 250, left + 70, 760, "#5f7f78", DARK)
    canvas.box(460, 250, 740, 400, STEEL, DARK)
    canvas.box(410, 600, 790, 760, STEEL, DARK)
    canvas.box(520, 540, 680, 600, "#9a6b4f", DARK)
    if done:
        for left in (420, 755):
            canvas.box(left, 400, left + 25, 600, YELLOW, DARK)
        for y in range(415, 600, 28):
            canvas.line(447, y, 753, y, fill=GREEN, width=3)
        canvas.box(930, 380, 1010, 470, RED, DARK, 10)
        canvas.line(945, 380, 945, 330, 995, 330, 995, 380, fill=DARK, width=12)
        canvas.tick(970, 560)
    else:
        canvas.line(880, 300, 960, 260, 1000, 360, 900, 420, 990, 470, fill=RED, width=8)
        canvas.warn(970, 570)
    return canvas


def furnace(done):
    canvas = Canvas("#dfdbd4", "#aaa39a", 740)
    canvas.box(240, 470, 700, 740, "#6c6157", DARK, 8)
    canvas.box(265, 500, 675, 560, "#3a2f28")
    canvas.line(470, 60, 470, 330, fill=DARK, width=8)
    canvas.box(400, 330, 540, 430, "#d8743a", DARK, 6)
    if done:
        canvas.box(790, 360, 1060, 740, WALL, DARK, 10)
        for y in (440, 520, 600):
            canvas.line(840, y, 880, y - 20, 930, y + 20, 980, y - 20, 1010, y, fill=RED, width=7)
        canvas.tick(925, 290)
    else:
        for x, y in ((330, 430), (380, 395), (590, 410), (640, 440), (560, 370)):
            canvas.disc(x, y, 14, "#4a86a8")
        canvas.warn(860, 520)
    return canvas


def hose(done):
    canvas = Canvas(SKY, GROUND, 760)
    canvas.box(70, 260, 470, 700, WHITE, STEEL, 30)
    canvas.line(470, 580, 620, 580, fill=DARK, width=26)
    canvas.line(660, 580, 780, 640, 900, 560, 1010, 420, 1120, 400, fill=STEEL if done else DARK, width=24)
    canvas.box(610, 550, 665, 610, GREEN if done else RED, DARK, 6)
    if done:
        canvas.box(690, 470, 760, 530, YELLOW, DARK, 6)
        canvas.tick(640, 420)
    else:
        canvas.shape(560, 740, 760, 740, 820, 800, 500, 800, fill="#7aa3b8")
        canvas.disc(637, 660, 11, "#7aa3b8")
        canvas.disc(645, 700, 9, "#7aa3b8")
        canvas.warn(640, 420)
    return canvas


def pipe(done):
    canvas = Canvas(SKY, "#8d7b66", 380)
    canvas.shape(240, 380, 960, 380, 860, 780, 340, 780, fill="#6d5d4b")
    canvas.line(300, 640, 900, 640, fill=YELLOW, width=44)
    canvas.stripes(120, 280, 420, 320)
    canvas.stripes(780, 280, 1080, 320)
    if done:
        canvas.box(560, 606, 640, 674, GREEN, DARK, 6)
    else:
        canvas.shape(580, 616, 610, 640, 592, 664, 640, 664, 625, 616, fill=DARK)
        for x in (560, 610, 660):
            canvas.line(x, 590, x - 14, 550, x + 10, 510, x, 470, fill=WHITE, width=6)
        canvas.warn(600, 200)
    return canvas


def form(done):
    canvas = Canvas("#cdbfa9", "#cdbfa9", 900)
    canvas.box(330, 70, 870, 830, WHITE, STEEL, 6)
    canvas.line(420, 150, 780, 150, fill=DARK, width=14)
    for row in range(7):
        y = 230 + row * 75
        canvas.box(390, y - 18, 426, y + 18, WHITE, DARK, 4)
        if done:
            canvas.line(397, y, 406, y + 10, 420, y - 11, fill=GREEN, width=6)
        canvas.line(455, y, 800 - row % 3 * 60, y, fill=STEEL, width=7)
    canvas.line(620, 780, 660, 750, 690, 790, 730, 750, 790, 775, fill=BLUE, width=6)
    return canvas


DRAWERS = {draw.__name__: draw for draw in (scaffold, cabinet, warehouse, forklift, press, furnace, hose, pipe, form)}


class Album:
    """The accepted pictures by name (`scaffold_before`, `scaffold_after`), each drawn once."""

    def __init__(self):
        self.drawn = {}

    def picture(self, name):
        """The fields of a new Attachment."""
        if name not in self.drawn:
            subject, side = name.rsplit("_", 1)
            self.drawn[name] = accept(DRAWERS[subject](done=side == "after").upload(name))
        fields = dict(self.drawn[name])
        fields["file"].seek(0)
        return fields
