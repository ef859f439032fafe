"""Machines, before the work and after it."""

from .canvas import BLUE, DARK, GREEN, RED, STEEL, WALL, WOOD, YELLOW, Canvas


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


def guard(done):
    canvas = Canvas("#dfe1df", "#b1b4b1", 720)
    for x in (330, 870):
        canvas.line(x, 500, x - 60, 760, fill=DARK, width=18)
        canvas.line(x, 500, x + 60, 760, fill=DARK, width=18)
    canvas.line(330, 390, 870, 390, fill="#2c3338", width=22)
    canvas.line(330, 610, 870, 610, fill="#2c3338", width=22)
    for x in (330, 870):
        canvas.disc(x, 500, 110, STEEL, DARK)
        canvas.disc(x, 500, 28, DARK)
    if done:
        canvas.box(730, 340, 1020, 660, YELLOW, DARK, 10)
        for x in range(765, 1010, 45):
            canvas.line(x, 365, x, 635, fill=DARK, width=5)
        canvas.line(200, 330, 1000, 330, fill=RED, width=6)
        canvas.box(180, 300, 225, 360, RED, DARK, 6)
        canvas.tick(1090, 200)
    else:
        canvas.line(1010, 720, 1100, 430, fill=YELLOW, width=16)
        canvas.line(760, 500, 640, 560, fill=WOOD, width=14)
        canvas.warn(1060, 250)
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
