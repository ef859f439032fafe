"""30 August: a worker dies while a press is being set."""

from ..parts import After, August, Case, Cause, Deed, Task

PRESS = Case(
    site="press",
    day=August(30),
    time="15:20",
    known="15:28",
    logged="16:10",
    by="li",
    keeper="wu",
    categories=("GB86-03", "WSA10004"),
    place=("7号冲床（160吨）", "Press no. 7 (160 t)"),
    description=(
        "模具调试过程中，1名操作工将上身探入7号冲床模区取出卡料，另一名调试工从侧面启动点动，滑块下行，"
        "操作工头部和胸部受挤压，当场死亡。",
        "While a die was being set, an operator leaned into press no. 7 to free a jammed part. The setter, standing at "
        "the side, jogged the press; the slide came down on the operator's head and chest. The operator died at the scene.",
    ),
    measures=(
        "立即断电停机，22台冲床全部停用；保护现场，安排心理疏导。",
        "The power was cut and all 22 presses were taken out of use. The scene was left untouched and counselling arranged.",
    ),
    counts={"deaths": 1, "serious_injuries": 0, "minor_injuries": 0, "missing": 0, "at_risk": 2},
    loss="1530000",
    photo="press_before",
    causes=[
        Cause(
            "direct",
            (
                "7号冲床光电保护装置被短接，人体进入模区时滑块仍可下行。",
                "The light curtain of press no. 7 was bridged, so that the slide could move with a person in the die space.",
            ),
            "7.02",
            (
                "电气柜内发现短接线；复现试验3次，光幕遮挡时滑块均未停止。",
                "A bridge was found in the cabinet; in three trials the slide did not stop when the curtain was broken.",
            ),
            author="wu",
            day=After(2),
            confirmed_by="chen",
            confirmed=After(4),
            tasks=[
                Task(
                    ("22台冲床更换带自检的光电保护装置", "Fit light curtains with self-test to all 22 presses"),
                    (
                        "22台逐台遮挡试验均在滑块上死点前停止，短接时机床不能启动，试验记录双人签字。",
                        "On each of the 22 presses the slide stops when the curtain is broken, a bridged curtain keeps "
                        "the press from starting, and two people have signed the record.",
                    ),
                    owner="zhao",
                    verifier="li",
                    by="wu",
                    day=-45,
                    deadline=-9,
                    strength="engineering",
                    priority="critical",
                    before="press_before",
                    deeds=[
                        Deed(
                            "ask_extension",
                            -14,
                            (
                                "供货商分两批到货，第二批10台需再延20日，期间该10台冲床断电挂牌停用。",
                                "The supplier delivers in two lots. The second lot of ten needs 20 more days; those ten "
                                "presses stay locked off meanwhile.",
                            ),
                            deadline=11,
                        ),
                        Deed(
                            "grant_extension",
                            -13,
                            (
                                "同意，停用的10台由安全部保管钥匙。",
                                "Agreed. The safety department keeps the keys of the ten presses.",
                            ),
                        ),
                    ],
                ),
            ],
            whys=[
                Cause(
                    "contributing",
                    (
                        "调试、取料时未执行断电挂牌上锁，两人配合作业无统一指挥。",
                        "The press was not locked off for setting and clearing, and of the two people at work nobody gave the word.",
                    ),
                    "I.4",
                    ("现场无挂牌锁具；监控录像。", "No locks or tags at the machine; camera recording."),
                    author="wu",
                    day=After(2),
                    confirmed_by="lin",
                    confirmed=After(5),
                    tasks=[
                        Task(
                            ("冲床调试、维修全面实行断电上锁挂牌", "Lock and tag every press for setting and repair"),
                            (
                                "每台冲床配个人锁具，连续抽查5次调试均已上锁，无锁作业为零。",
                                "Each press has personal locks; five settings checked at random were all locked.",
                            ),
                            owner="zhao",
                            verifier="li",
                            by="li",
                            day=After(7),
                            deadline=After(30),
                            strength="administrative",
                            deeds=[
                                Deed(
                                    "submit",
                                    After(27),
                                    (
                                        "锁具48套到位，规程上墙，抽查记录附后。",
                                        "48 sets of locks are in use, the rule hangs at each press, records attached.",
                                    ),
                                    show="press_after",
                                ),
                                Deed("verify", After(29), ("抽查5次均上锁。", "Five of five were locked.")),
                            ],
                        ),
                    ],
                    whys=[
                        Cause(
                            "root",
                            (
                                "企业没有冲床换模调试的安全操作规程，产量考核不含停机调试时间。",
                                "There was no safe procedure for setting dies, and the output targets left no time for stopping.",
                            ),
                            "I.5",
                            ("操作规程汇编；生产考核办法。", "The collection of procedures; the rules for output pay."),
                            author="wu",
                            day=After(3),
                            confirmed_by="chen",
                            confirmed=After(6),
                            tasks=[
                                Task(
                                    (
                                        "编制换模调试规程并修改产量考核",
                                        "Write a procedure for setting dies and change the output targets",
                                    ),
                                    (
                                        "规程经职工代表讨论后发布，调试工时单列，当月考核表按新办法计发。",
                                        "The procedure was discussed with the workers and issued; setting time is counted "
                                        "apart; this month's pay follows the new rules.",
                                    ),
                                    owner="zhao",
                                    verifier="li",
                                    by="wu",
                                    day=-33,
                                    deadline=-4,
                                    strength="administrative",
                                    deeds=[
                                        Deed(
                                            "ask_extension",
                                            -8,
                                            (
                                                "考核办法需职代会讨论，申请延期一个月。",
                                                "The targets go to the workers' congress; one more month is asked for.",
                                            ),
                                            deadline=26,
                                        ),
                                        Deed(
                                            "refuse_extension",
                                            -7,
                                            (
                                                "规程部分与考核部分可分开完成，规程必须按期发布。",
                                                "The procedure does not have to wait for the targets: it must be issued on time.",
                                            ),
                                        ),
                                    ],
                                ),
                            ],
                        ),
                    ],
                ),
            ],
        ),
    ],
    containment=[
        Task(
            ("全部冲床断电停用，逐台检查保护装置", "Cut the power of all presses and test every guard"),
            (
                "22台冲床挂牌停用，逐台检查表双人签字。",
                "All 22 presses are tagged out; two people signed the check of each.",
            ),
            owner="zhao",
            verifier="wu",
            by="wu",
            kind="containment",
            day=After(0),
            at="17:20",
            deadline=After(2),
            priority="critical",
            deeds=[
                Deed(
                    "submit",
                    After(1),
                    (
                        "检查完毕，另发现3台短接，已拆除并封存。",
                        "All checked. Three more were bridged; the bridges are removed and kept.",
                    ),
                    show="press_after",
                ),
                Deed("verify", After(1), ("逐台核对。", "Checked press by press."), at="17:40"),
            ],
        ),
    ],
)
