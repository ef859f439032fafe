"""What else happened in the course of a year: lesser injuries and dangerous occurrences."""

from ..parts import After, Case, Cause, Deed, Task

PIPE = Case(
    site="oldtown",
    day=-9,
    time="14:05",
    known="14:12",
    logged="15:02",
    by="zhou",
    keeper="zhou",
    kind="dangerous_occurrence",
    categories=("GB86-20", "WSA10026"),
    place=("老街与药王巷交叉口", "Corner of Old Street and Yaowang Lane"),
    description=(
        "道路开挖施工单位未核实管线图，挖掘机碰破DN110中压燃气管，天然气泄漏约20分钟。疏散周边群众64人，无人员受伤。",
        "A road crew dug without checking the map of pipes; the excavator tore a DN110 medium-pressure gas main. Gas "
        "leaked for about 20 minutes. 64 residents were led away; nobody was hurt.",
    ),
    measures=(
        "关闭上游阀门，设置警戒，抢修后复检合格。",
        "The valve upstream was closed, the street cordoned off, the pipe repaired and tested.",
    ),
    counts={"deaths": 0, "serious_injuries": 0, "minor_injuries": 0, "at_risk": 64},
    potential="deaths",
    photo="pipe_before",
    causes=[
        Cause(
            "direct",
            ("开挖前未现场交底，未人工探坑确认管位。", "No briefing on site and no trial pit by hand before digging."),
            "7.01",
            ("施工日志；现场照片。", "The site diary; photos."),
            author="zhou",
            day=After(2),
            whys=[
                Cause(
                    "root",
                    (
                        "道路开挖许可与燃气管线保护方案没有相互核对的环节。",
                        "Nothing ties the permit to dig to the plan for protecting the gas mains.",
                    ),
                    "I.6",
                    author="zhou",
                    day=After(3),
                ),
            ],
        ),
    ],
)

BURN = Case(
    site="furnace",
    day=-48,
    time="20:30",
    known="20:41",
    logged="21:25",
    by="li",
    keeper="li",
    categories=("GB86-07", "WSA10008"),
    place=("2号淬火槽", "Quenching tank no. 2"),
    description=(
        "淬火工件带水入油，油液溅出，1名操作工前臂二度烫伤，送医治疗后休息12日。",
        "A wet workpiece went into the oil; oil splashed out and scalded an operator's forearm (second degree). Treated "
        "in hospital, twelve days off work.",
    ),
    measures=(
        "停槽，改用长柄夹具，补发耐热手套和面罩。",
        "The tank was stopped; long tongs, heat-proof gloves and visors were handed out.",
    ),
    counts={"deaths": 0, "serious_injuries": 0, "minor_injuries": 1, "missing": 0},
    loss="18600",
    photo="furnace_before",
    causes=[
        Cause(
            "direct",
            ("工件清洗后未烘干即入油淬火。", "The workpiece was not dried after washing."),
            "7.01",
            ("班组记录；工件残留水分照片。", "Shift record; photo of water left on the part."),
            author="li",
            day=After(2),
            confirmed_by="wu",
            confirmed=After(6),
            tasks=[
                Task(
                    ("淬火前增设烘干工位并与吊具联锁", "Add a drying station interlocked with the hoist"),
                    (
                        "未烘干计时满3分钟吊具不能移至油槽，试验10次有效。",
                        "Without three minutes of drying the hoist does not reach the tank; ten trials of ten.",
                    ),
                    owner="zhao",
                    verifier="li",
                    by="li",
                    day=After(8),
                    deadline=-14,
                    strength="engineering",
                    before="furnace_before",
                    deeds=[
                        Deed(
                            "submit",
                            -9,
                            ("联锁已投用，试验记录附后。", "The interlock works; record of the trials attached."),
                            show="furnace_after",
                        ),
                    ],
                ),
                Task(
                    ("两个淬火槽加装防溅挡板", "Fit splash screens to both quenching tanks"),
                    (
                        "挡板高度不低于1.6米，试淬10件操作位无油液溅出。",
                        "The screens are 1.6 m high or more; with ten trial parts no oil reaches the operator.",
                    ),
                    owner="zhao",
                    verifier="li",
                    by="wu",
                    day=After(9),
                    deadline=-6,
                    strength="engineering",
                    before="furnace_before",
                ),
                Task(
                    ("淬火岗位配齐面罩和耐热手套", "Visors and heat-proof gloves for everybody at the tanks"),
                    ("当班人员全部佩戴，备件架有余量。", "Everybody on shift wears them, and the shelf holds spares."),
                    owner="zhao",
                    verifier="li",
                    by="li",
                    day=After(8),
                    deadline=0,
                    strength="protection",
                ),
            ],
        ),
    ],
)

DUST = Case(
    site="panels",
    day=-68,
    time="16:40",
    known="17:30",
    logged="18:20",
    by="wu",
    keeper="wu",
    kind="dangerous_occurrence",
    categories=("GB86-08", "WSA10009"),
    place=("砂光机除尘管", "Duct of the sanding machine"),
    description=(
        "砂光机除尘管内积尘起火，员工用灭火器扑灭，过火面积约2平方米，无人员受伤。",
        "Dust in the duct of the sanding machine caught fire. Workers put it out with extinguishers; about 2 m² burnt, "
        "nobody was hurt.",
    ),
    measures=("断电停产，清理管道积尘。", "Power cut, work stopped, the duct cleaned."),
    counts={"deaths": 0, "serious_injuries": 0, "minor_injuries": 0},
    loss="4200",
    potential="deaths",
    causes=[
        Cause(
            "direct",
            (
                "除尘管道长期未清灰，砂光火花引燃积尘。",
                "The duct had not been cleaned for long, and a spark of the sander lit the dust.",
            ),
            "6.02",
            ("管道内积尘厚度约3厘米。", "About 3 cm of dust in the duct."),
            author="wu",
            day=After(3),
            confirmed_by="lin",
            confirmed=After(9),
        ),
    ],
)

OTHERS = [PIPE, BURN, DUST]
