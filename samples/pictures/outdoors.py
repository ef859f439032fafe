"""Scaffolds, trenches, tanks and shafts, before the work and after it."""

from .canvas import BLUE, DARK, GREEN, GROUND, RED, SKY, STEEL, WALL, WHITE, WOOD, YELLOW, Canvas


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


def edge(done):
    canvas = Canvas(SKY, GROUND, 560)
    canvas.shape(0, 560, 700, 560, 560, 900, 0, 900, fill="#8d7b66")
    canvas.shape(700, 560, 1200, 560, 1200, 900, 560, 900, fill="#6d5d4b")
    if done:
        for x in (90, 290, 490, 660):
            canvas.line(x, 400, x, 560, fill=YELLOW, width=12)
        for y in (410, 475):
            canvas.line(60, y, 680, y, fill=RED, width=9)
        canvas.box(60, 540, 690, 562, WOOD)
        canvas.tick(1080, 140)
    else:
        for level in range(3):
            canvas.line(380, 548 - level * 18, 670, 548 - level * 18, fill=STEEL, width=14)
        canvas.line(690, 565, 650, 640, 670, 700, 600, 800, fill=DARK, width=6)
        canvas.warn(860, 450)
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


def manhole(done):
    canvas = Canvas("#cfd3d6", "#a3a7a9", 330)
    canvas.disc(600, 640, 190, DARK)
    canvas.disc(600, 640, 165, "#1f262b")
    canvas.line(540, 560, 540, 780, fill=STEEL, width=9)
    canvas.line(640, 560, 640, 780, fill=STEEL, width=9)
    for y in range(600, 780, 50):
        canvas.line(540, y, 640, y, fill=STEEL, width=8)
    if done:
        canvas.line(600, 150, 330, 760, fill=YELLOW, width=14)
        canvas.line(600, 150, 870, 760, fill=YELLOW, width=14)
        canvas.line(600, 150, 600, 560, fill=BLUE, width=7)
        canvas.box(930, 420, 1040, 570, YELLOW, DARK, 12)
        canvas.box(950, 445, 1020, 495, GREEN, DARK, 4)
        canvas.disc(180, 560, 90, BLUE, DARK)
        canvas.line(260, 590, 430, 660, fill=YELLOW, width=40)
        canvas.tick(985, 330)
    else:
        canvas.box(820, 520, 1090, 560, "#6b7278", DARK, 18)
        canvas.warn(260, 560)
    return canvas
