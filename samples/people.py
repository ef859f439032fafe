"""The people of the sample and their appointments in the three duty lines: territory, sector, enterprise."""

from dataclasses import dataclass

from .places import DISTRICT, NEIGHBOUR

DOMAIN = "yunling.example"  # .example is reserved (RFC 2606): no letter to it can reach anybody


@dataclass(frozen=True)
class Person:
    """`duties` are places at which the post holds: one appointment each, `{}` for an administrator's."""

    name: tuple
    post: tuple
    role: str
    duties: tuple
    reports_to: str = ""
    phone: str = ""
    signs_in: bool = True
    has_address: bool = True


def sectors(*codes):
    return tuple({"region": DISTRICT, "sector": code} for code in codes)


EVERYWHERE = ({"everywhere": True},)

PEOPLE = {
    # territory
    "he": Person(
        ("何志远", "He Zhiyuan"),
        ("常务副区长", "Executive deputy head of the district"),
        "leader",
        ({"region": DISTRICT},),
    ),
    "chen": Person(
        ("陈晓东", "Chen Xiaodong"),
        ("区安委办主任", "Head of the safety committee office"),
        "official",
        EVERYWHERE,
        "he",
    ),
    "lin": Person(
        ("林岚", "Lin Lan"),
        ("区安委办督查科科长", "Chief inspector, safety committee office"),
        "official",
        EVERYWHERE,
        "chen",
    ),
    "ma": Person(
        ("马文静", "Ma Wenjing"),
        ("区政府督查专员", "Auditor of the district government"),
        "auditor",
        ({"region": DISTRICT},),
        "he",
    ),
    "guan": Person(("管一鸣", "Guan Yiming"), ("区信息中心系统管理员", "System administrator"), "administrator", ({},)),
    # sectors
    "zhou": Person(
        ("周正平", "Zhou Zhengping"),
        ("区住建局质量安全科科长", "Head of construction safety, housing bureau"),
        "official",
        sectors("construction", "town_gas"),
        "chen",
    ),
    "wu": Person(
        ("吴海燕", "Wu Haiyan"),
        ("区应急局危化工贸科科长", "Head of industrial safety, emergency bureau"),
        "official",
        sectors("hazardous_chemicals", "metallurgy_trade", "non_coal_mines"),
        "chen",
    ),
    "zheng": Person(
        ("郑立新", "Zheng Lixin"),
        ("区交通局安全监督科科长", "Head of safety, transport bureau"),
        "official",
        sectors("transport", "fire"),
        "chen",
    ),
    # enterprises
    "sun": Person(
        ("孙建国", "Sun Jianguo"),
        ("云台建设安全总监", "Safety director, Yuntai"),
        "safety_manager",
        ({"organization": "yuntai"},),
    ),
    "wang": Person(
        ("王强", "Wang Qiang"),
        ("翠湖三期生产经理", "Site manager, Cuihu Homes"),
        "reporter",
        ({"site": "cuihu"}, {"site": "school"}),
        "sun",
    ),
    "xu": Person(
        ("徐大海", "Xu Dahai"),
        ("固安架业班组长", "Foreman, Gu'an Scaffolding"),
        "reporter",
        ({"site": "cuihu"},),
        "wang",
        phone="010-0000-0117",
        signs_in=False,
        has_address=False,
    ),
    "li": Person(
        ("李伟", "Li Wei"),
        ("宏泰公司安全部部长", "Safety manager, Hongtai"),
        "safety_manager",
        ({"organization": "hongtai"},),
    ),
    "zhao": Person(
        ("赵春梅", "Zhao Chunmei"),
        ("宏泰公司车间主任", "Workshop manager, Hongtai"),
        "reporter",
        ({"site": "press"}, {"site": "furnace"}),
        "li",
    ),
    "liu": Person(
        ("刘洋", "Liu Yang"),
        ("顺达物流安全经理", "Safety manager, Shunda"),
        "safety_manager",
        ({"organization": "shunda"},),
    ),
    "huang": Person(
        ("黄志刚", "Huang Zhigang"),
        ("顺达物流现场主管", "Yard supervisor, Shunda"),
        "reporter",
        ({"site": "depot"}, {"site": "fleet"}),
        "liu",
    ),
    "gao": Person(
        ("高翔", "Gao Xiang"),
        ("清源化工安环部部长", "Safety manager, Qingyuan"),
        "safety_manager",
        ({"organization": "qingyuan"},),
    ),
    # another district, from where nothing of this one is seen
    "shen": Person(
        ("沈佳", "Shen Jia"),
        ("溪桥区应急局综合科科长", "Official of Xiqiao District"),
        "official",
        ({"region": NEIGHBOUR},),
    ),
}


def address(login):
    return f"{login}@{DOMAIN}"
