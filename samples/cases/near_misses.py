"""What went well by luck: near misses that people noticed in the course of a year."""

from ..parts import After, Case, Cause, Deed, Task

SLING = Case(
    site="school",
    day=-25,
    time="10:15",
    known="10:20",
    logged="11:40",
    by="sun",
    keeper="sun",
    kind="near_miss",
    categories=("GB86-04", "WSA10005"),
    place=("教学楼B区吊装平台", "Teaching block B, loading platform"),
    description=(
        "塔吊吊运钢管至5层时一根吊带断裂，钢管滑落在警戒区内，警戒区内无人。",
        "While the tower crane lifted steel tubes to the 5th floor one sling broke. The tubes fell inside the closed "
        "area, where nobody was.",
    ),
    measures=("停止吊装，全部吊索具收回检查。", "Lifting stopped, all slings were called in and checked."),
    counts={"deaths": 0, "serious_injuries": 0, "minor_injuries": 0},
    potential="death",
    causes=[
        Cause(
            "direct",
            ("吊带内芯断丝超标仍在使用。", "The sling was in use although its core was worn beyond the limit."),
            "6.02",
            ("断口检测报告。", "Report on the broken sling."),
            author="sun",
            day=After(2),
            confirmed_by="zhou",
            confirmed=After(3),
            tasks=[
                Task(
                    (
                        "吊索具建档编号，每月检测并换色标",
                        "Number every sling, test it monthly and change the colour tag",
                    ),
                    (
                        "在用吊索具全部有编号和当月色标，报废件已剪断。",
                        "Every sling in use has a number and this month's colour; scrapped ones are cut in two.",
                    ),
                    owner="wang",
                    verifier="sun",
                    by="sun",
                    day=After(4),
                    deadline=3,
                    strength="administrative",
                ),
                Task(
                    ("司索信号工重新考核上岗", "Test the slingers and signallers again"),
                    (
                        "6人实操考核合格，能当场指出三种报废标准。",
                        "All six have passed and can name three reasons to scrap a sling.",
                    ),
                    owner="wang",
                    verifier="sun",
                    by="sun",
                    day=After(5),
                    deadline=-3,
                    strength="administrative",
                ),
                Task(
                    ("吊装警戒区改用固定围栏", "Fence the lifting area for good"),
                    (
                        "围栏连续，入口上锁，吊装时专人看守。",
                        "The fence has no gap, its gate is locked and guarded while lifting.",
                    ),
                    owner="wang",
                    verifier="sun",
                    by="zhou",
                    day=After(6),
                    deadline=18,
                    strength="engineering",
                ),
            ],
        ),
    ],
)

HOSE = Case(
    site="tanks",
    day=-97,
    time="11:25",
    known="11:31",
    logged="12:20",
    by="gao",
    keeper="wu",
    kind="near_miss",
    categories=("GB86-20", "WSA10026"),
    place=("3号装车鹤位", "Loading arm no. 3"),
    description=(
        "装车软管接头松脱，约40升溶剂流入围堰，可燃气体报警后人员撤离、泡沫覆盖，未起火。",
        "The coupling of a loading hose came loose and about 40 litres of solvent ran into the bund. The gas alarm went "
        "off, people left and foam was laid. It did not catch fire.",
    ),
    measures=("紧急切断，围堰内物料回收。", "Emergency shut-off; the solvent was recovered."),
    counts={"deaths": 0, "serious_injuries": 0, "minor_injuries": 0, "at_risk": 5},
    potential="deaths",
    photo="hose_before",
    causes=[
        Cause(
            "direct",
            (
                "软管接头锁紧环磨损，装车前未检查。",
                "The locking ring of the coupling was worn and not checked before loading.",
            ),
            "6.02",
            ("接头拆检照片。", "Photos of the coupling taken apart."),
            author="gao",
            day=After(2),
            confirmed_by="wu",
            confirmed=After(4),
            tasks=[
                Task(
                    (
                        "装车软管更换为带拉断阀的金属软管",
                        "Replace the loading hoses with steel hoses with breakaway valves",
                    ),
                    (
                        "6个鹤位全部更换，拉断试验泄漏量不超过0.1升。",
                        "All six arms are fitted; in the pull test no more than 0.1 litre leaks.",
                    ),
                    owner="gao",
                    verifier="wu",
                    by="wu",
                    day=After(6),
                    deadline=-40,
                    strength="engineering",
                    priority="critical",
                    before="hose_before",
                ),
            ],
            whys=[
                Cause(
                    "contributing",
                    ("装车前检查表无软管接头一项。", "The checklist before loading has no line for the coupling."),
                    "I.5",
                    author="wu",
                    day=After(3),
                    confirmed_by="lin",
                    confirmed=After(5),
                    tasks=[
                        Task(
                            ("修订装车检查表并培训装车员", "Rewrite the loading checklist and train the loaders"),
                            (
                                "新检查表启用一个月，抽查20车无漏项。",
                                "After a month, twenty loadings checked at random have no gap.",
                            ),
                            owner="gao",
                            verifier="wu",
                            by="wu",
                            day=After(6),
                            deadline=After(30),
                            strength="administrative",
                            deeds=[
                                Deed(
                                    "submit",
                                    After(27),
                                    ("新表启用，培训14人。", "The new list is in use; 14 people trained."),
                                    show="form_after",
                                ),
                                Deed("verify", After(29), ("抽查20车合格。", "Twenty of twenty are complete.")),
                                Deed("close", After(60)),
                            ],
                        ),
                    ],
                ),
            ],
        ),
    ],
)

