"""A made-up ledger of an official, as dirty as real ones: 2,000 rows under a title and a header of two rows."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import xlsxwriter

TITLE = "甲区２０２６年安全生产问题隐患整改台账"
UNDER_TITLE = "填报单位：甲区应急管理局　　填报日期：2026年9月1日　　　单位：项"
UPPER = [
    "序号",
    "单位名称",
    "场所（部位）",
    "检查时间",
    "检查人员",
    "存在问题（隐患）",
    "隐患类别",
    "整改措施",
    "整改时限",
]
UPPER += ["责任单位", "责任人", "联系电话", "整改情况", "", "验收人", "复查时间", "复查结果", "备注"]
LOWER = [""] * 12 + ["是否完成", "完成时间"] + [""] * 4
TODAY, CHECKED = date(2026, 9, 1), date(2026, 8, 5)
UNITS = ["宏远建筑公司", "甲区机械厂", "东风化工有限公司", "龙山采石场", "城关粮库"]
PROBLEMS = [
    "配电箱未上锁",
    "灭火器过期",
    "临边防护缺失",
    "叉车未年检",
    "安全出口堵塞",
    "电线私拉乱接",
    "有限空间无警示标识",
]
NONE = ["", "无", "/", "—", "-"]
NOBODY = ["安全科", "各车间", "王强、李伟", "王强 李伟", "张三丰", "", "设备部；安全部"]


def ledger_rows():
    """(kind of row, cells): days are days, so that a workbook can type them and a text write them in its own way."""
    number = 0
    for block, unit in enumerate(UNITS):
        first = True
        for place in range(400):
            number += 1
            yield "row", [place + 1, unit if first else "", *cells(number, block == 0), ""]
            first = place % 10 == 9  # a merged cell over ten rows
        yield "subtotal", ["小 计", "", "", "", "", f"{400}项"]
        if block == 2:
            yield "header", UPPER
    yield "total", ["合计：", "", "", "", "", "2000项"]
    yield "foot", ["", "填报人：（签字）　　审核人："]


def cells(number, at_home):
    """One row by its number: at home, where people are known, 45 are late and named, 12 late with a department."""
    place = number % 400 or 400
    problem = f"{PROBLEMS[number % 7]}（第{number}处）"
    found = TODAY - timedelta(days=60 - number % 20)
    late, coming = TODAY - timedelta(days=1 + number % 30), TODAY + timedelta(days=1 + number % 30)
    owner, verifier = ("王　强" if number % 3 else "王强（班组长）", "李伟") if at_home else ("周立", "吴用")
    done = done_on = checked_on = result = ""
    if at_home and place <= 45:
        deadline, done = late, ["未完成", "正在整改", ""][number % 3]
    elif at_home and place <= 57:
        deadline, owner, done = late, "安全科", "未完成"
    elif at_home and place <= 100:
        deadline, owner = coming, NOBODY[number % 7]
    elif at_home and place <= 120:
        deadline, done = ["长期坚持", "立即整改"][number % 2], "长期坚持"
    elif at_home and place <= 150:
        deadline, done, done_on = coming, "已完成", TODAY - timedelta(days=5)
    elif at_home and place <= 200:
        deadline, done = coming, "正在整改"
    elif number % 2:
        deadline, done = coming, "未完成"
    else:
        deadline, done, done_on, checked_on, result = late, "已完成", CHECKED, CHECKED, "合格"
    return [
        ["一车间", "城南工地", "仓库"][number % 3] if not at_home else "城南工地",
        found if number % 10 == 1 or number % 400 == 1 else "",
        "检查组",
        problem,
        "重大事故隐患" if number % 50 == 0 else "一般",
        NONE[number % 5] if number % 4 == 0 else f"{problem}，限期整改_x000D_\n并举一反三",
        deadline,
        "安全科",
        owner,
        13800000000 + number,
        done,
        done_on,
        verifier if number % 90 else owner,
        checked_on,
        result,
    ]


def written(day, number):
    """The same kind of day as many people write it; none of them loses its last zero."""
    ways = [
        f"{day.year}.{day.month}.{day.day}",
        f"{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.month:02}.{day.day:02}" if day.day % 10 else f"{day.year}-{day.month:02}-{day.day:02}",
        "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in f"{day.year}.{day.month}.{day.day}"),
        str((day - date(1899, 12, 30)).days),
    ]
    if day.day in (1, 2, 3):
        ways[4] = ways[0]
    return ways[number % 7]


def as_csv():
    """In GB18030, as an office program saves it: merged cells are empty but for the first."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    width = len(UPPER)
    for line in ([TITLE], [UNDER_TITLE], UPPER, LOWER):
        writer.writerow([*line, *[""] * (width - len(line))])
    for number, (_kind, row) in enumerate(ledger_rows()):
        row = [written(cell, number) if isinstance(cell, date) else str(cell).replace("_x000D_", "") for cell in row]
        writer.writerow([*row, *[""] * (width - len(row))])
    return out.getvalue().encode("gb18030")


def as_xlsx():
    """Typed days in some rows, written ones in others, merged cells, a second sheet with remarks."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy/m/d"})
    sheet = book.add_worksheet("台账")
    book.add_worksheet("填表说明").write(0, 0, "请勿改动表头。")
    sheet.merge_range(0, 0, 0, len(UPPER) - 1, TITLE)
    sheet.merge_range(1, 0, 1, len(UPPER) - 1, UNDER_TITLE)
    sheet.write_row(3, 0, UPPER)
    sheet.merge_range(3, 12, 3, 13, "整改情况")
    sheet.write_row(4, 0, LOWER)
    for number, (_kind, row) in enumerate(ledger_rows()):
        for place, cell in enumerate(row):
            if isinstance(cell, date) and number % 2:
                cell = written(cell, number)
            sheet.write(number + 5, place, cell)
    book.close()
    return out.getvalue()
