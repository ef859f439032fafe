"""27 August: two people fall from the scaffold of a building site."""

from ..parts import After, August, Case, Cause, Deed, Task

FALL = Case(
    site="cuihu",
    day=August(27),
    time="09:40",
    known="09:52",
    logged="10:31",
    by="sun",
    keeper="zhou",
    categories=("GB86-09", "WSA10010"),
    place=("3号楼东侧9层悬挑脚手架", "Building 3, east side, cantilevered scaffold at the 9th floor"),
    description=(
        "劳务班组4人在3号楼东侧9层悬挑脚手架上清理模板，作业层两块脚手板未绑扎，外侧防护栏杆缺失约3米。"
        "一块脚手板翻转，2人失去平衡从约27米高处坠落。现场人员立即拨打120，2人经抢救无效死亡。",
        "Four workers of the labour subcontractor were clearing formwork on the cantilevered scaffold at the 9th floor. "
        "Two boards of the working level were not tied down and about 3 m of the outer guardrail was missing. One board "
        "tipped; two workers lost their balance and fell about 27 m. Colleagues called an ambulance at once. Both died "
        "of their injuries.",
    ),
    measures=(
        "全场停工，封闭3号楼周边；其余人员清点无误；配合公安、医疗部门处置，安排专人陪护家属。",
        "All work on the site stopped, the surroundings of building 3 closed off, everybody else accounted for. Police "
        "and doctors supported; two colleagues stay with the families.",
    ),
    counts={"deaths": 2, "serious_injuries": 0, "minor_injuries": 0, "missing": 0, "at_risk": 4},
    loss="2860000",
    photo="scaffold_before",
    causes=[
        Cause(
            "direct",
            (
                "作业层脚手板未绑扎固定，外侧防护栏杆缺失，2名作业人员未系挂安全带。",
                "The boards of the working level were not tied down, the outer guardrail was missing, and the two "
                "workers were not clipped on.",
            ),
            "6.01",
            (
                "现场勘查照片17张；脚手架验收记录；同班组2人询问笔录。",
                "17 photos of the scene; the scaffold's acceptance record; statements of two workers of the same gang.",
            ),
            author="zhou",
            confirmed_by="chen",
            tasks=[
                Task(
                    (
                        "3号楼全部作业层补齐脚手板绑扎和防护栏杆",
                        "Tie down all boards and complete the guardrails of building 3",
                    ),
                    (
                        "每一作业层脚手板四点绑扎，外侧双道栏杆和挡脚板连续，监理逐层签字。",
                        "On every level all boards are tied at four points, double rails and toe boards are continuous, "
                        "and the site supervisor has signed level by level.",
                    ),
                    owner="xu",
                    verifier="sun",
                    by="zhou",
                    day=-52,
                    deadline=-12,
                    strength="engineering",
                    priority="critical",
                    before="scaffold_before",
                    deeds=[
                        Deed(
                            "hand_over",
                            -27,
                            (
                                "分包班组已退场，改由总包生产经理负责到底。",
                                "The subcontractor's gang has left the site; the main contractor's site manager takes it on.",
                            ),
                            owner="wang",
                        ),
                    ],
                ),
                Task(
                    (
                        "1号、2号楼脚手架按同样标准全面检查整改",
                        "Check the scaffolds of buildings 1 and 2 by the same standard and put them right",
                    ),
                    (
                        "逐层检查表完成，发现的问题均有整改前后照片。",
                        "Every level is checked, and every fault has a photo before and after.",
                    ),
                    owner="wang",
                    verifier="sun",
                    by="sun",
                    kind="preventive",
                    day=-29,
                    deadline=-5,
                    strength="engineering",
                ),
                Task(
                    (
                        "悬挑层设置可靠的安全带挂点和生命线",
                        "Fit anchor points and lifelines on the cantilevered levels",
                    ),
                    (
                        "每层生命线经拉力试验合格并挂牌，抽查10人均能正确系挂。",
                        "The lifeline of each level has passed its pull test and carries a tag; ten workers checked at "
                        "random are clipped on correctly.",
                    ),
                    owner="wang",
                    verifier="sun",
                    by="zhou",
                    day=-30,
                    deadline=-2,
                    strength="engineering",
                    before="scaffold_before",
                    deeds=[
                        Deed(
                            "submit",
                            -3,
                            (
                                "1至12层生命线全部安装，拉力试验报告和挂牌照片附后。",
                                "Lifelines are fitted on levels 1 to 12; the pull test report and photos of the tags are attached.",
                            ),
                            show="scaffold_after",
                            at="16:45",
                        ),
                    ],
                ),
            ],
            whys=[
                Cause(
                    "contributing",
                    (
                        "脚手架分段验收流于形式，验收表由搭设班组自己填写，验收人未到作业层查看。",
                        "Acceptance of the scaffold was a formality: the gang that had built it filled in the form, and "
                        "nobody went up to look.",
                    ),
                    "I.4",
                    (
                        "验收表笔迹与班组长一致；电梯监控显示当日无人上到9层。",
                        "The handwriting on the form is the foreman's; the hoist's camera shows nobody going up to the "
                        "9th floor that day.",
                    ),
                    author="zhou",
                    day=After(4),
                    confirmed_by="chen",
                    confirmed=After(6),
                    tasks=[
                        Task(
                            (
                                "脚手架分段验收改为三方到场、逐层拍照",
                                "Accept scaffolds section by section, three parties present, a photo of each level",
                            ),
                            (
                                "新的验收单启用，抽查最近三段验收，三方签字人均与照片相符。",
                                "The new form is in use; in the last three acceptances the three who signed are the "
                                "three in the photos.",
                            ),
                            owner="sun",
                            verifier="zhou",
                            by="zhou",
                            day=After(8),
                            deadline=After(24),
                            strength="administrative",
                            deeds=[
                                Deed(
                                    "submit",
                                    After(20),
                                    (
                                        "验收单已改版，两个工地按新程序完成验收5段。",
                                        "The form is rewritten; five sections on both sites were accepted the new way.",
                                    ),
                                    show="form_after",
                                ),
                                Deed(
                                    "verify",
                                    After(22),
                                    (
                                        "到场核对2段，照片与签字一致。",
                                        "Two sections checked on site: photos and signatures agree.",
                                    ),
                                ),
                                Deed(
                                    "close",
                                    After(40),
                                    ("复查两周，未发现代签。", "Two weeks on, nobody signs for another."),
                                ),
                            ],
                        ),
                    ],
                    whys=[
                        Cause(
                            "root",
                            (
                                "总包未明确由谁对脚手架负责，搭设、使用、验收三个环节没有一个具名的责任人。",
                                "The main contractor had named nobody to answer for scaffolds: not for building, not "
                                "for using, not for accepting them.",
                            ),
                            "I.3",
                            (
                                "项目部岗位职责表中无脚手架管理岗位。",
                                "The project's table of duties has no post for scaffolds.",
                            ),
                            author="zhou",
                            day=After(5),
                            confirmed_by="chen",
                            confirmed=After(7),
                            tasks=[
                                Task(
                                    (
                                        "两个工地任命脚手架管理员并公示",
                                        "Appoint a scaffold manager on both sites and put the name up",
                                    ),
                                    (
                                        "任命文件下发，姓名电话在每处上架通道公示，本人能说清三条停工条件。",
                                        "The appointment is in writing, name and telephone hang at every access, and the "
                                        "person can name the three conditions for stopping work.",
                                    ),
                                    owner="sun",
                                    verifier="zhou",
                                    by="chen",
                                    day=After(8),
                                    deadline=After(15),
                                    strength="administrative",
                                    deeds=[
                                        Deed(
                                            "submit",
                                            After(14),
                                            (
                                                "任命文件和公示牌照片附后。",
                                                "The appointment and photos of the boards are attached.",
                                            ),
                                            show="form_after",
                                        ),
                                        Deed(
                                            "verify",
                                            After(15),
                                            (
                                                "与两名管理员面谈，职责清楚。",
                                                "Spoke to both managers: they know their duties.",
                                            ),
                                        ),
                                    ],
                                ),
                            ],
                        ),
                    ],
                ),
                Cause(
                    "contributing",
                    (
                        "2名作业人员进场教育只签名未授课，不掌握高处作业要求。",
                        "The two workers had signed for their safety induction without being taught, and did not know "
                        "the rules for work at height.",
                    ),
                    "I.2",
                    (
                        "签到表时间与门禁记录不符；同批进场9人访谈。",
                        "The attendance sheet does not agree with the gate's record; interviews with the nine who "
                        "started on the same day.",
                    ),
                    author="sun",
                    day=After(4),
                    confirmed_by="zhou",
                    confirmed=After(8),
                    tasks=[
                        Task(
                            (
                                "劳务人员重新进行三级安全教育并逐人考核",
                                "Teach safety to every subcontracted worker again and test each one",
                            ),
                            (
                                "在场劳务人员全部考核合格，未合格者未上岗，门禁与名单一致。",
                                "Everybody on site has passed; who has not passed does not work; the gate's list agrees.",
                            ),
                            owner="wang",
                            verifier="sun",
                            by="sun",
                            day=-38,
                            deadline=5,
                            strength="administrative",
                            deeds=[
                                Deed(
                                    "submit",
                                    -6,
                                    (
                                        "完成126人培训考核，签到表和试卷附后。",
                                        "126 people taught and tested; lists and papers attached.",
                                    ),
                                    show="form_after",
                                ),
                                Deed(
                                    "send_back",
                                    -4,
                                    (
                                        "名单中有11人无考核成绩，其中3人昨日仍在架上作业，请补齐后再报。",
                                        "Eleven people on the list have no result, and three of them worked on the "
                                        "scaffold yesterday. Complete it and submit again.",
                                    ),
                                ),
                            ],
                        ),
                        Task(
                            ("对翠湖三期劳务人员开展安全教育", "Safety lessons for the workers of Cuihu phase 3"),
                            ("全员参加并签到。", "Everybody attends and signs."),
                            owner="wang",
                            verifier="sun",
                            by="sun",
                            day=-37,
                            deadline=-10,
                            deeds=[
                                Deed(
                                    "void",
                                    -36,
                                    (
                                        "与前一条措施重复，以逐人考核的一条为准。",
                                        "The same as the action before; the one with a test for each stands.",
                                    ),
                                    by="sun",
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
            ("全部高处作业停工并封闭3号楼周边", "Stop all work at height and close off building 3"),
            (
                "两个工地架上无人作业，3号楼外10米设硬隔离和专人值守。",
                "Nobody works on a scaffold of either site; a barrier stands 10 m around building 3 and is guarded.",
            ),
            owner="wang",
            verifier="zhou",
            by="zhou",
            kind="containment",
            day=After(0),
            at="11:30",
            deadline=After(1),
            priority="critical",
            before="scaffold_before",
            deeds=[
                Deed(
                    "submit",
                    After(0),
                    (
                        "已停工清场，隔离设置完毕，24小时值守。",
                        "Work has stopped, the barrier stands and is guarded day and night.",
                    ),
                    show="scaffold_after",
                    at="16:10",
                ),
                Deed("verify", After(0), ("现场查看属实。", "Seen on site; it is so."), at="18:05"),
            ],
        ),
    ],
)
