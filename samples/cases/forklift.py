"""31 August: a forklift reverses into a picker in a warehouse."""

from ..parts import After, August, Case, Cause, Deed, Task

FORKLIFT = Case(
    site="depot",
    day=August(31),
    time="06:50",
    known="06:58",
    logged="07:45",
    by="liu",
    keeper="zheng",
    categories=("GB86-02", "WSA10002"),
    place=("2号库西侧装卸通道", "Warehouse 2, west loading lane"),
    description=(
        "早班交接时段，叉车在2号库西侧通道倒车，撞倒正在核对货单的拣货员并碾压，拣货员经送医抢救无效于当日8时许死亡。"
        "通道内人车混行，倒车处货垛遮挡视线。",
        "At the change of shifts a forklift reversing in the west lane of warehouse 2 ran over a picker who was checking "
        "papers. The picker was taken to hospital and died at about 8 o'clock. People and vehicles shared the lane, and "
        "stacked goods blocked the view.",
    ),
    measures=(
        "2号库停止作业，叉车封存，全部装卸通道限行。",
        "Warehouse 2 stopped work, the forklift is sealed, all loading lanes are closed to vehicles.",
    ),
    counts={"deaths": 1, "serious_injuries": 0, "minor_injuries": 0, "missing": 0},
    loss="1410000",
    photo="warehouse_before",
    causes=[
        Cause(
            "direct",
            (
                "叉车在人车混行通道倒车，驾驶员视线被货垛遮挡，未鸣笛、无人指挥。",
                "The forklift reversed in a lane shared with people, the driver's view blocked by stacks, without "
                "sounding the horn and without a banksman.",
            ),
            "7.01",
            (
                "库区监控录像2段；车辆倒车蜂鸣器失效的检测记录。",
                "Two camera recordings; test record of the forklift's dead reversing alarm.",
            ),
            author="zheng",
            day=After(2),
            confirmed_by="chen",
            confirmed=After(4),
            tasks=[
                Task(
                    (
                        "全体叉车驾驶员复训并核查证件",
                        "Retrain every forklift driver and check the licences",
                    ),
                    (
                        "26名驾驶员实操考核合格，证件在有效期内，名单张贴于各库门口。",
                        "All 26 drivers have passed the practical test, their licences are valid, and the list hangs at "
                        "each door.",
                    ),
                    owner="huang",
                    verifier="liu",
                    by="liu",
                    day=-34,
                    deadline=-9,
                    strength="administrative",
                ),
                Task(
                    ("叉车加装倒车影像和蓝光警示", "Fit reversing cameras and blue warning lights to the forklifts"),
                    (
                        "17台叉车影像、蓝光、蜂鸣器齐全有效，班前检查表连续两周无缺项。",
                        "Camera, blue light and alarm work on all 17 forklifts; two weeks of daily checks have no gap.",
                    ),
                    owner="huang",
                    verifier="liu",
                    by="zheng",
                    day=After(9),
                    deadline=After(32),
                    strength="engineering",
                    before="forklift_before",
                    deeds=[
                        Deed(
                            "submit",
                            After(28),
                            ("17台全部加装，检测单附后。", "Fitted to all 17; test sheets attached."),
                            show="forklift_after",
                        ),
                        Deed("verify", After(30), ("逐台试验有效。", "Tested one by one; all work.")),
                        Deed("close", After(44), ("两周班检无缺项。", "Two weeks of checks without a gap.")),
                        Deed(
                            "reopen",
                            -5,
                            (
                                "抽查发现4台蜂鸣器线被剪断，措施未保持，须加装防拆盒。",
                                "A spot check found the alarm cables of four forklifts cut. The measure did not hold: "
                                "fit tamper-proof boxes.",
                            ),
                            deadline=6,
                            by="zheng",
                        ),
                    ],
                ),
            ],
            whys=[
                Cause(
                    "contributing",
                    (
                        "2号库未划设人行通道，货垛占用转弯处视距。",
                        "Warehouse 2 had no walkway, and stacks stood in the sight line of the turn.",
                    ),
                    "I.1",
                    ("现场测量：转弯处可视距离不足2米。", "Measured: less than 2 m of sight at the turn."),
                    author="liu",
                    day=After(3),
                    confirmed_by="zheng",
                    confirmed=After(5),
                    tasks=[
                        Task(
                            (
                                "2号库人车分流：硬隔离人行道和转弯镜",
                                "Separate people from vehicles in warehouse 2: fenced walkway and mirrors",
                            ),
                            (
                                "人行道硬隔离连续，转弯处可视距离不小于8米，早晚班各观察一次无人走车道。",
                                "The walkway is fenced without gaps, sight at the turns is 8 m or more, and in one early "
                                "and one late shift nobody walked in the lane.",
                            ),
                            owner="huang",
                            verifier="liu",
                            by="zheng",
                            day=-40,
                            deadline=-1,
                            strength="engineering",
                            before="warehouse_before",
                            deeds=[
                                Deed(
                                    "ask_extension",
                                    -2,
                                    (
                                        "护栏基础施工需避开出货高峰，申请延期两周，期间高峰时段2号库只走人不走车。",
                                        "The posts cannot be set during the rush of deliveries: two more weeks are asked for. "
                                        "Until then no vehicle enters warehouse 2 at peak hours.",
                                    ),
                                    deadline=13,
                                ),
                            ],
                        ),
                        Task(
                            (
                                "1号、3号库按同样标准检查并整改",
                                "Check warehouses 1 and 3 by the same standard and put them right",
                            ),
                            (
                                "两库检查表完成，发现的问题全部有照片对比。",
                                "Both checks are done, and every fault found has a photo before and after.",
                            ),
                            owner="huang",
                            verifier="liu",
                            by="liu",
                            kind="preventive",
                            day=-16,
                            deadline=2,
                            strength="engineering",
                        ),
                    ],
                    whys=[
                        Cause(
                            "root",
                            (
                                "库区改造时未做安全评估，人流车流由班长口头安排，没有人对布局负责。",
                                "The warehouse was rearranged without looking at safety; people and vehicles were "
                                "directed by word of mouth, and nobody answered for the layout.",
                            ),
                            "I.3",
                            (
                                "改造审批单；3名班长访谈。",
                                "The approval of the change; interviews with three shift leaders.",
                            ),
                            author="zheng",
                            day=After(5),
                            confirmed_by="lin",
                            confirmed=After(8),
                        ),
                    ],
                ),
            ],
        ),
    ],
    containment=[
        Task(
            (
                "2号库停止叉车作业，交接班时段全区禁行",
                "No forklifts in warehouse 2, none anywhere at the change of shifts",
            ),
            (
                "通道口设挡车桩并上锁，交接班半小时内无车辆移动。",
                "The lanes are barred and locked; for half an hour at each change nothing moves.",
            ),
            owner="huang",
            verifier="zheng",
            by="zheng",
            kind="containment",
            day=After(0),
            at="09:10",
            deadline=After(1),
            priority="critical",
            deeds=[
                Deed(
                    "submit",
                    After(0),
                    ("挡车桩已装，禁行时段已广播通知。", "The bars are in place and the hours were announced."),
                    show="warehouse_after",
                    at="15:00",
                ),
                Deed(
                    "verify",
                    After(1),
                    ("早班交接现场查看无车辆移动。", "Seen at the early change: nothing moved."),
                    at="08:10",
                ),
            ],
        ),
    ],
)