BRAKES = Case(
    site="fleet",
    day=-150,
    time="05:40",
    known="06:00",
    logged="07:15",
    by="huang",
    keeper="liu",
    kind="near_miss",
    categories=("GB86-02", "WSA10003"),
    place=("城西车队出口坡道", "Exit ramp of the west yard"),
    description=(
        "一辆重型货车出场下坡时制动失灵，驾驶员驶入缓冲沙池停住，无人员受伤。",
        "The brakes of a heavy lorry failed on the exit ramp. The driver steered into the sand bed and came to rest; "
        "nobody was hurt.",
    ),
    measures=(
        "该车停驶，同批次9辆逐车检查。",
        "The lorry was taken off the road and nine of the same make were checked.",
    ),
    counts={"deaths": 0, "serious_injuries": 0, "minor_injuries": 0},
    potential="deaths",
    causes=[
        Cause(
            "direct",
            (
                "制动气室漏气，出车前检查未做制动试验。",
                "A brake chamber leaked, and the check before leaving did not include the brakes.",
            ),
            "6.02",
            ("维修厂检测单。", "The garage's report."),
            author="liu",
            day=After(3),
            confirmed_by="zheng",
            confirmed=After(7),
            tasks=[
                Task(
                    ("出场口设制动试验位，未试验不抬杆", "A brake test at the gate: no test, no exit"),
                    ("连续两周出场车辆与试验记录一一对应。", "For two weeks every exit has its test on record."),
                    owner="huang",
                    verifier="liu",
                    by="liu",
                    day=After(9),
                    deadline=After(30),
                    strength="engineering",
                    deeds=[
                        Deed(
                            "submit",
                            After(33),
                            ("试验位建成，抬杆系统联动。", "The test bay is built and works the barrier."),
                            show="form_after",
                        ),
                        Deed("verify", After(35), ("核对两周记录一致。", "Two weeks of records agree.")),
                        Deed("close", After(50)),
                    ],
                ),
            ],
        ),
    ],
)

ROCK = Case(
    site="quarry",
    day=-196,
    time="13:10",
    known="13:30",
    logged="16:05",
    by="wu",
    keeper="wu",
    kind="near_miss",
    categories=("GB86-10", "WSA10025"),
    place=("+185米平台", "Bench at +185 m"),
    description=(
        "强降雨后+185米平台边坡掉落石块约3立方米，作业人员已提前撤离。",
        "After heavy rain about 3 m³ of rock fell from the face above the +185 m bench. The crew had left in time.",
    ),
    counts={"deaths": 0, "serious_injuries": 0, "minor_injuries": 0},
    potential="deaths",
    void=(
        -195,
        (
            "与采场当日另一份报告重复，以现场补报的一份为准。",
            "The same event was reported twice; the report from the site stands.",
        ),
    ),
)

CABINET = Case(
    site="school",
    day=-262,
    time="08:35",
    known="08:40",
    logged="09:30",
    by="sun",
    keeper="sun",
    kind="near_miss",
    categories=("GB86-05", "WSA10006"),
    place=("2号分配电箱", "Distribution box no. 2"),
    description=(
        "木工手触圆盘锯外壳有麻电感，立即停用。经查分配电箱漏电保护器失效、保护零线断开。",
        "A carpenter felt a tingle on the saw's casing and stopped at once. The box's residual current device had "
        "failed and its earth wire was broken.",
    ),
    measures=("断电停用，全场配电箱排查。", "Power cut, all boxes of the site checked."),
    counts={"deaths": 0, "serious_injuries": 0, "minor_injuries": 0},
    potential="death",
    photo="cabinet_before",
    causes=[
        Cause(
            "direct",
            (
                "分配电箱漏电保护器失效，保护零线断开。",
                "The residual current device had failed and the earth wire was broken.",
            ),
            "6.01",
            ("电工检测记录。", "The electrician's test record."),
            author="sun",
            day=After(1),
            confirmed_by="zhou",
            confirmed=After(3),
            tasks=[
                Task(
                    (
                        "更换全场配电箱漏电保护器，恢复接地",
                        "Replace the residual current devices of all boxes and restore the earth",
                    ),
                    (
                        "每箱试跳合格，接地电阻不大于4欧，记录贴于箱门。",
                        "Each box trips when tested, earth resistance is 4 Ω or less, the record hangs in the door.",
                    ),
                    owner="wang",
                    verifier="sun",
                    by="sun",
                    day=After(4),
                    deadline=After(18),
                    strength="engineering",
                    before="cabinet_before",
                    deeds=[
                        Deed(
                            "submit",
                            After(12),
                            ("14只配电箱全部更换。", "All 14 boxes are done."),
                            show="cabinet_after",
                        ),
                        Deed(
                            "send_back",
                            After(13),
                            (
                                "7号箱照片看不到试验记录，请补。",
                                "The photo of box 7 does not show its record. Add one.",
                            ),
                        ),
                        Deed("submit", After(15), ("已补7号箱记录照片。", "Box 7 is added."), show="cabinet_after"),
                        Deed("verify", After(16), ("逐箱试跳合格。", "Every box trips.")),
                        Deed("close", After(45), ("一个月复查有效。", "Still good after a month.")),
                    ],
                ),
            ],
        ),
    ],
)

NEAR_MISSES = [SLING, HOSE, BRAKES, ROCK, CABINET]
