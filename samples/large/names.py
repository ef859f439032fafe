"""Names of places and people that nobody bears: syllables put together."""

FIRST = (
    ("云", "Yun"),
    ("江", "Jiang"),
    ("青", "Qing"),
    ("石", "Shi"),
    ("龙", "Long"),
    ("白", "Bai"),
    ("临", "Lin"),
    ("东", "Dong"),
    ("安", "An"),
    ("金", "Jin"),
)
SECOND = (
    ("川", "chuan"),
    ("桥", "qiao"),
    ("溪", "xi"),
    ("陵", "ling"),
    ("原", "yuan"),
    ("湖", "hu"),
    ("关", "guan"),
    ("平", "ping"),
    ("河", "he"),
    ("港", "gang"),
)

BRANDS = (
    ("瑞", "Rui"),
    ("宏", "Hong"),
    ("盛", "Sheng"),
    ("恒", "Heng"),
    ("华", "Hua"),
    ("泰", "Tai"),
    ("鑫", "Xin"),
    ("远", "Yuan"),
    ("顺", "Shun"),
    ("立", "Li"),
    ("永", "Yong"),
    ("天", "Tian"),
)
ENDINGS = (
    ("丰", "feng"),
    ("达", "da"),
    ("通", "tong"),
    ("兴", "xing"),
    ("源", "yuan"),
    ("辉", "hui"),
    ("诚", "cheng"),
    ("利", "li"),
    ("昌", "chang"),
    ("和", "he"),
    ("信", "xin"),
    ("威", "wei"),
)

SURNAMES = (
    ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"), ("杨", "Yang"), ("赵", "Zhao"), ("黄", "Huang"), ("周", "Zhou"), ("吴", "Wu"),
    ("徐", "Xu"), ("孙", "Sun"), ("胡", "Hu"), ("朱", "Zhu"), ("高", "Gao"), ("林", "Lin"), ("何", "He"), ("郭", "Guo"), ("马", "Ma"), ("罗", "Luo"),
    ("梁", "Liang"), ("宋", "Song"), ("郑", "Zheng"), ("谢", "Xie"), ("韩", "Han"), ("唐", "Tang"), ("冯", "Feng"), ("于", "Yu"), ("董", "Dong"), ("萧", "Xiao"),
)  # fmt: skip
GIVEN = (
    ("建", "jian"), ("国", "guo"), ("志", "zhi"), ("明", "ming"), ("文", "wen"), ("晓", "xiao"), ("海", "hai"), ("丽", "li"), ("军", "jun"), ("秀", "xiu"),
    ("春", "chun"), ("永", "yong"), ("玉", "yu"), ("伟", "wei"), ("红", "hong"), ("德", "de"), ("立", "li"), ("佳", "jia"), ("学", "xue"), ("少", "shao"),
)  # fmt: skip
LAST = (
    ("强", "qiang"), ("平", "ping"), ("华", "hua"), ("敏", "min"), ("静", "jing"), ("辉", "hui"), ("勇", "yong"), ("芳", "fang"), ("涛", "tao"), ("燕", "yan"),
    ("杰", "jie"), ("峰", "feng"), ("梅", "mei"), ("斌", "bin"), ("玲", "ling"), ("刚", "gang"), ("鹏", "peng"), ("霞", "xia"), ("波", "bo"), ("宁", "ning"),
)  # fmt: skip


def joined(*syllables):
    """(Chinese, English) of syllables that make one word."""
    return "".join(zh for zh, _en in syllables), "".join(en for _zh, en in syllables)


def place(index):
    """The `index`-th name of a place, a hundred of them, then again with a number."""
    again, index = divmod(index, len(FIRST) * len(SECOND))
    zh, en = joined(FIRST[index % len(FIRST)], SECOND[(index // len(FIRST) + index) % len(SECOND)])
    return (zh, en) if not again else (f"{zh}{again + 1}", f"{en} {again + 1}")


def brand(index):
    again, index = divmod(index, len(BRANDS) * len(ENDINGS))
    zh, en = joined(BRANDS[index % len(BRANDS)], ENDINGS[(index // len(BRANDS) + index) % len(ENDINGS)])
    return (zh, en) if not again else (f"{zh}{again + 1}", f"{en} {again + 1}")


def person(random):
    (family, family_en), given = random.choice(SURNAMES), [random.choice(LAST)]
    if random.random() < 0.8:
        given.insert(0, random.choice(GIVEN))
    zh, en = joined(*given)
    return f"{family}{zh}", f"{family_en} {en.capitalize()}"
