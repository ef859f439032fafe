"""Rooms and what is in them, before the work and after it."""

from .canvas import BLUE, DARK, GREEN, GROUND, RED, STEEL, WHITE, WOOD, YELLOW, Canvas


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


def way_out(done):
    canvas = Canvas("#e4e1da", "#bcb7ac", 740)
    canvas.box(420, 180, 780, 740, "#7c9a86", DARK, 6)
    canvas.line(600, 190, 600, 735, fill=DARK, width=6)
    for x in (480, 620):
        canvas.box(x, 470, x + 100, 492, STEEL, DARK, 6)
    canvas.box(490, 95, 710, 160, GREEN, DARK, 8)
    canvas.line(540, 128, 650, 128, 625, 110, 650, 128, 625, 146, fill=WHITE, width=8)
    if done:
        for left in range(300, 900, 100):
            canvas.shape(left, 790, left + 50, 790, left + 20, 850, left - 30, 850, fill=YELLOW)
        canvas.disc(330, 240, 34, RED, DARK)
        canvas.tick(930, 260)
    else:
        for left, top in ((380, 560), (520, 600), (670, 540), (600, 430)):
            canvas.box(left, top, left + 150, top + 190, WOOD, "#8c6437")
        canvas.warn(950, 330)
    return canvas


def stove(done):
    canvas = Canvas("#e8e5df", "#c2bdb4", 760)
    canvas.box(240, 420, 960, 760, STEEL, DARK, 8)
    for x in (420, 780):
        canvas.disc(x, 410, 95, DARK)
        canvas.disc(x, 400, 66, "#5a646c")
    for x in (330, 480, 630, 780):
        canvas.disc(x, 510, 22, DARK)
    colour = WHITE if done else "#b5651d"
    canvas.line(960, 640, 1060, 700, 1080, 560, 1110, 300, fill=colour, width=18)
    canvas.box(1080, 250, 1140, 300, YELLOW, DARK, 6)
    if done:
        canvas.box(560, 110, 640, 170, WHITE, DARK, 10)
        canvas.disc(600, 140, 12, GREEN)
        canvas.tick(880, 200)
    else:
        for x in (1000, 1040):
            canvas.line(x, 660, x + 30, 610, x - 8, 570, x + 20, 520, fill=RED, width=7)
        canvas.warn(870, 220)
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
