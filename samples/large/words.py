"""What the invented incidents and measures say. Every text is a pair: Chinese, English.

`{spot}` is where it happened, `{n}` a number. A hazard is what the accident categories, causes and measures share.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    title: tuple
    criterion: tuple
    strength: str


@dataclass(frozen=True)
class Hazard:
    """`codes`: the category by GB 6441-1986 and by GB 6441-2025. `sectors`: where it is at home, and how common."""

    codes: tuple
    sectors: dict
    scenes: tuple
    causes: tuple  # (statement, factor)
    measures: tuple
    at_once: tuple


SECTORS = {
    "construction": ("建筑施工", "Construction"),
    "hazardous_chemicals": ("危险化学品", "Hazardous chemicals"),
    "metallurgy_trade": ("冶金工贸", "Metallurgy, industry and trade"),
    "transport": ("交通运输", "Transport"),
    "non_coal_mines": ("非煤矿山", "Non-coal mines"),
    "town_gas": ("城镇燃气", "Town gas"),
    "fire": ("消防", "Fire safety"),
}

# What an organization of the sector is called, and its places.
TRADES = {
    "construction": (
        (("建设有限公司", "Construction Co."), ("建筑工程有限公司", "Building Works Co.")),
        (
            ("工地", "building site"),
            ("安置房项目", "housing project"),
            ("厂房项目", "factory project"),
            ("桥梁工段", "bridge section"),
        ),
        (
            ("外脚手架", "outer scaffold"),
            ("塔吊", "tower crane"),
            ("基坑", "pit"),
            ("卸料平台", "loading platform"),
            ("楼梯间", "staircase"),
        ),
    ),
    "hazardous_chemicals": (
        (("化工有限公司", "Chemicals Co."), ("精细化学品有限公司", "Fine Chemicals Co.")),
        (
            ("罐区", "tank farm"),
            ("合成车间", "synthesis shop"),
            ("灌装站", "filling station"),
            ("危化品库", "chemical store"),
        ),
        (
            ("反应釜", "reactor"),
            ("储罐", "tank"),
            ("装车鹤位", "loading arm"),
            ("管廊", "pipe rack"),
            ("污水池", "sump"),
        ),
    ),
    "metallurgy_trade": (
        (("金属制品有限公司", "Metalwork Co."), ("机械制造有限公司", "Machinery Co."), ("食品有限公司", "Foods Co.")),
        (("车间", "workshop"), ("冲压线", "press line"), ("铸造工段", "foundry"), ("仓库", "warehouse")),
        (
            ("冲床", "press"),
            ("行车", "overhead crane"),
            ("砂光机", "sander"),
            ("炉", "furnace"),
            ("输送带", "conveyor"),
        ),
    ),
    "transport": (
        (("物流有限公司", "Logistics Co."), ("运输集团公司", "Transport Group")),
        (("货运站", "freight yard"), ("仓储中心", "depot"), ("车队", "fleet yard"), ("客运站", "coach station")),
        (
            ("装卸月台", "loading bay"),
            ("货车", "lorry"),
            ("叉车通道", "forklift aisle"),
            ("货架", "rack"),
            ("充电区", "charging area"),
        ),
    ),
    "non_coal_mines": (
        (("矿业有限公司", "Mining Co."), ("石料有限公司", "Quarry Co.")),
        (("采场", "quarry"), ("破碎站", "crushing plant"), ("尾矿库", "tailings pond"), ("井巷", "gallery")),
        (
            ("采掘面", "face"),
            ("破碎机", "crusher"),
            ("运输坡道", "haul road"),
            ("边坡", "slope"),
            ("皮带廊", "belt gallery"),
        ),
    ),
    "town_gas": (
        (("燃气有限公司", "Gas Co."), ("能源服务有限公司", "Energy Services Co.")),
        (
            ("储配站", "gas station"),
            ("调压站", "regulator station"),
            ("管网片区", "network area"),
            ("维修所", "repair depot"),
        ),
        (
            ("阀井", "valve pit"),
            ("调压柜", "regulator cabinet"),
            ("中压管", "medium-pressure main"),
            ("储罐", "tank"),
            ("立管", "riser"),
        ),
    ),
    "fire": (
        (("商业管理有限公司", "Retail Co."), ("酒店管理有限公司", "Hotels Co.")),
        (("商场", "mall"), ("酒店", "hotel"), ("批发市场", "wholesale market"), ("影城", "cinema")),
        (
            ("厨房", "kitchen"),
            ("地下车库", "underground car park"),
            ("配电间", "switch room"),
            ("中庭", "atrium"),
            ("库房", "storeroom"),
        ),
    ),
}

HAZARDS = (
    Hazard(
        ("GB86-09", "WSA10010"),
        {"construction": 9, "metallurgy_trade": 3, "non_coal_mines": 2, "fire": 2, "hazardous_chemicals": 1},
        (
            (
                "在{spot}作业时从约{n}米高处坠落，安全带未系挂。",
                "Fell about {n} m at {spot}; the harness was not hooked on.",
            ),
            (
                "{spot}临边防护栏杆被拆除后未恢复，人员踏空坠落至下层。",
                "The edge guard at {spot} had been taken down and not put back; somebody stepped into the gap.",
            ),
            (
                "移动式操作平台未锁定，人员在{spot}随平台倾倒坠落。",
                "A mobile platform at {spot} was not locked, tipped over and its user fell.",
            ),
        ),
        (
            (
                (
                    "临边、洞口防护缺失，无生命绳可系挂。",
                    "Edges and openings were unguarded and there was no lifeline.",
                ),
                "6.01",
            ),
            (("作业人员高处作业未系安全带。", "The worker at height wore no harness."), "7.11"),
            (("脚手板未满铺，存在探头板。", "The scaffold boards did not cover the bay."), "6.02"),
        ),
        (
            Measure(
                (
                    "恢复{spot}全部临边防护并逐层验收",
                    "Restore the edge guards at {spot} and accept them floor by floor",
                ),
                (
                    "临边、洞口防护率100%，验收单齐全。",
                    "Every edge and opening is guarded; each floor has its acceptance sheet.",
                ),
                "engineering",
            ),
            Measure(
                ("在{spot}加设水平生命绳", "Fit horizontal lifelines at {spot}"),
                ("2米以上作业点均有经荷载试验的生命绳。", "Every work place above 2 m has a load-tested lifeline."),
                "engineering",
            ),
            Measure(
                ("高处作业人员重新培训考核", "Train and test everybody who works at height again"),
                ("全部人员实操合格，名册公示。", "Everybody has passed the practical test; the list is posted."),
                "administrative",
            ),
        ),
        ("停止高处作业，设置警戒区。", "Work at height was stopped and the area closed off."),
    ),
    Hazard(
        ("GB86-01", "WSA10001"),
        {"construction": 6, "non_coal_mines": 5, "metallurgy_trade": 4, "transport": 3, "fire": 1},
        (
            ("{spot}上方材料坠落，擦过下方通道。", "Material fell from above {spot} onto the passage below."),
            (
                "{spot}堆放物倒塌，砸中正在作业的人员足部。",
                "A stack at {spot} toppled onto the foot of somebody working there.",
            ),
        ),
        (
            (("上方作业与下方通行未隔离。", "Work above and traffic below were not kept apart."), "6.01"),
            (("物料堆放过高且无限位。", "The material was stacked too high and without stops."), "7.05"),
        ),
        (
            Measure(
                ("{spot}下方通道加设双层防护棚", "Build a double canopy over the passage below {spot}"),
                ("防护棚连续覆盖，棚顶无积物。", "The canopy has no gap and nothing lies on it."),
                "engineering",
            ),
            Measure(
                ("{spot}堆放划线限高", "Mark stacking areas and heights at {spot}"),
                ("堆高不超过1.5米，线外无堆物。", "No stack is higher than 1.5 m or outside the lines."),
                "administrative",
            ),
        ),
        ("清理坠落物，封闭通道。", "The debris was cleared and the passage closed."),
    ),
    Hazard(
        ("GB86-03", "WSA10004"),
        {"metallurgy_trade": 9, "hazardous_chemicals": 2, "non_coal_mines": 4, "transport": 1},
        (
            ("清理{spot}时设备突然启动，手部被夹。", "{spot} started while it was being cleaned and caught a hand."),
            (
                "{spot}防护罩联锁被短接，人员伸手取件时受伤。",
                "The interlock of the guard on {spot} was bridged; somebody reached in and was hurt.",
            ),
            (
                "检修{spot}未执行挂牌上锁，险些造成伤害。",
                "{spot} was serviced without lock-out; nobody was hurt by luck.",
            ),
        ),
        (
            (("安全联锁被短接，设备带病运行。", "The interlock was bridged and the machine ran all the same."), "7.02"),
            (("检修未断电、未上锁挂牌。", "The machine was serviced without being cut off and locked out."), "7.09"),
            (("防护罩缺失。", "The guard was missing."), "6.01"),
        ),
        (
            Measure(
                ("{spot}加装不可旁路的安全光幕", "Fit a light curtain that cannot be bypassed to {spot}"),
                (
                    "遮挡光幕10次均能停机，旁路端子已封。",
                    "Ten trials of ten stop the machine; the bypass terminals are sealed.",
                ),
                "engineering",
            ),
            Measure(
                ("推行挂牌上锁，配齐锁具", "Introduce lock-out and hand out the locks"),
                ("抽查5次检修均已上锁。", "Five of five repairs looked at were locked out."),
                "administrative",
            ),
            Measure(
                ("更换{spot}为双手启动", "Change {spot} to two-hand start"),
                ("单手操作不能启动。", "One hand cannot start it."),
                "substitution",
            ),
        ),
        ("断电停机，保护现场。", "The machine was cut off and the scene kept."),
    ),
    Hazard(
        ("GB86-02", "WSA10002"),
        {"transport": 9, "non_coal_mines": 4, "metallurgy_trade": 2, "construction": 2},
        (
            ("叉车在{spot}倒车时撞上行人。", "A forklift reversing at {spot} struck somebody on foot."),
            (
                "货车在{spot}制动失灵滑行，撞上护栏。",
                "The brakes of a lorry failed at {spot}; it rolled into the barrier.",
            ),
        ),
        (
            (
                (
                    "人车未分流，无限速和盲区警示。",
                    "People and vehicles shared the lane without speed limit or warning of blind spots.",
                ),
                "6.04",
            ),
            (("驾驶员未确认后方即倒车。", "The driver reversed without looking back."), "7.01"),
            (("车辆制动系统失修。", "The brakes had not been maintained."), "6.02"),
        ),
        (
            Measure(
                ("{spot}设置人车分流护栏", "Separate people and vehicles at {spot} by a barrier"),
                ("护栏连续，人行入口单独设置。", "The barrier has no gap; people have an entrance of their own."),
                "engineering",
            ),
            Measure(
                ("叉车加装蓝光灯和倒车雷达", "Fit blue lights and reversing radar to the forklifts"),
                ("在用叉车全部装好并试验有效。", "Every forklift in use has them, tried and working."),
                "engineering",
            ),
        ),
        ("车辆停用，送医检查。", "The vehicle was taken out of use; the person was seen by a doctor."),
    ),
    Hazard(
        ("GB86-05", "WSA10006"),
        {"construction": 4, "metallurgy_trade": 3, "fire": 3, "transport": 1, "hazardous_chemicals": 1},
        (
            (
                "{spot}临时用电线缆破损，人员接触后触电。",
                "A temporary cable at {spot} was damaged; somebody touched it and got a shock.",
            ),
            (
                "{spot}配电箱无漏电保护，操作时麻电。",
                "The switch box at {spot} had no residual-current device; its user felt a shock.",
            ),
        ),
        (
            (("临时用电未按三级配电、两级保护设置。", "The temporary supply lacked its levels of protection."), "6.01"),
            (("非电工私自接线。", "Somebody who is no electrician made the connection."), "7.01"),
        ),
        (
            Measure(
                (
                    "{spot}临时用电全部改为三级配电",
                    "Rebuild the temporary supply at {spot} with all levels of protection",
                ),
                ("漏电保护器试跳合格，一机一闸。", "Every residual-current device trips; one switch for each machine."),
                "engineering",
            ),
            Measure(
                ("电工持证核查", "Check the certificates of all electricians"),
                ("在岗电工全部持证，名册公示。", "Everybody who works on the supply holds a certificate."),
                "administrative",
            ),
        ),
        ("切断电源，拆除破损线缆。", "The power was cut and the cable taken away."),
    ),
    Hazard(
        ("GB86-08", "WSA10009"),
        {"fire": 9, "hazardous_chemicals": 4, "metallurgy_trade": 3, "town_gas": 2, "transport": 3, "construction": 2},
        (
            (
                "{spot}起火，员工用灭火器扑灭，过火面积约{n}平方米。",
                "Fire at {spot}; staff put it out with extinguishers. About {n} m² burnt.",
            ),
            ("{spot}动火作业火花引燃可燃物。", "Sparks of hot work at {spot} lit what lay beside."),
            ("电动车在{spot}充电时冒烟起火。", "An electric bicycle caught fire while charging at {spot}."),
        ),
        (
            (("动火作业未清理可燃物、无人监护。", "Hot work without clearing what burns and without a watch."), "7.13"),
            (("电气线路老化，长期超负荷。", "The wiring was old and overloaded for long."), "6.02"),
            (("可燃物堵塞疏散通道。", "Combustible goods blocked the way out."), "6.04"),
        ),
        (
            Measure(
                ("{spot}线路全部更换并加装电弧保护", "Renew the wiring at {spot} and add arc protection"),
                ("检测报告合格，负荷低于80%。", "The test report is good and the load below 80 %."),
                "engineering",
            ),
            Measure(
                ("动火作业票改为现场签发", "Issue permits for hot work on the spot"),
                (
                    "抽查10张作业票均有现场照片和监护人。",
                    "Ten of ten permits show a photo of the place and name the watch.",
                ),
                "administrative",
            ),
            Measure(
                ("清空{spot}疏散通道", "Clear the escape routes at {spot}"),
                ("通道宽度不小于1.4米，门可向外推开。", "The way is at least 1.4 m wide and the door opens outwards."),
                "elimination",
            ),
        ),
        ("疏散人员，扑灭明火。", "People were led out and the fire put out."),
    ),
    Hazard(
        ("GB86-19", "WSA10023"),
        {"hazardous_chemicals": 6, "metallurgy_trade": 2, "town_gas": 2, "construction": 1},
        (
            (
                "进入{spot}清淤未通风检测，作业人员硫化氢中毒。",
                "Somebody entered {spot} to clean it without airing or testing and was poisoned by hydrogen sulphide.",
            ),
            (
                "{spot}法兰泄漏，附近人员吸入有毒气体后头晕。",
                "A flange at {spot} leaked; people near it breathed the gas and felt dizzy.",
            ),
        ),
        (
            (
                (
                    "有限空间作业未先通风、再检测、后作业。",
                    "The space was entered before it had been aired and tested.",
                ),
                "7.06",
            ),
            (("救援人员无呼吸器盲目施救。", "Rescuers went in without breathing apparatus."), "7.11"),
        ),
        (
            Measure(
                ("{spot}入口上锁，凭票开启", "Lock the entrance of {spot}; it opens with a permit only"),
                ("入口上锁，钥匙由监护人保管。", "The entrance is locked and the watch keeps the key."),
                "engineering",
            ),
            Measure(
                ("配备四合一检测仪和长管呼吸器", "Provide four-gas detectors and airline apparatus"),
                ("每班2套，校验在有效期内。", "Two sets a shift, calibration in date."),
                "protection",
            ),
        ),
        (
            "强制通风，佩戴呼吸器救出并送医。",
            "The space was aired; the person was brought out with apparatus and taken to hospital.",
        ),
    ),
    Hazard(
        ("GB86-20", "WSA10026"),
        {"hazardous_chemicals": 7, "town_gas": 9, "fire": 1},
        (
            (
                "{spot}接口松动泄漏，可燃气体报警后切断，未起火。",
                "A joint at {spot} leaked; the gas alarm went off and it was shut. It did not catch fire.",
            ),
            ("第三方施工碰破{spot}，疏散周边{n}户。", "A contractor damaged {spot}; {n} households were led away."),
        ),
        (
            (("密封件超期使用。", "The seal was used beyond its time."), "6.02"),
            (("开挖前未核实管线位置。", "Nobody had checked where the pipe lies before digging."), "7.01"),
        ),
        (
            Measure(
                ("更换{spot}全部密封件并建档", "Replace all seals at {spot} and keep a record"),
                (
                    "气密试验合格，台账注明更换日期。",
                    "The pressure test is good and the register says when each was replaced.",
                ),
                "engineering",
            ),
            Measure(
                ("开挖许可增加管线现场交底", "Add a briefing on pipes to the permit to dig"),
                ("近一个月许可均附交底照片。", "Every permit of the last month has a photo of the briefing."),
                "administrative",
            ),
        ),
        ("关闭阀门，设置警戒，检测浓度。", "The valve was shut, the area closed off and the gas measured."),
    ),
    Hazard(
        ("GB86-10", "WSA10012"),
        {"construction": 4, "non_coal_mines": 4},
        (
            (
                "{spot}一侧土方坍塌，约{n}立方米，作业人员及时撤离。",
                "One side of {spot} collapsed, about {n} m³; the workers got away in time.",
            ),
            ("{spot}支撑失稳坍塌，人员被困。", "The support of {spot} gave way and people were trapped."),
        ),
        (
            (("未按方案放坡和支护。", "Slope and support did not follow the plan."), "7.01"),
            (("雨后未监测即复工。", "Work went on after rain without measuring."), "7.06"),
        ),
        (
            Measure(
                ("{spot}按方案重新支护并专家论证", "Support {spot} again after a plan that experts have looked at"),
                (
                    "论证意见闭合，监测数据连续7天稳定。",
                    "The experts' points are settled; seven days of stable readings.",
                ),
                "engineering",
            ),
            Measure(
                ("建立雨后复工检查", "Check before work goes on after rain"),
                ("检查表由项目经理签字。", "The sheet is signed by the site manager."),
                "administrative",
            ),
        ),
        ("撤人，设置警戒，加密监测。", "People were withdrawn, the area closed and measured more often."),
    ),
    Hazard(
        ("GB86-04", "WSA10005"),
        {"construction": 4, "metallurgy_trade": 4, "transport": 2, "hazardous_chemicals": 1},
        (
            (
                "{spot}吊运时吊带断裂，吊物滑落在警戒区内。",
                "A sling broke while lifting at {spot}; the load fell inside the closed area.",
            ),
            ("{spot}吊物摆动碰撞人员。", "A swinging load at {spot} struck somebody."),
        ),
        (
            (("吊索具超过报废标准仍在使用。", "The sling was in use beyond the limit for scrapping."), "6.02"),
            (("人员在吊物下停留。", "People stood under the load."), "7.08"),
        ),
        (
            Measure(
                ("吊索具编号建档，每月检测", "Number the slings and test them monthly"),
                ("在用吊索具全部有当月色标。", "Every sling in use has this month's colour."),
                "administrative",
            ),
            Measure(
                ("{spot}吊装区设置固定围栏", "Fence the lifting area at {spot}"),
                ("围栏连续，入口上锁。", "The fence has no gap and its gate is locked."),
                "engineering",
            ),
        ),
        ("停止吊装，收回全部吊索具检查。", "Lifting was stopped and all slings were called in."),
    ),
)

# What lies behind: (statement, factor, measures), for causes that contribute and for roots.
CONTRIBUTING = (
    (
        ("班前交底未覆盖该项作业。", "The briefing before the shift did not cover this work."),
        "I.2",
        (
            Measure(
                ("班前交底改为逐项确认", "Confirm each point of the briefing before the shift"),
                ("抽查5个班组均有签认记录。", "Five of five crews have signed records."),
                "administrative",
            ),
        ),
    ),
    (
        ("现场检查流于形式，同类隐患多次未记录。", "Inspections were a formality; the same fault had gone unrecorded."),
        "I.4",
        (
            Measure(
                ("重编{spot}检查表，隐患拍照上传", "Rewrite the checklist for {spot}, with a photo of each fault"),
                ("连续4周检查记录完整，隐患均有照片。", "Four weeks of complete records, each fault with a photo."),
                "administrative",
            ),
        ),
    ),
    (
        ("交叉作业无人统一协调。", "Nobody coordinated the crews that worked above each other."),
        "I.3",
        (
            Measure(
                ("指定交叉作业协调人", "Name a coordinator for crews that share a place"),
                ("作业计划由协调人签字后实施。", "No plan is carried out before the coordinator has signed."),
                "administrative",
            ),
        ),
    ),
)
ROOTS = (
    (
        ("操作规程缺失，风险未辨识。", "There were no operating rules and the risk had not been seen."),
        "I.5",
        (
            Measure(
                ("编制{spot}操作规程并组织风险辨识", "Write operating rules for {spot} after a study of its risks"),
                ("规程经评审发布，现场上墙。", "The rules are reviewed, issued and posted on the spot."),
                "administrative",
            ),
        ),
    ),
    (
        ("安全投入不足，隐患长期不整改。", "Too little was spent on safety and faults stayed for long."),
        "I.6",
        (
            Measure(
                ("安全费用单列并按季公示", "Budget safety on its own and publish it each quarter"),
                ("上季度使用明细已公示，计提比例达标。", "Last quarter's spending is published and reaches the rate."),
                "administrative",
            ),
        ),
    ),
    (
        ("设备选型未考虑维护安全。", "The equipment was chosen without thought for safe servicing."),
        "I.1",
        (
            Measure(
                ("采购技术协议增加安全条款", "Add safety clauses to the terms of purchase"),
                ("新签合同均含安全条款。", "Every new contract has them."),
                "substitution",
            ),
        ),
    ),
)

CONTAINMENT = Measure(
    ("隔离{spot}并挂牌停用", "Close off {spot} and tag it out of use"),
    ("现场已隔离，标牌清晰。", "The place is closed off and the tag can be read."),
    "elimination",
)

PREVENTIVE = Measure(
    ("同类设备排查：{spot}", "Look at everything like {spot}"),
    ("排查清单完整，问题逐项销号。", "The list is complete and each point on it is settled."),
    "administrative",
)

SUBMITTED = (
    ("已完成，请验收。", "Done; please verify."),
    ("已按要求整改，记录附后。", "Done as asked; the record is attached."),
    ("整改完成，已试运行一周。", "Finished and on trial for a week."),
)
SENT_BACK = (
    ("现场仍有一处未完成。", "One place is not done yet."),
    ("缺少试验记录，请补充。", "The record of the trial is missing."),
)
VERIFIED = (("现场核查属实。", "Seen on the spot."), ("抽查合格。", "Spot checks are good."), ("", ""))
REOPENED = (("复查发现问题反弹。", "A later look found the fault again."),)
ASKED = (("备件到货推迟。", "The parts come later."), ("需停产检修窗口。", "It needs a stop of production."))
REFUSED = (("风险较高，不同意延期。", "The risk is too high for more time."),)
HANDED_OVER = (("原责任人调岗。", "The former owner has another post now."),)
WITHDRAWN = (("证据不足。", "There is not enough evidence."),)
TAKEN_BACK = (("重复录入。", "Entered twice."), ("经核实不属实。", "It turned out not to be so."))
HOLDS = (
    ("复查有效，未再出现。", "Looked again: it holds, and has not come back."),
    ("现场抽查三次，均符合约定标准。", "Three spot checks, all as agreed."),
)
NOT_NEEDED = (("设备已拆除，无需整改。", "The equipment is gone; nothing needs to be done."),)
EVIDENCE = (
    ("现场照片、班组记录。", "Photos of the place, the crew's log."),
    ("当事人陈述。", "What the people said."),
    ("", ""),
)
